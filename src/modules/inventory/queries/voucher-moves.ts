import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { StockStatus } from '../rules/kinds.ts';

const find = statement(
  'stock_voucher_moves',
  `select m.seq, m.line_id as "lineId", m.lot_id as "lotId",
          coalesce(lot.kind = 'SERIAL', false) as "isSerial", m.owner_id as "ownerId",
          m.from_location_id as "fromId", m.to_location_id as "toId",
          m.from_status as "fromStatus", m.to_status as "toStatus",
          m.from_package_id as "fromPackageId", m.to_package_id as "toPackageId",
          trim_scale(m.quantity)::text as quantity
   from stock_move m left join lot on lot.id = m.lot_id
   where m.document_id = $1
   order by m.seq`,
);

/** A move of a voucher, as it was posted. */
export interface VoucherMove {
  readonly seq: string;
  readonly lineId: Id;
  readonly lotId: Id | null;
  readonly isSerial: boolean;
  readonly ownerId: Id | null;
  readonly fromId: Id;
  readonly toId: Id;
  readonly fromStatus: StockStatus;
  readonly toStatus: StockStatus;
  readonly fromPackageId: Id | null;
  readonly toPackageId: Id | null;
  readonly quantity: Decimal;
}

/** What a voucher moved, in order. */
export const findVoucherMoves = (db: Queryable, voucherId: Id): Promise<VoucherMove[]> =>
  db.query<VoucherMove>(find, [voucherId]);
