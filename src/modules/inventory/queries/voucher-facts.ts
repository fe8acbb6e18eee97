import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Tracking } from '../../catalog/index.ts';
import type { AdjustmentReason, StockStatus, StockVoucherKind } from '../rules/kinds.ts';
import type { StockVoucherState } from '../rules/stock-voucher-states.ts';

/** Quantities but `inUnit` are in the base unit. */
export interface VoucherLine {
  readonly id: Id;
  readonly lineNo: number;
  readonly productId: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly baseUnit: string;
  readonly baseDecimals: number;
  readonly unit: string;
  readonly inUnit: Decimal;
  readonly inBase: Decimal;
  readonly picked: Decimal;
  readonly posted: Decimal;
  readonly lotId: Id | null;
  readonly lot: string | null;
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  readonly packageId: Id | null;
  readonly fromLocationId: Id | null;
  readonly toLocationId: Id | null;
  /** The line of another document that it serves. */
  readonly demandLineId: Id | null;
  /** Announced, or asked for by name; in order. */
  readonly serials: readonly string[];
}

export interface VoucherFacts {
  readonly id: Id;
  readonly number: string;
  readonly kind: StockVoucherKind;
  readonly state: StockVoucherState;
  readonly version: number;
  readonly datedOn: LocalDate;
  readonly reference: string | null;
  readonly reason: string | null;
  readonly reasonCode: AdjustmentReason | null;
  readonly createdBy: Id | null;
  readonly warehouse: {
    readonly id: Id;
    readonly code: string;
    readonly receiptLocationId: Id | null;
  };
  readonly reversalOfId: Id | null;
  readonly returnOfId: Id | null;
  /** The document of another module that it serves. */
  readonly demandKind: string | null;
  readonly demandId: Id | null;
  /** The number of the voucher that took it back. */
  readonly reversedBy: string | null;
  readonly lines: readonly VoucherLine[];
}

const lock = statement(
  'stock_voucher_lock',
  'select id from stock_voucher where id = $1 for no key update',
);

const load = statement(
  'stock_voucher_facts',
  `select v.id, v.number, v.kind, v.state, v.version, v.dated_on as "datedOn", v.reference,
     v.reason, v.reason_code as "reasonCode", v.created_by as "createdBy",
     v.reversal_of_id as "reversalOfId", v.return_of_id as "returnOfId",
     v.demand_kind as "demandKind", v.demand_id as "demandId",
     (select r.number from stock_voucher r where r.reversal_of_id = v.id) as "reversedBy",
     json_build_object('id', w.id, 'code', w.code, 'receiptLocationId',
       (select l.id from location l where l.warehouse_id = w.id and l.default_receipt))
       as warehouse,
     (select json_agg(json_build_object('id', l.id, 'lineNo', l.line_no,
        'productId', l.product_id, 'sku', p.sku, 'tracking', p.tracking,
        'baseUnit', p.base_unit_code, 'baseDecimals', u.decimals, 'unit', l.unit_code,
        'inUnit', trim_scale(l.quantity_in_unit)::text, 'inBase', trim_scale(l.quantity)::text,
        'picked', trim_scale(l.picked)::text, 'posted', trim_scale(l.posted)::text,
        'lotId', l.lot_id, 'lot', lot.code, 'ownerId', l.owner_id, 'status', l.status,
        'packageId', l.package_id, 'fromLocationId', l.from_location_id,
        'toLocationId', l.to_location_id, 'demandLineId', l.demand_line_id,
        'serials', coalesce((select json_agg(e.code order by e.code) from expected_serial e
                             where e.line_id = l.id), '[]')) order by l.line_no)
      from stock_voucher_line l
      join product p on p.id = l.product_id
      join unit u on u.code = p.base_unit_code
      left join lot on lot.id = l.lot_id
      where l.stock_voucher_id = v.id) as lines
   from stock_voucher v join warehouse w on w.id = v.warehouse_id
   where v.id = $1`,
);

/** An id that no voucher can have is simply not found. */
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Locks the voucher and tells what it is, as it is behind the lock; refuses
 * STOCK_VOUCHER_NOT_FOUND. One round trip.
 */
export async function lockVoucher(op: OperationContext, given: Id): Promise<VoucherFacts> {
  const id = askable([given])[0] ?? nobody;
  const [, [facts]] = await inOrder(op.query(lock, [id]), op.query<VoucherFacts>(load, [id]));
  if (facts) return facts;
  return refuse('STOCK_VOUCHER_NOT_FOUND', 'There is no such stock voucher', ['stockVoucherId']);
}
