import { compareDecimals } from '../../../kernel/decimal.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { decideCount, decideGoods } from './decide-goods.ts';
import { decidePackage } from './decide-package.ts';
import type { ScanNext, ScanOutcome, ScanSignal } from './kinds.ts';
import { indexFacts, resolveScan } from './resolve-scan.ts';
import type { ScanFacts, SentScan } from './scan-case.ts';
import { quantityOf } from './scan-quantity.ts';
import {
  countOf,
  lackOf,
  placeOf,
  type Deciding,
  type ScanDecision,
  type Tally,
  type Verdict,
} from './scan-tally.ts';
import { scanTaskRules, type ScanTaskRules } from './scan-tasks.ts';

export interface DecidedScans {
  readonly decisions: readonly ScanDecision[];
  /** Where the person stands after the last of them. */
  readonly after: Pick<Tally, 'location' | 'packageId' | 'documentChosen'>;
}

/**
 * Decides scans in the order of the device, each as if those before it were recorded. Throws a
 * DomainError with every quantity that its unit cannot have.
 */
export function decideScans(
  facts: ScanFacts,
  scans: readonly SentScan[],
  { tooLate, today }: { readonly tooLate: boolean; readonly today: LocalDate },
): DecidedScans {
  const { work } = facts;
  const tally: Tally = {
    counted: new Map(facts.lines.map((line) => [line.id, line.counted])),
    available: facts.stock.map((stock) => stock.available),
    serials: new Set(facts.lots.flatMap((lot) => (lot.counted ? [lot.id] : []))),
    packages: new Set(),
    remaining: work.remaining,
    linesDone: work.linesDone,
    location: work.location,
    packageId: work.packageId,
    documentChosen: work.documentChosen,
  };
  const index = indexFacts(facts);
  const deciding = { index, rules: scanTaskRules[work.task], tally, tooLate, today };
  const decisions = scans.map((scan) => conclude(deciding, decide(deciding, scan)));
  return { decisions, after: tally };
}

function decide(deciding: Deciding, scan: SentScan): Verdict {
  const { index, rules, tally, tooLate } = deciding;
  const meaning = resolveScan(scan, index, tally.serials);
  if (meaning.is === 'NOTHING') return { outcome: 'UNKNOWN' };
  if (meaning.is === 'DOCUMENT' && !tooLate) {
    tally.documentChosen = true;
    return { outcome: 'DOCUMENT_SET' };
  }
  if (meaning.is === 'PLACE' && !tooLate) {
    tally.location = meaning.place;
    tally.packageId = null;
    return { outcome: 'LOCATION_SET', place: meaning.place };
  }
  if (meaning.is === 'PACKAGE') {
    if (tooLate) return { outcome: 'TOO_LATE', package: meaning.package };
    if (lacksDocument(deciding)) return { outcome: 'UNEXPECTED', next: 'SCAN_DOCUMENT' };
    return decidePackage(deciding, scan, meaning.package);
  }
  if (meaning.is !== 'GOODS') return { outcome: 'TOO_LATE' };
  const quantity = quantityOf(meaning, scan);
  if (quantity === null) return { outcome: 'UNKNOWN' };
  const known = { product: meaning.product, unit: meaning.unit, quantity, lot: meaning.lot };
  if (tooLate) return { outcome: 'TOO_LATE', ...known };
  if (lacksDocument(deciding)) {
    return { outcome: 'UNEXPECTED', next: 'SCAN_DOCUMENT', ...known };
  }
  const place = placeOf(deciding, scan);
  const named = { location: place ?? null, given: place !== undefined };
  const verdict = rules.counts
    ? decideCount(deciding, meaning, named.location)
    : decideGoods(deciding, meaning, quantity, named);
  return { ...known, ...verdict, place: verdict.place ?? named.location };
}

const lacksDocument = ({ tally }: Deciding): boolean => !tally.documentChosen;

/** What the device does next, and what it sounds like. */
function conclude({ rules, tally }: Deciding, verdict: Verdict): ScanDecision {
  const line = verdict.line ?? null;
  const outcome = verdict.outcome;
  return {
    product: null,
    unit: null,
    quantity: null,
    lot: null,
    place: null,
    goTo: null,
    package: null,
    parts: [],
    ...verdict,
    line,
    counted: line && countOf(tally, line),
    next: verdict.next ?? nextAfter(verdict, tally, rules),
    signal: signals[outcome],
    linesDone: tally.linesDone,
  };
}

const signals: Readonly<Record<ScanOutcome, ScanSignal>> = {
  MATCHED: 'OK',
  LOCATION_SET: 'OK',
  DOCUMENT_SET: 'OK',
  PACKAGE_SET: 'OK',
  DUPLICATE: 'ATTENTION',
  TRACKING_REQUIRED: 'ATTENTION',
  WRONG_LOCATION: 'ATTENTION',
  OVER: 'ERROR',
  UNEXPECTED: 'ERROR',
  BLOCKED: 'ERROR',
  UNKNOWN: 'ERROR',
  TOO_LATE: 'ERROR',
};

function nextAfter(verdict: Verdict, tally: Tally, rules: ScanTaskRules): ScanNext {
  switch (verdict.outcome) {
    case 'MATCHED': {
      if (rules.counts) return 'SCAN_NEXT';
      if (compareDecimals(tally.remaining, '0') === 0) return 'ALL_COMPLETE';
      const lines = verdict.line ? [verdict.line] : (verdict.parts ?? []).map(({ line }) => line);
      const full = lines.every((line) => line && compareDecimals(lackOf(tally, line), '0') === 0);
      return full ? 'LINE_COMPLETE' : 'SCAN_NEXT';
    }
    case 'TRACKING_REQUIRED':
      return verdict.product?.tracking === 'SERIAL' ? 'SCAN_SERIAL' : 'SCAN_LOT';
    case 'WRONG_LOCATION':
      return verdict.goTo ? 'MOVE_TO_LOCATION' : 'PUT_ASIDE';
    case 'UNKNOWN':
      return 'CHECK_CODE';
    case 'TOO_LATE':
      return 'STOP';
    case 'LOCATION_SET':
    case 'PACKAGE_SET':
      return tally.documentChosen ? 'SCAN_NEXT' : 'SCAN_DOCUMENT';
    case 'DOCUMENT_SET':
      return 'SCAN_NEXT';
    default:
      return 'PUT_ASIDE';
  }
}
