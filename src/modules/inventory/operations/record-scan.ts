import { cleanScan } from '../../../kernel/barcode.ts';
import { addDecimals, subtractDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readQuantityValue, toBase } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import type { Tracking } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { writeScan } from '../ledger/write-scan.ts';
import { lookAgain, lookFirst, type FirstLook, type ScanProduct } from '../queries/scan-facts.ts';
import { decideScan, nextAfter, type ScanDecision } from '../rules/decide-scan.ts';
import { scanSteps, type ScanNext, type ScanOutcome, type ScanStep } from '../rules/kinds.ts';
import { readId, readText } from '../rules/read-input.ts';
import { resolveScan, type Resolved } from '../rules/resolve-scan.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';

export interface RecordScanInput {
  /** Made by the device: a scan that is sent again has the same, and changes nothing. */
  readonly scanId: Id;
  readonly stockTransferId: Id;
  readonly step: ScanStep;
  /** As the scanner read it: a product's barcode, or the label of a lot or serial number. */
  readonly code: string;
  readonly locationCode?: string | null;
  readonly lotCode?: string | null;
  readonly serial?: string | null;
  /** In the barcode's unit; 1 when left out, and always 1 for serial numbers. */
  readonly quantity?: string | null;
  /** When, by the device's clock. */
  readonly scannedAt: Date | string;
  readonly deviceId?: string | null;
}

export interface ScanAnswer {
  readonly scanId: Id;
  readonly stockTransferId: Id;
  readonly step: ScanStep;
  readonly outcome: ScanOutcome;
  readonly next: ScanNext;
  readonly stockTransferLineId: Id | null;
  readonly product: ScanProduct | null;
  readonly lotCode: string | null;
  readonly location: { readonly id: Id; readonly code: string } | null;
  /** Where the goods should be taken from, or put, instead. */
  readonly goTo: { readonly id: Id; readonly code: string } | null;
  readonly quantityInBase: Decimal | null;
  /** Of the line, after this scan. */
  readonly countedInBase: Decimal | null;
  readonly expectedInBase: Decimal | null;
}

