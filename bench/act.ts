import { fileURLToPath } from 'node:url';
import type { Id } from '../src/kernel/id.ts';
import { checkpoint, eventsSettled, type Acting, type Setting } from './bench.ts';
import { figuresOf, type Outcome } from './figures.ts';
import { ask, measured, sendLoad, type Round } from './load.ts';
import {
  loadParameters,
  parametersFor,
  pgbenchWarmSeconds,
  runPgbench,
  toScript,
  type Drawn,
  type ParametersOf,
  type Script,
} from './pgbench.ts';
import { startServer, type Running } from './processes.ts';
import { logDuring, readStatements, statementsOfAct } from './record-statements.ts';
import { withClient } from './seed.ts';

const logFile = fileURLToPath(new URL('../.data/bench/postgres.log', import.meta.url));
/** Until V8 has compiled what is used; of later trials, until it is known how much they need. */
const [warmUpSeconds, trySeconds] = [6, 2];
/** Of requests a second to begin with, and how much more pgbench may do than our server. */
const [firstGuess, mostTimes] = [1000, 8];
const fetchSeconds = 2;

/** One request of an act. */
export interface Subject {
  readonly id: Id;
  readonly body: string;
  /** All that names it in the statements; of each subject the same, in the same order. */
  readonly names: readonly string[];
}

/** An act that is sent many times, each time for another subject. */
export interface Act {
  /** As the log of operations calls it. */
  readonly operation: string;
  /** Answers as `count` for how many of the ids `$1` it really happened. */
  readonly countSql: string;
  readonly drawn?: Drawn;
}

/** A way to send it. All trials of an act run the same statements. */
export interface Trial {
  readonly what: string;
  readonly connections: number;
  /** How much of what pgbench does a second. */
  readonly atLeast: number;
  subjects(count: number): Promise<readonly Subject[]>;
}

interface Side {
  readonly setting: Setting;
  readonly acting: Acting;
  readonly server: Running;
  readonly trial: Trial;
}

/**
 * An act over HTTP, with key, log and events, against pgbench with the statements that our server
 * was seen to run for one of them. Both take turns, each on subjects of its own.
 */
export async function measureAct(
  setting: Setting,
  acting: Acting,
  act: Act,
  trials: readonly Trial[],
): Promise<Outcome> {
  const [first] = trials;
  if (!first) throw new Error('There is nothing to measure');
  const recorded = await record(acting, act, first);
  const server = await startServer(acting.url, setting.pool);
  const outcomes: Outcome[] = [];
  try {
    for (const trial of trials) {
      const warm = trial === first ? warmUpSeconds : trySeconds;
      outcomes.push(
        await measureTrial({ setting, acting, server, trial }, { act, ...recorded, warm }),
      );
    }
  } finally {
    await server.stop();
  }
  return {
    rows: outcomes.flatMap(({ rows }) => rows),
    verdicts: outcomes.flatMap(({ verdicts }) => verdicts),
  };
}

interface Recorded {
  readonly script: Script;
  readonly parametersOf: ParametersOf;
}

/** Sends one request to a server whose PostgreSQL tells its statements, after one to begin with. */
async function record(acting: Acting, { operation, drawn }: Act, trial: Trial): Promise<Recorded> {
  const [warm, subject] = await trial.subjects(2);
  if (!warm || !subject) throw new Error('No subject was made');
  const database = databaseOf(acting.url);
  const setting = 'log_min_duration_statement';
  await withClient(acting.url, (c) => c.query(`alter database ${database} set ${setting} = 0`));
  const server = await startServer(acting.url);
  let log = '';
  try {
    await ask(server.url, acting.key, warm.body);
    log = await logDuring(logFile, async () => {
      await ask(server.url, acting.key, subject.body);
    });
  } finally {
    await server.stop();
    await withClient(acting.url, (c) => c.query(`alter database ${database} reset ${setting}`));
  }
  await eventsSettled(acting.url);
  const statements = statementsOfAct(readStatements(log), operation, subject.names);
  console.log(`It runs ${statements.map(({ name, sql }) => name || sql).join(', ')}`);
  const values = statements.flatMap((ran) => ran.values.filter((value) => value !== null));
  const constant = new Set([acting.personId, acting.credentialId]);
  const parameters = parametersFor(subject.names, values, constant, drawn);
  return { script: toScript(statements, parameters), parametersOf: parameters.of };
}

const databaseOf = (url: string): string => new URL(url).pathname.slice(1);

