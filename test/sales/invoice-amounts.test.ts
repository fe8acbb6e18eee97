import fc from 'fast-check';
import {
  addDecimals,
  compareDecimals,
  isZero,
  subtractDecimals,
  sumDecimals,
} from '../../src/kernel/decimal.ts';
import {
  amountsOfNext,
  amountsUpTo,
  billedOf,
  creditableOf,
  creditOfAmount,
  creditOfQuantity,
  nothing,
  roundTaxes,
  sumOf,
  taxesOf,
  type Amounts,
  type BilledPart,
  type Counting,
  type TaxedLine,
  type WholeLine,
} from '../../src/modules/sales/rules/invoice-amounts.ts';

const euro = (taxInclusive = false): Counting => ({ currency: 'EUR', taxInclusive });
const told = ({ net, tax, total }: Amounts): string => `${net} + ${tax} = ${total}`;

/** `QUANTITY: NET + TAX`. */
function whole(text: string): WholeLine {
  const [quantity = '', net = '', tax = ''] = text.split(/: | \+ /);
  return { quantity, net, tax, total: addDecimals(net, tax) };
}

test.each<[string, string, boolean, string]>([
  ['3: 10 + 0.9', '1', false, '3.33 + 0.3 = 3.63'],
  ['3: 10 + 0.9', '2', false, '6.67 + 0.6 = 7.27'],
  ['3: 10 + 0.9', '3', false, '10 + 0.9 = 10.9'],
  ['3: 9.17 + 0.83', '1', true, '3.05 + 0.28 = 3.33'],
  ['3: 9.17 + 0.83', '2', true, '6.12 + 0.55 = 6.67'],
  ['1000: 0.01 + 0', '500', false, '0.01 + 0 = 0.01'],
  ['1000: 0.01 + 0', '499', false, '0 + 0 = 0'],
  ['0.3: 1 + 0.19', '0.1', false, '0.33 + 0.06 = 0.39'],
])('of %s the first %s, inclusive %s: %s', (line, quantity, inclusive, amounts) => {
  expect(told(amountsUpTo(whole(line), quantity, euro(inclusive)))).toBe(amounts);
});

test('the rial has no places', () => {
  const line = whole('3: 1000000 + 90000');
  const counting = { currency: 'IRR', taxInclusive: false };
  expect(told(amountsUpTo(line, '1', counting))).toBe('333333 + 30000 = 363333');
});

test('what was credited by quantity is invoiced again for what it came to', () => {
  const line = whole('3: 10 + 0');
  const first = { ...whole('1: 3.33 + 0'), credited: '1', creditedAmounts: whole('1: 3.33 + 0') };
  const second = { ...whole('1: 3.34 + 0'), credited: '0', creditedAmounts: nothing };
  const billed = billedOf([first, second], euro());
  expect([billed.quantity, told(billed)]).toEqual(['1', '3.34 + 0 = 3.34']);
  expect(told(amountsOfNext(line, billed, '2', euro()))).toBe('6.66 + 0 = 6.66');
});

test('a line that was made cheaper than what is billed of it costs nothing more', () => {
  const billed = { ...whole('4: 40 + 4'), credited: '0' };
  const next = amountsOfNext(whole('10: 30 + 3'), billed, '6', euro());
  expect(told(next)).toBe('0 + 0 = 0');
});

test.each<[string, string, string, string | null]>([
  ['10: 10 + 1', '0 + 0', '4', '4 + 0.4 = 4.4'],
  ['10: 10 + 1', '0 + 0', '10', '10 + 1 = 11'],
  ['10: 10 + 1', '4 + 0.4', '6', '6 + 0.6 = 6.6'],
  ['10: 10 + 1', '4 + 0.4', '6.01', null],
])('of %s with %s credited, crediting %s: %s', (line, before, amount, credit) => {
  const [net = '', tax = ''] = before.split(' + ');
  const creditedAmounts = { net, tax, total: addDecimals(net, tax) };
  const credited = creditOfAmount(
    { ...whole(line), credited: '0', creditedAmounts },
    amount,
    euro(),
  );
  expect(credited && told(credited)).toBe(credit);
});

