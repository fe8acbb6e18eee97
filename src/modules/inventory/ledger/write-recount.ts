import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { revealBook } from './finish-count-place.ts';

const sendBack = statement(
  'stock_count_send_back',
  `with line as (
     update stock_count_line l
     set state = 'RECOUNT', round = l.round + 1, counted = null, disturbed = false,
         expected = case when not c.blind then l.expected end, difference = null, results = null,
         decision = null, decision_reason = null, decided_at = null, decided_by = null
     from stock_count c
     where c.id = $1 and l.stock_count_id = $1 and l.state in ('COUNTED', 'DISPUTED')
       and (l.id = any($2::uuid[]) or l.location_id = any($3::uuid[]))
     returning l.stock_count_location_id
   ), place as (
     update stock_count_location set state = 'RECOUNT'
     where stock_count_id = $1 and (location_id = any($3::uuid[])
       or id in (select stock_count_location_id from line))
   )
   update stock_count set state = 'RECOUNT', approved_at = null, approved_by = null,
                          version = version + 1
   where id = $1 and state = 'REVIEW'
   returning (select count(*)::int from line) as lines`,
);

/**
 * These lines, and all of these places, are to be counted once more: what was found of them is told
 * no longer where the count is blind, and what was decided about them is void. Answers how many
 * lines.
 */
export async function writeSentBack(
  op: OperationContext,
  stockCountId: Id,
  lineIds: readonly Id[],
  locationIds: readonly Id[],
): Promise<number> {
  const values = [stockCountId, lineIds, locationIds];
  const [done] = await op.query<{ lines: number }>(sendBack, values);
  if (!done) throw new Error('The stock count changed under its lock');
  return done.lines;
}

const findUncounted = statement(
  'stock_count_uncounted',
  `select l.id, p.sku, lot.code as "lotCode", place.id as "locationId", place.code as location
   from stock_count_line l
   join product p on p.id = l.product_id
   join location place on place.id = l.location_id
   left join lot on lot.id = l.lot_id
   where l.stock_count_id = $1 and l.state in ('OPEN', 'RECOUNT')
     and not exists (select from stock_count_result r where r.stock_count_line_id = l.id)
   order by place.walk_order, place.code, p.sku, lot.code, l.id
   limit 1000`,
);

/** Goods of which no round has said anything yet. */
export interface UncountedLine {
  readonly id: Id;
  readonly sku: string;
  readonly lotCode: string | null;
  readonly locationId: Id;
  readonly location: string;
}

export const findUncountedLines = (
  op: OperationContext,
  stockCountId: Id,
): Promise<UncountedLine[]> => op.query<UncountedLine>(findUncounted, [stockCountId]);

const review = statement(
  'stock_count_review',
  `with last as (
     select distinct on (l.id) l.id, r.round, r.counted
     from stock_count_line l join stock_count_result r on r.stock_count_line_id = l.id
     where l.stock_count_id = $1 and l.state = 'RECOUNT'
     order by l.id, r.round desc
   ), line as (
     update stock_count_line l
     set state = 'DISPUTED', round = last.round, counted = last.counted, disturbed = false
     from last where l.id = last.id
     returning l.id
   ), place as (
     update stock_count_location set state = 'COUNTED', started_at = null, started_seq = null
     where stock_count_id = $1 and state = 'RECOUNT'
   )
   update stock_count set state = 'REVIEW', reviewed_at = $2, version = version + 1
   where id = $1 and state = 'RECOUNT'
   returning (select count(*)::int from line) as lines`,
);

/** Nobody counts what was to be counted again: as it was found last, somebody decides about it. */
export async function writeReviewed(op: OperationContext, stockCountId: Id): Promise<number> {
  const [[done]] = await inOrder(
    op.query<{ lines: number }>(review, [stockCountId, op.now]),
    op.query(revealBook, [stockCountId]),
  );
  if (!done) throw new Error('The stock count changed under its lock');
  return done.lines;
}
