import { refuse } from '../../kernel/domain-error.ts';
import { statement, type Queryable } from '../database/statement.ts';
import type { Viewer } from '../identity/viewer.ts';
import type { RecordedEvent } from './event.ts';
import type { EventTypes } from './event-types.ts';

export const eventColumns = `position, id, type, subject_type as "subjectType",
  subject_id as "subjectId", unit_ids as "unitIds", owner_id as "ownerId", actor_id as "actorId",
  operation_id as "operationId", occurred_at as "occurredAt", recorded_at as "recordedAt", data,
  feed, feed_position as "feedPosition", stream_version as "streamVersion",
  schema_version as "schemaVersion", effective_on as "effectiveOn", caused_by as "causedBy",
  idempotency_key as "idempotencyKey"`;

const readAfter = statement(
  'event_log_read_after',
  `select ${eventColumns} from event_log where position > $1 order by position limit $2`,
);

const readTypesAfter = statement(
  'event_log_read_types_after',
  `select ${eventColumns} from event_log
   where position > $1 and position <= $2 and type = any($3) order by position limit $4`,
);

const readHead = statement('event_log_head', 'select position from event_head');

/** The position of the newest event; '0' when there is none. */
export async function headPosition(db: Queryable): Promise<string> {
  const [row] = await db.query<{ position: string }>(readHead);
  return row?.position ?? '0';
}

const readHeads = statement(
  'event_log_heads',
  `select h.position as all, coalesce(f.feeds, '{}') as feeds from event_head h,
     (select json_object_agg(feed, position::text) as feeds from event_feed) f`,
);

/** The newest positions as of one moment: of all events, and of each feed. */
export async function heads(
  db: Queryable,
): Promise<{ readonly all: string; readonly feeds: ReadonlyMap<string, string> }> {
  const [row] = await db.query<{ all: string; feeds: Record<string, string> }>(readHeads);
  return { all: row?.all ?? '0', feeds: new Map(Object.entries(row?.feeds ?? {})) };
}

/** All events after a position in order, `limit` at most, whoever may see them. */
export const eventsAfter = (
  db: Queryable,
  after: string,
  limit: number,
): Promise<RecordedEvent[]> => db.query<RecordedEvent>(readAfter, [after, limit]);

export interface EventPage {
  readonly events: readonly RecordedEvent[];
  /** Everything up to here has been looked at: continue `after` this, though nothing was shown. */
  readonly endPosition: string;
  readonly headPosition: string;
}

const scanBatch = 500;
/** Rows looked at in one call, so that a viewer who may see little cannot make it long. */
const scanLimit = 5_000;

/**
 * The next events that the viewer may see. Rights drop rows but never move `endPosition` back, so a
 * reader proves completeness by positions alone.
 * @throws DomainError POSITION_AHEAD when `after` lies beyond the newest event.
 */
export async function readEvents(
  db: Queryable,
  types: EventTypes,
  viewer: Viewer,
  page: { after: string; types: readonly string[] | null; first: number },
): Promise<EventPage> {
  const head = await headPosition(db);
  requireNotAhead(page.after, head);
  const wanted = types.requireKnown(page.types, viewer);
  const events: RecordedEvent[] = [];
  let position = page.after;
  for (let scanned = 0; scanned < scanLimit; scanned += scanBatch) {
    const rows = await db.query<RecordedEvent>(readTypesAfter, [position, head, wanted, scanBatch]);
    for (const row of rows) {
      position = row.position;
      if (types.isVisible(viewer, row)) events.push(row);
      if (events.length === page.first)
        return { events, endPosition: position, headPosition: head };
    }
    if (rows.length < scanBatch) return { events, endPosition: head, headPosition: head };
  }
  return { events, endPosition: position, headPosition: head };
}

export function requireNotAhead(
  after: string,
  head: string,
  path: readonly string[] = ['after'],
): void {
  if (BigInt(after) <= BigInt(head)) return;
  refuse('POSITION_AHEAD', `No event has position ${after} yet; the newest is ${head}`, path, {
    headPosition: head,
  });
}
