import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { ScanTaskName } from '../rules/kinds.ts';

export interface NewScanSession {
  readonly id: Id;
  readonly warehouseId: Id;
  readonly task: ScanTaskName;
  readonly documentId: Id | null;
  readonly locationId: Id | null;
  readonly deviceId: Id | null;
}

const insert = statement(
  'scan_session_insert',
  `insert into scan_session (id, warehouse_id, task, document_id, location_id, device_id, held_by,
                             state, started_at, started_by, operation_id)
   values ($1, $2, $3, $4, $5, $6, $7, 'OPEN', $8, $7, $9)`,
);

export const insertScanSession = (
  op: OperationContext,
  session: NewScanSession,
): Promise<unknown> =>
  op.query(insert, [
    session.id,
    session.warehouseId,
    session.task,
    session.documentId,
    session.locationId,
    session.deviceId,
    op.actorId,
    op.now,
    op.operationId,
  ]);

const take = statement(
  'scan_session_take_over',
  `update scan_session set held_by = $2, version = version + 1 where id = $1 and state = 'OPEN'`,
);

export const takeOver = (op: OperationContext, sessionId: Id): Promise<unknown> =>
  op.query(take, [sessionId, op.actorId]);

const end = statement(
  'scan_session_end',
  `update scan_session set state = $2, ended_at = $3, ended_by = $4, version = version + 1
   where id = $1 and state = 'OPEN'`,
);

/** The session is over; what it scanned counts still, unless `abandonScans` says otherwise. */
export const endScanSession = (
  op: OperationContext,
  sessionId: Id,
  state: 'COMPLETED' | 'ABANDONED',
): Promise<unknown> => op.query(end, [sessionId, state, op.now, op.actorId]);

/** Whole packages are given up with any of their lines. */
const abandon = statement(
  'stock_scan_abandon',
  `with whole as (
     select distinct s.id from stock_scan s
     join stock_scan_part p on p.stock_scan_id = s.id
     where s.scan_session_id = $1 and s.outcome = 'MATCHED' and s.product_id is null
       and s.posted_operation_id is null and s.abandoned_operation_id is null
       and p.posted_operation_id is null and p.abandoned_operation_id is null
       and ($3::uuid[] is null
            or coalesce(p.stock_transfer_line_id, p.stock_voucher_line_id) = any($3))
   ), scan as (
     update stock_scan s set abandoned_operation_id = $2
     where s.scan_session_id = $1 and s.outcome = 'MATCHED'
       and s.posted_operation_id is null and s.abandoned_operation_id is null
       and (s.id in (select id from whole) or (s.product_id is not null and ($3::uuid[] is null
            or coalesce(s.stock_transfer_line_id, s.stock_voucher_line_id) = any($3))))
     returning s.step, coalesce(s.stock_transfer_line_id, s.stock_voucher_line_id) as line_id,
               s.product_id, s.quantity
   ), part as (
     update stock_scan_part p set abandoned_operation_id = $2
     from stock_scan s
     where s.id = p.stock_scan_id and s.id in (select id from whole)
       and p.posted_operation_id is null and p.abandoned_operation_id is null
     returning s.step, coalesce(p.stock_transfer_line_id, p.stock_voucher_line_id) as line_id,
               p.quantity
   ), less as (
     select c.step, c.line_id, sum(c.quantity) as quantity
     from (select step, line_id, quantity from scan where product_id is not null
           union all select step, line_id, quantity from part) c
     where c.line_id is not null
     group by 1, 2
   ), moved as (
     update stock_transfer_line l
     set scanned_to_ship = l.scanned_to_ship
           - case less.step when 'SHIP' then less.quantity else 0 end,
         scanned_to_receive = l.scanned_to_receive
           - case less.step when 'RECEIVE' then less.quantity else 0 end
     from less where l.id = less.line_id and less.step in ('SHIP', 'RECEIVE')
     returning l.id
   )
   update stock_voucher_line l set picked = l.picked - less.quantity
   from less where l.id = less.line_id and less.step in ('PICK', 'PUT_IN')`,
);

const reopen = statement(
  'stock_voucher_picking_again',
  `update stock_voucher v set version = v.version + 1, state = 'PICKING'
   from scan_session s
   where s.id = $1 and v.id = s.document_id and v.state = 'PICKED'
     and exists (select from stock_voucher_line l
                 where l.stock_voucher_id = v.id and l.picked < l.quantity)`,
);

/**
 * What the session scanned and nobody posted yet counts no more: of these lines, or all of it. The
 * caller holds the locks of the session and its document. One round trip.
 */
export const abandonScans = (
  op: OperationContext,
  sessionId: Id,
  lineIds: readonly Id[] | null,
): Promise<unknown> =>
  inOrder(op.query(abandon, [sessionId, op.operationId, lineIds]), op.query(reopen, [sessionId]));
