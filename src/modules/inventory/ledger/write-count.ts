import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { countClashes } from '../rules/clashes.ts';
import type { CountDecision } from '../rules/count-kinds.ts';
import type { CountClass } from '../rules/kinds.ts';
import { refusingOverlaps } from './write-count-entries.ts';

export interface NewCount {
  readonly id: Id;
  readonly number: string;
  readonly warehouseId: Id;
  readonly plannedOn: LocalDate;
  readonly blind: boolean;
  readonly recountPercent: Decimal | null;
  readonly recountQuantity: Decimal | null;
  /** Null: every one of the warehouse. */
  readonly locationIds: readonly Id[] | null;
  /** Null: every one. */
  readonly productIds: readonly Id[] | null;
  readonly countClasses: readonly CountClass[];
  readonly note: string | null;
}

const insert = statement(
  'stock_count_insert',
  `with count as (
     insert into stock_count (id, number, state, warehouse_id, planned_on, blind, recount_percent,
                              recount_quantity, every_location, every_product, count_classes, note,
                              created_at, created_by)
     values ($1, $2, 'PLANNED', $3, $4, $5, $6, $7, $8::uuid[] is null, $10::uuid[] is null, $12,
             $13, $14, $15)
     returning id
   ), place as (
     insert into stock_count_location (id, stock_count_id, location_id, state)
     select l.id, count.id, l.location_id, 'OPEN'
     from count, unnest($9::uuid[], $8::uuid[]) as l(id, location_id)
     where l.location_id is not null
   )
   insert into stock_count_product (id, stock_count_id, product_id)
   select p.id, count.id, p.product_id
   from count, unnest($11::uuid[], $10::uuid[]) as p(id, product_id)
   where p.product_id is not null`,
);

/** The count with the places and products it names; take its number just before. */
export const insertCount = (op: OperationContext, count: NewCount): Promise<unknown> =>
  refusingClashes(countClashes, () =>
    op.query(insert, [
      count.id,
      count.number,
      count.warehouseId,
      count.plannedOn,
      count.blind,
      count.recountPercent,
      count.recountQuantity,
      count.locationIds,
      (count.locationIds ?? []).map(() => op.newId()),
      count.productIds,
      (count.productIds ?? []).map(() => op.newId()),
      count.countClasses,
      count.note,
      op.now,
      op.actorId,
    ]),
  );

/** The places and goods that a count has to itself when it starts: `$1` the count. */
const wanted = `
  count as (select * from stock_count where id = $1),
  place as (
    select l.location_id from stock_count_location l where l.stock_count_id = $1
    union
    select l.id from count c join location l on l.warehouse_id = c.warehouse_id
    where c.every_location and (c.every_product or exists (
      select from stock_balance b
      join stock_count_product p on p.stock_count_id = c.id and p.product_id = b.product_id
      where b.location_id = l.id and b.on_hand <> 0))
  ), wanted as (
    select place.location_id, null::uuid as product_id from count c, place where c.every_product
    union all
    select distinct place.location_id, b.product_id
    from count c
    join stock_count_product p on p.stock_count_id = c.id
    join stock_balance b on b.product_id = p.product_id and b.on_hand <> 0
    join place on place.location_id = b.location_id
    where not c.every_product
  )`;

const start = statement(
  'stock_count_start',
  `with ${wanted}, started as (
     update stock_count set state = 'COUNTING', started_at = $2, version = version + 1
     where id = $1 and state = 'PLANNED'
   ), made as (
     insert into stock_count_location (id, stock_count_id, location_id, state)
     select gen_random_uuid(), $1, location_id, 'OPEN' from place
     on conflict (stock_count_id, location_id) do nothing
   ), held as (
     insert into stock_count_hold (stock_count_id, location_id, product_id)
     select $1, location_id, product_id from wanted
   )
   select (select count(*)::int from place) as places`,
);

const findOverlaps = statement(
  'stock_count_overlaps',
  `with ${wanted}
   select distinct o.number, l.code as location, p.sku
   from wanted w
   join stock_count_hold h on h.location_id = w.location_id
     and (h.product_id = w.product_id or h.product_id is null or w.product_id is null)
   join stock_count o on o.id = h.stock_count_id
   join location l on l.id = w.location_id
   left join product p on p.id = coalesce(w.product_id, h.product_id)
   order by o.number, l.code, p.sku
   limit 100`,
);

