import type { Act, ActEnd } from './attempt.ts';
import { isLoss } from './attempts.ts';
import type { AnyOperation, BatchOperation } from './operation.ts';

/** Acts that share a transaction at most. */
const maxActs = 64;
/** Transactions of one operation that are under way at a time: all else goes with the next. */
const maxUnderWay = 2;

/** Carries acts out, all attempts: the end of each, in their order, or what stopped them all. */
export type Carry = <I, R>(
  operation: AnyOperation<I, R>,
  acts: readonly Act<I, R>[],
) => Promise<readonly ActEnd<R>[]>;

/** The act goes at once, or with those that come while earlier ones are under way. */
export type Join = <I, R>(operation: BatchOperation<I, R>, act: Act<I, R>) => Promise<ActEnd<R>>;

/** Gathers acts of one operation that arrive close together into batches. */
export function createBatches(carry: Carry): Join {
  const queues = new WeakMap<object, Queue<never, never>>();
  return <I, R>(operation: BatchOperation<I, R>, act: Act<I, R>) => {
    let queue = queues.get(operation) as Queue<I, R> | undefined;
    if (!queue) {
      queue = {
        waiting: [],
        underWay: 0,
        keys: new Set(),
        carry: (acts) => carry(operation, acts),
      };
      queues.set(operation, queue as Queue<never, never>);
    }
    return join(queue, act);
  };
}

interface Queue<I, R> {
  /** In the order of arrival. */
  waiting: Waiting<I, R>[];
  underWay: number;
  /** The keys of the acts that are under way. */
  readonly keys: Set<string>;
  carry(acts: readonly Act<I, R>[]): Promise<readonly ActEnd<R>[]>;
}

interface Waiting<I, R> {
  readonly act: Act<I, R>;
  resolve(end: ActEnd<R>): void;
  reject(error: unknown): void;
}

const join = <I, R>(queue: Queue<I, R>, act: Act<I, R>): Promise<ActEnd<R>> =>
  new Promise((resolve, reject) => {
    queue.waiting.push({ act, resolve, reject });
    sendBatches(queue);
  });

function sendBatches<I, R>(queue: Queue<I, R>): void {
  while (queue.underWay < maxUnderWay) {
    const batch = takeBatch(queue);
    if (batch.length === 0) return;
    queue.underWay += 1;
    void settle(queue, batch).finally(() => {
      queue.underWay -= 1;
      for (const { act } of batch) queue.keys.delete(keyOf(act));
      sendBatches(queue);
    });
  }
}

/**
 * Who came first, but each key once: a twin goes when the first has come to its end, and is
 * answered the same, or acts if that was refused.
 */
function takeBatch<I, R>(queue: Queue<I, R>): Waiting<I, R>[] {
  const batch: Waiting<I, R>[] = [];
  const left: Waiting<I, R>[] = [];
  for (const one of queue.waiting) {
    const key = keyOf(one.act);
    if (batch.length === maxActs || queue.keys.has(key)) {
      left.push(one);
    } else {
      batch.push(one);
      queue.keys.add(key);
    }
  }
  queue.waiting = left;
  return batch;
}

function keyOf<I, R>({ entry }: Act<I, R>): string {
  const { id, actorId, idempotencyKey } = entry;
  return idempotencyKey === null ? id : `${actorId} ${idempotencyKey}`;
}

/**
 * A batch that fails for a reason that may be one act's own is tried in halves, so that who fails
 * ends up alone and the others come through.
 */
async function settle<I, R>(queue: Queue<I, R>, batch: readonly Waiting<I, R>[]): Promise<void> {
  try {
    const ends = await queue.carry(batch.map(({ act }) => act));
    batch.forEach(({ resolve }, index) => resolve(ends[index] as ActEnd<R>));
  } catch (error) {
    if (batch.length === 1 || isLoss(error)) {
      for (const { reject } of batch) reject(error);
      return;
    }
    const half = Math.ceil(batch.length / 2);
    await settle(queue, batch.slice(0, half));
    await settle(queue, batch.slice(half));
  }
}
