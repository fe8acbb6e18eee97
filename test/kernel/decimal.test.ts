import fc from 'fast-check';
import {
  absoluteDecimal,
  addDecimals,
  canonicalDecimal,
  compareDecimals,
  decimalFromDigits,
  decimalPlaces,
  divideDecimals,
  isZero,
  multiplyDecimals,
  negateDecimal,
  percentOf,
  readDecimal,
  roundDecimal,
  roundToMultiple,
  subtractDecimals,
  sumDecimals,
} from '../../src/kernel/decimal.ts';

test.each([
  ['0', '0'],
  ['-0', '0'],
  ['-0.000', '0'],
  ['12', '12'],
  ['007.10', '7.1'],
  ['-12.500', '-12.5'],
  ['0.000001', '0.000001'],
  ['1.5000000', '1.5'],
  ['99999999999999.999999', '99999999999999.999999'],
])('%s reads as %s', (text, value) => {
  expect(readDecimal(text)).toEqual({ ok: true, value });
});

test.each([
  ['', 'NOT_A_NUMBER'],
  [' 1', 'NOT_A_NUMBER'],
  ['1 ', 'NOT_A_NUMBER'],
  ['1\n', 'NOT_A_NUMBER'],
  ['+1', 'NOT_A_NUMBER'],
  ['.5', 'NOT_A_NUMBER'],
  ['5.', 'NOT_A_NUMBER'],
  ['1,000', 'NOT_A_NUMBER'],
  ['1.2.3', 'NOT_A_NUMBER'],
  ['--1', 'NOT_A_NUMBER'],
  ['NaN', 'NOT_A_NUMBER'],
  ['Infinity', 'NOT_A_NUMBER'],
  ['0x10', 'NOT_A_NUMBER'],
  ['۱۲', 'NOT_A_NUMBER'],
  ['１２', 'NOT_A_NUMBER'],
  ['1e3', 'EXPONENT_NOT_ALLOWED'],
  ['1E-7', 'EXPONENT_NOT_ALLOWED'],
  ['-2.5e+30', 'EXPONENT_NOT_ALLOWED'],
  ['100000000000000', 'TOO_MANY_DIGITS'],
  ['-100000000000000.5', 'TOO_MANY_DIGITS'],
  ['9'.repeat(65), 'TOO_MANY_DIGITS'],
  ['0.0000001', 'TOO_PRECISE'],
  ['1.5000001', 'TOO_PRECISE'],
])('%j is unreadable: %s', (text, code) => {
  expect(readDecimal(text)).toMatchObject({ ok: false, code });
});

test.each([
  [addDecimals('0.1', '0.2'), '0.3'],
  [addDecimals('99999999999999.999999', '0.000001'), '100000000000000'],
  [subtractDecimals('1', '1.000'), '0'],
  [subtractDecimals('1', '0.000001'), '0.999999'],
  [negateDecimal('0'), '0'],
  [negateDecimal('-2.50'), '2.5'],
  [sumDecimals(['0.1', '0.2', '-0.3']), '0'],
  [multiplyDecimals('-2', '0.000001'), '-0.000002'],
  [multiplyDecimals('99999999999999.999999', '0'), '0'],
  [absoluteDecimal('-2.50'), '2.5'],
  [absoluteDecimal('0.0'), '0'],
  [sumDecimals([]), '0'],
  [canonicalDecimal('5.000000'), '5'],
  [canonicalDecimal('10'), '10'],
  [decimalFromDigits('001250', 3), '1.25'],
  [decimalFromDigits('5', 3), '0.005'],
  [decimalFromDigits('0120', 0), '120'],
  [decimalFromDigits('000', 2), '0'],
  [compareDecimals('1.10', '1.1'), 0],
  [compareDecimals('-2', '1'), -1],
  [compareDecimals('10', '9'), 1],
  [isZero('0.000'), true],
  [isZero('-0.001'), false],
  [decimalPlaces('1.500'), 1],
  [decimalPlaces('10'), 0],
])('case %#: %s', (found, wanted) => {
  expect(found).toBe(wanted);
});

test('agrees with integers in millionths', () => {
  const millionths = fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n });
  const text = (n: bigint): string => {
    const digits = (n < 0n ? -n : n).toString().padStart(7, '0');
    return `${n < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
  };
  fc.assert(
    fc.property(millionths, millionths, (a, b) => {
      expect(addDecimals(text(a), text(b))).toBe(canonicalDecimal(text(a + b)));
      expect(compareDecimals(text(a), text(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});

/** Whether no other multiple of the last place is nearer to a / b. */
function isNearest(quotient: string, a: bigint, b: bigint, places: number): boolean {
  const [whole = '', fraction = ''] = quotient.split('.');
  const scaled = BigInt(whole + fraction.padEnd(places, '0'));
  const distance = scaled * b - a * 10n ** BigInt(places);
  const [far, half] = [distance < 0n ? -distance : distance, b < 0n ? -b : b];
  return 2n * far <= half;
}

test('whole numbers of any length are counted as integers are', () => {
  // Around the length from which on they are not exact as floating-point numbers.
  const length = fc.integer({ min: 1, max: 18 });
  const whole = length.chain((digits) =>
    fc.bigInt({ min: -(10n ** BigInt(digits)), max: 10n ** BigInt(digits) }),
  );
  const places = fc.integer({ min: 0, max: 3 });
  fc.assert(
    fc.property(whole, whole, places, (a, b, most) => {
      const [first, second] = [a.toString(), b.toString()];
      expect(addDecimals(first, second)).toBe((a + b).toString());
      expect(subtractDecimals(first, second)).toBe((a - b).toString());
      expect(multiplyDecimals(first, second)).toBe((a * b).toString());
      expect(sumDecimals([first, second, first])).toBe((a + b + a).toString());
      expect(negateDecimal(first)).toBe((-a).toString());
      expect(roundDecimal(first, most)).toBe(first);
      if (b === 0n) return;
      const quotient = divideDecimals(first, second, most);
      expect(isNearest(quotient, a, b, most)).toBe(true);
      if (a % b === 0n) expect(quotient).toBe((a / b).toString());
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  // Halves go to the even neighbour.
  [divideDecimals('1', '3', 6), '0.333333'],
  [divideDecimals('2', '3', 0), '1'],
  [divideDecimals('1', '8', 2), '0.12'],
  [divideDecimals('3', '8', 2), '0.38'],
  [divideDecimals('-1', '8', 2), '-0.12'],
  [divideDecimals('10', '4', 40), '2.5'],
  [roundDecimal('0.125', 2), '0.12'],
  [roundDecimal('0.375', 2), '0.38'],
  [roundDecimal('0.1251', 2), '0.13'],
  [roundDecimal('-0.5', 0), '0'],
  [roundToMultiple('1.67', '0.05'), '1.65'],
  [roundToMultiple('1.675', '0.05'), '1.7'],
  [roundToMultiple('1499', '1000'), '1000'],
  [roundToMultiple('1500', '1000'), '2000'],
  [roundToMultiple('2500', '1000'), '2000'],
  [percentOf('256.5', '5'), '12.825'],
  [percentOf('0.000001', '0.000001'), '0.00000000000001'],
])('rounding, case %#: %s', (found, wanted) => {
  expect(found).toBe(wanted);
});