/** Goods that another count under way has. */
export interface CountOverlap {
  readonly number: string;
  readonly location: string;
  /** Null: all of both. */
  readonly sku: string | null;
}

export const findCountOverlaps = (
  op: OperationContext,
  stockCountId: Id,
): Promise<CountOverlap[]> => op.query<CountOverlap>(findOverlaps, [stockCountId]);

/** The count has its places and goods to itself from now on. Answers how many places. */
export async function markStarted(op: OperationContext, stockCountId: Id): Promise<number> {
  const [done] = await refusingOverlaps(() =>
    op.query<{ places: number }>(start, [stockCountId, op.now]),
  );
  return done?.places ?? 0;
}

const writeSheet = statement(
  'stock_count_sheet',
  `insert into stock_count_line (id, stock_count_id, stock_count_location_id, location_id,
                                 product_id, lot_id, is_serial, owner_id, status, package_id, state,
                                 expected)
   select gen_random_uuid(), c.id, s.id, b.location_id, b.product_id, b.lot_id, b.is_serial,
          b.owner_id, b.status, b.package_id, 'OPEN', b.on_hand
   from stock_count c
   join stock_count_location s on s.stock_count_id = c.id
   join stock_balance b on b.location_id = s.location_id and b.on_hand <> 0
   where c.id = $1 and not c.blind and (c.every_product or exists (
     select from stock_count_product p
     where p.stock_count_id = c.id and p.product_id = b.product_id))`,
);

/** Who counts with the book in hand finds a line for all that should be there. */
export const writeCountSheet = (op: OperationContext, stockCountId: Id): Promise<unknown> =>
  op.query(writeSheet, [stockCountId]);

const decide = statement(
  'stock_count_decide',
  `with line as (
     update stock_count_line l
     set decision = d.decision, decision_reason = d.reason, decided_at = $5, decided_by = $6,
         counted = r.counted, expected = r.book, difference = r.counted - r.book
     from unnest($2::uuid[], $3::text[], $4::text[], $7::int[])
       as d(id, decision, reason, round)
     join stock_count_result r on r.stock_count_line_id = d.id and r.round = d.round
     where l.id = d.id and l.stock_count_id = $1
     returning l.id
   ), count as (
     update stock_count set approved_at = null, approved_by = null, version = version + 1
     where id = $1 and state = 'REVIEW'
   )
   select count(*)::int as lines from line`,
);

export interface LineDecision {
  readonly lineId: Id;
  readonly decision: CountDecision;
  readonly reason: string | null;
  /** Whose count is taken. */
  readonly round: number;
}

/** What becomes of these differences; who approved before has to look again. */
export async function writeDecisions(
  op: OperationContext,
  stockCountId: Id,
  decisions: readonly LineDecision[],
): Promise<void> {
  const [done] = await op.query<{ lines: number }>(decide, [
    stockCountId,
    decisions.map(({ lineId }) => lineId),
    decisions.map(({ decision }) => decision),
    decisions.map(({ reason }) => reason),
    op.now,
    op.actorId,
    decisions.map(({ round }) => round),
  ]);
  if (done?.lines !== decisions.length) throw new Error('The stock count changed under its lock');
}

const approve = statement(
  'stock_count_approve',
  `update stock_count set approved_at = $2, approved_by = $3, version = version + 1
   where id = $1 and state = 'REVIEW'`,
);

export const markApproved = (op: OperationContext, stockCountId: Id): Promise<unknown> =>
  op.query(approve, [stockCountId, op.now, op.actorId]);

const end = statement(
  'stock_count_end',
  `with hold as (
     delete from stock_count_hold where stock_count_id = $1
   )
   update stock_count set state = $2, ended_at = $3, ended_by = $4, reason = $5,
                          stock_voucher_id = $6, version = version + 1
   where id = $1 and state not in ('POSTED', 'CANCELLED') returning id`,
);

/** Nothing happens to the count any more; others may count its goods. */
export async function markEnded(
  op: OperationContext,
  stockCountId: Id,
  ending:
    | { readonly state: 'POSTED'; readonly stockVoucherId: Id | null }
    | { readonly state: 'CANCELLED'; readonly reason: string | null },
): Promise<void> {
  const ended = await op.query(end, [
    stockCountId,
    ending.state,
    op.now,
    op.actorId,
    ending.state === 'CANCELLED' ? ending.reason : null,
    ending.state === 'POSTED' ? ending.stockVoucherId : null,
  ]);
  if (ended.length !== 1) throw new Error('The stock count changed under its lock');
}
