import { fileURLToPath } from 'node:url';
import { newId } from '../src/kernel/id.ts';
import { checkpoint, eventsSettled, type Bench } from './bench.ts';
import { createDraftMaker, type Draft } from './drafts.ts';
import { figuresOf, type Outcome } from './figures.ts';
import { ask, connections, measured, sendLoad, type Round } from './load.ts';
import { loadParameters, parametersFor, runPgbench, toScript, type Script } from './pgbench.ts';
import { startServer, type Running } from './processes.ts';
import { logDuring, readStatements, statementsOfAct } from './record-statements.ts';
import { withClient } from './seed.ts';

const logFile = fileURLToPath(new URL('../.data/bench/postgres.log', import.meta.url));
const warmUpSeconds = 6;
/** Of drafts that a warm-up may use up; later rounds go by what the one before needed. */
const firstGuess = 6000;
const fetchSeconds = 3;

const query = `mutation Ship($input: ShipStockTransferInput!) {
  shipStockTransfer(input: $input) {
    stockTransfer { id number state }
    userErrors { code message path }
  }
}`;

const bodyOf = ({ transferId, lines }: Draft): string =>
  JSON.stringify({
    query,
    operationName: 'Ship',
    variables: {
      input: {
        stockTransferId: transferId,
        idempotencyKey: newId(),
        lines: lines.map(({ id, locationId, quantity }) => ({
          stockTransferLineId: id,
          locationId,
          quantity: String(quantity),
        })),
      },
    },
  });

type MakeDrafts = (count: number) => Promise<Draft[]>;

/**
 * Transfers of five lines are shipped, each once, through GraphQL; against pgbench, which runs the
 * statements that our server was seen to run for one of them, on drafts of its own.
 */
export async function measureShip(bench: Bench): Promise<Outcome> {
  const { large } = bench;
  const makeDrafts = createDraftMaker(large.url, large.shipperId);
  const { script, parameters } = await record(bench, makeDrafts);
  const server = await startServer(large.url);
  const ours: Round[] = [];
  const floor: Round[] = [];
  const fetches: number[] = [];
  try {
    let [mine, theirs] = [firstGuess, 2 * firstGuess];
    for (let n = -1; n < bench.rounds; n += 1) {
      const seconds = n < 0 ? warmUpSeconds : bench.seconds;
      const shipped = await shipRound(bench, server, await makeDrafts(mine), seconds);
      const drafts = await makeDrafts(theirs);
      const rows = drafts.map(parameters);
      const each = await loadParameters(large.url, script, rows);
      const bare = await floorRound(bench, server, script, { seconds, each });
      fetches.push(await fetchesPerSecond(bench, server, script, each));
      mine = draftsFor(shipped, bench.seconds);
      theirs = draftsFor(bare, bench.seconds);
      if (n < 0) continue;
      ours.push(shipped);
      floor.push(bare);
    }
  } finally {
    await server.stop();
  }
  return outcomeOf(ours, floor, fetches);
}

const draftsFor = (round: Round, seconds: number): number =>
  Math.ceil(round.perSecond * seconds * 1.5) + 500;

/** Ships one draft on a server whose PostgreSQL tells its statements. */
async function record({ large }: Bench, makeDrafts: MakeDrafts) {
  const [draft] = await makeDrafts(1);
  if (!draft) throw new Error('No draft was made');
  const database = databaseOf(large.url);
  const setting = 'log_min_duration_statement';
  await withClient(large.url, (c) => c.query(`alter database ${database} set ${setting} = 0`));
  const log = await logDuring(logFile, async () => {
    const server = await startServer(large.url);
    try {
      await ask(server.url, large.shipperKey, bodyOf(draft));
    } finally {
      await server.stop();
    }
  });
  await withClient(large.url, (c) => c.query(`alter database ${database} reset ${setting}`));
  await eventsSettled(large.url);
  const statements = statementsOfAct(readStatements(log), 'shipStockTransfer', draft.transferId);
  const script = toScript(statements);
  console.log(`It runs ${statements.map(({ name, sql }) => name || sql).join(', ')}`);
  const constant = new Set([large.shipperId, large.shipperCredentialId]);
  return { script, parameters: parametersFor(draft, script.values, constant) };
}

const databaseOf = (url: string): string => new URL(url).pathname.slice(1);

async function shipRound(
  { postgres, large }: Bench,
  server: Running,
  drafts: readonly Draft[],
  seconds: number,
): Promise<Round> {
  await eventsSettled(large.url);
  await checkpoint(large.url);
  const bodies = drafts.map(bodyOf);
  const round = await measured(server.pid, postgres.pid, () =>
    sendLoad(server.url, large.shipperKey, bodies, seconds),
  );
  const { rows } = await withClient(large.url, (client) =>
    client.query<{ count: number }>(
      `select count(*)::int from stock_transfer where id = any($1::uuid[]) and state = 'SHIPPED'`,
      [drafts.map(({ transferId }) => transferId)],
    ),
  );
  const shipped = rows[0]?.count ?? 0;
  // What was under way when the load ended is shipped, and its answer not counted.
  if (shipped < round.requests || shipped > round.requests + connections) {
    throw new Error(`${round.requests} answers, but ${shipped} transfers are shipped`);
  }
  return round;
}

/** Our server sleeps meanwhile, its relay too: what pgbench announces is numbered afterwards. */
async function floorRound(
  { postgres, large }: Bench,
  server: Running,
  script: Script,
  options: { readonly seconds: number; readonly each: number },
): Promise<Round> {
  await eventsSettled(large.url);
  await checkpoint(large.url);
  server.pause();
  try {
    return await measured(null, postgres.pid, () =>
      runPgbench(postgres, databaseOf(large.url), script.text, options),
    );
  } finally {
    server.resume();
  }
}

async function fetchesPerSecond(
  { postgres, large }: Bench,
  server: Running,
  script: Script,
  each: number,
): Promise<number> {
  await eventsSettled(large.url);
  server.pause();
  const options = { seconds: fetchSeconds, each };
  try {
    const load = await runPgbench(postgres, databaseOf(large.url), script.fetchOnly, options);
    return load.requests / load.seconds;
  } finally {
    server.resume();
  }
}

function outcomeOf(ours: Round[], floor: Round[], fetches: number[]): Outcome {
  const [mine, theirs] = [figuresOf(ours), figuresOf(floor)];
  const fetching = figuresOf(fetches.map((perSecond) => ({ ...(floor[0] as Round), perSecond })));
  // The floor reads its parameters from a table; without that it would be a little faster.
  const bare = 1 / (1 / theirs.perSecond - 1 / fetching.perSecond);
  const ratio = mine.perSecond / bare;
  return {
    rows: [
      { what: 'shipStockTransfer, 5 lines', ...mine },
      { what: 'floor: pgbench, the same statements', ...theirs },
      { what: 'the same, fetching parameters deducted', ...theirs, perSecond: bare },
    ],
    verdicts: [
      { what: 'shipping against pgbench', ratio, target: 'at least 0.40', met: ratio >= 0.4 },
    ],
  };
}
