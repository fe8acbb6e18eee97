import { refuse } from '../../../kernel/domain-error.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { positionBefore } from '../position-before.ts';

export interface TrimEventsInput {
  /** What was recorded before this business day is given up. */
  readonly before: LocalDate;
}

export interface EventsTrimmed {
  readonly keptAfter: string;
  /** How many events are gone: the last of each stream stays, to start new readers from. */
  readonly trimmed: number;
}

/** The relay waits: what it numbers meanwhile is younger by far. */
const lockFeed = statement(
  'event_feed_lock',
  'select kept_after as "keptAfter" from event_feed where feed = $1 for no key update',
);

const giveUp = statement(
  'event_feed_give_up',
  'update event_feed set kept_after = $2 where feed = $1',
);

const remove = statement(
  'event_feed_remove',
  `with gone as (
     delete from event_log e where feed = $1 and feed_position <= $2 and exists (
       select from event_log later
       where later.feed = e.feed and later.subject_type = e.subject_type
         and later.subject_id = e.subject_id and later.stream_version > e.stream_version
         and later.feed_position <= $2)
     returning 1
   )
   select count(*)::int as trimmed from gone`,
);

const count = statement(
  'event_feed_count_trimmed',
  'update event_feed set trimmed = trimmed + $2 where feed = $1',
);

const yearsKept = 10;

/**
 * What a feed keeps from before a day is given up, and readers whose cursor lies there are told so.
 * Refuses TOO_YOUNG: ten years are kept whatever anybody wants.
 */
export const createTrimEvents = (name: string, feed: string) =>
  defineOperation<TrimEventsInput, EventsTrimmed>({
    name,
    permission: 'events.trim',
    async run(op, { before }) {
      const latest = yearsBefore(op.today, yearsKept);
      if (before > latest) {
        const message = `What was recorded from ${latest} on must be kept`;
        refuse('TOO_YOUNG', message, ['before'], { latest });
      }
      const [head] = await op.query<{ keptAfter: string }>(lockFeed, [feed]);
      const keptAfter = await positionBefore(op, feed, before);
      if (!head || BigInt(keptAfter) <= BigInt(head.keptAfter)) {
        return { keptAfter: head?.keptAfter ?? '0', trimmed: 0 };
      }
      await op.query(giveUp, [feed, keptAfter]);
      const [gone] = await op.query<{ trimmed: number }>(remove, [feed, keptAfter]);
      op.owe(count, [feed, gone?.trimmed ?? 0]);
      return { keptAfter, trimmed: gone?.trimmed ?? 0 };
    },
  });

/** As text days sort as they follow: 29 February needs no care here. */
const yearsBefore = (day: LocalDate, years: number): LocalDate =>
  `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`;
