import Big from 'big.js';
import { readAs, unreadable, type Reading } from './reading.ts';

/** An exact decimal as text: `-12.5`. Canonical: no exponent, no needless zeros, no `-0`. */
export type Decimal = string;

export interface DecimalLimits {
  readonly integerDigits: number;
  readonly fractionDigits: number;
}

/** What a numeric(20,6) column holds. */
export const quantityLimits: DecimalLimits = { integerDigits: 14, fractionDigits: 6 };

/** Longer texts are not worth looking at, whatever they say. */
const longestText = 64;

const shape = /^-?[0-9]+(\.[0-9]+)?$/;
const withExponent = /^[+-]?[0-9.]+e[+-]?[0-9]+$/i;

/**
 * Reads `12`, `-0.5`, `007.10`: ASCII digits, a point, a minus sign, nothing else. Unreadable with
 * NOT_A_NUMBER, EXPONENT_NOT_ALLOWED, TOO_MANY_DIGITS (before the point), TOO_PRECISE (behind it;
 * zeros at the end do not count).
 */
export function readDecimal(text: string, limits = quantityLimits): Reading<Decimal> {
  if (text.length > longestText) {
    return unreadable('TOO_MANY_DIGITS', `A number has at most ${limits.integerDigits} digits`);
  }
  if (withExponent.test(text)) {
    return unreadable('EXPONENT_NOT_ALLOWED', `Write ${text} out in full, without an exponent`);
  }
  if (!shape.test(text)) return unreadable('NOT_A_NUMBER', `'${text}' is not a number`);
  const value = canonicalDecimal(text);
  const [whole = '', fraction = ''] = value.replace('-', '').split('.');
  if (whole.length > limits.integerDigits) {
    return unreadable(
      'TOO_MANY_DIGITS',
      `${text} has more than ${limits.integerDigits} digits before the point`,
    );
  }
  if (fraction.length > limits.fractionDigits) return tooPrecise(text, limits.fractionDigits);
  return readAs(value);
}

export const tooPrecise = (text: string, places: number): Reading<never> =>
  unreadable(
    'TOO_PRECISE',
    places === 0
      ? `${text} must be a whole number`
      : `${text} has more than ${places} decimal places`,
  );

/** The canonical text of a number from the database or from another rule: `5.000000` is `5`. */
export const canonicalDecimal = (text: string): Decimal => textOf(new Big(text));

/** Digits written without a point, `places` of them behind it: `001250` with 3 is `1.25`. */
export function decimalFromDigits(digits: string, places: number): Decimal {
  const filled = digits.padStart(places + 1, '0');
  const point = filled.length - places;
  const fraction = places > 0 ? `.${filled.slice(point)}` : '';
  return canonicalDecimal(filled.slice(0, point) + fraction);
}

/** So many digits are exact as floating-point numbers, which count several times faster. */
const surelyExact = 15;

/** A whole number that is exact as a floating-point number; else NaN. */
const wholeOf = (a: Decimal): number =>
  a.length <= surelyExact && a !== '' && !a.includes('.') ? Number(a) : NaN;

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const sum = wholeOf(a) + wholeOf(b);
  return Number.isSafeInteger(sum) ? String(sum) : textOf(new Big(a).plus(b));
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  const difference = wholeOf(a) - wholeOf(b);
  return Number.isSafeInteger(difference) ? String(difference) : textOf(new Big(a).minus(b));
}

export const negateDecimal = (a: Decimal): Decimal => subtractDecimals('0', a);

/** Exact, with as many places as both have together. */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  const product = wholeOf(a) * wholeOf(b);
  return Number.isSafeInteger(product) ? String(product) : textOf(new Big(a).times(b));
}

export const absoluteDecimal = (a: Decimal): Decimal => textOf(new Big(a).abs());

/** So many of a hundred of it, exactly. */
export const percentOf = (a: Decimal, percent: Decimal): Decimal =>
  textOf(new Big(a).times(percent).times('0.01'));

/** To so many places; halves go to the even neighbour. What is divided by is not zero. */
export function divideDecimals(a: Decimal, b: Decimal, places: number): Decimal {
  const whole = wholeOf(a) / wholeOf(b);
  // Of so few digits none comes near a whole number that is not one.
  if (Number.isSafeInteger(whole)) return String(whole);
  // big.js rounds a quotient by a setting of its constructor, so this one is not the common one.
  const Quotient = quotients[places] ?? (quotients[places] = quotientOf(places));
  return textOf(new Quotient(a).div(b));
}

const quotients: (typeof Big)[] = [];

function quotientOf(places: number): typeof Big {
  const Quotient = Big();
  Quotient.DP = places;
  Quotient.RM = Big.roundHalfEven;
  return Quotient;
}

/** Halves go to the even neighbour. */
export function roundDecimal(a: Decimal, places: number): Decimal {
  const whole = places >= 0 ? wholeOf(a) : NaN;
  return Number.isNaN(whole) ? textOf(new Big(a).round(places, Big.roundHalfEven)) : String(whole);
}

/** The nearest whole multiple of `step`, e.g. of 0.05 or of 1000; halves go to the even one. */
export const roundToMultiple = (a: Decimal, step: Decimal): Decimal =>
  multiplyDecimals(divideDecimals(a, step, 0), step);

export function sumDecimals(values: Iterable<Decimal>): Decimal {
  let sum = '0';
  for (const value of values) sum = addDecimals(sum, value);
  return sum;
}

export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  if (a === b) return 0;
  if (a.length > surelyExact || b.length > surelyExact) return new Big(a).cmp(b);
  const [first, second] = [Number(a), Number(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

export const isZero = (a: Decimal): boolean => compareDecimals(a, '0') === 0;

export const isPositive = (a: Decimal): boolean => compareDecimals(a, '0') > 0;

/** Places behind the point: 0 of `12`, 2 of `0.25`. */
export const decimalPlaces = (a: Decimal): number => canonicalDecimal(a).split('.')[1]?.length ?? 0;

const textOf = (value: Big): Decimal => (value.c[0] === 0 ? '0' : value.toFixed());
