import fc from 'fast-check';
import {
  addMoney,
  compareMoney,
  negateMoney,
  readMoney,
  roundMoney,
  splitMoney,
  subtractMoney,
  type Money,
} from '../../src/kernel/money.ts';
import { refusalOf } from '../support/refusal.ts';

/** `'10.50 EUR'` */
const money = (text: string): Money => {
  const [amount = '', currency = ''] = text.split(' ');
  return { amount, currency };
};
const text = ({ amount, currency }: Money): string => `${amount} ${currency}`;

test.each([
  ['10.5', 'EUR', '10.50 EUR'],
  ['-0', 'USD', '0.00 USD'],
  ['1250000', 'IRR', '1250000 IRR'],
  ['3', 'JPY', '3 JPY'],
  ['0.125', 'KWD', '0.125 KWD'],
  ['999999999999999999.99', 'USD', '999999999999999999.99 USD'],
])('%s %s reads as %s', (amount, currency, wanted) => {
  const reading = readMoney(amount, currency);
  expect(reading.ok && text(reading.value)).toBe(wanted);
});

test.each([
  ['10.505', 'EUR', 'TOO_PRECISE'],
  ['1.5', 'IRR', 'TOO_PRECISE'],
  ['1.5', 'JPY', 'TOO_PRECISE'],
  ['1e3', 'USD', 'EXPONENT_NOT_ALLOWED'],
  ['ten', 'USD', 'NOT_A_NUMBER'],
  ['1000000000000000000', 'USD', 'TOO_MANY_DIGITS'],
  ['1', 'XXX', 'UNKNOWN_CURRENCY'],
  ['1', 'usd', 'UNKNOWN_CURRENCY'],
  ['1', 'toString', 'UNKNOWN_CURRENCY'],
])('%s %s is unreadable: %s', (amount, currency, code) => {
  expect(readMoney(amount, currency)).toMatchObject({ ok: false, code });
});

test.each([
  [text(addMoney(money('0.10 EUR'), money('0.20 EUR'))), '0.30 EUR'],
  [text(subtractMoney(money('1.00 EUR'), money('1.00 EUR'))), '0.00 EUR'],
  [text(negateMoney(money('0.00 EUR'))), '0.00 EUR'],
  [text(negateMoney(money('2 IRR'))), '-2 IRR'],
  [text(roundMoney('0.125', 'EUR')), '0.12 EUR'],
  [text(roundMoney('0.135', 'EUR')), '0.14 EUR'],
  [text(roundMoney('-0.125', 'EUR')), '-0.12 EUR'],
  [text(roundMoney('2.5', 'IRR')), '2 IRR'],
  [text(roundMoney('3.5', 'IRR')), '4 IRR'],
  [text(roundMoney('0.0005', 'KWD')), '0.000 KWD'],
])('case %#: %s', (found, wanted) => {
  expect(found).toBe(wanted);
});

test.each([
  [() => addMoney(money('1.00 EUR'), money('1.00 USD')), 'CURRENCY_MISMATCH'],
  [() => subtractMoney(money('1.00 EUR'), money('1 IRR')), 'CURRENCY_MISMATCH'],
  [() => compareMoney(money('1.00 EUR'), money('1.00 USD')), 'CURRENCY_MISMATCH'],
  [() => splitMoney(money('1.00 EUR'), []), 'INVALID_WEIGHTS'],
  [() => splitMoney(money('1.00 EUR'), ['0', '0']), 'INVALID_WEIGHTS'],
  [() => splitMoney(money('1.00 EUR'), ['2', '-1']), 'INVALID_WEIGHTS'],
  [() => roundMoney('1', 'ABC'), 'UNKNOWN_CURRENCY'],
])('refused %#: %s', async (act, code) => {
  expect(await refusalOf(act)).toMatchObject([{ code }]);
});

test.each([
  ['10.00 EUR', ['1', '1', '1'], '3.34 3.33 3.33'],
  ['0.05 EUR', ['1', '1'], '0.03 0.02'],
  ['-0.05 EUR', ['1', '1'], '-0.03 -0.02'],
  ['100 IRR', ['1', '1', '1', '1', '1', '1'], '17 17 17 17 16 16'],
  ['1.00 EUR', ['0', '1', '0'], '0.00 1.00 0.00'],
  ['1.00 EUR', ['0.2', '0.3', '0.5'], '0.20 0.30 0.50'],
  ['0.01 EUR', ['1', '2', '3'], '0.00 0.00 0.01'],
  ['1.000 KWD', ['1', '2'], '0.333 0.667'],
])('%s split by %j is %s', (whole, weights, shares) => {
  const found = splitMoney(money(whole), weights);
  expect(found.map(({ amount }) => amount).join(' ')).toBe(shares);
});

test('shares add up to the whole and none is a minor unit from its exact share', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.integer(), weights, (whole, parts) => {
      const total = parts.reduce((sum, part) => sum + part, 0);
      fc.pre(total > 0);
      const shares = splitMoney({ amount: String(whole), currency: 'IRR' }, parts.map(String));
      const numbers = shares.map(({ amount }) => Number(amount));
      expect(numbers.reduce((sum, share) => sum + share, 0)).toBe(whole);
      for (const [i, share] of numbers.entries()) {
        expect(Math.abs(share - (whole * (parts[i] ?? 0)) / total)).toBeLessThan(1);
      }
    }),
  );
});
