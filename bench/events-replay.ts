import { connectPaymentEvents, memoryCursorStore } from '../clients/payment-events/index.ts';
import { numberEvents, openProduct } from './company.ts';
import { postgresMs, processMs } from './cpu.ts';
import { median, type Outcome, type Row } from './figures.ts';
import type { BooksBench } from './books.ts';
import { eventCount, pay } from './payments.ts';
import { startServer } from './processes.ts';

/** 100,000 events from the first to the head, by one consumer; and what the relay takes a batch. */
export async function measureReplay(bench: BooksBench): Promise<Outcome> {
  const server = await startServer(bench.url);
  const line = { url: `${server.url}/graphql`, token: bench.key };
  const feed = connectPaymentEvents(line);
  const follow = async (): Promise<void> => {
    const ended = new AbortController();
    let count = 0;
    await feed.follow({
      store: memoryCursorStore(),
      signal: ended.signal,
      effect: () => Promise.resolve(),
      onTaken: () => {
        if ((count += 1) === eventCount) ended.abort();
      },
    });
  };
  const pull = async (): Promise<void> => {
    for await (const event of feed.all()) if (event.position === `${eventCount}`) return;
  };
  try {
    const rows = [
      await timed(bench, server.pid, 'an event replayed by following', follow),
      await timed(bench, server.pid, 'an event pulled, 100 a page', pull),
    ];
    server.pause();
    return { rows: [...rows, await measureRelay(bench)], verdicts: [] };
  } finally {
    await server.stop();
  }
}

async function timed(
  { postgres, rounds }: BooksBench,
  pid: number,
  what: string,
  read: () => Promise<void>,
): Promise<Row> {
  const times: number[] = [];
  const before = { node: processMs(pid), postgres: postgresMs(postgres.pid) };
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await read();
    times.push(performance.now() - startedAt);
  }
  const events = rounds * eventCount;
  const each = median(times) / eventCount;
  return {
    what,
    perSecond: 1_000 / each,
    nodeMs: (processMs(pid) - before.node) / events,
    postgresMs: (postgresMs(postgres.pid) - before.postgres) / events,
    p50: each,
    p99: Number.NaN,
  };
}

const batches = 10;
const batch = 1_000;

/** While the server stands still: it would move them itself. */
async function measureRelay({ url, postgres }: BooksBench): Promise<Row> {
  const product = await openProduct(url);
  try {
    const times: number[] = [];
    const before = postgresMs(postgres.pid);
    let inserted = 0;
    for (let n = 0; n < batches; n += 1) {
      const own = postgresMs(postgres.pid);
      await product.act(pay, { times: batch });
      inserted += postgresMs(postgres.pid) - own;
      const startedAt = performance.now();
      await numberEvents(product);
      times.push(performance.now() - startedAt);
    }
    const p50 = median(times);
    const spent = postgresMs(postgres.pid) - before - inserted;
    const postgresEach = spent / (batches * batch);
    const what = `an event moved by the relay, ${batch} a batch`;
    return {
      what,
      perSecond: (batch * 1_000) / p50,
      nodeMs: 0,
      postgresMs: postgresEach,
      p50,
      p99: Number.NaN,
    };
  } finally {
    await product.close();
  }
}
