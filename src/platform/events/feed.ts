import pg from 'pg';
import type { Database } from '../database/database.ts';
import type { FeedEvent, RecordedEvent } from './event.ts';
import { eventsAfter, heads } from './event-log.ts';
import { createFeedPages } from './feed-pages.ts';
import { wakeUpChannel } from './relay.ts';
import { createTail, type Tail } from './tail.ts';

/** The log as it grows, for subscriptions and for the product's own listeners. */
export interface EventFeed {
  /** The newest position this process knows of; of a feed, its own. */
  head(feed?: string): string;
  /**
   * Every event after `position`, in order, without gap or repeat, for ever: from the log while
   * behind, from memory once caught up. Ends when `return` is called or the feed stops.
   */
  follow(position: string): AsyncIterableIterator<RecordedEvent>;
  /**
   * The same of the events of a feed, after a position of that feed. Those who follow get the same
   * objects. Throws CURSOR_TOO_OLD when what comes next was given up.
   */
  followFeed(feed: string, position: string): AsyncIterableIterator<FeedEvent>;
  /** Called once for every event that this process sees arrive. What it throws is reported. */
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
  const { database, kept = 2_000 } = options;
  const found = await heads(database);
  const all = createTail<RecordedEvent>({
    kept,
    head: found.all,
    positionOf: (event) => event.position,
    read: (after) => eventsAfter(database, after, pageSize),
  });
  const feeds = feedTails(options, kept, found.feeds);
  const listeners: ((event: RecordedEvent) => void)[] = [];
  let stopping = false;

  const tellOne = (listener: (event: RecordedEvent) => void, event: RecordedEvent): void => {
    try {
      listener(event);
    } catch (error) {
      options.onError?.(error);
    }
  };
  const pull = singleFlight(async () => {
    for (let full = true; full && !stopping;) {
      const events = await eventsAfter(database, all.head(), pageSize);
      all.append(events);
      feeds.append(events);
      for (const event of events) for (const listener of listeners) tellOne(listener, event);
      full = events.length === pageSize;
    }
  }, options.onError);
  const listening = await listenForWakeUps(options, pull);
  const poll = setInterval(pull, options.pollMs ?? 1_000);
  poll.unref();

  return {
    head: (feed) => (feed === undefined ? all : feeds.of(feed)).head(),
    follow: all.follow,
    followFeed: (feed, position) => feeds.of(feed).follow(position),
    onEvent: (listener) => listeners.push(listener),
    followers: () => all.followers() + feeds.followers(),
    wake: pull,
    async stop() {
      stopping = true;
      clearInterval(poll);
      all.stop();
      feeds.stop();
      await listening.end();
      await pull.idle();
    },
  };
}

interface FeedTails {
  of(feed: string): Tail<FeedEvent>;
  append(events: readonly RecordedEvent[]): void;
  followers(): number;
  stop(): void;
}

/** A tail for each feed: who follows one is not roused by what happens elsewhere. */
function feedTails(
  { database }: FeedOptions,
  kept: number,
  found: ReadonlyMap<string, string>,
): FeedTails {
  const tails = new Map<string, Tail<FeedEvent>>();
  const of = (feed: string): Tail<FeedEvent> => {
    let tail = tails.get(feed);
    if (!tail) {
      // One that was not there when this process began has begun since.
      const head = found.get(feed) ?? '0';
      const read = createFeedPages(database, feed);
      const positionOf = (event: FeedEvent): string => event.feedPosition;
      tails.set(feed, (tail = createTail({ kept, head, positionOf, read })));
    }
    return tail;
  };
  for (const feed of found.keys()) of(feed);
  return {
    of,
    append(events) {
      const ofFeeds = events.filter((event): event is FeedEvent => event.feed !== null);
      for (const [feed, own] of Map.groupBy(ofFeeds, (event) => event.feed)) of(feed).append(own);
    },
    followers: () => [...tails.values()].reduce((sum, tail) => sum + tail.followers(), 0),
    stop: () => tails.forEach((tail) => tail.stop()),
  };
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
  let timer: NodeJS.Timeout | undefined;
  const connect = async (): Promise<void> => {
    timer = undefined;
    client = new pg.Client({
      connectionString: options.database.url,
      application_name: 'bazargan feed',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client.on('notification', onWakeUp);
    client.on('error', (error) => options.onError?.(error));
    client.on('end', again);
    await client.connect();
    await client.query(`listen ${wakeUpChannel}`);
    onWakeUp();
  };
  // One that fails to connect says so twice: a timer for each would be twice as many with each try.
  const again = (): void => {
    if (ended || timer) return;
    timer = setTimeout(() => void connect().catch(later), 500).unref();
  };
  const later = (error: unknown): void => {
    options.onError?.(error);
    // It may be open still: on a standby one connects, and may not listen.
    void client?.end().catch(() => undefined);
    again();
  };
  await connect().catch(later);
  return {
    async end() {
      ended = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
