import type { Bench } from './bench.ts';
import { figuresOf, type Outcome } from './figures.ts';
import { ask, measured, sendLoad, warmUp, type Round } from './load.ts';
import { pageBody } from './page-query.ts';
import { startFloor, startServer } from './processes.ts';

/**
 * A page of 50 transfers with their warehouses, 5 lines each and their products, for someone who
 * works in two of four warehouses: our server against the floor that sends the same bytes.
 */
export async function measurePage({ postgres, rounds, seconds, large }: Bench): Promise<Outcome> {
  const server = await startServer(large.url);
  const floor = await startFloor(large.url, large.readerUnitIds);
  try {
    const answer = await ask(floor.url, large.readerKey, pageBody);
    requireSame(await ask(server.url, large.readerKey, pageBody), answer);
    const round = (of: typeof server, length = seconds): Promise<Round> =>
      measured(of.pid, postgres.pid, () =>
        sendLoad(of.url, large.readerKey, [pageBody], { seconds: length }),
      );
    await warmUp((length) => round(server, length));
    await warmUp((length) => round(floor, length));
    const ours: Round[] = [];
    const bare: Round[] = [];
    for (let n = 0; n < rounds; n += 1) {
      floor.pause();
      ours.push(await round(server));
      floor.resume();
      server.pause();
      bare.push(await round(floor));
      server.resume();
    }
    // How a document is executed changes with its uses; what is answered must not.
    requireSame(await ask(server.url, large.readerKey, pageBody), answer);
    const [mine, theirs] = [figuresOf(ours), figuresOf(bare)];
    const ratio = mine.perSecond / theirs.perSecond;
    const kilobytes = (Buffer.byteLength(answer) / 1000).toFixed(0);
    return {
      rows: [
        { what: `page of 50 transfers, ${kilobytes} kB`, ...mine },
        { what: 'floor: bare node:http, the same bytes', ...theirs },
      ],
      verdicts: [
        { what: 'page against the floor', ratio, target: 'at least 0.60', met: ratio >= 0.6 },
      ],
    };
  } finally {
    await Promise.all([server.stop(), floor.stop()]);
  }
}

function requireSame(ours: string, theirs: string): void {
  if (ours === theirs) return;
  const at = [...ours].findIndex((letter, index) => letter !== theirs[index]);
  const near = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
  throw new Error(`The answers differ at ${at}:\n${near(ours)}\n${near(theirs)}`);
}
