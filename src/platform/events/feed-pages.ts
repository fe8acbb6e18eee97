import { LRUCache } from 'lru-cache';
import type { Queryable } from '../database/statement.ts';
import type { FeedEvent } from './event.ts';
import { eventsOfFeed, refuseTooOld } from './feed-log.ts';

const pageSize = 500;
const pagesKept = 8;

/**
 * Reads what followers of a feed lack, though it is there: never nothing. By pages that begin at
 * the same places for all: many who come back together, after a network or a server failed, read
 * the log once.
 */
export function createFeedPages(
  db: Queryable,
  feed: string,
): (after: string) => Promise<readonly FeedEvent[]> {
  const pages = new LRUCache<number, Promise<readonly FeedEvent[]>>({ max: pagesKept });
  const pageOf = (number: number): Promise<readonly FeedEvent[]> => {
    const known = pages.get(number);
    if (known) return known;
    const from = number * pageSize;
    const page = eventsOfFeed(db, feed, `${from}`, `${from + pageSize}`);
    pages.set(number, page);
    // One that is not full yet, or was not read, is read again.
    const drop = (): void => void (pages.peek(number) === page && pages.delete(number));
    page.then((events) => {
      if (events.at(-1)?.feedPosition !== `${from + pageSize}`) drop();
    }, drop);
    return page;
  };
  return async (after) => {
    const position = Number(after);
    const page = await pageOf(Math.floor(position / pageSize));
    const events = page.filter((event) => Number(event.feedPosition) > position);
    // A page that was asked for earlier may end before what there is by now.
    const found =
      events.length > 0 ? events : await eventsOfFeed(db, feed, after, `${position + pageSize}`);
    // Before what is kept there are single events left: they are not told as if they were all.
    const whole = found.findIndex((event, n) => Number(event.feedPosition) !== position + 1 + n);
    if (whole === 0 || found.length === 0) await refuseTooOld(db, feed, after);
    return whole > 0 ? found.slice(0, whole) : found;
  };
}
