import type { Bench, Setting } from './bench.ts';
import { figuresOf, type Figures, type Outcome } from './figures.ts';
import { ask, measured, sendLoad, warmUp, type Round } from './load.ts';
import { pageBody } from './page-query.ts';
import { startFloor, startServer, type Running } from './processes.ts';

/**
 * A page of 50 transfers with their warehouses, 5 lines each and their products, for someone who
 * works in two of four warehouses: our server against the floor that sends the same bytes.
 */
export async function measurePage(bench: Bench): Promise<Outcome> {
  const { url, readerKey, readerUnitIds } = bench.large;
  const server = await startServer(url);
  const floor = await startFloor('transfers', url, readerUnitIds);
  try {
    const askBoth = async (): Promise<string> => {
      const answer = await ask(floor.url, readerKey, pageBody);
      requireSame(await ask(server.url, readerKey, pageBody), answer);
      return answer;
    };
    const answer = await askBoth();
    const [mine, theirs] = await takeTurns(bench, readerKey, [
      { of: server, body: pageBody },
      { of: floor, body: pageBody },
    ]);
    // How a document is executed changes with its uses; what is answered must not.
    await askBoth();
    return outcomeOf(`page of 50 transfers, ${kilobytes(answer)} kB`, mine, theirs);
  } finally {
    await Promise.all([server.stop(), floor.stop()]);
  }
}

function outcomeOf(what: string, mine: Figures, theirs: Figures): Outcome {
  const ratio = mine.perSecond / theirs.perSecond;
  return {
    rows: [
      { what, ...mine },
      { what: 'floor: bare node:http, the same bytes', ...theirs },
    ],
    verdicts: [
      { what: 'page against the floor', ratio, target: 'at least 0.60', met: ratio >= 0.6 },
    ],
  };
}

export const kilobytes = (answer: string): string => (Buffer.byteLength(answer) / 1000).toFixed(0);

/** A program that is asked the same again and again. */
interface Side {
  readonly of: Running;
  readonly body: string;
}

/** All in turn, each while the others sleep; their figures in this order. */
export async function takeTurns<const Sides extends readonly Side[]>(
  { postgres, rounds, seconds }: Setting,
  key: string,
  sides: Sides,
): Promise<{ [side in keyof Sides]: Figures }> {
  const round = ({ of, body }: Side, length: number): Promise<Round> =>
    measured(of.pid, postgres.pid, () => sendLoad(of.url, key, [body], { seconds: length }));
  for (const side of sides) await warmUp((length) => round(side, length));
  const all: Round[][] = sides.map(() => []);
  for (const { of } of sides) of.pause();
  for (let n = 0; n < rounds; n += 1) {
    for (const [index, side] of sides.entries()) {
      side.of.resume();
      all[index]?.push(await round(side, seconds));
      side.of.pause();
    }
  }
  for (const { of } of sides) of.resume();
  return all.map(figuresOf) as { [side in keyof Sides]: Figures };
}

/** @throws where two answers differ. */
export function requireSame(ours: string, theirs: string): void {
  if (ours === theirs) return;
  const at = [...ours].findIndex((letter, index) => letter !== theirs[index]);
  const near = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
  throw new Error(`The answers differ at ${at}:\n${near(ours)}\n${near(theirs)}`);
}
