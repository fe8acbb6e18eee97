import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { ScanWork, SentScan } from '../rules/scan-case.ts';
import type { ScanDecision, Tally } from '../rules/scan-tally.ts';

/** A scan, what became of it, and its place among those that came with it. */
export interface DecidedScan {
  readonly scan: SentScan;
  readonly decision: ScanDecision;
  readonly order: number;
}

/**
 * A counter goes up only where the line has room for it still. The task is told in sub-selects: by
 * its value PostgreSQL would plan the statement anew each time.
 */
export const writeScansSql = `
  with scan as (
    insert into stock_scan (id, scan_session_id, stock_transfer_id, stock_voucher_id, step, code,
                            symbology, elements, location_code, lot_code, serial, outcome,
                            stock_transfer_line_id, stock_voucher_line_id, product_id, unit_code,
                            quantity, lot_id, is_serial, location_id, package_id, actor_id,
                            credential_id, device_id, scan_device_id, device_order, scanned_at,
                            recorded_at, operation_id)
    select s.id, $2::uuid, $3::uuid, $4::uuid, $5::text, s.code, s.symbology, s.elements,
           s."locationCode", s."lotCode", s.serial, s.outcome,
           case when $3::uuid is not null then s."lineId" end,
           case when $4::uuid is not null then s."lineId" end, s."productId", s.unit, s.quantity,
           s."lotId", s."isSerial", s."locationId", s."packageId", $6::uuid, $7::uuid,
           s."deviceId", $8::uuid, s."deviceOrder", s."scannedAt", $9::timestamptz, $10::uuid
    from json_to_recordset($1::json) as s(id uuid, code text, symbology text, elements jsonb,
      "locationCode" text, "lotCode" text, serial text, outcome text, "lineId" uuid,
      "productId" uuid, unit text, quantity numeric, "lotId" uuid, "isSerial" boolean,
      "locationId" uuid, "packageId" uuid, "deviceId" text, "deviceOrder" int,
      "scannedAt" timestamptz)
    on conflict (id) do nothing
    returning id, outcome, product_id,
              coalesce(stock_transfer_line_id, stock_voucher_line_id) as line_id, quantity
  ), part as (
    insert into stock_scan_part (stock_scan_id, part_no, stock_transfer_line_id,
                                 stock_voucher_line_id, product_id, lot_id, is_serial,
                                 location_id, package_id, quantity)
    select p."scanId", p."partNo", case when $3::uuid is not null then p."lineId" end,
           case when $4::uuid is not null then p."lineId" end, p."productId", p."lotId",
           p."isSerial", p."locationId", p."packageId", p.quantity
    from json_to_recordset($11::json) as p("scanId" uuid, "partNo" int, "lineId" uuid,
      "productId" uuid, "lotId" uuid, "isSerial" boolean, "locationId" uuid, "packageId" uuid,
      quantity numeric)
    returning coalesce(stock_transfer_line_id, stock_voucher_line_id) as line_id, quantity
  ), counted as materialized (
    select c.line_id, sum(c.quantity) as quantity
    from (select line_id, quantity from scan where outcome = 'MATCHED' and product_id is not null
          union all select line_id, quantity from part) c
    where c.line_id is not null group by 1
  ), shipped as (
    update stock_transfer_line l set scanned_to_ship = l.scanned_to_ship + c.quantity
    from counted c
    where (select $5::text) = 'SHIP' and l.id = c.line_id
      and l.scanned_to_ship + c.quantity <= l.requested
    returning l.id
  ), received as (
    update stock_transfer_line l set scanned_to_receive = l.scanned_to_receive + c.quantity
    from counted c
    where (select $5::text) = 'RECEIVE' and l.id = c.line_id
      and l.received + l.lost + l.returned + l.scanned_to_receive + c.quantity <= l.shipped
    returning l.id
  ), picked as (
    update stock_voucher_line l set picked = l.picked + c.quantity
    from counted c
    where (select $5::text) in ('PICK', 'PUT_IN') and l.id = c.line_id
      and l.picked + c.quantity <= l.quantity
    returning l.id
  )
  select (select count(*)::int from scan) as recorded,
         (select count(*)::int from counted) as lines,
         (select count(*)::int from shipped) + (select count(*)::int from received)
           + (select count(*)::int from picked) as counted`;