interface ScanTextsRead {
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

const stepAct = { SHIP: 'shipStockTransfer', RECEIVE: 'receiveStockTransfer' } as const;

/**
 * A scan at the source or at the destination is recorded, whatever it turns out to be, and counts
 * when it matches. A scan that is sent again answers as the first time did, word for word; the
 * caller passes `scanId` as the key. Counting anew starts from zero, never from what is expected.
 */
export const recordScan = defineOperation({
  name: 'recordScan',
  permission: 'inventory.transfer',
  async run(op, input: RecordScanInput): Promise<ScanAnswer> {
    const scan = readScan(input);
    const codes = [...new Set([scan.code, scan.lotCode, scan.serial].filter((c) => c !== null))];
    const first = await lookFirst(op, scan, scan.code, codes);
    const { transfer } = first;
    const unitIds = [scan.step === 'SHIP' ? transfer.sourceId : transfer.destinationId];
    op.requireReach('inventory.transfer', { unitIds }, 'Scanning in this warehouse');
    if (first.before) return answerBefore(scan, first.before);
    requireTransition(stockTransferStates, transfer.state, stepAct[scan.step]);
    const resolved = resolveScan(scan, first.barcode, first.lots);
    const answer = resolved
      ? await recordKnown(op, scan, first, resolved, input.quantity ?? '1')
      : await recordUnknown(op, scan);
    announce(op, scan, first, answer);
    return answer;
  },
});

function readScan(input: RecordScanInput): ScanTextsRead {
  const faults: Fault[] = [];
  const optional = { most: 60, optional: true };
  const scanId = readId(input.scanId, ['scanId'], faults);
  const stockTransferId = readId(input.stockTransferId, ['stockTransferId'], faults);
  const code = readText(cleanScan(input.code), { most: 200 }, ['code'], faults);
  const locationCode = readText(input.locationCode, optional, ['locationCode'], faults);
  const lotCode = readText(input.lotCode, optional, ['lotCode'], faults);
  const serial = readText(input.serial, optional, ['serial'], faults);
  const deviceId = readText(input.deviceId, { most: 100, optional: true }, ['deviceId'], faults);
  const scannedAt = new Date(input.scannedAt);
  if (Number.isNaN(scannedAt.getTime())) {
    faults.push(fault('TEXT_MALFORMED', 'This is no instant', ['scannedAt']));
  }
  if (!scanSteps.includes(input.step)) {
    faults.push(fault('CODE_MALFORMED', `A step is ${scanSteps.join(' or ')}`, ['step']));
  }
  refuseIfAny(faults);
  const { step } = input;
  const ids = { scanId: scanId as Id, stockTransferId: stockTransferId as Id };
  return { ...ids, step, code: code as string, locationCode, lotCode, serial, deviceId, scannedAt };
}

/** Another person may send a scan again; a scan id on another thing is refused. */
function answerBefore(scan: ScanTextsRead, before: NonNullable<FirstLook['before']>): ScanAnswer {
  const same =
    before.stockTransferId === scan.stockTransferId &&
    before.step === scan.step &&
    before.code === scan.code &&
    before.lotCode === scan.lotCode &&
    before.serial === scan.serial &&
    before.locationCode === scan.locationCode;
  if (same) return before.answer as ScanAnswer;
  return refuse('SCAN_ID_REUSED', 'This scan id belongs to another scan', ['scanId']);
}

async function recordUnknown(op: OperationContext, scan: ScanTextsRead): Promise<ScanAnswer> {
  const nothing = { line: null, product: null, unit: null, quantity: null, lot: null, place: null };
  await writeScan(op, scan, { outcome: 'UNKNOWN', ...nothing });
  return {
    ...headOf(scan),
    outcome: 'UNKNOWN',
    next: 'CHECK_CODE',
    stockTransferLineId: null,
    product: null,
    lotCode: null,
    location: null,
    goTo: null,
    quantityInBase: null,
    countedInBase: null,
    expectedInBase: null,
  };
}

async function recordKnown(
  op: OperationContext,
  scan: ScanTextsRead,
  { transfer }: FirstLook,
  resolved: Resolved,
  given: string,
): Promise<ScanAnswer> {
  const { productId, lot, tracking } = resolved;
  const goods = { productId, lotId: lot?.id ?? null };
  const seen = await lookAgain(op, transfer, scan.step, goods, scan.locationCode);
  const quantity = quantityOf(resolved, seen.baseDecimals, given);
  const decision = decideScan({
    step: scan.step,
    quantity,
    tracked: tracking !== 'NONE',
    lacksTracking: resolved.lacksTracking,
    lot,
    lines: seen.lines,
    stock: seen.stock,
    named: scan.locationCode !== null,
    namedPlace: seen.namedPlace,
    receiptLocation: transfer.receiptLocation,
  });
  await writeScan(op, scan, {
    outcome: decision.outcome,
    line: decision.line,
    product: seen.product,
    unit: resolved.unit?.code ?? seen.product.baseUnit,
    quantity,
    lot,
    place: decision.place ?? seen.namedPlace,
  });
  return answerOf(scan, decision, {
    product: seen.product,
    tracking,
    lotCode: lot?.code ?? null,
    quantity,
    namedPlace: seen.namedPlace,
    remaining: transfer.remaining,
  });
}

/** Serial numbers are counted one by one, whatever the device says. */
function quantityOf(resolved: Resolved, baseDecimals: number, given: string): Decimal {
  if (resolved.tracking === 'SERIAL') return '1';
  const faults: Fault[] = [];
  const { unit } = resolved;
  const rules = { decimals: unit?.decimals ?? baseDecimals, positive: true };
  const value = gather(readQuantityValue(given, rules), ['quantity'], faults);
  const base =
    value === null || !unit
      ? value
      : gather(toBase(value, unit.factor, baseDecimals), ['quantity'], faults);
  if (base === null) throw new DomainError(faults);
  return base;
}

const headOf = ({ scanId, stockTransferId, step }: ScanTextsRead) => ({
  scanId,
  stockTransferId,
  step,
});

function answerOf(
  scan: ScanTextsRead,
  decision: ScanDecision,
  facts: {
    readonly product: ScanProduct;
    readonly tracking: Tracking;
    readonly lotCode: string | null;
    readonly quantity: Decimal;
    readonly namedPlace: { readonly id: Id; readonly code: string } | null;
    readonly remaining: Decimal;
  },
): ScanAnswer {
  const { outcome, line, place, goTo } = decision;
  const added = outcome === 'MATCHED' ? facts.quantity : '0';
  const counted = line && addDecimals(line.counted, added);
  const left = {
    line: line && counted ? subtractDecimals(line.expected, counted) : '0',
    all: subtractDecimals(facts.remaining, added),
  };
  return {
    ...headOf(scan),
    outcome,
    next: nextAfter(decision, facts.tracking, left),
    stockTransferLineId: line?.id ?? null,
    product: facts.product,
    lotCode: facts.lotCode,
    location: place ?? facts.namedPlace,
    goTo,
    quantityInBase: facts.quantity,
    countedInBase: counted,
    expectedInBase: line?.expected ?? null,
  };
}

/** One scan is told by itself; the lines follow when it is shipped or received. */
function announce(
  op: OperationContext,
  scan: ScanTextsRead,
  { transfer }: FirstLook,
  answer: ScanAnswer,
): void {
  op.emit({
    type: inventoryEvents.stockTransferScanned,
    subject: { type: 'stockTransfer', id: transfer.id },
    unitIds: [transfer.sourceId, transfer.destinationId],
    data: {
      stockTransfer: { id: transfer.id, number: transfer.number, state: transfer.state },
      change: { scan: { ...answer, code: scan.code, scannedAt: scan.scannedAt } },
    },
  });
}
