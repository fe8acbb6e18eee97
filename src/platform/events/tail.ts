/** One order of events as it grows: the newest in memory, and those who wait for more. */
export interface TailOptions<E> {
  /** The position of the newest event there is. */
  readonly head: string;
  /** How many of the newest events stay in memory. */
  readonly kept: number;
  /** The place of an event in this order. */
  positionOf(event: E): string;
  /** Reads what is no longer in memory: some events after a position, in order. */
  read(after: string): Promise<readonly E[]>;
}

export interface Tail<E> {
  /** The newest position this process knows of. */
  head(): string;
  /** What comes next; without a gap to what was there. */
  append(events: readonly E[]): void;
  /**
   * Every event after `position`, in order, without gap or repeat, for ever. Ends when `return` is
   * called or the tail stops.
   */
  follow(position: string): AsyncIterableIterator<E>;
  followers(): number;
  stop(): void;
}

export function createTail<E>(options: TailOptions<E>): Tail<E> {
  const { kept, positionOf } = options;
  let head = options.head;
  let newest: E[] = [];
  const parts: Parts<E> = {
    options,
    waiting: new Set(),
    followers: 0,
    stopped: false,
    after(position) {
      const missing = Number(BigInt(head) - BigInt(position));
      if (missing <= 0) return [];
      return missing <= newest.length ? newest.slice(-missing) : null;
    },
  };
  return {
    head: () => head,
    append(events) {
      const last = events.at(-1);
      if (!last) return;
      newest.push(...events);
      head = positionOf(last);
      if (newest.length > 2 * kept) newest = newest.slice(-kept);
      rouseAll(parts);
    },
    follow: (position) => followFrom(position, parts),
    followers: () => parts.followers,
    stop() {
      parts.stopped = true;
      rouseAll(parts);
    },
  };
}

interface Parts<E> {
  readonly options: TailOptions<E>;
  readonly waiting: Set<() => void>;
  followers: number;
  stopped: boolean;
  /** The events after a position, or null when some of them are no longer in memory. */
  after(position: string): readonly E[] | null;
}

function rouseAll<E>({ waiting }: Parts<E>): void {
  const all = [...waiting];
  waiting.clear();
  for (const rouse of all) rouse();
}

/**
 * Each follower holds its own position and pulls: one that reads slowly holds nobody up and no
 * memory. Written as a bare iterator: `return()` on an async generator that is waiting would
 * itself wait, and a client that is gone must be let go of at once.
 */
function followFrom<E>(start: string, parts: Parts<E>): AsyncIterableIterator<E> {
  const { positionOf, read } = parts.options;
  let position = start;
  let ready: readonly E[] = [];
  let next = 0;
  let ended = false;
  let rouse: (() => void) | undefined;
  parts.followers += 1;

  const end = (): void => {
    if (ended) return;
    ended = true;
    if (rouse) parts.waiting.delete(rouse);
    rouse?.();
    parts.followers -= 1;
  };
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      rouse = resolve;
      parts.waiting.add(resolve);
    });
  const fill = async (): Promise<void> => {
    while (!ended && next >= ready.length) {
      if (parts.stopped) return end();
      ready = parts.after(position) ?? (await read(position));
      next = 0;
      if (ready.length === 0) await rest();
    }
  };
  const step = async (): Promise<IteratorResult<E>> => {
    if (next >= ready.length) await fill();
    const event = ended ? undefined : ready[next];
    if (event === undefined) return { done: true, value: undefined };
    next += 1;
    position = positionOf(event);
    return { done: false, value: event };
  };
  // Calls to next() may overlap; they are answered one after the other.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    next() {
      const answer = turn.then(step);
      turn = answer.catch(() => undefined);
      return answer;
    },
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    throw(error) {
      end();
      return Promise.reject(error as Error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
