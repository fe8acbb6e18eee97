import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { mostLines } from '../rules/read-input.ts';
import { balanceOfLot, type BalanceOfLot } from './lot-balances.ts';

/** Lots that must go on or before the day; most of them have a day of removal. */
const pastTheirDay = `
  select id, product_id, code from lot where removal_on <= $1
  union all
  select id, product_id, code from lot where removal_on is null and expires_on <= $1`;

// Of one warehouse whose books are open: each run is one paper.
const findDue = statement(
  'stock_expiry_due',
  `select distinct b.product_id as "productId", w.id as "warehouseId"
   from (
     select w.id from (${pastTheirDay}) lot
     join stock_balance b on b.lot_id = lot.id and b.status = 'AVAILABLE' and b.on_hand > 0
     join location l on l.id = b.location_id
     join warehouse w on w.id = l.warehouse_id
       and (w.closed_through is null or w.closed_through < $1)
     order by w.id limit 1) w
   join location l on l.warehouse_id = w.id
   join stock_balance b on b.location_id = l.id and b.status = 'AVAILABLE' and b.on_hand > 0
   join (${pastTheirDay}) lot on lot.id = b.lot_id`,
);

interface Due {
  readonly productId: Id;
  readonly warehouseId: Id;
}

/** Products of one warehouse that has goods past their day among those for sale. */
export const findExpiryDue = (db: Queryable, day: LocalDate): Promise<Due[]> =>
  db.query<Due>(findDue, [day]);

/** Whether there is anything for `expireLots` to do. */
export const hasExpiredLots = async (db: Queryable, day: LocalDate): Promise<boolean> =>
  (await findExpiryDue(db, day)).length > 0;

const findBalances = statement(
  'stock_expiry_balances',
  `select ${balanceOfLot}, lot.code as lot, p.sku
   from (${pastTheirDay}) lot
   join stock_balance b on b.lot_id = lot.id and b.status = 'AVAILABLE' and b.on_hand > 0
   join product p on p.id = b.product_id
   join location l on l.id = b.location_id
   join warehouse w on w.id = l.warehouse_id
   where w.id = $2 and b.product_id = any($3::uuid[])
   order by b.product_id, b.location_id, b.id
   limit $4`,
);

export type DueBalance = BalanceOfLot & { readonly lot: string; readonly sku: string };

/** What of them is past its day, 1,000 places at most. Their levels must be locked. */
export const findDueBalances = (
  db: Queryable,
  day: LocalDate,
  due: readonly Due[],
): Promise<DueBalance[]> =>
  db.query<DueBalance>(findBalances, [
    day,
    due[0]?.warehouseId,
    due.map(({ productId }) => productId),
    mostLines,
  ]);