test('after an amount was credited, the units give back no more than is left', () => {
  const creditedAmounts = { net: '8', tax: '0.8', total: '8.8' };
  const line = { ...whole('10: 10 + 1'), credited: '0', creditedAmounts };
  expect(told(creditOfQuantity(line, '5', euro()))).toBe('2 + 0.2 = 2.2');
});

const taxed = (
  text: string,
  taxCode: string | null = 'VAT',
  taxRate = '9',
  taxedPercent = '100',
): TaxedLine => ({
  ...whole(text),
  taxCode,
  taxRate,
  taxedPercent,
});

test('where a discount lowers the tax from the start, less bears it; a rate has one row', () => {
  const lines = [
    taxed('1: 1000 + 98', 'VAT', '10', '98'),
    taxed('1: 100 + 10', 'VAT', '10'),
    taxed('1: 0.05 + 0', 'VAT', '10', '98'),
  ];
  const rounded = roundTaxes(lines, { ...euro(), taxRounding: 'DOCUMENT' });
  expect(rounded.map(({ tax }) => tax)).toEqual(['98', '10', '0']);
  expect(taxesOf(rounded, 'EUR')).toEqual([
    { taxCode: 'VAT', taxRate: '10', base: '1080.05', tax: '108' },
  ]);
  const inside = [taxed('1: 1000 + 98', 'VAT', '10', '98')];
  const [line] = roundTaxes(inside, { ...euro(true), taxRounding: 'DOCUMENT' });
  expect(line).toMatchObject({ net: '1000', tax: '98', total: '1098' });
});

const roundings: readonly [string, boolean, 'LINE' | 'DOCUMENT', readonly string[], string][] = [
  ['three cents, each', false, 'LINE', ['0.05 + 0', '0.05 + 0', '0.05 + 0'], '0.15: 0'],
  ['three cents, in all', false, 'DOCUMENT', ['0.05 + 0', '0.05 + 0', '0.05 + 0'], '0.15: 0.01'],
  ['inside, in all', true, 'DOCUMENT', ['0.55 + 0', '0.55 + 0'], '1.01: 0.09'],
  ['half a cent goes to the even', false, 'DOCUMENT', ['0.5 + 0'], '0.5: 0.04'],
];

test.each(roundings)('tax of %s', (_, inclusive, taxRounding, lines, tax) => {
  const counting = { ...euro(inclusive), taxRounding };
  const rounded = roundTaxes(
    lines.map((line) => taxed(`1: ${line}`)),
    counting,
  );
  expect(taxesOf(rounded, 'EUR').map(({ base, tax: sum }) => `${base}: ${sum}`)).toEqual([tax]);
});

test('each rate has its sum; what is not taxed has none', () => {
  const lines = [
    taxed('1: 10 + 0.9'),
    taxed('1: 5 + 0', null, '0'),
    taxed('1: 7 + 0', 'EXPORT', '0'),
    taxed('1: 1 + 0.09', 'VAT', '9.000000'),
  ];
  expect(taxesOf(lines, 'EUR')).toEqual([
    { taxCode: 'VAT', taxRate: '9', base: '11', tax: '0.99' },
    { taxCode: 'EXPORT', taxRate: '0', base: '7', tax: '0' },
  ]);
});

/* Whatever is ordered, invoiced and credited in whatever parts. */

const cents = (most: number, min = 0) => fc.integer({ min, max: most }).map((n) => String(n / 100));
const lineOf = fc
  .tuple(fc.integer({ min: 1, max: 60 }), cents(20_000), cents(2_000))
  .map(([quantity, net, tax]) => whole(`${quantity}: ${net} + ${tax}`));

interface Invoiced extends BilledPart {
  credited: string;
  creditedAmounts: Amounts;
}

/** Never below nothing in any of the three. */
const creditUnits = (line: Invoiced, quantity: string, counting: Counting): void => {
  const credit = creditOfQuantity(line, quantity, counting);
  for (const amount of Object.values(credit)) expect(amount).not.toMatch(/^-/);
  line.credited = addDecimals(line.credited, quantity);
  line.creditedAmounts = sumOf([line.creditedAmounts, credit]);
};