const write = statement('stock_scan_write', writeScansSql);

const moveSession = statement(
  'scan_session_scanned',
  `update scan_session set scans = scans + $2, matched = matched + $3, location_id = $4,
     package_id = $5, document_id = coalesce(document_id, $6), last_scan_at = $7,
     device_id = coalesce($8, device_id), version = version + 1
   where id = $1`,
);

const markPicking = statement(
  'stock_voucher_mark_picking',
  `update stock_voucher v set version = v.version + 1,
     state = case when not exists (select from stock_voucher_line l
                                   where l.stock_voucher_id = v.id and l.picked < l.quantity)
                  then 'PICKED' else 'PICKING' end
   where v.id = $1 and v.kind <> 'RECEIPT' and v.state in ('DRAFT', 'READY', 'PICKING')`,
);

/** Whoever lost such a race sees the winner in a fresh transaction. */
const beaten = (what: string): Error => Object.assign(new Error(what), { code: '40001' });

/**
 * Records the scans and counts those that matched, in one statement for any number of them. The
 * database lets a scan id, and a serial in one step of a document, in only once. In a session a
 * second statement tells where it stands, on the wire with the first.
 */
export async function writeScans(
  op: OperationContext,
  work: ScanWork,
  decided: readonly DecidedScan[],
  after: Pick<Tally, 'location' | 'packageId' | 'documentChosen'>,
): Promise<void> {
  const document = after.documentChosen ? work.document : null;
  const written = op.query<{ recorded: number; lines: number; counted: number }>(write, [
    JSON.stringify(decided.map(rowOf)),
    work.sessionId,
    document?.kind === 'TRANSFER' ? document.id : null,
    document?.kind === 'VOUCHER' ? document.id : null,
    work.task,
    op.actorId,
    op.viewer?.credentialId ?? null,
    work.deviceId,
    op.now,
    op.operationId,
    JSON.stringify(decided.flatMap(partsOf)),
  ]);
  const [[done]] = await inOrder(written, markWork(op, work, decided, after));
  if (done?.recorded !== decided.length) throw beaten('A scan id was used a moment ago');
  if (done.counted !== done.lines) throw beaten('A line was filled a moment ago');
}

async function markWork(
  op: OperationContext,
  work: ScanWork,
  decided: readonly DecidedScan[],
  after: Pick<Tally, 'location' | 'packageId' | 'documentChosen'>,
): Promise<void> {
  if (work.sessionId === null) return;
  const matched = decided.filter(({ decision }) => decision.outcome === 'MATCHED').length;
  const document = after.documentChosen ? work.document : null;
  const isPick = document?.kind === 'VOUCHER' && matched > 0;
  await inOrder(
    op.query(moveSession, [
      work.sessionId,
      decided.length,
      matched,
      after.location?.id ?? null,
      after.packageId,
      document?.id ?? null,
      op.now,
      work.deviceId,
    ]),
    isPick ? op.query(markPicking, [document.id]) : Promise.resolve(),
  );
}

const rowOf = ({ scan, decision, order }: DecidedScan): Record<string, unknown> => ({
  id: scan.scanId,
  code: scan.code,
  symbology: scan.symbology,
  elements: scan.symbol?.raw ?? null,
  locationCode: scan.locationCode,
  lotCode: scan.lotCode,
  serial: scan.serial,
  outcome: decision.outcome,
  lineId: decision.line?.id ?? null,
  productId: decision.product?.id ?? null,
  unit: decision.unit,
  quantity: decision.quantity,
  lotId: decision.lot?.id ?? null,
  isSerial: decision.lot?.kind === 'SERIAL',
  locationId: decision.place?.id ?? null,
  packageId: decision.package?.id ?? null,
  deviceId: scan.deviceId,
  deviceOrder: order,
  scannedAt: scan.scannedAt,
});

const partsOf = ({ scan, decision }: DecidedScan): Record<string, unknown>[] =>
  decision.parts.map((part, index) => ({
    scanId: scan.scanId,
    partNo: index + 1,
    lineId: part.line.id,
    productId: part.productId,
    lotId: part.lotId,
    isSerial: part.isSerial,
    locationId: decision.place?.id,
    packageId: part.packageId,
    quantity: part.quantity,
  }));
