import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { ScanOutcome, ScanStep } from '../rules/kinds.ts';

interface SentScan {
  readonly scanId: Id;
  readonly stockTransferId: Id;
  readonly step: ScanStep;
  readonly code: string;
  readonly locationCode: string | null;
  readonly lotCode: string | null;
  readonly serial: string | null;
  readonly deviceId: string | null;
  readonly scannedAt: Date;
}

interface ScanResult {
  readonly outcome: ScanOutcome;
  readonly line: { readonly id: Id } | null;
  readonly product: { readonly id: Id } | null;
  readonly unit: string | null;
  readonly quantity: Decimal | null;
  readonly lot: { readonly id: Id; readonly kind: 'LOT' | 'SERIAL' } | null;
  readonly place: { readonly id: Id } | null;
}

/** The counter goes up only where the line has room for it still. */
export const writeScanSql = `
  with scan as (
    insert into stock_scan (id, stock_transfer_id, step, code, location_code, lot_code, serial,
                            outcome, stock_transfer_line_id, product_id, unit_code, quantity,
                            lot_id, is_serial, location_id, actor_id, credential_id, device_id,
                            scanned_at, recorded_at, operation_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20, $21)
    on conflict (id) do nothing
    returning outcome, step, stock_transfer_line_id as line_id, quantity
  ), line as (
    update stock_transfer_line l
    set scanned_to_ship = l.scanned_to_ship + case s.step when 'SHIP' then s.quantity else 0 end,
        scanned_to_receive =
          l.scanned_to_receive + case s.step when 'RECEIVE' then s.quantity else 0 end
    from scan s
    where s.outcome = 'MATCHED' and l.id = s.line_id
      and case s.step
            when 'SHIP' then l.scanned_to_ship + s.quantity <= l.requested
            else l.received + l.lost + l.returned + l.scanned_to_receive + s.quantity <= l.shipped
          end
    returning l.id
  )
  select (select count(*)::int from scan) as recorded, (select count(*)::int from line) as counted`;

const write = statement('stock_scan_write', writeScanSql);

/** Whoever lost such a race sees the winner in a fresh transaction. */
const beaten = (what: string): Error => Object.assign(new Error(what), { code: '40001' });

/**
 * Records the scan and counts it when it matched, in one statement. The database lets a scan id,
 * and a serial in one step of a transfer, in only once.
 */
export async function writeScan(
  op: OperationContext,
  scan: SentScan,
  result: ScanResult,
): Promise<void> {
  const [done] = await op.query<{ recorded: number; counted: number }>(write, [
    scan.scanId,
    scan.stockTransferId,
    scan.step,
    scan.code,
    scan.locationCode,
    scan.lotCode,
    scan.serial,
    result.outcome,
    result.line?.id ?? null,
    result.product?.id ?? null,
    result.unit,
    result.quantity,
    result.lot?.id ?? null,
    result.lot?.kind === 'SERIAL',
    result.place?.id ?? null,
    op.actorId,
    op.viewer?.credentialId ?? null,
    scan.deviceId,
    scan.scannedAt,
    op.now,
    op.operationId,
  ]);
  if (done?.recorded !== 1) throw beaten('The scan id was used a moment ago');
  if (result.outcome === 'MATCHED' && done.counted !== 1) {
    throw beaten('The line was filled a moment ago');
  }
}
