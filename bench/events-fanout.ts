import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startApp, type App } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { postgresMs, processMs } from './cpu.ts';
import { median, type Outcome } from './figures.ts';
import type { BooksBench } from './books.ts';
import { crowded, pay } from './payments.ts';

const followers = 5_000;
const targetMs = 1_000;

/**
 * One payment event after the other, from its commit to 5,000 followers, who are in a process of
 * their own. The server runs in this process, which does nothing else, so that commits are timed
 * where they are heard of.
 */
export async function measureFanout(bench: BooksBench): Promise<Outcome> {
  const settings = { ...process.env, ...crowded, DATABASE_URL: bench.url };
  const app = await startApp(readConfig(settings));
  const child = fork(fileURLToPath(new URL('followers.ts', import.meta.url)));
  try {
    return await measure(bench, app, child);
  } finally {
    child.kill();
    await app.stop();
  }
}

interface Arrivals {
  readonly nth: number;
  readonly times: readonly number[];
}

const now = (): number => performance.timeOrigin + performance.now();

async function measure(
  { key, rounds, seconds, postgres }: BooksBench,
  app: App,
  child: ChildProcess,
): Promise<Outcome> {
  const latencies: number[] = [];
  const busy: number[] = [];
  child.send({ url: app.url, key, followers, after: String(await headOf(app)) });
  await once(child, 'message');
  // Until V8 has compiled what is used.
  for (let n = 0; n < 10; n += 1) await tell(app, child);
  const before = { node: processMs(process.pid), postgres: postgresMs(postgres.pid) };
  const events = rounds * seconds;
  for (let n = 0; n < events; n += 1) {
    const { committedAt, times } = await tell(app, child);
    latencies.push(...times.map((time) => time - committedAt));
    busy.push((times.at(-1) as number) - committedAt);
    await sleep(50);
  }
  const delivered = events * followers;
  latencies.sort((a, b) => a - b);
  const p99 = latencies[Math.floor(delivered * 0.99)] as number;
  const row = {
    what: `an event to ${followers} followers`,
    perSecond: (followers * 1_000) / median(busy),
    nodeMs: (processMs(process.pid) - before.node) / delivered,
    postgresMs: (postgresMs(postgres.pid) - before.postgres) / delivered,
    p50: latencies[Math.floor(delivered / 2)] as number,
    p99,
  };
  const ratio = p99 / targetMs;
  const what = `99% of ${followers} followers have an event`;
  return {
    rows: [row],
    verdicts: [{ what, ratio, target: `1 = ${targetMs} ms`, met: ratio <= 1 }],
  };
}

async function headOf({ database }: App): Promise<number> {
  const { rows } = await database.pool.query<{ position: string }>(
    'select position from event_feed',
  );
  return Number(rows[0]?.position ?? 0);
}

/** Commits one event and waits until all followers have it. */
async function tell(
  app: App,
  child: ChildProcess,
): Promise<{ committedAt: number; times: readonly number[] }> {
  const arrived = once(child, 'message') as Promise<[Arrivals]>;
  await app.perform(pay, { times: 1 }, { viewer: null, system: true });
  const committedAt = now();
  const [{ times }] = await arrived;
  return { committedAt, times };
}
