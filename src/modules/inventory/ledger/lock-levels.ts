import type { Id } from '../../../kernel/id.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { levelKey } from '../rules/promises.ts';

/** What a warehouse has of a product, can sell, has promised, and could not promise yet. */
export interface StockLevelRow {
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly sellable: Decimal;
  readonly reserved: Decimal;
  readonly waiting: Decimal;
  /** Of its stock policy, if it has one. */
  readonly minimum: Decimal | null;
}

/**
 * Each warehouse's advisory lock, shared, keeps its periods as they are until the transaction ends
 * (closing one takes it alone); then the rows, made where they are missing, in one order.
 */
const lockRows = (keys: string): string => `
  with key as materialized (${keys}),
  open as materialized (
    select count(pg_advisory_xact_lock_shared(hashtextextended(warehouse_id::text, 0)))
    from (select distinct warehouse_id from key order by 1) w
  ), made as (
    insert into stock_level (product_id, warehouse_id)
    select k.product_id, k.warehouse_id from key k, open
    where not exists (select from stock_level s
                      where s.product_id = k.product_id and s.warehouse_id = k.warehouse_id)
    order by 1, 2
    on conflict do nothing
  )
  select s.product_id as "productId", s.warehouse_id as "warehouseId",
         trim_scale(s.sellable)::text as sellable, trim_scale(s.reserved)::text as reserved,
         trim_scale(s.waiting)::text as waiting,
         (select trim_scale(p.minimum)::text from stock_policy p
          where p.product_id = s.product_id and p.warehouse_id = s.warehouse_id) as minimum
  from open, key k
  join stock_level s on s.product_id = k.product_id and s.warehouse_id = k.warehouse_id
  order by s.product_id, s.warehouse_id
  for no key update of s`;

const byWarehouse = statement(
  'stock_levels_lock',
  lockRows(`select distinct product_id, warehouse_id
            from unnest($1::uuid[], $2::uuid[]) as k(product_id, warehouse_id)`),
);

const byPlace = statement(
  'stock_levels_lock_by_place',
  lockRows(`select distinct k.product_id, l.warehouse_id
            from unnest($1::uuid[], $2::uuid[]) as k(product_id, location_id)
            join location l on l.id = k.location_id
            where l.warehouse_id is not null`),
);

/**
 * Takes turns with everyone who changes the goods or the promises of these products in these
 * warehouses. A row that is made by this call is not among the answers: it has nothing yet.
 */
export const lockLevels = (
  op: Pick<OperationContext, 'query'>,
  keys: readonly { readonly productId: Id; readonly warehouseId: Id }[],
): Promise<StockLevelRow[]> =>
  op.query<StockLevelRow>(byWarehouse, [
    keys.map((key) => key.productId),
    keys.map((key) => key.warehouseId),
  ]);

/** Same, of the warehouses that the places are in; those outside and on the way have none. */
export const lockLevelsOfPlaces = (
  op: Pick<OperationContext, 'query'>,
  keys: readonly { readonly productId: Id; readonly locationId: Id }[],
): Promise<StockLevelRow[]> =>
  op.query<StockLevelRow>(byPlace, [
    keys.map((key) => key.productId),
    keys.map((key) => key.locationId),
  ]);

/**
 * Same as `lockLevels`, for whoever decides by the answers: each level is among them. One that is
 * new was made by this act or, while it waited, by another; the second look sees and locks both.
 */
export async function lockEachLevel(
  op: Pick<OperationContext, 'query'>,
  keys: readonly { readonly productId: Id; readonly warehouseId: Id }[],
): Promise<StockLevelRow[]> {
  const wanted = new Set(keys.map(levelKey));
  const levels = await lockLevels(op, keys);
  return levels.length === wanted.size ? levels : lockLevels(op, keys);
}

type LevelKey = Pick<StockLevelRow, 'productId' | 'warehouseId'>;

/** Whether something is of levels that were locked: what came meanwhile may be of others. */
export function isOfLevels(levels: readonly LevelKey[]): (one: LevelKey) => boolean {
  const keys = new Set(levels.map(levelKey));
  return (one) => keys.has(levelKey(one));
}

const ofReservations = statement(
  'stock_levels_lock_of_reservations',
  lockRows(`select distinct product_id, warehouse_id from stock_reservation
            where consumed + released < quantity
              and (demand_id = any($1::uuid[]) or demand_line_id = any($2::uuid[])
                or id = any($3::uuid[]))`),
);

/** Which reservations are meant: those of demands, of lines of demands, or themselves. */
export interface ReservationsNamed {
  readonly demandIds?: readonly Id[];
  readonly demandLineIds?: readonly Id[];
  readonly ids?: readonly Id[];
}

/** Same, of what open reservations promise. */
export const lockLevelsOfReservations = (
  op: Pick<OperationContext, 'query'>,
  { demandIds = [], demandLineIds = [], ids = [] }: ReservationsNamed,
): Promise<StockLevelRow[]> =>
  op.query<StockLevelRow>(ofReservations, [demandIds, demandLineIds, ids]);

const ofDue = statement(
  'stock_levels_lock_of_due',
  lockRows(`select distinct product_id, warehouse_id from (
              select product_id, warehouse_id from stock_reservation
              where expires_at <= $1 and consumed + released < quantity
              order by expires_at limit $2) due`),
);

/** Same, of the `most` reservations that are longest past their clock. */
export const lockLevelsOfDue = (
  op: Pick<OperationContext, 'query'>,
  now: Date,
  most: number,
): Promise<StockLevelRow[]> => op.query<StockLevelRow>(ofDue, [now, most]);
