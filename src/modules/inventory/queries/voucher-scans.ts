import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';

const find = statement(
  'stock_voucher_scanned',
  `select stock_voucher_line_id as "lineId", location_id as "locationId", lot_id as "lotId",
          package_id as "packageId", trim_scale(sum(quantity))::text as quantity
   from stock_scan_counted
   where stock_voucher_id = $1 and step in ('PICK', 'PUT_IN') and posted_operation_id is null
   group by 1, 2, 3, 4
   order by 1, 2, 3, 4`,
);

/** Goods of one line, place, lot and package that were scanned and not posted yet. */
export interface ScannedGoods {
  readonly lineId: Id;
  readonly locationId: Id;
  readonly lotId: Id | null;
  readonly packageId: Id | null;
  readonly quantity: Decimal;
}

/** What was scanned of a voucher; the caller holds its lock. */
export const findScannedGoods = (db: Queryable, voucherId: Id): Promise<ScannedGoods[]> =>
  db.query<ScannedGoods>(find, [voucherId]);

const findAny = statement(
  'stock_voucher_is_scanned',
  `select exists (select from stock_scan
                  where stock_voucher_id = $1 and stock_voucher_line_id is not null) as scanned`,
);

/** Whether scans name lines of a voucher, counted or not; the caller holds its lock. */
export async function isScanned(db: Queryable, voucherId: Id): Promise<boolean> {
  const [found] = await db.query<{ scanned: boolean }>(findAny, [voucherId]);
  return found?.scanned ?? false;
}