test('parts of a line add up to it, whatever was credited and invoiced again between', () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(9), fc.integer({ min: 1, max: 20 })), {
    maxLength: 25,
  });
  fc.assert(
    fc.property(lineOf, fc.boolean(), steps, (line, inclusive, acts) => {
      const counting = euro(inclusive);
      const invoices: Invoiced[] = [];
      const invoice = (quantity: string): void => {
        const billed = billedOf(invoices, counting);
        const part = amountsOfNext(line, billed, quantity, counting);
        for (const amount of Object.values(part)) expect(amount).not.toMatch(/^-/);
        expect(addDecimals(part.net, part.tax)).toBe(part.total);
        invoices.push({ ...part, quantity, credited: '0', creditedAmounts: nothing });
      };
      const open = (): number =>
        Number(line.quantity) - Number(billedOf(invoices, counting).quantity);
      for (const [credits, which, quantity] of acts) {
        const target = invoices[which % Math.max(invoices.length, 1)];
        if (!credits) {
          if (open() > 0) invoice(String(Math.min(quantity, open())));
        } else if (target) {
          const left = Number(subtractDecimals(target.quantity, target.credited));
          if (left > 0) creditUnits(target, String(Math.min(quantity, left)), counting);
        }
      }
      if (open() > 0) invoice(String(open()));
      const billed = billedOf(invoices, counting);
      expect(told(billed)).toBe(told(line));
      const owed = invoices.map((one) => creditableOf(one));
      expect(told(sumOf(owed))).toBe(told(line));
    }),
  );
});

test('an invoiced line is credited whole to the unit, by amounts and units in any order', () => {
  const steps = fc.array(fc.tuple(fc.boolean(), cents(5_000, 1), fc.integer({ min: 1, max: 20 })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(lineOf, fc.boolean(), steps, (whole, inclusive, acts) => {
      const counting = euro(inclusive);
      const line: Invoiced = { ...whole, credited: '0', creditedAmounts: nothing };
      const units = (): number => Number(subtractDecimals(line.quantity, line.credited));
      for (const [byAmount, amount, quantity] of acts) {
        if (byAmount) {
          const credit = creditOfAmount(line, amount, counting);
          if (credit) line.creditedAmounts = sumOf([line.creditedAmounts, credit]);
        } else if (units() > 0) {
          creditUnits(line, String(Math.min(quantity, units())), counting);
        }
      }
      if (units() > 0) creditUnits(line, String(units()), counting);
      expect(told(creditableOf(line))).toBe(told(nothing));
    }),
  );
});

test('tax that is most of a price is given back with it, and no net beyond it', () => {
  const line: Invoiced = { ...whole('43: 0.03 + 3.63'), credited: '0', creditedAmounts: nothing };
  for (const units of ['1', '1', '41']) creditUnits(line, units, euro(true));
  expect(told(creditableOf(line))).toBe(told(nothing));
});

test('documents sum up, and their taxes are those of the sums, within a cent a line', () => {
  const lines = fc.array(
    fc
      .tuple(cents(20_000), fc.constantFrom('0', '5', '9', '19', '7.7'))
      .map(([net, rate]) => taxed(`1: ${net} + 0`, `R${rate}`, rate)),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(lines, fc.boolean(), (given, inclusive) => {
      const counting = { ...euro(inclusive), taxRounding: 'DOCUMENT' as const };
      const rounded = roundTaxes(given, counting);
      const sum = sumOf(rounded);
      expect(addDecimals(sum.net, sum.tax)).toBe(sum.total);
      expect(sumDecimals(taxesOf(rounded, 'EUR').map(({ tax }) => tax))).toBe(sum.tax);
      const kept = inclusive ? 'total' : 'net';
      expect(rounded.map((line) => line[kept])).toEqual(given.map((line) => line[kept]));
      for (const { taxRate, base, tax } of taxesOf(rounded, 'EUR')) {
        const exact = (Number(base) * Number(taxRate)) / 100;
        expect(Math.abs(exact - Number(tax))).toBeLessThan(0.0151);
        expect(isZero(taxRate) && compareDecimals(tax, '0') > 0).toBe(false);
      }
    }),
  );
});
