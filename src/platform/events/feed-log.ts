import { refuse } from '../../kernel/domain-error.ts';
import { statement, type Queryable } from '../database/statement.ts';
import type { Viewer } from '../identity/viewer.ts';
import { eventColumns, requireNotAhead } from './event-log.ts';
import type { EventTypes } from './event-types.ts';
import type { FeedEvent } from './event.ts';

/** How far a feed goes, and from where on it is whole. */
export interface FeedExtent {
  readonly headPosition: string;
  /** All that is at or before it may have been given up. */
  readonly keptAfter: string;
}

const readExtent = statement(
  'event_feed_extent',
  `select position as "headPosition", kept_after as "keptAfter" from event_feed where feed = $1`,
);

export async function extentOf(db: Queryable, feed: string): Promise<FeedExtent> {
  const [row] = await db.query<FeedExtent>(readExtent, [feed]);
  return row ?? { headPosition: '0', keptAfter: '0' };
}

const readBetween = statement(
  'event_feed_read_between',
  `select ${eventColumns} from event_log
   where feed = $1 and feed_position > $2 and feed_position <= $3 order by feed_position`,
);

const readTypesBetween = statement(
  'event_feed_read_types_between',
  `select ${eventColumns} from event_log
   where feed = $1 and feed_position > $2 and feed_position <= $3 and type = any($4)
   order by feed_position limit $5`,
);

/** The events of a feed after one position and up to another, whoever may see them. */
export const eventsOfFeed = (
  db: Queryable,
  feed: string,
  after: string,
  upTo: string,
): Promise<FeedEvent[]> => db.query<FeedEvent>(readBetween, [feed, after, upTo]);

/** Refuses a position that lies beyond the newest event, or before what is kept. */
export function requireWithin(
  { headPosition, keptAfter }: FeedExtent,
  after: string,
  path: readonly string[] = ['after'],
): void {
  requireNotAhead(after, headPosition, path);
  if (BigInt(after) >= BigInt(keptAfter)) return;
  refuse(
    'CURSOR_TOO_OLD',
    `Events up to position ${keptAfter} are not kept: begin anew from a snapshot`,
    path,
    { keptAfter },
  );
}

/** Where something is missing after a position, that must be because it was given up. */
export async function refuseTooOld(db: Queryable, feed: string, after: string): Promise<never> {
  requireWithin(await extentOf(db, feed), after);
  throw new Error(`Feed ${feed} has a gap after position ${after}`);
}

/** An event as one reader gets it. */
export interface ToldEvent {
  readonly event: FeedEvent;
  /** Out of the reader's reach: that it is there is told, and nothing of what it says. */
  readonly withheld: boolean;
}

interface Told {
  readonly whole: ToldEvent;
  readonly withheld: ToldEvent;
}

const toldOf = new WeakMap<FeedEvent, Told>();

/** The same object for all who get the same. */
export function tell(event: FeedEvent, withheld: boolean): ToldEvent {
  let told = toldOf.get(event);
  if (!told) {
    told = { whole: { event, withheld: false }, withheld: { event, withheld: true } };
    toldOf.set(event, told);
  }
  return withheld ? told.withheld : told.whole;
}

/**
 * As a reader gets it who asked for these types, or for all; null: not at all. Rights leave no
 * hole: without types, what is out of reach is withheld. Among chosen types it is passed over,
 * since to be told of it would tell its type.
 */
export function tellTo(
  viewer: Viewer,
  types: EventTypes,
  wanted: ReadonlySet<string> | null,
  event: FeedEvent,
): ToldEvent | null {
  if (wanted && !wanted.has(event.type)) return null;
  const withheld = !types.isVisible(viewer, event);
  return wanted && withheld ? null : tell(event, withheld);
}

export interface FeedPage extends FeedExtent {
  readonly events: readonly ToldEvent[];
  /** Everything up to here has been looked at: continue `after` this, though nothing was shown. */
  readonly endPosition: string;
}

export interface FeedQuestion {
  /** Null: from the first event that is kept. */
  readonly after: string | null;
  /** Null: all. */
  readonly types: readonly string[] | null;
  readonly first: number;
}

/** Positions that one call looks at for chosen types, so that rare ones cannot make it long. */
const window = 5_000n;

/**
 * The next events of a feed, as the viewer may see them.
 * @throws DomainError POSITION_AHEAD, CURSOR_TOO_OLD with `keptAfter`, UNKNOWN_EVENT_TYPE.
 */
export async function readFeed(
  db: Queryable,
  types: EventTypes,
  viewer: Viewer,
  feed: string,
  asked: FeedQuestion,
): Promise<FeedPage> {
  const wanted = types.wantedOf(feed, asked.types);
  const extent = await extentOf(db, feed);
  const after = asked.after ?? extent.keptAfter;
  requireWithin(extent, after);
  const head = BigInt(extent.headPosition);
  const end = BigInt(after) + (wanted ? window : BigInt(asked.first));
  const upTo = `${end < head ? end : head}`;
  const found = wanted
    ? await db.query<FeedEvent>(readTypesBetween, [feed, after, upTo, [...wanted], asked.first])
    : await eventsOfFeed(db, feed, after, upTo);
  // What was given up since the first look would be passed over as if it were of other types.
  if (wanted) requireWithin(await extentOf(db, feed), after);
  else if (found.length < Number(BigInt(upTo) - BigInt(after))) await refuseTooOld(db, feed, after);
  const full = wanted && found.length === asked.first;
  return {
    ...extent,
    events: found.flatMap((event) => tellTo(viewer, types, wanted, event) ?? []),
    endPosition: (full && found.at(-1)?.feedPosition) || upTo,
  };
}
