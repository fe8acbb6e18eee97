import pg from 'pg';
import type { Database } from '../database/database.ts';
import type { RecordedEvent } from './event.ts';
import { eventsAfter, headPosition } from './event-log.ts';
import { wakeUpChannel } from './relay.ts';

/** The log as it grows, for subscriptions and for the product's own listeners. */
export interface EventFeed {
  /** The newest position this process knows of. */
  head(): string;
  /**
   * Every event after `position`, in order, without gap or repeat, for ever: from the log while
   * behind, from memory once caught up. Ends when `return` is called or the feed stops.
   */
  follow(position: string): AsyncIterableIterator<RecordedEvent>;
  /** Called once for every event that this process sees arrive. Must not throw. */
  onEvent(listener: (event: RecordedEvent) => void): void;
  /** Followers that have not ended: must fall to 0 when their clients are gone. */
  followers(): number;
  /** Look now: this process's own relay moved something. */
  wake(): void;
  stop(): Promise<void>;
}

export interface FeedOptions {
  readonly database: Database;
  onError?(error: unknown): void;
  /** Looks even without a wake-up, since a NOTIFY may be lost. */
  readonly pollMs?: number;
  /** How many of the newest events stay in memory. */
  readonly kept?: number;
}

const pageSize = 500;

export async function createEventFeed(options: FeedOptions): Promise<EventFeed> {
  const tail = new Tail(options.kept ?? 2_000, await headPosition(options.database));
  const waiting = new Set<() => void>();
  const listeners: ((event: RecordedEvent) => void)[] = [];
  let followers = 0;
  let stopping = false;

  const pull = singleFlight(async () => {
    for (let full = true; full && !stopping;) {
      const events = await eventsAfter(options.database, tail.head, pageSize);
      tail.append(events);
      for (const event of events) for (const listener of listeners) listener(event);
      if (events.length > 0) rouseAll(waiting);
      full = events.length === pageSize;
    }
  }, options.onError);
  const listening = await listenForWakeUps(options, pull);
  const poll = setInterval(pull, options.pollMs ?? 1_000);
  poll.unref();

  const follow = (position: string): AsyncIterableIterator<RecordedEvent> => {
    followers += 1;
    return followFrom(position, {
      tail,
      waiting,
      stopped: () => stopping,
      read: (after) => eventsAfter(options.database, after, pageSize),
      onEnd: () => (followers -= 1),
    });
  };

  return {
    head: () => tail.head,
    follow,
    onEvent: (listener) => listeners.push(listener),
    followers: () => followers,
    wake: pull,
    async stop() {
      stopping = true;
      clearInterval(poll);
      rouseAll(waiting);
      await listening.end();
      await pull.idle();
    },
  };
}

/** The newest events in memory, contiguous up to `head`. */
class Tail {
  head: string;
  readonly #kept: number;
  #events: RecordedEvent[] = [];

  constructor(kept: number, head: string) {
    this.#kept = kept;
    this.head = head;
  }

  append(events: readonly RecordedEvent[]): void {
    const last = events.at(-1);
    if (!last) return;
    this.#events.push(...events);
    this.head = last.position;
    if (this.#events.length > 2 * this.#kept) this.#events = this.#events.slice(-this.#kept);
  }

  /** The events after a position, or null when some of them are no longer in memory. */
  after(position: string): RecordedEvent[] | null {
    const missing = Number(BigInt(this.head) - BigInt(position));
    if (missing <= 0) return [];
    return missing <= this.#events.length ? this.#events.slice(-missing) : null;
  }
}

interface FollowParts {
  readonly tail: Tail;
  readonly waiting: Set<() => void>;
  stopped(): boolean;
  read(after: string): Promise<RecordedEvent[]>;
  onEnd(): void;
}

/**
 * Each follower holds its own position and pulls: one that reads slowly holds nobody up and no
 * memory. Written as a bare iterator: `return()` on an async generator that is waiting would
 * itself wait, and a client that is gone must be let go of at once.
 */
function followFrom(start: string, parts: FollowParts): AsyncIterableIterator<RecordedEvent> {
  let position = start;
  let ready: RecordedEvent[] = [];
  let ended = false;
  let rouse: (() => void) | undefined;

  const end = (): void => {
    if (ended) return;
    ended = true;
    if (rouse) parts.waiting.delete(rouse);
    rouse?.();
    parts.onEnd();
  };
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      rouse = resolve;
      parts.waiting.add(resolve);
    });
  const fill = async (): Promise<void> => {
    while (!ended && ready.length === 0) {
      if (parts.stopped()) return end();
      const known = parts.tail.after(position);
      ready = known ?? (await parts.read(position));
      if (ready.length === 0) await rest();
    }
  };
  const step = async (): Promise<IteratorResult<RecordedEvent>> => {
    await fill();
    const event = ended ? undefined : ready.shift();
    if (!event) return { done: true, value: undefined };
    position = event.position;
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

function rouseAll(waiting: Set<() => void>): void {
  const all = [...waiting];
  waiting.clear();
  for (const rouse of all) rouse();
}

interface SingleFlight {
  (): void;
  idle(): Promise<void>;
}

/** Runs `work` now, or once more after the run that is under way. */
function singleFlight(work: () => Promise<void>, onError?: (error: unknown) => void): SingleFlight {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async (): Promise<void> => {
    do {
      again = false;
      await work().catch((error: unknown) => onError?.(error));
    } while (again);
    running = undefined;
  };
  const call = (): void => {
    if (running) again = true;
    else running = run();
  };
  return Object.assign(call, { idle: () => running ?? Promise.resolve() });
}

/** LISTEN on a connection of its own, renewed when it breaks; the poll covers the meantime. */
async function listenForWakeUps(
  options: FeedOptions,
  onWakeUp: () => void,
): Promise<{ end(): Promise<void> }> {
  let client: pg.Client | undefined;
  let ended = false;
  const connect = async (): Promise<void> => {
    client = new pg.Client({
      connectionString: options.database.url,
      application_name: 'bazargan feed',
    });
    client.on('notification', onWakeUp);
    client.on('error', (error) => options.onError?.(error));
    client.on('end', () => {
      if (!ended) setTimeout(() => void connect().catch(later), 500).unref();
    });
    await client.connect();
    await client.query(`listen ${wakeUpChannel}`);
    onWakeUp();
  };
  const later = (error: unknown): void => {
    options.onError?.(error);
    if (!ended) setTimeout(() => void connect().catch(later), 1_000).unref();
  };
  await connect().catch(later);
  return {
    async end() {
      ended = true;
      await client?.end().catch(() => undefined);
    },
  };
}