async function measureTrial(
  side: Side,
  given: Recorded & { readonly act: Act; readonly warm: number },
): Promise<Outcome> {
  const { setting, acting, trial } = side;
  const ours: Round[] = [];
  const floor: Round[] = [];
  let fetching = 0;
  const warm = pgbenchWarmSeconds(trial.connections);
  let [mine, theirs] = [firstGuess * given.warm, 0];
  for (let n = -1; n < setting.rounds; n += 1) {
    const isWarmUp = n < 0;
    const seconds = isWarmUp ? given.warm : setting.seconds;
    const done = await serverRound(side, given.act, await trial.subjects(mine), seconds);
    if (isWarmUp) theirs = Math.ceil(mostTimes * done.perSecond * (trySeconds + warm)) + 800;
    const rows = (await trial.subjects(theirs)).map(given.parametersOf);
    await loadParameters(acting.url, given.script, rows);
    const bare = await floorRound(side, given.script, isWarmUp ? trySeconds : setting.seconds);
    if (isWarmUp) {
      fetching = await fetchesPerSecond(side, given.script);
      await withClient(acting.url, (client) => client.query('analyze'));
    }
    mine = neededFor(done, setting.seconds);
    theirs = neededFor(bare, setting.seconds + warm);
    if (isWarmUp) continue;
    ours.push(done);
    floor.push(bare);
  }
  return outcomeOf(trial, ours, floor, fetching);
}

const neededFor = (round: Round, seconds: number): number =>
  Math.ceil(round.perSecond * seconds * 1.6) + 800;

async function serverRound(
  { setting: { postgres }, acting, server, trial }: Side,
  { operation, countSql }: Act,
  subjects: readonly Subject[],
  seconds: number,
): Promise<Round> {
  await eventsSettled(acting.url);
  await checkpoint(acting.url);
  const bodies = subjects.map(({ body }) => body);
  const { connections } = trial;
  const round = await measured(server.pid, postgres.pid, () =>
    sendLoad(server.url, acting.key, bodies, { seconds, connections }),
  );
  const { rows } = await withClient(acting.url, (client) =>
    client.query<{ count: number }>(countSql, [subjects.map(({ id }) => id)]),
  );
  const done = rows[0]?.count ?? 0;
  // What was under way when the load ended is done, and its answer not counted.
  if (done < round.requests || done > round.requests + connections) {
    throw new Error(`${round.requests} answers, but ${operation} happened ${done} times`);
  }
  return round;
}

/** Our server sleeps meanwhile, its relay too: what pgbench announces is numbered afterwards. */
async function floorRound(side: Side, script: Script, seconds: number): Promise<Round> {
  const {
    acting,
    setting: { postgres },
  } = side;
  await eventsSettled(acting.url);
  await checkpoint(acting.url);
  return whileAsleep(side.server, () =>
    measured(null, postgres.pid, (isWarm) =>
      runPgbench(postgres, databaseOf(acting.url), script, {
        seconds,
        connections: side.trial.connections,
        isWarm,
      }),
    ),
  );
}

async function fetchesPerSecond(side: Side, script: Script): Promise<number> {
  const {
    acting,
    setting: { postgres },
  } = side;
  await eventsSettled(acting.url);
  const load = await whileAsleep(side.server, () =>
    runPgbench(postgres, databaseOf(acting.url), script, {
      seconds: fetchSeconds,
      connections: side.trial.connections,
      fetchOnly: true,
    }),
  );
  return load.requests / load.seconds;
}

async function whileAsleep<T>(server: Running, work: () => Promise<T>): Promise<T> {
  server.pause();
  try {
    return await work();
  } finally {
    server.resume();
  }
}

function outcomeOf(trial: Trial, ours: Round[], floor: Round[], fetching: number): Outcome {
  const [mine, theirs] = [figuresOf(ours), figuresOf(floor)];
  // The floor reads its parameters from a table; without that it would be a little faster.
  const bare = 1 / (1 / theirs.perSecond - 1 / fetching);
  const ratio = mine.perSecond / bare;
  const { atLeast } = trial;
  const what = `${trial.what}, ${trial.connections} connections`;
  return {
    rows: [
      { what, ...mine },
      { what: 'floor: pgbench, fetching of parameters deducted', ...theirs, perSecond: bare },
    ],
    verdicts: [{ what, ratio, target: `at least ${atLeast.toFixed(2)}`, met: ratio >= atLeast }],
  };
}
