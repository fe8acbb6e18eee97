import type { LocalDate } from '../../kernel/local-date.ts';
import { statement } from '../database/statement.ts';
import type { OperationContext } from '../perform/operation.ts';

const readBefore = statement(
  'event_feed_position_before',
  `select coalesce(
     (select e.feed_position - 1 from event_log e
      where e.feed = f.feed and e.feed_position > f.kept_after and e.recorded_at >= $2
      order by e.feed_position limit 1), f.position)::text as position
   from event_feed f where f.feed = $1`,
);

/** The position before the first kept event of a feed that was recorded on a day or later. */
export async function positionBefore(
  op: Pick<OperationContext, 'query' | 'dayOf'>,
  feed: string,
  day: LocalDate,
): Promise<string> {
  const [found] = await op.query<{ position: string }>(readBefore, [feed, startOf(day, op.dayOf)]);
  return found?.position ?? '0';
}

const farthestZoneMs = 15 * 3600_000;

/** When a business day began: the first instant of it, found between those that all zones have. */
export function startOf(day: LocalDate, dayOf: (instant: Date) => LocalDate): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  let [before, within] = [midnight - farthestZoneMs, midnight + farthestZoneMs];
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (dayOf(new Date(middle)) < day) before = middle;
    else within = middle;
  }
  return new Date(within);
}
