import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { CountLocationState } from '../rules/count-kinds.ts';
import type { RecountThreshold } from '../rules/judge-count.ts';
import type { StockCountState } from '../rules/stock-count-states.ts';

/** A place of the count's warehouse. */
export interface CountPlace {
  readonly locationId: Id;
  readonly code: string;
  /** Null, and no state: the count has not been here. */
  readonly stockCountLocationId: Id | null;
  readonly state: CountLocationState | null;
  readonly startedAt: string | null;
}

export interface CountFacts {
  readonly id: Id;
  readonly number: string;
  readonly state: StockCountState;
  readonly warehouse: {
    readonly id: Id;
    readonly code: string;
    /** A correction that is worth more needs a second person; null: none does. */
    readonly adjustmentLimit: Decimal | null;
  };
  readonly plannedOn: LocalDate;
  readonly blind: boolean;
  readonly threshold: RecountThreshold;
  readonly everyLocation: boolean;
  readonly everyProduct: boolean;
  readonly createdBy: Id | null;
  readonly approvedAt: string | null;
  /** Places where nobody is done yet, and where goods are to be counted again. */
  readonly open: number;
  readonly recount: number;
  /** Those asked for that are in the warehouse. */
  readonly places: readonly CountPlace[];
  /** Those asked for that the count is about; all of them when it is about every product. */
  readonly productIds: readonly Id[];
  /** Whether the actor planned it, or counted anything of it. */
  readonly tookPart: boolean;
}

const lock = statement(
  'stock_count_lock',
  'select id from stock_count where id = $1 for no key update',
);

const takeTurn = statement(
  'stock_count_turn',
  `select pg_advisory_xact_lock(hashtextextended('count ' || $1::text, 0))`,
);

const load = statement(
  'stock_count_facts',
  `select c.id, c.number, c.state, c.planned_on as "plannedOn", c.blind,
     json_build_object('id', w.id, 'code', w.code,
       'adjustmentLimit', trim_scale(w.adjustment_limit)::text) as warehouse,
     json_build_object('percent', trim_scale(c.recount_percent)::text,
       'quantity', trim_scale(c.recount_quantity)::text) as threshold,
     c.every_location as "everyLocation", c.every_product as "everyProduct",
     c.created_by as "createdBy", c.approved_at as "approvedAt",
     (select count(*)::int from stock_count_location l
      where l.stock_count_id = c.id and l.state = 'OPEN') as open,
     (select count(*)::int from stock_count_location l
      where l.stock_count_id = c.id and l.state = 'RECOUNT') as recount,
     coalesce((select json_agg(json_build_object('locationId', l.id, 'code', l.code,
                'stockCountLocationId', s.id, 'state', s.state, 'startedAt', s.started_at))
      from location l
      left join stock_count_location s on s.stock_count_id = c.id and s.location_id = l.id
      where l.id = any($2::uuid[]) and l.warehouse_id = c.warehouse_id), '[]') as places,
     coalesce((select json_agg(p.id) from unnest($3::uuid[]) as p(id)
      where c.every_product or exists (
        select from stock_count_product s where s.stock_count_id = c.id and s.product_id = p.id)),
       '[]') as "productIds",
     coalesce(c.created_by = $4, false) or exists (
       select from stock_count_counter r join stock_count_line l on l.id = r.stock_count_line_id
       where l.stock_count_id = c.id and r.actor_id = $4) as "tookPart"
   from stock_count c join warehouse w on w.id = c.warehouse_id
   where c.id = $1`,
);

/** An id that no count can have is simply not found. */
const nobody = '00000000-0000-0000-0000-000000000000';

async function factsOf(
  op: OperationContext,
  id: Id,
  locationIds: readonly Id[],
  productIds: readonly Id[],
): Promise<CountFacts> {
  const values = [id, locationIds, productIds, op.actorId];
  const [facts] = await op.query<CountFacts>(load, values);
  if (facts) return facts;
  return refuse('STOCK_COUNT_NOT_FOUND', 'There is no such stock count', ['stockCountId']);
}

/** Waits for its turn: who plans or starts counts of a warehouse sees what others have begun. */
export const takeCountTurn = (op: OperationContext, warehouseId: Id): Promise<unknown> =>
  op.query(takeTurn, [warehouseId]);

/**
 * Locks the count and tells what it is, and what it says of these places and products. Refuses
 * STOCK_COUNT_NOT_FOUND. One round trip.
 */
export async function lockCount(
  op: OperationContext,
  given: Id,
  locationIds: readonly Id[] = [],
  productIds: readonly Id[] = [],
): Promise<CountFacts> {
  const id = askable([given])[0] ?? nobody;
  const [, facts] = await inOrder(op.query(lock, [id]), factsOf(op, id, locationIds, productIds));
  return facts;
}
