import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { ScanOutcome, ScanSessionState, ScanTaskName } from '../rules/kinds.ts';
import {
  lockSessionCountSql,
  lockSessionSql,
  lockSessionTransferSql,
  lockSessionVoucherSql,
  ofTask,
} from './scan-heads-sql.ts';

/** A line of the session's document, in base units. */
export interface ScanLineProgress {
  readonly lineId: Id;
  readonly lineNo: number;
  readonly productId: Id;
  readonly sku: string;
  readonly counted: Decimal;
  readonly expected: Decimal;
}

/** A scan of the session that did not count, and that no later one made good. */
export interface UncountedScan {
  readonly scanId: Id;
  readonly code: string;
  readonly outcome: ScanOutcome;
  readonly productId: Id | null;
  readonly quantity: Decimal | null;
}

export interface ScanSessionFacts {
  readonly id: Id;
  readonly task: ScanTaskName;
  readonly state: ScanSessionState;
  readonly heldBy: Id | null;
  readonly warehouse: { readonly id: Id; readonly code: string };
  readonly location: { readonly id: Id; readonly code: string } | null;
  readonly document: {
    readonly kind: 'TRANSFER' | 'VOUCHER' | 'COUNT';
    readonly id: Id;
    readonly number: string;
    readonly state: string;
    /** What it serves, where its goods are moved by the acts of another document. */
    readonly demandKind: string | null;
  } | null;
  readonly lines: readonly ScanLineProgress[];
  readonly uncounted: readonly UncountedScan[];
  /** Who else scans for the same document just now. */
  readonly otherSessions: readonly { readonly id: Id; readonly heldBy: Id | null }[];
}

const line = (alias: string, counted: string, expected: string): string => `
  select ${alias}.id, ${alias}.line_no, ${alias}.product_id, ${counted} as counted,
         ${expected} as expected`;

const load = statement(
  'scan_session_facts',
  `with line as (
     ${line(
       'l',
       `case s.task when 'SHIP' then l.scanned_to_ship else l.received + l.scanned_to_receive end`,
       `case s.task when 'SHIP' then l.requested else l.shipped - l.lost - l.returned end`,
     )}
     from scan_session s join stock_transfer_line l on l.stock_transfer_id = s.document_id
     where s.id = $1
     union all
     ${line('l', 'l.picked', 'l.quantity')}
     from scan_session s join stock_voucher_line l on l.stock_voucher_id = s.document_id
     where s.id = $1
   )
   select s.id, s.task, s.state, s.held_by as "heldBy",
     json_build_object('id', w.id, 'code', w.code) as warehouse,
     case when place.id is not null
       then json_build_object('id', place.id, 'code', place.code) end as location,
     case when t.id is not null then json_build_object('kind', 'TRANSFER', 'id', t.id,
            'number', t.number, 'state', t.state)
          when v.id is not null then json_build_object('kind', 'VOUCHER', 'id', v.id,
            'number', v.number, 'state', v.state, 'demandKind', v.demand_kind)
          when c.id is not null then json_build_object('kind', 'COUNT', 'id', c.id,
            'number', c.number, 'state', c.state) end as document,
     coalesce((select json_agg(json_build_object('lineId', l.id, 'lineNo', l.line_no,
         'productId', l.product_id, 'sku', p.sku, 'counted', trim_scale(l.counted)::text,
         'expected', trim_scale(l.expected)::text) order by l.line_no)
       from line l join product p on p.id = l.product_id), '[]') as lines,
     coalesce((select json_agg(json_build_object('scanId', x.id, 'code', x.code,
         'outcome', x.outcome, 'productId', x.product_id,
         'quantity', trim_scale(x.quantity)::text) order by x.id)
       from stock_scan x
       where x.scan_session_id = s.id
         and x.outcome in ('UNEXPECTED', 'OVER', 'WRONG_LOCATION', 'UNKNOWN', 'TRACKING_REQUIRED',
                           'BLOCKED')
         and not exists (
           select from stock_scan good
           where good.scan_session_id = s.id and good.outcome = 'MATCHED'
             and good.code = x.code
             and (x.outcome = 'TRACKING_REQUIRED' or (good.serial, good.lot_code)
                    is not distinct from (x.serial, x.lot_code))
             and (good.recorded_at, good.device_order) > (x.recorded_at, x.device_order))),
       '[]') as uncounted,
     coalesce((select json_agg(json_build_object('id', o.id, 'heldBy', o.held_by) order by o.id)
       from scan_session o
       where o.document_id = s.document_id and o.task = s.task and o.state = 'OPEN'
         and o.id <> s.id), '[]') as "otherSessions"
   from scan_session s
   join warehouse w on w.id = s.warehouse_id
   left join location place on place.id = s.location_id
   left join stock_transfer t on t.id = s.document_id
   left join stock_voucher v on v.id = s.document_id
   left join stock_count c on c.id = s.document_id
   where s.id = $1`,
);

