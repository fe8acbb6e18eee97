import {
  canonicalDecimal,
  decimalFromDigits,
  decimalPlaces,
  isPositive,
  negateDecimal,
  quantityLimits,
  readDecimal,
  tooPrecise,
  type Decimal,
} from './decimal.ts';
import { unreadable, type Reading } from './reading.ts';

/** So much of a unit: `{ value: '2.5', unit: 'MTR' }`. */
export interface Quantity {
  readonly value: Decimal;
  /** The unit's code. */
  readonly unit: string;
}

/** 1 unit is numerator / denominator base units; both at least 1. */
export interface UnitFactor {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const oneToOne: UnitFactor = { numerator: 1n, denominator: 1n };

/** Decimals may be asked to be more than zero: moving nothing, or less, is no act. */
export interface QuantityRules {
  /** Places that the unit allows. */
  readonly decimals: number;
  readonly positive?: boolean;
}

/** Reads a quantity's value; unreadable as `readDecimal` says, or with NOT_POSITIVE. */
export function readQuantityValue(text: string, rules: QuantityRules): Reading<Decimal> {
  const reading = readDecimal(text, { ...quantityLimits, fractionDigits: rules.decimals });
  if (reading.ok && rules.positive && !isPositive(reading.value)) {
    return unreadable('NOT_POSITIVE', `The quantity must be more than zero; it is ${text}`);
  }
  return reading;
}

/**
 * `value` of a unit in base units, exactly. Unreadable with INEXACT_CONVERSION when the base unit
 * has no such quantity (half a piece), TOO_MANY_DIGITS when it is past counting.
 */
export function toBase(value: Decimal, factor: UnitFactor, baseDecimals: number): Reading<Decimal> {
  return convert(value, factor.numerator, factor.denominator, baseDecimals);
}

/** Base units in a unit, exactly; unreadable like `toBase` (7 pieces are no cartons of 12). */
export function fromBase(
  value: Decimal,
  factor: UnitFactor,
  unitDecimals: number,
): Reading<Decimal> {
  return convert(value, factor.denominator, factor.numerator, unitDecimals);
}

function convert(
  value: Decimal,
  numerator: bigint,
  denominator: bigint,
  decimals: number,
): Reading<Decimal> {
  if (decimalPlaces(value) > quantityLimits.fractionDigits) {
    return tooPrecise(value, quantityLimits.fractionDigits);
  }
  const scaled = scaledInteger(value) * numerator * 10n ** BigInt(decimals);
  const divisor = scale * denominator;
  if (scaled % divisor !== 0n) {
    return unreadable(
      'INEXACT_CONVERSION',
      `${value} times ${numerator}/${denominator} needs more than ${decimals} decimal places`,
    );
  }
  return readDecimal(withPoint(scaled / divisor, decimals));
}

const scale = 10n ** BigInt(quantityLimits.fractionDigits);

/** The value in millionths. */
function scaledInteger(value: Decimal): bigint {
  const [whole = '0', fraction = ''] = canonicalDecimal(value).split('.');
  return BigInt(whole + fraction.padEnd(quantityLimits.fractionDigits, '0'));
}

function withPoint(value: bigint, decimals: number): Decimal {
  const size = decimalFromDigits((value < 0n ? -value : value).toString(), decimals);
  return value < 0n ? negateDecimal(size) : size;
}
