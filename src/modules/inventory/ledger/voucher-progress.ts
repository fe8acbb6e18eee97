import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { StockVoucherState } from '../rules/stock-voucher-states.ts';
import type { NewVoucherLine } from './write-voucher.ts';

const setState = statement(
  'stock_voucher_set_state',
  `update stock_voucher set state = $2, version = version + 1
   where id = $1 and state = any($3::text[]) returning id`,
);

const editHead = statement(
  'stock_voucher_edit',
  `update stock_voucher set reference = $2, reason = $3, version = version + 1
   where id = $1 and state = 'DRAFT' returning id`,
);

const forgetSerials = statement(
  'stock_voucher_forget_serials',
  `delete from expected_serial e using stock_voucher_line l
   where l.stock_voucher_id = $1 and e.line_id = l.id`,
);

const forgetLines = statement(
  'stock_voucher_forget_lines',
  'delete from stock_voucher_line where stock_voucher_id = $1',
);

const insertLines = statement(
  'stock_voucher_insert_lines',
  `insert into stock_voucher_line (id, stock_voucher_id, line_no, product_id, unit_code,
                                   quantity_in_unit, quantity, lot_id, owner_id, status,
                                   from_location_id, to_location_id, package_id)
   select l.id, $1, l.line_no, l.product_id, l.unit, l.in_unit, l.in_base, l.lot_id, l.owner_id,
          l.status, l.from_id, l.to_id, l.package_id
   from unnest($2::uuid[], $3::uuid[], $4::text[], $5::numeric[], $6::numeric[], $7::uuid[],
               $8::uuid[], $9::text[], $10::uuid[], $11::uuid[], $12::uuid[]) with ordinality
     as l(id, product_id, unit, in_unit, in_base, lot_id, owner_id, status, from_id, to_id,
          package_id, line_no)`,
);

const markLines = statement(
  'stock_voucher_mark_lines_posted',
  `update stock_voucher_line l set posted = x.quantity, picked = 0
   from unnest($2::uuid[], $3::numeric[]) as x(id, quantity)
   where l.id = x.id and l.stock_voucher_id = $1 returning l.id`,
);

const markHead = statement(
  'stock_voucher_mark_posted',
  `update stock_voucher set state = 'POSTED', dated_on = $2, posted_at = $3, posted_by = $4,
                            operation_id = $5, version = version + 1
   where id = $1 and state in ('DRAFT', 'READY', 'PICKING', 'PICKED') returning id`,
);

const markScans = statement(
  'stock_voucher_mark_scans_posted',
  `with part as (
     update stock_scan_part p set posted_operation_id = $2
     from stock_scan s
     where s.stock_voucher_id = $1 and p.stock_scan_id = s.id
       and p.posted_operation_id is null and p.abandoned_operation_id is null
   )
   update stock_scan set posted_operation_id = $2
   where stock_voucher_id = $1 and outcome = 'MATCHED'
     and posted_operation_id is null and abandoned_operation_id is null`,
);

const requireOne = (rows: readonly unknown[]): void => {
  if (rows.length !== 1) throw new Error('The stock voucher changed under its lock');
};

/** The voucher is in `state` now. The caller holds its lock, and has seen it in one of `from`. */
export async function setVoucherState(
  op: OperationContext,
  voucherId: Id,
  state: Exclude<StockVoucherState, 'POSTED'>,
  from: readonly StockVoucherState[],
): Promise<void> {
  requireOne(await op.query(setState, [voucherId, state, from]));
}

/**
 * A draft says something else from now on; its lines are replaced when others are given. The caller
 * holds its lock, and tells the serials of the new lines (`expectSerials`).
 */
export async function rewriteDraft(
  op: OperationContext,
  voucherId: Id,
  head: { readonly reference: string | null; readonly reason: string | null },
  lines: readonly Omit<NewVoucherLine, 'posted'>[] | null,
): Promise<void> {
  const [edited] = await inOrder(
    op.query(editHead, [voucherId, head.reference, head.reason]),
    ...(lines === null
      ? []
      : [
          op.query(forgetSerials, [voucherId]),
          op.query(forgetLines, [voucherId]),
          op.query(insertLines, lineValues(voucherId, lines)),
        ]),
  );
  requireOne(edited);
}

const lineValues = (voucherId: Id, lines: readonly Omit<NewVoucherLine, 'posted'>[]): unknown[] => [
  voucherId,
  lines.map((line) => line.id),
  lines.map((line) => line.productId),
  lines.map((line) => line.unit),
  lines.map((line) => line.inUnit),
  lines.map((line) => line.inBase),
  lines.map((line) => line.lotId ?? null),
  lines.map((line) => line.ownerId ?? null),
  lines.map((line) => line.status ?? 'AVAILABLE'),
  lines.map((line) => line.fromLocationId ?? null),
  lines.map((line) => line.toLocationId ?? null),
  lines.map((line) => line.packageId ?? null),
];

/**
 * The draft is posted, with so much of each of its lines; what was scanned is done with, also where
 * a person counted anew by hand. The lines come first: once the voucher is posted nothing of it
 * changes. The caller holds its lock.
 */
export async function markVoucherPosted(
  op: OperationContext,
  voucherId: Id,
  datedOn: LocalDate,
  posted: ReadonlyMap<Id, Decimal>,
): Promise<void> {
  const [lines, head] = await inOrder(
    op.query(markLines, [voucherId, [...posted.keys()], [...posted.values()]]),
    op.query(markHead, [voucherId, datedOn, op.now, op.actorId, op.operationId]),
    op.query(markScans, [voucherId, op.operationId]),
  );
  if (lines.length !== posted.size) throw new Error('A line is not of this stock voucher');
  requireOne(head);
}
