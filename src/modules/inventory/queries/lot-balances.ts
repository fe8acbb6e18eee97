import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { StockStatus } from '../rules/kinds.ts';

/** So much of a lot at a place inside a warehouse, of one owner and package. */
export interface BalanceOfLot {
  readonly productId: Id;
  readonly baseUnit: string;
  readonly warehouseId: Id;
  /** Its code. */
  readonly warehouse: string;
  readonly locationId: Id;
  readonly lotId: Id;
  readonly isSerial: boolean;
  readonly ownerId: Id | null;
  readonly packageId: Id | null;
  readonly onHand: Decimal;
}

/** Of balances `b` of lots `lot`. */
export const balanceOfLot = `
  b.product_id as "productId", p.base_unit_code as "baseUnit", w.id as "warehouseId",
  w.code as warehouse, b.location_id as "locationId", b.lot_id as "lotId",
  b.is_serial as "isSerial", b.owner_id as "ownerId", b.package_id as "packageId",
  trim_scale(b.on_hand)::text as "onHand"`;

const findBalances = statement(
  'stock_lot_balances',
  `select ${balanceOfLot}
   from stock_balance b
   join product p on p.id = b.product_id
   join location l on l.id = b.location_id
   join warehouse w on w.id = l.warehouse_id
   where b.lot_id = $1 and b.status = $2 and b.on_hand > 0
     and ($3::uuid is null or w.id = $3)
   order by w.id, b.location_id, b.id`,
);

/** What of a lot is in such a condition, in the order of the warehouses. */
export const findLotBalances = (
  db: Queryable,
  lotId: Id,
  status: StockStatus,
  warehouseId: Id | null,
): Promise<BalanceOfLot[]> => db.query<BalanceOfLot>(findBalances, [lotId, status, warehouseId]);

const findLevels = statement(
  'stock_lot_levels',
  `select exists (select from warehouse where id = $2) as "warehouseIsThere",
     coalesce((select json_agg(distinct jsonb_build_object('productId', b.product_id,
                        'warehouseId', l.warehouse_id))
       from stock_balance b join location l on l.id = b.location_id
       where b.lot_id = lot.id and l.warehouse_id is not null
         and ($2::uuid is null or l.warehouse_id = $2)), '[]') as levels
   from lot where lot.id = $1`,
);

export interface LevelsOfLot {
  readonly warehouseIsThere: boolean;
  readonly levels: readonly { readonly productId: Id; readonly warehouseId: Id }[];
}

/** Where a lot is, by what is to be locked; null when there is no such lot. */
export async function findLevelsOfLot(
  db: Queryable,
  lotId: Id,
  warehouseId: Id | null,
): Promise<LevelsOfLot | null> {
  const [found] = await db.query<LevelsOfLot>(findLevels, [lotId, warehouseId]);
  return found ?? null;
}

const findOnItsWay = statement(
  'stock_lot_on_its_way',
  `select trim_scale(coalesce(sum(b.on_hand), 0))::text as quantity
   from stock_balance b join location l on l.id = b.location_id
   where b.lot_id = $1 and l.kind = 'TRANSIT'`,
);

/** How much of a lot is between warehouses. */
export async function findLotOnItsWay(db: Queryable, lotId: Id): Promise<Decimal> {
  const [row] = await db.query<{ quantity: Decimal }>(findOnItsWay, [lotId]);
  return row?.quantity ?? '0';
}

const findPastTheirDay = statement(
  'stock_lots_past_their_day',
  `select id, code, coalesce(removal_on, expires_on) as "removalOn" from lot
   where id = any($1::uuid[]) and coalesce(removal_on, expires_on) <= $2
   order by code`,
);

/** Those of the lots that are sold no more on that day. */
export const findLotsPastTheirDay = (
  db: Queryable,
  lotIds: readonly Id[],
  day: string,
): Promise<{ readonly id: Id; readonly code: string; readonly removalOn: string }[]> =>
  lotIds.length === 0 ? Promise.resolve([]) : db.query(findPastTheirDay, [lotIds, day]);
