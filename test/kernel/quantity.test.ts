import fc from 'fast-check';
import { fromBase, oneToOne, readQuantityValue, toBase } from '../../src/kernel/quantity.ts';

const carton = { numerator: 12n, denominator: 1n };
const foot = { numerator: 381n, denominator: 1250n };
const third = { numerator: 1n, denominator: 3n };

test.each([
  ['2', carton, 0, '24'],
  ['0.5', carton, 0, '6'],
  ['-2', carton, 0, '-24'],
  ['1.25', oneToOne, 2, '1.25'],
  ['10', foot, 3, '3.048'],
  ['0', carton, 0, '0'],
  ['3', third, 0, '1'],
  ['0.000001', oneToOne, 6, '0.000001'],
  ['8333333333333', carton, 0, '99999999999996'],
])('%s by %o with %i places is %s base units', (value, factor, places, base) => {
  expect(toBase(value, factor, places)).toEqual({ ok: true, value: base });
});

test.each([
  ['0.3', carton, 0, 'INEXACT_CONVERSION'],
  ['1', foot, 3, 'INEXACT_CONVERSION'],
  ['1', third, 6, 'INEXACT_CONVERSION'],
  ['1.5', oneToOne, 0, 'INEXACT_CONVERSION'],
  ['99999999999999', carton, 0, 'TOO_MANY_DIGITS'],
  ['0.0000001', oneToOne, 6, 'TOO_PRECISE'],
])('%s by %o with %i places is refused: %s', (value, factor, places, code) => {
  expect(toBase(value, factor, places)).toMatchObject({ ok: false, code });
});

test.each([
  ['24', carton, 0, { ok: true, value: '2' }],
  ['3.048', foot, 3, { ok: true, value: '10' }],
  ['1', carton, 0, { ok: false, code: 'INEXACT_CONVERSION' }],
  ['7', carton, 6, { ok: false, code: 'INEXACT_CONVERSION' }],
  ['6', carton, 1, { ok: true, value: '0.5' }],
])('%s base units by %o with %i places: %o', (value, factor, places, wanted) => {
  expect(fromBase(value, factor, places)).toMatchObject(wanted);
});

test.each([
  ['2', { decimals: 0, positive: true }, { ok: true, value: '2' }],
  ['2.0', { decimals: 0 }, { ok: true, value: '2' }],
  ['-2', { decimals: 0 }, { ok: true, value: '-2' }],
  ['0', { decimals: 0 }, { ok: true, value: '0' }],
  ['0', { decimals: 0, positive: true }, { ok: false, code: 'NOT_POSITIVE' }],
  ['-0.0', { decimals: 0, positive: true }, { ok: false, code: 'NOT_POSITIVE' }],
  ['-1', { decimals: 0, positive: true }, { ok: false, code: 'NOT_POSITIVE' }],
  ['2.5', { decimals: 0, positive: true }, { ok: false, code: 'TOO_PRECISE' }],
  ['2.0005', { decimals: 3 }, { ok: false, code: 'TOO_PRECISE' }],
  ['two', { decimals: 3 }, { ok: false, code: 'NOT_A_NUMBER' }],
])('%s under %o: %o', (text, rules, wanted) => {
  expect(readQuantityValue(text, rules)).toMatchObject(wanted);
});

test('what converts to base units converts back to the same', () => {
  const part = fc.bigInt({ min: 1n, max: 10_000n });
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
      part,
      part,
      (value, numerator, denominator) => {
        const base = toBase(String(value), { numerator, denominator }, 6);
        if (!base.ok) return;
        expect(fromBase(base.value, { numerator, denominator }, 0)).toEqual({
          ok: true,
          value: String(value),
        });
      },
    ),
  );
});
