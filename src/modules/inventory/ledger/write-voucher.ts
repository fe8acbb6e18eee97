import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { AdjustmentReason, StockStatus, StockVoucherKind } from '../rules/kinds.ts';
import type { StockVoucherState } from '../rules/stock-voucher-states.ts';

export interface NewVoucher {
  readonly id: Id;
  readonly number: string;
  readonly kind: StockVoucherKind;
  readonly state: Extract<StockVoucherState, 'DRAFT' | 'POSTED'>;
  readonly warehouseId: Id;
  readonly datedOn: LocalDate;
  readonly reference?: string | null;
  readonly reason?: string | null;
  readonly reasonCode?: AdjustmentReason | null;
  readonly reversalOfId?: Id | null;
  readonly returnOfId?: Id | null;
  readonly demand?: Demand | null;
}

/** The document of another module that a paper serves. */
export interface Demand {
  readonly kind: string;
  readonly id: Id;
}

/** A line as the paper says it; the moves tell what it was made of. */
export interface NewVoucherLine {
  readonly id: Id;
  readonly productId: Id;
  readonly unit: string;
  readonly inUnit: Decimal;
  readonly inBase: Decimal;
  /** What its moves moved; of a draft: 0. */
  readonly posted: Decimal;
  readonly lotId?: Id | null;
  readonly ownerId?: Id | null;
  readonly status?: StockStatus;
  readonly fromLocationId?: Id | null;
  readonly toLocationId?: Id | null;
  readonly packageId?: Id | null;
  /** The line of that document that it serves. */
  readonly demandLineId?: Id | null;
}

const insert = statement(
  'stock_voucher_insert',
  `with voucher as (
     insert into stock_voucher (id, number, kind, state, warehouse_id, dated_on, reference, reason,
                                reversal_of_id, created_at, created_by, posted_at, posted_by,
                                operation_id, reason_code, return_of_id, demand_kind,
                                demand_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
             case when $4 = 'POSTED' then $10::timestamptz end,
             case when $4 = 'POSTED' then $11::uuid end, $12, $24, $26, $27, $28)
     returning id
   )
   insert into stock_voucher_line (id, stock_voucher_id, line_no, product_id, unit_code,
                                   quantity_in_unit, quantity, posted, lot_id, owner_id, status,
                                   from_location_id, to_location_id, package_id,
                                   demand_line_id)
   select l.id, voucher.id, l.line_no, l.product_id, l.unit, l.in_unit, l.in_base, l.posted,
          l.lot_id, l.owner_id, l.status, l.from_id, l.to_id, l.package_id,
          l.demand_line_id
   from voucher, unnest($13::uuid[], $14::uuid[], $15::text[], $16::numeric[], $17::numeric[],
                        $18::numeric[], $19::uuid[], $20::uuid[], $21::text[], $22::uuid[],
                        $23::uuid[], $25::uuid[], $29::uuid[]) with ordinality
     as l(id, product_id, unit, in_unit, in_base, posted, lot_id, owner_id, status, from_id, to_id,
          package_id, demand_line_id, line_no)`,
);

/** The paper and its lines, in one statement; take its number just before. */
export const insertVoucher = (
  op: OperationContext,
  voucher: NewVoucher,
  lines: readonly NewVoucherLine[],
): Promise<unknown> =>
  op.query(insert, [
    voucher.id,
    voucher.number,
    voucher.kind,
    voucher.state,
    voucher.warehouseId,
    voucher.datedOn,
    voucher.reference ?? null,
    voucher.reason ?? null,
    voucher.reversalOfId ?? null,
    op.now,
    op.actorId,
    op.operationId,
    lines.map((line) => line.id),
    lines.map((line) => line.productId),
    lines.map((line) => line.unit),
    lines.map((line) => line.inUnit),
    lines.map((line) => line.inBase),
    lines.map((line) => line.posted),
    lines.map((line) => line.lotId ?? null),
    lines.map((line) => line.ownerId ?? null),
    lines.map((line) => line.status ?? 'AVAILABLE'),
    lines.map((line) => line.fromLocationId ?? null),
    lines.map((line) => line.toLocationId ?? null),
    voucher.reasonCode ?? null,
    lines.map((line) => line.packageId ?? null),
    voucher.returnOfId ?? null,
    voucher.demand?.kind ?? null,
    voucher.demand?.id ?? null,
    lines.map((line) => line.demandLineId ?? null),
  ]);
