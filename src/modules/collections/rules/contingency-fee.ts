import {
  addDecimals,
  compareDecimals,
  isPositive,
  negateDecimal,
  percentOf,
  roundDecimal,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { minorUnitsOf } from '../../../kernel/money.ts';

/** From so many days and such an amount on, at the first, second … placement: so many percent. */
export interface FeeBand {
  readonly placementNo: number;
  readonly fromDays: number;
  readonly fromAmount: Decimal;
  readonly percent: Decimal;
}

/**
 * The rate of what is placed: of the bands of that placement, or of the last one before it, the one
 * that asks for most days, then for most money. Null: none covers it.
 */
export function chooseBand(
  bands: readonly FeeBand[],
  { placementNo, days, amount }: { placementNo: number; days: number; amount: Decimal },
): FeeBand | null {
  const reached = bands.filter(
    (band) =>
      band.placementNo <= placementNo &&
      band.fromDays <= days &&
      compareDecimals(band.fromAmount, amount) <= 0,
  );
  reached.sort(
    (a, b) =>
      b.placementNo - a.placementNo ||
      b.fromDays - a.fromDays ||
      compareDecimals(b.fromAmount, a.fromAmount),
  );
  return reached[0] ?? null;
}

/** What settled a placed commitment, or was taken back, while the agency had it. */
export interface CollectedPart {
  readonly allocationId: Id;
  readonly kind: string;
  readonly amount: Decimal;
  readonly percent: Decimal;
  /** The customer paid us, not the agency. */
  readonly isDirect: boolean;
}

export interface FeeTerms {
  readonly currency: string;
  readonly feeOnDirect: boolean;
  readonly vatPercent: Decimal;
  /** At least so much where anything was collected. */
  readonly minimumFee: Decimal;
}

export interface PlacementFees {
  /** Paid to the agency, and to us. */
  readonly collected: Decimal;
  readonly direct: Decimal;
  /** Credited or given up: no longer the agency's, and no fee. */
  readonly reduced: Decimal;
  readonly fee: Decimal;
  readonly vat: Decimal;
  readonly parts: readonly { readonly allocationId: Id; readonly fee: Decimal }[];
}

/**
 * The fee of each part at its rate, rounded by itself and alike on both sides of zero, so that what
 * is taken back takes its fee back to the last minor unit.
 */
export function contingencyFees(
  terms: FeeTerms,
  collected: readonly CollectedPart[],
): PlacementFees {
  const sums = { collected: '0', direct: '0', reduced: '0', fee: '0' };
  const parts: { allocationId: Id; fee: Decimal }[] = [];
  for (const part of collected) {
    if (part.kind !== 'RECEIPT') {
      sums.reduced = addDecimals(sums.reduced, part.amount);
      continue;
    }
    const to = part.isDirect ? 'direct' : 'collected';
    sums[to] = addDecimals(sums[to], part.amount);
    if (part.isDirect && !terms.feeOnDirect) continue;
    const fee = feeOf(part.amount, part.percent, terms.currency);
    sums.fee = addDecimals(sums.fee, fee);
    parts.push({ allocationId: part.allocationId, fee });
  }
  const least = isPositive(sums.fee) && compareDecimals(sums.fee, terms.minimumFee) < 0;
  const fee = least ? terms.minimumFee : sums.fee;
  return { ...sums, fee, vat: feeOf(fee, terms.vatPercent, terms.currency), parts };
}

export function feeOf(amount: Decimal, percent: Decimal, currency: string): Decimal {
  const negative = compareDecimals(amount, '0') < 0;
  const size = negative ? negateDecimal(amount) : amount;
  const fee = roundDecimal(percentOf(size, percent), minorUnitsOf(currency));
  return negative ? negateDecimal(fee) : fee;
}
