import { normalizeGtin } from './barcode.ts';
import { checkDigit } from './check-digit.ts';
import { decimalFromDigits, type Decimal } from './decimal.ts';

/**
 * How a scale fills the 13 digits of its labels: two of prefix, the item's reference, a check digit
 * of the measure if it prints one, the measure, the label's check digit. The reference has the
 * places that are left: 5 beside a measure of 5 digits, 4 when that has a check digit.
 */
export interface VariableMeasureScheme {
  /** What such labels begin with: of `20` to `29`, or `02` for a UPC-A that begins with 2. */
  readonly prefixes: readonly string[];
  readonly measureDigits: 4 | 5;
  /** How many of them stand behind the point: 3 when grams are printed and kilograms are meant. */
  readonly decimals: number;
  readonly measureCheckDigit: boolean;
}

export interface VariableMeasure {
  /**
   * What the product is found by, as `scanKey` has it: 14 digits, with zeros in place of the
   * measure and its check digit.
   */
  readonly itemKey: string;
  /** A weight, a length or a price, as the scheme's owner knows: `1.25`. */
  readonly measure: Decimal;
}

/**
 * What a label of the scale says; null when `code` (as `cleanScan` leaves it) is none of this
 * scheme's, or one of its check digits is wrong. Needs no separator and no prefix: an EAN-13.
 */
export function readVariableMeasure(
  code: string,
  scheme: VariableMeasureScheme,
): VariableMeasure | null {
  const gtin = normalizeGtin(code);
  if (gtin === null || !gtin.startsWith('0')) return null;
  const label = gtin.slice(1);
  if (!scheme.prefixes.includes(label.slice(0, 2))) return null;
  const measureAt = 12 - scheme.measureDigits;
  const digits = label.slice(measureAt, 12);
  const itemEnd = scheme.measureCheckDigit ? measureAt - 1 : measureAt;
  if (scheme.measureCheckDigit && label[itemEnd] !== measureCheckDigit(digits)) return null;
  const body = label.slice(0, itemEnd).padEnd(12, '0');
  return {
    itemKey: `0${body}${checkDigit(body)}`,
    measure: decimalFromDigits(digits, scheme.decimals),
  };
}

/**
 * Each digit times its weight, as GS1 reckons it for these labels: the tens of the product are
 * added to its units (plus) or taken from them (minus). The digit is the place in the row.
 */
const twoMinus = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7];
const three = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7];
const fivePlus = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
const fiveMinus = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1];

const weightsOfFour = [twoMinus, twoMinus, three, fiveMinus];
const weightsOfFive = [fivePlus, twoMinus, fiveMinus, fivePlus, twoMinus];

/** The digit that stands before a measure of 4 or 5 digits; `0` before zeros. */
export function measureCheckDigit(measure: string): string {
  if (measure.length === 4) return String((weigh(measure, weightsOfFour) * 3) % 10);
  const rest = (10 - (weigh(measure, weightsOfFive) % 10)) % 10;
  return String(fiveMinus.indexOf(rest));
}

const weigh = (digits: string, weights: readonly (readonly number[])[]): number =>
  weights.reduce((sum, products, i) => sum + (products[Number(digits[i])] ?? 0), 0);
