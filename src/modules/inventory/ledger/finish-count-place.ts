import type { Decimal } from '../../../kernel/decimal.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { CountFacts, CountPlace } from '../queries/count-facts.ts';
import type { KeyAtPlace } from '../queries/count-place.ts';
import type { CountLocationState } from '../rules/count-kinds.ts';
import type { Judgement } from '../rules/judge-count.ts';
import type { StockCountState } from '../rules/stock-count-states.ts';
import { refusingOverlaps } from './write-count-entries.ts';

/** A key of the place, and what its round comes to. */
export interface JudgedKey {
  readonly key: KeyAtPlace;
  readonly judgement: Judgement;
  /** What was found; null: it says nothing, because the goods moved. */
  readonly found: Decimal | null;
}

/**
 * `absent`: nobody counted it, so it is not there: an entry of 0, now. A round that says something
 * is kept with what the book said; what is to be counted again starts from nothing. Whose entries
 * made up the round counted it, and does not count the next.
 */
const finish = statement(
  'stock_count_place_finish',
  `with judged as materialized (
     select j.*, coalesce((select max(m.seq) from stock_move m
                           where m.product_id = j.product_id), 0) as after_seq
     from unnest($4::uuid[], $5::boolean[], $6::uuid[], $7::uuid[], $8::boolean[], $9::uuid[],
                 $10::text[], $11::uuid[], $12::text[], $13::boolean[], $14::int[], $15::numeric[],
                 $16::numeric[], $17::text[], $18::int[], $19::boolean[])
       as j(line_id, is_new, product_id, lot_id, is_serial, owner_id, status, package_id, unit,
            absent, round, found, book, state, next_round, disturbed)
   ), line as (
     insert into stock_count_line (id, stock_count_id, stock_count_location_id, location_id,
                                   product_id, lot_id, is_serial, owner_id, status, package_id,
                                   state, round, counted, disturbed)
     select line_id, $1, $2, $3, product_id, lot_id, is_serial, owner_id, status, package_id, state,
            next_round, case when state <> 'RECOUNT' then found end, disturbed
     from judged where is_new
     returning id
   ), settled as (
     update stock_count_line l
     set state = j.state, round = j.next_round, disturbed = j.disturbed,
         counted = case when j.state <> 'RECOUNT' then j.found end
     from judged j where not j.is_new and l.id = j.line_id
     returning l.id
   ), hold as (
     insert into stock_count_hold (stock_count_id, location_id, product_id)
     select distinct $1::uuid, $3::uuid, j.product_id from judged j
     where not exists (
       select from stock_count_hold h where h.stock_count_id = $1 and h.location_id = $3
         and (h.product_id is null or h.product_id = j.product_id))
   ), counter as (
     insert into stock_count_counter (stock_count_line_id, actor_id, round, counts)
     select line_id, $20, round, true from judged where absent and $20::uuid is not null
     on conflict (stock_count_line_id, actor_id, round) do update set counts = true
   ), counted as (
     update stock_count_counter o set counts = true
     from judged j
     where j.found is not null and not j.absent and o.stock_count_line_id = j.line_id
       and o.round = j.round and exists (
         select from stock_count_entry e
         where e.stock_count_line_id = j.line_id and e.round = j.round
           and e.actor_id = o.actor_id
           and e.seq >= (select max(a.seq) from stock_count_entry a
                         where a.stock_count_line_id = j.line_id and a.round = j.round and a.anew))
   ), entry as (
     insert into stock_count_entry (stock_count_line_id, round, quantity, unit_code,
                                    quantity_in_unit, anew, source, counted_at, after_seq,
                                    actor_id, recorded_at, operation_id)
     select line_id, round, 0, unit, 0, true, 'ABSENT', $21, after_seq, $20, $21, $22
     from judged where absent
   ), result as (
     insert into stock_count_result (stock_count_line_id, round, counted, book, counted_at,
                                     operation_id)
     select line_id, round, found, book, $21, $22 from judged where found is not null
   ), place as (
     update stock_count_location
     set state = $23, started_at = null, started_seq = null, finished_at = $21, finished_by = $20
     where id = $2 and state <> 'COUNTED'
     returning id
   ), count as (
     update stock_count set state = $24, version = version + 1,
       reviewed_at = case when $24 = 'REVIEW' then $21 else reviewed_at end
     where id = $1 and state in ('COUNTING', 'RECOUNT')
     returning id
   )
   select (select count(*)::int from line) + (select count(*)::int from settled) as lines,
          (select count(*)::int from place) + (select count(*)::int from count) as documents`,
);

/** Of a blind count, once nothing is left to be counted; else as soon as a line is settled. */
export const revealBook = statement(
  'stock_count_reveal',
  `update stock_count_line l
   set expected = r.book, difference = r.counted - r.book, results = r.results
   from stock_count c
   join stock_count_line x on x.stock_count_id = c.id and x.state in ('COUNTED', 'DISPUTED')
     and x.results is null
   join lateral (
     select (array_agg(r.book order by r.round desc))[1] as book,
            (array_agg(r.counted order by r.round desc))[1] as counted,
            jsonb_agg(jsonb_build_object('round', r.round,
              'counted', trim_scale(r.counted)::text, 'expected', trim_scale(r.book)::text,
              'difference', trim_scale(r.counted - r.book)::text, 'countedAt', r.counted_at,
              'countedBy', coalesce((
                select jsonb_agg(o.actor_id order by o.actor_id) from stock_count_counter o
                where o.stock_count_line_id = x.id and o.round = r.round and o.counts),
                '[]'))
              order by r.round) as results
     from stock_count_result r where r.stock_count_line_id = x.id) r on true
   where c.id = $1 and (c.state = 'REVIEW' or not c.blind) and l.id = x.id`,
);

/** The place is done, or some of it is to be counted again; the count stands where `state` says. */
export async function finishPlace(
  op: OperationContext,
  count: CountFacts,
  place: CountPlace,
  judged: readonly JudgedKey[],
  next: { readonly place: CountLocationState; readonly count: StockCountState },
): Promise<void> {
  const [[done]] = await inOrder(
    refusingOverlaps(() =>
      op.query<{ lines: number; documents: number }>(finish, [
        count.id,
        place.stockCountLocationId,
        place.locationId,
        judged.map(({ key }) => key.lineId ?? op.newId()),
        judged.map(({ key }) => key.lineId === null),
        ...columnsOf(judged),
        op.actorId,
        op.now,
        op.operationId,
        next.place,
        next.count,
      ]),
    ),
    op.query(revealBook, [count.id]),
  );
  if (done?.lines === judged.length && done.documents === 2) return;
  throw new Error('The stock count changed under its lock');
}

const columnsOf = (judged: readonly JudgedKey[]): unknown[] => [
  judged.map(({ key }) => key.productId),
  judged.map(({ key }) => key.lotId),
  judged.map(({ key }) => key.isSerial),
  judged.map(({ key }) => key.ownerId),
  judged.map(({ key }) => key.status),
  judged.map(({ key }) => key.packageId),
  judged.map(({ key }) => key.baseUnit),
  judged.map(({ key, found }) => key.counted === null && found !== null),
  judged.map(({ key }) => key.round),
  judged.map(({ found }) => found),
  judged.map(({ key }) => key.book),
  judged.map(({ judgement }) => judgement.state),
  judged.map(({ judgement }) => judgement.round),
  judged.map(({ judgement }) => judgement.disturbed),
];
