import fc from 'fast-check';
import {
  addDecimals,
  compareDecimals,
  multiplyDecimals,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../src/kernel/decimal.ts';
import type { PriceFacts, RuleFacts } from '../../src/modules/pricing/rules/facts.ts';
import { graduated } from '../../src/modules/pricing/rules/list-price.ts';
import { chainedPercent } from '../../src/modules/pricing/rules/line-steps.ts';
import { taxRoundings } from '../../src/modules/pricing/rules/kinds.ts';
import { document, facts, item, list, rule } from './facts.ts';

const cents = (most: number) =>
  fc
    .integer({ min: 0, max: most })
    .map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`);
const percent = fc.integer({ min: 1, max: 100_00 }).map((n) => String(n / 100));

const discounts = fc.array(
  fc.record({
    percents: fc.array(percent, { minLength: 1, maxLength: 3 }),
    target: fc.constantFrom('LINE', 'DOCUMENT'),
    effect: fc.constantFrom('DISCOUNT', 'SURCHARGE'),
    stacking: fc.constantFrom('EXCLUSIVE', 'ADD_ON_LIST', 'ON_RUNNING'),
    priority: fc.integer({ min: 0, max: 3 }),
    minQuantity: fc.constantFrom('0', '5'),
    categoryId: fc.constantFrom(null, 'pipes'),
  }),
  { maxLength: 4 },
);

const world = fc.record({
  prices: fc.tuple(cents(1_000_000), cents(1_000_000), cents(1_000_000)),
  taxRate: percent,
  taxRounding: fc.constantFrom(...taxRoundings),
  listInclusive: fc.boolean(),
  discounts,
});

const known = (w: World): PriceFacts =>
  facts({
    firm: { currency: 'IRR', segmentRule: 'PRIORITY', taxRounding: w.taxRounding },
    lists: [list('EURO', { currency: 'EUR', taxInclusive: w.listInclusive })],
    items: ['a', 'b', 'c'].map((goods, i) => item('euro', goods, w.prices[i] ?? '0')),
    rates: [{ currency: 'EUR', askedOn: '2026-03-21', rate: '612345.678', onDay: '2026-03-20' }],
    taxRates: [{ code: 'VAT', rate: w.taxRate, validFrom: '2026-01-01', validTo: null }],
    rules: w.discounts.map((each, i) => rule(`R${i}`, each as Partial<RuleFacts>)),
  });

interface World {
  readonly prices: readonly Decimal[];
  readonly taxRate: Decimal;
  readonly taxRounding: 'LINE' | 'DOCUMENT';
  readonly listInclusive: boolean;
  readonly discounts: readonly object[];
}

const asked = fc.record({
  lines: fc.array(
    fc
      .tuple(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: 1, max: 500 }))
      .map(([goods, quantity]) => `${goods} ${quantity}`),
    { minLength: 1, maxLength: 8 },
  ),
  taxInclusive: fc.boolean(),
  documentDiscount: fc.option(fc.record({ percent: percent })),
  byHand: fc.array(fc.array(percent, { maxLength: 2 }), { maxLength: 8 }),
});

const priced = (w: World, q: { lines: string[]; byHand: string[][] } & object) =>
  document(known(w), q.lines, {
    currency: 'EUR',
    ...(q as object),
    overrides: q.byHand.map((discountPercents) => ({ discountPercents })),
  });

test('lines add up to the header, net and tax to the total, nothing below zero', () => {
  fc.assert(
    fc.property(world, asked, (w, q) => {
      const { lines, ...header } = priced(w, q);
      for (const field of ['net', 'tax', 'total', 'discount'] as const) {
        expect(Number(sumDecimals(lines.map((line) => line[field])))).toBe(Number(header[field]));
      }
      for (const { net, tax, total, discount } of [...lines, header]) {
        expect(compareDecimals(addDecimals(net, tax), total)).toBe(0);
        for (const figure of [net, tax, total, discount]) {
          expect(figure).toMatch(/^\d+[.]\d\d$/);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('the trace of each line leads from the list to what is paid, step by step', () => {
  fc.assert(
    fc.property(world, asked, (w, q) => {
      for (const line of priced(w, q).lines) {
        let remaining = '0';
        for (const step of line.trace.steps) {
          expect(compareDecimals(addDecimals(remaining, step.amount), step.remaining)).toBe(0);
          remaining = step.remaining;
        }
        const paid = q.taxInclusive ? line.total : line.net;
        expect(compareDecimals(remaining, paid)).toBe(0);
      }
    }),
    { numRuns: 200 },
  );
});

test('the same question has the same answer, character by character', () => {
  fc.assert(
    fc.property(world, asked, (w, q) => {
      expect(JSON.stringify(priced(w, q))).toBe(JSON.stringify(priced(w, q)));
    }),
    { numRuns: 50 },
  );
});

const tiers = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 6 }).chain((minimums) =>
  fc
    .array(cents(100_00), { minLength: minimums.length + 1, maxLength: minimums.length + 1 })
    .map((values) =>
      [0, ...minimums.toSorted((a, b) => a - b)].map((minimum, i) => ({
        minQuantity: String(minimum),
        value: values[i] ?? '0',
      })),
    ),
);

const graduatedPrice = (of: { minQuantity: string; value: string }[], from: number, n: number) =>
  sumDecimals(
    graduated(of, String(from), String(n)).map(({ quantity, value }) =>
      multiplyDecimals(quantity, value),
    ),
  );

test('graduated: slices are all of the quantity, and two lines cost what one of both would', () => {
  const count = fc.integer({ min: 1, max: 300 });
  fc.assert(
    fc.property(tiers, count, count, (of, first, then) => {
      const slices = graduated(of, '0', String(first));
      expect(sumDecimals(slices.map(({ quantity }) => quantity))).toBe(String(first));
      const apart = addDecimals(graduatedPrice(of, 0, first), graduatedPrice(of, first, then));
      expect(apart).toBe(graduatedPrice(of, 0, first + then));
    }),
  );
});

test('graduated: more never costs less', () => {
  const count = fc.integer({ min: 1, max: 300 });
  fc.assert(
    fc.property(tiers, count, (of, n) => {
      const more = subtractDecimals(graduatedPrice(of, 0, n + 1), graduatedPrice(of, 0, n));
      expect(compareDecimals(more, '0')).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a chain is within 0 and 100, in whatever order, and no less than its largest', () => {
  fc.assert(
    fc.property(fc.array(percent, { minLength: 1, maxLength: 5 }), (chain) => {
      const whole = chainedPercent(chain);
      expect(whole).toBe(chainedPercent(chain.toReversed()));
      expect(compareDecimals(whole, '100')).toBeLessThanOrEqual(0);
      for (const one of chain) expect(compareDecimals(whole, one)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('of a line a larger discount by hand never costs more', () => {
  // A discount of the document is rounded over its lines: of less it may take a cent less.
  const ofLines = world.map((w) => ({
    ...w,
    discounts: w.discounts.map((each) => ({ ...each, target: 'LINE' })),
  }));
  const plain = asked.map((q) => ({ ...q, documentDiscount: null }));
  fc.assert(
    fc.property(ofLines, plain, percent, (w, q, more) => {
      const less = (extra: readonly string[]) =>
        document(known(w), q.lines, {
          currency: 'EUR',
          overrides: q.lines.map((_, i) => ({
            discountPercents: [...(q.byHand[i] ?? []), ...extra],
          })),
        }).net;
      expect(compareDecimals(less([more]), less([]))).toBeLessThanOrEqual(0);
    }),
    { numRuns: 100 },
  );
});