const lockSession = statement('scan_session_lock', lockSessionSql);
const lockTransfer = statement('scan_session_lock_transfer', lockSessionTransferSql);
const lockVoucher = statement('scan_session_lock_voucher', lockSessionVoucherSql);
const lockCount = statement('scan_session_lock_count', lockSessionCountSql);

const notFound = (): never =>
  refuse('SCAN_SESSION_NOT_FOUND', 'There is no such scan session', ['scanSessionId']);

/** Where a session stands; null when there is none such. */
export async function loadScanSession(db: Queryable, id: Id): Promise<ScanSessionFacts | null> {
  const [facts] = await db.query<ScanSessionFacts>(load, [askable([id])[0] ?? null]);
  return facts ?? null;
}

/** Locks the session and its document; refuses SCAN_SESSION_NOT_FOUND. One round trip. */
export async function lockScanSession(op: OperationContext, given: Id): Promise<ScanSessionFacts> {
  const id = askable([given])[0] ?? notFound();
  const [, , , , facts] = await inOrder(
    op.query(lockSession, [id]),
    op.query(lockTransfer, [id, []]),
    op.query(lockVoucher, [id, []]),
    op.query(lockCount, [id, []]),
    loadScanSession(op, id),
  );
  return facts ?? notFound();
}

const findDocument = statement(
  'scan_session_find_document',
  `select 'TRANSFER' as kind, t.id, t.number, t.state,
          case when $2 = 'SHIP' or t.returning_at is not null then t.source_id
               else t.destination_id end as "warehouseId"
   from stock_transfer t where t.id = $1 and $2 in ('SHIP', 'RECEIVE')
   union all
   select 'VOUCHER', v.id, v.number, v.state, v.warehouse_id from stock_voucher v
   where v.id = $1 and ${ofTask('v.kind', '$2')}
   union all
   select 'COUNT', c.id, c.number, c.state, c.warehouse_id from stock_count c
   where c.id = $1 and $2 = 'COUNT'`,
);

/** What a session of this task may be about. */
export interface ScannableDocument {
  readonly kind: 'TRANSFER' | 'VOUCHER' | 'COUNT';
  readonly id: Id;
  readonly number: string;
  readonly state: string;
  readonly warehouseId: Id;
}

export async function findScannable(
  db: Queryable,
  documentId: Id | null,
  task: ScanTaskName,
): Promise<ScannableDocument | null> {
  const [found] = await db.query<ScannableDocument>(findDocument, [documentId, task]);
  return found ?? null;
}

const findDevice = statement(
  'scan_device_by_key',
  `select id, active from scan_device where api_key_id = $1
   order by active desc, id desc limit 1`,
);

/** The device whose key signs this act, if one does: the one that scans, where it had others. */
export async function findOwnDevice(
  op: OperationContext,
): Promise<{ readonly id: Id; readonly active: boolean } | null> {
  const values = [op.viewer?.credentialId ?? null];
  const [device] = await op.query<{ id: Id; active: boolean }>(findDevice, values);
  return device ?? null;
}
