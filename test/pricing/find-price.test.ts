import type { ItemFacts, ListFacts, PriceFacts } from '../../src/modules/pricing/rules/facts.ts';
import { facts, faultsOf, item, lineOf, list, nima, passedOver, percentOff } from './facts.ts';

const by = (
  lists: readonly ListFacts[],
  items: readonly ItemFacts[],
  over: Partial<PriceFacts> = {},
): PriceFacts => facts({ lists, items, ...over });

const customers = list('NIMA', { scope: 'CUSTOMER', partyId: 'nima' });
const contract = list('FRAME', { scope: 'CONTRACT', partyId: 'nima' });
const first = list('S1', { scope: 'SEGMENT', segmentId: 's1', priority: 1 });
const second = list('S2', { scope: 'SEGMENT', segmentId: 's2', priority: 2 });
const base = list('BASE');

describe('which price goes first', () => {
  test.each<
    [string, readonly ListFacts[], readonly ItemFacts[], string, string, readonly string[]]
  >([
    [
      'the customer before the contract before the segment before all',
      [base, first, contract, customers],
      [
        item('base', 'a', '100'),
        item('s1', 'a', '97'),
        item('frame', 'a', '98'),
        item('nima', 'a', '99'),
      ],
      'A',
      'NIMA 99',
      ['FRAME SCOPE', 'S1 SCOPE', 'BASE SCOPE'],
    ],
    [
      "a customer's price of all goods before a base price of just this",
      [base, customers],
      [item('base', 'a', '100'), item('nima', 'all', '99', { unit: 'PCE' })],
      'A',
      'NIMA 99',
      ['BASE SCOPE'],
    ],
    [
      'the product before its category before the one above before all',
      [list('L1'), list('L2', { priority: 2 }), list('L3', { priority: 3 })],
      [
        item('l1', 'a', '100'),
        item('l2', 'pipes', '99', { unit: 'PCE' }),
        item('l3', 'goods', '98', { unit: 'PCE' }),
      ],
      'A',
      'L1 100',
      ['L2 LEVEL', 'L3 LEVEL'],
    ],
    [
      'the nearest category',
      [base],
      [
        item('base', 'all', '97', { unit: 'PCE' }),
        item('base', 'goods', '98', { unit: 'PCE' }),
        item('base', 'pipes', '99', { unit: 'PCE' }),
      ],
      'A',
      'BASE 99',
      [],
    ],
    [
      'the unit asked for before the base unit',
      [base],
      [item('base', 'a', '100'), item('base', 'a', '1100', { unit: 'CT' })],
      'A 1 CT',
      'BASE 1100',
      [],
    ],
    [
      'the highest minimum reached before priority',
      [list('L1', { priority: 1 }), list('L2', { priority: 2 })],
      [item('l1', 'a', '0:100, 10:90'), item('l2', 'a', '0:95')],
      'A 10',
      'L1 90',
      ['L2 TIER'],
    ],
    [
      'the priority where as much is reached',
      [list('L1', { priority: 1 }), list('L2', { priority: 2 })],
      [item('l1', 'a', '0:100, 10:90'), item('l2', 'a', '0:95')],
      'A 9',
      'L2 95',
      ['L1 PRIORITY'],
    ],
    [
      'minimums of different units by what they come to',
      [list('L1'), list('L2', { priority: 1 })],
      [item('l1', 'a', '2:1000', { unit: 'CT' }), item('l2', 'a', '30:90', { unit: 'CT' })],
      'A 2 CT',
      'L1 1000',
      ['L2 MINIMUM_NOT_REACHED'],
    ],
    [
      'the newest last of all',
      [list('L1', { priority: 1 }), list('L2', { priority: 1, validFrom: '2026-02-01' })],
      [item('l1', 'a', '100'), item('l2', 'a', '95')],
      'A',
      'L2 95',
      ['L1 NEWER'],
    ],
  ])('%s', (_what, lists, items, asked, wanted, lost) => {
    const line = lineOf(by(lists, items), asked);
    expect(`${line.trace.list?.code} ${line.listPrice}`).toBe(wanted);
    expect(passedOver(line)).toEqual(lost);
  });

  test('the order in which lists and items are stored makes no difference', () => {
    const lists = [base, first, second, contract, customers];
    const items = lists.map(({ id }, i) => item(id, 'a', String(90 + i)));
    const line = lineOf(by(lists, items), 'A');
    expect(lineOf(by(lists.toReversed(), items.toReversed()), 'A')).toEqual(line);
  });

  test("others' lists, in other currencies, and of other times do not count", () => {
    const lists = [
      base,
      list('X1', { scope: 'CUSTOMER', partyId: 'sara' }),
      list('X2', { scope: 'SEGMENT', segmentId: 's3' }),
      list('X3', { currency: 'EUR', priority: 9 }),
      list('X4', { priority: 9, validFrom: '2026-03-22' }),
      list('X5', { priority: 9, validTo: '2026-03-21' }),
    ];
    const items = lists.map(({ id }) => item(id, 'a', '100'));
    const line = lineOf(by(lists, items), 'A');
    expect([line.trace.list?.code, passedOver(line)]).toEqual(['BASE', []]);
  });

  // A fixed price in an override list with a minimum must not hide the base price, nor lose to it.
  test.each([
    ['A 9', 'BASE 100', ['NIMA MINIMUM_NOT_REACHED']],
    ['A 10', 'NIMA 80', ['BASE SCOPE']],
  ])('a customer list that begins at 10: %s', (asked, wanted, lost) => {
    const known = by([base, customers], [item('base', 'a', '100'), item('nima', 'a', '10:80')]);
    const line = lineOf(known, asked);
    expect(`${line.trace.list?.code} ${line.listPrice}`).toBe(wanted);
    expect(passedOver(line)).toEqual(lost);
  });
});

