import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import {
  lockAndLook,
  type LockedScanFacts,
  type RecordedScan,
  type ScanSubject,
} from '../queries/scan-facts.ts';
import { decideScans } from '../rules/decide-scan.ts';
import { readScan, type ScanInput } from '../rules/read-scans.ts';
import { requireDevice } from '../rules/scan-session.ts';
import type { ScanProduct, ScanWork, SentScan } from '../rules/scan-case.ts';
import type { ScanDecision } from '../rules/scan-tally.ts';
import type { ScanAnswer } from '../rules/scan-answer.ts';
import { scanTaskRules } from '../rules/scan-tasks.ts';
import { withCounts, withNewLots } from './scanned-goods.ts';
import { writeScans, type DecidedScan } from './write-scans.ts';

/** A scan as it was sent, and where a refusal of it points to. */
export interface GivenScan {
  readonly input: ScanInput;
  readonly path: readonly string[];
}

/**
 * Records scans in their order: lock and look, decide, write; three round trips and as many
 * statements for one as for a thousand. Answers one for each. `faults` are those already found.
 */
export async function recordAll(
  op: OperationContext,
  subject: ScanSubject,
  given: readonly GivenScan[],
  faults: Fault[],
): Promise<readonly ScanAnswer[]> {
  const scans = given.map(({ input, path }) => readScan(input, op.today, path, faults));
  refuseIfAny(faults);
  const facts = await lockAndLook(op, subject, scans);
  const { work } = facts;
  const { permission } = scanTaskRules[work.task];
  op.requireReach(permission, { unitIds: [work.warehouseId] }, 'Scanning in this warehouse');
  // What stands twice among scans that came together counts once.
  const firsts = new Map(scans.map((scan) => [scan.scanId, scan]).reverse() as [Id, SentScan][]);
  const answers = answersBefore(subject, scans, firsts, facts);
  const fresh = scans.filter(
    (scan) => !answers.has(scan.scanId) && firsts.get(scan.scanId) === scan,
  );
  if (fresh.length > 0) {
    requireHeld(op, work);
    requireDevice(work.deviceEnded);
    const tooLate = isTooLate(work);
    const lots = tooLate ? facts.lots : await withNewLots(op, facts, fresh);
    const folded = decideScans({ ...facts, lots }, fresh, { tooLate, today: op.today });
    const { after } = folded;
    const decisions = await withCounts(op, work, after, fresh, folded.decisions);
    const order = new Map(scans.map((scan, i) => [scan, i]));
    const decided = fresh.map((scan, i) => ({
      scan,
      decision: decisions[i] as ScanDecision,
      order: order.get(scan) ?? 0,
    }));
    await writeScans(op, work, decided, after);
    const made = decided.map((one) => answerOf(work, one, after.documentChosen));
    for (const answer of made) answers.set(answer.scanId, answer);
    announce(op, work, decided, made);
  }
  return scans.map((scan) => answers.get(scan.scanId) as ScanAnswer);
}

/** Another person may send a scan again; a scan id on another thing is refused. */
function answersBefore(
  subject: ScanSubject,
  scans: readonly SentScan[],
  firsts: ReadonlyMap<Id, SentScan>,
  { before }: LockedScanFacts,
): Map<Id, ScanAnswer> {
  const recorded = new Map(before.map((one) => [one.scanId, one]));
  const faults = scans.flatMap((scan) => {
    const first = recorded.get(scan.scanId);
    const twin = firsts.get(scan.scanId) ?? scan;
    const same = (!first || isOf(subject, first)) && says(scan, first ?? twin);
    if (same) return [];
    const message = 'This scan id belongs to another scan';
    return [fault('SCAN_ID_REUSED', message, [...scan.path, 'scanId'])];
  });
  refuseIfAny(faults);
  return new Map(before.map((one) => [one.scanId, one.answer as ScanAnswer]));
}

