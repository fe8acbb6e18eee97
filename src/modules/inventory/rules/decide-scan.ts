import { compareDecimals, subtractDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocationKind, ScanNext, ScanOutcome, ScanStep } from './kinds.ts';

interface Place {
  readonly id: Id;
  readonly code: string;
}

interface Line {
  readonly id: Id;
  readonly counted: Decimal;
  readonly expected: Decimal;
}

export interface ScanCase {
  readonly step: ScanStep;
  /** In base units. */
  readonly quantity: Decimal;
  readonly tracked: boolean;
  readonly lacksTracking: boolean;
  readonly lot: { readonly kind: 'LOT' | 'SERIAL'; readonly counted: boolean } | null;
  readonly lines: readonly Line[];
  /** By place when shipping, by line when receiving. */
  readonly stock: readonly {
    readonly at: Id;
    readonly code: string | null;
    readonly kind: LocationKind | null;
    readonly available: Decimal;
  }[];
  readonly named: boolean;
  readonly namedPlace: Place | null;
  readonly receiptLocation: Place | null;
}

export interface ScanDecision {
  readonly outcome: ScanOutcome;
  readonly line: Line | null;
  readonly place: Place | null;
  /** Where the goods should be taken from, or put, instead. */
  readonly goTo: Place | null;
}

/** What becomes of a scan whose product is known. */
export function decideScan(scan: ScanCase): ScanDecision {
  const [first] = scan.lines;
  const not = (outcome: ScanOutcome, goTo: Place | null = null): ScanDecision => ({
    outcome,
    line: first ?? null,
    place: null,
    goTo,
  });
  if (!first) return not('UNEXPECTED');
  if (scan.lacksTracking) return not('TRACKING_REQUIRED');
  if (scan.tracked && !scan.lot) return not('UNEXPECTED');
  if (scan.lot?.kind === 'SERIAL' && scan.lot.counted) return not('DUPLICATE');
  const line = lineFor(scan);
  if (line === 'UNEXPECTED' || line === 'OVER') return not(line);
  const { place, goTo } = scan.step === 'SHIP' ? placeToTakeFrom(scan) : placeToPutIn(scan);
  if (!place) return { ...not('WRONG_LOCATION', goTo), line };
  return { outcome: 'MATCHED', line, place, goTo: null };
}

const fits = (scan: ScanCase, line: Line): boolean =>
  compareDecimals(scan.quantity, subtractDecimals(line.expected, line.counted)) <= 0;

/** The first line with room; when receiving, one that this lot or serial was shipped with. */
function lineFor(scan: ScanCase): Line | 'UNEXPECTED' | 'OVER' {
  if (scan.step === 'SHIP') return scan.lines.find((line) => fits(scan, line)) ?? 'OVER';
  if (scan.stock.length === 0) return 'UNEXPECTED';
  const open = new Map(scan.stock.map((stock) => [stock.at, stock.available]));
  const holds = (line: Line): boolean =>
    compareDecimals(scan.quantity, open.get(line.id) ?? '0') <= 0;
  return scan.lines.find((line) => fits(scan, line) && holds(line)) ?? 'OVER';
}

type PlaceDecision = Pick<ScanDecision, 'place' | 'goTo'>;

/** Most first, ties by code; what is in quarantine leaves only when someone names the place. */
function placeToTakeFrom(scan: ScanCase): PlaceDecision {
  const enough = scan.stock.filter((s) => compareDecimals(scan.quantity, s.available) <= 0);
  const best = enough.find((stock) => stock.kind === 'STORAGE');
  const goTo = best ? { id: best.at, code: best.code ?? '' } : null;
  if (!scan.named) return { place: goTo, goTo: null };
  const named = scan.namedPlace;
  const there = named !== null && enough.some((stock) => stock.at === named.id);
  return there ? { place: named, goTo: null } : { place: null, goTo };
}

const placeToPutIn = (scan: ScanCase): PlaceDecision => ({
  place: scan.named ? scan.namedPlace : scan.receiptLocation,
  goTo: scan.named ? scan.receiptLocation : null,
});

/** What the person with the scanner does next. `remaining` is what the step still lacks. */
export function nextAfter(
  decision: ScanDecision,
  tracking: 'NONE' | 'LOT' | 'SERIAL',
  left: { readonly line: Decimal; readonly all: Decimal },
): ScanNext {
  switch (decision.outcome) {
    case 'MATCHED':
      if (compareDecimals(left.all, '0') === 0) return 'ALL_COMPLETE';
      return compareDecimals(left.line, '0') === 0 ? 'LINE_COMPLETE' : 'SCAN_NEXT';
    case 'TRACKING_REQUIRED':
      return tracking === 'SERIAL' ? 'SCAN_SERIAL' : 'SCAN_LOT';
    case 'WRONG_LOCATION':
      return decision.goTo ? 'MOVE_TO_LOCATION' : 'PUT_ASIDE';
    case 'UNKNOWN':
      return 'CHECK_CODE';
    default:
      return 'PUT_ASIDE';
  }
}