describe('the day', () => {
  const items = [
    item('base', 'a', '100', { validTo: '2026-03-21' }),
    { ...item('base', 'a', '110', { validFrom: '2026-03-21', validTo: '2026-04-01' }), id: 'x' },
  ];

  test.each([
    ['2026-03-20', '100'],
    ['2026-03-21', '110'],
    ['2026-03-31', '110'],
  ])('a price holds from its first day on, and not on its last: %s', (pricingOn, wanted) => {
    expect(lineOf(by([base], items), 'A', { pricingOn }).listPrice).toBe(wanted);
  });

  test('after it there is none', () => {
    expect(faultsOf(by([base], items), ['A'], { pricingOn: '2026-04-01' })).toEqual([
      'PRICE_NOT_FOUND lines.0.productId',
    ]);
  });

  test('is that of the document in lists below as well', () => {
    const known = by([base, customers], [...items, percentOff('nima', 'all', '10')]);
    expect(lineOf(known, 'A', { pricingOn: '2026-03-20' }).listPrice).toBe('90');
    expect(lineOf(known, 'A', { pricingOn: '2026-03-22' }).listPrice).toBe('99');
  });
});

describe('a customer in several segments', () => {
  const lists = [base, first, second];
  const items = [item('base', 'a', '100'), item('s1', 'a', '80'), item('s2', 'a', '90')];
  const lowest = { currency: 'IRR', segmentRule: 'LOWEST', taxRounding: 'LINE' } as const;

  test('gets the price of the highest priority', () => {
    const line = lineOf(by(lists, items), 'A');
    expect([line.listPrice, passedOver(line)]).toEqual(['90', ['S1 PRIORITY', 'BASE SCOPE']]);
  });

  test('or the lowest, if the firm says so, whatever priority and level', () => {
    const line = lineOf(by(lists, items, { firm: lowest }), 'A');
    expect([line.listPrice, passedOver(line)]).toEqual(['80', ['S2 NOT_THE_LOWEST', 'BASE SCOPE']]);
    const ofAll = [items[0]!, item('s1', 'all', '80', { unit: 'PCE' }), items[2]!];
    expect(lineOf(by(lists, ofAll, { firm: lowest }), 'A').listPrice).toBe('80');
  });

  test('percent off of segments are compared by what they come to, off the base price', () => {
    const off = [items[0]!, percentOff('s1', 'all', '15'), item('s2', 'a', '86')];
    expect(lineOf(by(lists, off, { firm: lowest }), 'A').listPrice).toBe('85');
  });

  test('a price of their own goes before both', () => {
    const own = [...items, item('nima', 'a', '95')];
    const line = lineOf(by([...lists, customers], own, { firm: lowest }), 'A');
    expect([line.listPrice, passedOver(line)]).toEqual([
      '95',
      ['S2 SCOPE', 'S1 SCOPE', 'BASE SCOPE'],
    ]);
  });

  test('who is in none gets the base price', () => {
    const none = new Map([['nima', { ...nima, segmentIds: [] }]]);
    expect(lineOf(by(lists, items, { customers: none }), 'A').listPrice).toBe('100');
  });
});

test('every fault of every line is named', () => {
  expect(
    faultsOf(facts(), ['X 1', 'A 0', 'A 1 BX', 'A 1.5', 'B 1 STR', 'C'], {
      overrides: [
        null,
        { unitPrice: '-1', discountPercents: ['101', 'x'] },
        null,
        null,
        null,
        { discountPercents: Array<string>(11).fill('1') },
      ],
      documentDiscount: { percent: '-1', amount: '0.5' },
    }),
  ).toEqual([
    'PRODUCT_NOT_FOUND lines.0.productId',
    'NOT_POSITIVE lines.1.quantity',
    'UNIT_NOT_OF_PRODUCT lines.2.unit',
    'TOO_PRECISE lines.3.quantity',
    'INEXACT_CONVERSION lines.4.quantity',
    'PRICE_MALFORMED lines.1.price.unitPrice',
    'DISCOUNT_MALFORMED lines.1.price.discountPercents.0',
    'NOT_A_NUMBER lines.1.price.discountPercents.1',
    'DISCOUNT_MALFORMED lines.5.price.discountPercents',
    'DISCOUNT_MALFORMED documentDiscountPercent',
    'TOO_PRECISE documentDiscountAmount',
  ]);
});