const isOf = (subject: ScanSubject, before: RecordedScan): boolean =>
  'scanSessionId' in subject
    ? before.scanSessionId === subject.scanSessionId
    : before.stockTransferId === subject.stockTransferId &&
      before.step === subject.step &&
      before.scanSessionId === null;

type Words = Pick<SentScan, 'code' | 'lotCode' | 'serial' | 'locationCode'>;

const says = (scan: Words, before: Words): boolean =>
  before.code === scan.code &&
  before.lotCode === scan.lotCode &&
  before.serial === scan.serial &&
  before.locationCode === scan.locationCode;

function requireHeld(op: OperationContext, { sessionId, heldBy }: ScanWork): void {
  if (sessionId === null || heldBy === op.actorId) return;
  refuse('SESSION_TAKEN_OVER', 'Somebody else goes on with this session', ['scanSessionId']);
}

/** Throws ILLEGAL_STATE while the document is not ready for this yet. */
function isTooLate({ sessionState, task, document }: ScanWork): boolean {
  if (sessionState !== null && sessionState !== 'OPEN') return true;
  const rules = scanTaskRules[task];
  if (!document || rules.open.includes(document.state)) return false;
  if (rules.over.includes(document.state)) return true;
  const details = { state: document.state, allowed: rules.open };
  const message = `${document.number} is ${document.state}: it cannot be scanned yet`;
  throw new DomainError([{ code: 'ILLEGAL_STATE', message, path: [], details }]);
}

function answerOf(work: ScanWork, { scan, decision }: DecidedScan, chosen: boolean): ScanAnswer {
  const document = chosen ? work.document : null;
  const transfer = document?.kind === 'TRANSFER' ? document.id : null;
  const voucher = document?.kind === 'VOUCHER' ? document.id : null;
  const lineId = decision.line?.id ?? null;
  const found = decision.package;
  return {
    scanId: scan.scanId,
    scanSessionId: work.sessionId,
    stockTransferId: transfer,
    stockVoucherId: voucher,
    step: work.task,
    outcome: decision.outcome,
    next: decision.next,
    signal: decision.signal,
    stockTransferLineId: transfer && lineId,
    stockVoucherLineId: voucher && lineId,
    product: decision.product && shown(decision.product),
    lotCode: decision.lot?.code ?? null,
    location: decision.place,
    goTo: decision.goTo,
    package: found && { id: found.id, sscc: found.sscc },
    parts: decision.parts.map(({ line, productId, quantity }) => ({
      lineId: line.id,
      productId,
      quantityInBase: quantity,
    })),
    quantityInBase: decision.quantity,
    countedInBase: decision.counted,
    expectedInBase: decision.line?.expected ?? null,
    lines: work.lines,
    linesDone: decision.linesDone,
  };
}

const shown = ({ id, sku, nameEn, nameFa, tracking, baseUnit }: ScanProduct) => ({
  id,
  sku,
  nameEn,
  nameFa,
  tracking,
  baseUnit,
});

/** Scans that came together are told together; the lines follow when they are posted. */
function announce(
  op: OperationContext,
  work: ScanWork,
  decided: readonly DecidedScan[],
  answers: readonly ScanAnswer[],
): void {
  const { document, sessionId, warehouseId } = work;
  const scans = answers.map((answer, i) => ({
    ...answer,
    code: decided[i]?.scan.code,
    scannedAt: decided[i]?.scan.scannedAt,
  }));
  const facts = document && { id: document.id, number: document.number, state: document.state };
  if (document?.kind === 'TRANSFER') {
    op.emit({
      type: inventoryEvents.stockTransferScanned,
      subject: { type: 'stockTransfer', id: document.id },
      unitIds: document.unitIds,
      data: { stockTransfer: facts, change: { scanSessionId: sessionId, scans } },
    });
    return;
  }
  op.emit({
    type: inventoryEvents.scanSessionScanned,
    subject: { type: 'scanSession', id: sessionId as Id },
    unitIds: [warehouseId],
    data: {
      scanSession: { id: sessionId, task: work.task, document: facts },
      change: { scans },
    },
  });
}
