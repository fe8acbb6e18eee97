import { refuse } from '../../kernel/domain-error.ts';
import { statement, type Queryable } from '../database/statement.ts';
import type { Viewer } from '../identity/viewer.ts';
import { eventColumns } from './event-log.ts';
import type { EventTypes } from './event-types.ts';
import type { FeedEvent } from './event.ts';
import { extentOf, requireWithin, tellTo, type FeedExtent, type ToldEvent } from './feed-log.ts';

/**
 * The last event of each stream as of a position, in the order of the streams' keys. An event that
 * comes later changes none of it, so pages that are read while others write fit together.
 */
const readLasts = statement(
  'event_feed_snapshot',
  `select e.* from event_stream s cross join lateral (
     select ${eventColumns} from event_log l
     where l.feed = s.feed and l.subject_type = s.subject_type and l.subject_id = s.subject_id
       and l.feed_position <= $2 and ($3::text[] is null or l.type = any($3))
     order by l.stream_version desc limit 1
   ) e
   where s.feed = $1
     and ($4::text is null or (s.subject_type, s.subject_id) > ($4, $5::uuid))
   order by s.subject_type, s.subject_id limit $6`,
);

const readStream = statement(
  'event_feed_stream_at',
  `select subject_type as type, subject_id as id from event_log
   where feed = $1 and feed_position = $2`,
);

export interface SnapshotQuestion {
  /** Null: the head. */
  readonly at: string | null;
  /** The `endPosition` of the page before; null: the first page. */
  readonly after: string | null;
  readonly types: readonly string[] | null;
  readonly first: number;
}

export interface FeedSnapshot extends FeedExtent {
  readonly events: readonly ToldEvent[];
  /** The state as of this position: go on with the events `after` it. */
  readonly at: string;
  /** The next page is `after` this; null: this was the last. */
  readonly endPosition: string | null;
}

/**
 * The state to start a new reader from: of each stream the last event at or before a position, with
 * the whole snapshot that each event bears.
 * @throws DomainError POSITION_AHEAD, CURSOR_TOO_OLD, UNKNOWN_EVENT_TYPE, INVALID_CURSOR.
 */
export async function readSnapshot(
  db: Queryable,
  types: EventTypes,
  viewer: Viewer,
  feed: string,
  asked: SnapshotQuestion,
): Promise<FeedSnapshot> {
  const wanted = types.wantedOf(feed, asked.types);
  const extent = await extentOf(db, feed);
  const at = asked.at ?? extent.headPosition;
  requireWithin(extent, at);
  const stream = await streamBefore(db, feed, asked.after);
  const found = await db.query<FeedEvent>(readLasts, [
    feed,
    at,
    wanted && [...wanted],
    stream?.type ?? null,
    stream?.id ?? null,
    asked.first,
  ]);
  // What was given up since the first look is no longer part of the state as of then.
  requireWithin(await extentOf(db, feed), at);
  return {
    ...extent,
    events: found.flatMap((event) => tellTo(viewer, types, wanted, event) ?? []),
    at,
    endPosition: found.length < asked.first ? null : (found.at(-1)?.feedPosition ?? null),
  };
}

/** A stream is named by the position of its event, which tells nothing to who may not see it. */
async function streamBefore(db: Queryable, feed: string, after: string | null) {
  if (after === null) return null;
  const [stream] = await db.query<{ type: string; id: string }>(readStream, [feed, after]);
  return stream ?? refuse('INVALID_CURSOR', `No page ended with ${after}`, ['after']);
}
