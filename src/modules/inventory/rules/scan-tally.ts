import {
  addDecimals,
  compareDecimals,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { ScanNext, ScanOutcome, ScanSignal } from './kinds.ts';
import type { ScanIndex } from './resolve-scan.ts';
import type {
  PackedGoods,
  ScanLine,
  ScanLot,
  ScanPackage,
  ScanPlace,
  ScanProduct,
  SentScan,
} from './scan-case.ts';
import type { ScanTaskRules } from './scan-tasks.ts';

/** What a package holds for one line. */
export interface ScanPart extends PackedGoods {
  readonly line: ScanLine;
}

/** What becomes of a scan. */
export interface ScanDecision {
  readonly outcome: ScanOutcome;
  readonly next: ScanNext;
  readonly signal: ScanSignal;
  readonly product: ScanProduct | null;
  readonly unit: string | null;
  readonly quantity: Decimal | null;
  readonly lot: ScanLot | null;
  readonly line: ScanLine | null;
  /** Of the line, after this scan. */
  readonly counted: Decimal | null;
  readonly place: ScanPlace | null;
  /** Where the goods should be taken from, or put, instead. */
  readonly goTo: ScanPlace | null;
  readonly package: ScanPackage | null;
  readonly parts: readonly ScanPart[];
  /** Lines of the document that lack nothing, after this scan. */
  readonly linesDone: number;
}

/** What the scans before have counted, and where the person stands. */
export interface Tally {
  readonly counted: Map<Id, Decimal>;
  readonly available: Decimal[];
  readonly serials: Set<Id>;
  /** Packages that were scanned as a whole, and those in them. */
  readonly packages: Set<Id>;
  remaining: Decimal;
  linesDone: number;
  location: ScanPlace | null;
  packageId: Id | null;
  documentChosen: boolean;
}

export interface Deciding {
  readonly index: ScanIndex;
  readonly rules: ScanTaskRules;
  readonly tally: Tally;
  /** The document is past this step, or the session is over. */
  readonly tooLate: boolean;
  readonly today: LocalDate;
}

/** A decision but for what follows from it. */
export type Verdict = Partial<Omit<ScanDecision, 'next' | 'signal' | 'linesDone'>> & {
  readonly outcome: ScanOutcome;
  readonly next?: ScanNext;
};

/** The place that the scan names, or the person stands at; undefined: none, null: none we know. */
export function placeOf({ index, tally }: Deciding, scan: SentScan): ScanPlace | null | undefined {
  if (scan.locationCode !== null) return index.places.get(scan.locationCode) ?? null;
  return tally.location ?? undefined;
}

/** Whether a line asks for goods of this product and lot; a lot that is not told yet may be it. */
export const asksFor = (
  line: ScanLine,
  goods: Pick<PackedGoods, 'productId' | 'lotId' | 'lotCode'>,
): boolean =>
  line.productId === goods.productId &&
  (line.lotId === null || line.lotId === goods.lotId) &&
  (line.serials === null || goods.lotCode === null || line.serials.includes(goods.lotCode));

export const countOf = (tally: Tally, line: ScanLine): Decimal =>
  tally.counted.get(line.id) ?? line.counted;

/** What the line lacks yet. */
export const lackOf = (tally: Tally, line: ScanLine): Decimal =>
  subtractDecimals(line.expected, countOf(tally, line));

export function countLine(tally: Tally, line: ScanLine, quantity: Decimal): void {
  const counted = addDecimals(countOf(tally, line), quantity);
  tally.counted.set(line.id, counted);
  tally.remaining = subtractDecimals(tally.remaining, quantity);
  if (compareDecimals(counted, line.expected) === 0) tally.linesDone += 1;
}
