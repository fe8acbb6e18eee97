import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { isComplete, type StockTransferState } from '../rules/stock-transfer-states.ts';

/** A package that goes on (`whole`) without the one that it is in is in it no more. */
const unpacked = `
  update stock_package p set parent_id = null, version = version + 1
  from whole w
  where p.id = w.package_id and p.parent_id is not null
    and not exists (select from whole o where o.package_id = p.parent_id)`;

const ship = statement(
  'stock_transfer_mark_shipped',
  `with transfer as (
     update stock_transfer set state = 'SHIPPED', shipped_at = $2, shipped_by = $3, due_at = $7,
                               carrier = $8, version = version + 1
     where id = $1 and state in ('APPROVED', 'RESERVED', 'PICKED') returning id
   ), line as (
     update stock_transfer_line l set shipped = x.quantity, scanned_to_ship = 0
     from unnest($5::uuid[], $6::numeric[]) as x(id, quantity)
     where l.id = x.id and l.stock_transfer_id = $1 returning l.id
   ), scan as (
     update stock_scan set posted_operation_id = $4
     where stock_transfer_id = $1 and step = 'SHIP' and outcome = 'MATCHED'
       and posted_operation_id is null and abandoned_operation_id is null
     returning id, product_id, package_id
   ), part as (
     update stock_scan_part p set posted_operation_id = $4
     from scan s
     where p.stock_scan_id = s.id and p.posted_operation_id is null
       and p.abandoned_operation_id is null
     returning p.part_no
   ), whole as (
     select package_id from scan where product_id is null
   ), unpacked as (
     ${unpacked}
   )
   select (select count(*)::int from transfer) as transfers,
          (select count(*)::int from line) as lines`,
);

export interface Shipment {
  readonly shipped: ReadonlyMap<Id, Decimal>;
  /** When the goods should arrive; ISO 8601. */
  readonly dueAt: string | null;
  readonly carrier: string | null;
}

/**
 * The transfer is shipped with so much of each of its lines; what was scanned is done with, also
 * where a person counted anew by hand. The caller holds the transfer's lock.
 */
export async function markShipped(
  op: OperationContext,
  transferId: Id,
  { shipped, dueAt, carrier }: Shipment,
): Promise<void> {
  const [done] = await op.query<{ transfers: number; lines: number }>(ship, [
    transferId,
    op.now,
    op.actorId,
    op.operationId,
    [...shipped.keys()],
    [...shipped.values()],
    dueAt,
    carrier,
  ]);
  requireAll(done, shipped.size);
}

const arrive = statement(
  'stock_transfer_mark_arrived',
  `with transfer as (
     update stock_transfer
     set state = $2, version = version + 1,
         completed_at = case when $3::timestamptz is not null then coalesce(completed_at, $3) end
     where id = $1 and state in ('SHIPPED', 'PARTIALLY_RECEIVED', 'RECEIVED') returning id
   ), scan as (
     update stock_scan s set posted_operation_id = $4
     from unnest($9::uuid[], $10::uuid[]) as x(line_id, lot_id)
     where s.stock_transfer_id = $1 and s.step = 'RECEIVE' and s.outcome = 'MATCHED'
       and s.posted_operation_id is null and s.abandoned_operation_id is null
       and s.stock_transfer_line_id = x.line_id and s.lot_id is not distinct from x.lot_id
     returning s.stock_transfer_line_id as line_id, s.quantity
   ), part as (
     update stock_scan_part p set posted_operation_id = $4
     from stock_scan s, unnest($9::uuid[], $10::uuid[]) as x(line_id, lot_id)
     where s.stock_transfer_id = $1 and s.step = 'RECEIVE' and s.outcome = 'MATCHED'
       and s.product_id is null and p.stock_scan_id = s.id and p.posted_operation_id is null
       and p.abandoned_operation_id is null
       and p.stock_transfer_line_id = x.line_id and p.lot_id is not distinct from x.lot_id
     returning p.stock_transfer_line_id as line_id, p.quantity, s.package_id
   ), whole as (
     select distinct package_id from part
   ), unpacked as (
     ${unpacked}
   ), line as (
     update stock_transfer_line l
     set received = l.received + x.received, lost = l.lost + x.lost,
         returned = l.returned + x.returned,
         scanned_to_receive = l.scanned_to_receive
           - coalesce((select sum(s.quantity) from scan s where s.line_id = l.id), 0)
           - coalesce((select sum(p.quantity) from part p where p.line_id = l.id), 0)
     from unnest($5::uuid[], $6::numeric[], $7::numeric[], $8::numeric[])
       as x(id, received, lost, returned)
     where l.id = x.id and l.stock_transfer_id = $1 returning l.id
   )
   select (select count(*)::int from transfer) as transfers,
          (select count(*)::int from line) as lines`,
);

export interface LineArrival {
  readonly lineId: Id;
  readonly received: Decimal;
  readonly lost: Decimal;
  readonly returned: Decimal;
}

/**
 * The lines' goods arrived, were lost or went back, and the transfer is in `state` now. Scans of
 * `counted` goods (line and lot) are done with. The caller holds the transfer's lock.
 */
export async function markArrived(
  op: OperationContext,
  transferId: Id,
  state: StockTransferState,
  lines: readonly LineArrival[],
  counted: readonly { readonly lineId: Id; readonly lotId: Id | null }[],
): Promise<void> {
  const parts = [
    ...new Map(counted.map((part) => [`${part.lineId} ${part.lotId}`, part])).values(),
  ];
  const [done] = await op.query<{ transfers: number; lines: number }>(arrive, [
    transferId,
    state,
    isComplete(state) ? op.now : null,
    op.operationId,
    lines.map((line) => line.lineId),
    lines.map((line) => line.received),
    lines.map((line) => line.lost),
    lines.map((line) => line.returned),
    parts.map((part) => part.lineId),
    parts.map((part) => part.lotId),
  ]);
  requireAll(done, lines.length);
}

function requireAll(done: { transfers: number; lines: number } | undefined, lines: number): void {
  if (done?.transfers === 1 && done.lines === lines) return;
  throw new Error('The stock transfer changed under its lock');
}
