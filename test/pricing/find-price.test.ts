import type { ItemFacts, ListFacts, PriceFacts } from '../../src/modules/pricing/rules/facts.ts';
import {
  document,
  facts,
  faultsOf,
  item,
  lineOf,
  list,
  nima,
  passedOver,
  percentOff,
  steps,
  type Asked,
} from './facts.ts';

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

  test("others' lists, of other segments, in other currencies, and of other times do not count", () => {
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

describe('percent off', () => {
  test('is of what would hold without it, list by list', () => {
    const lists = [base, first, customers];
    const items = [
      item('base', 'a', '100'),
      percentOff('s1', 'pipes', '10'),
      percentOff('nima', 'all', '5'),
    ];
    const line = lineOf(by(lists, items), 'A 10');
    expect(line.listPrice).toBe('86');
    // 90 less 5 percent is 85.5 of one: rounded to the rial, as a price is.
    expect(steps(line)).toEqual([
      'LIST BASE 1000 = 1000',
      'LIST S1 10% -100 = 900',
      'LIST NIMA 5% -40 = 860',
    ]);
  });

  test('of nothing is nothing: the next list has its say', () => {
    const known = by([base, customers], [percentOff('nima', 'all', '5')]);
    expect(faultsOf(known, ['A'], { customerId: 'nima' })).toEqual([
      'PRICE_NOT_FOUND lines.0.productId',
    ]);
  });

  test('has tiers of its own', () => {
    const known = by(
      [base, customers],
      [item('base', 'a', '100'), percentOff('nima', 'a', '10:10, 100:20')],
    );
    expect(['A 9', 'A 10', 'A 100'].map((asked) => lineOf(known, asked).listPrice)).toEqual([
      '100',
      '90',
      '80',
    ]);
  });
});

describe('on top of the cost', () => {
  const onCost = (method: 'MARGIN' | 'MARK_UP', percent: string, over: Partial<ListFacts> = {}) =>
    by([list('BASE', over)], [item('base', 'all', percent, { method, unit: null })]);

  // A costs 80: a margin of 20 percent is a fifth of 100, a mark-up of 20 percent a fifth of 80.
  test.each([
    ['MARGIN', '20', '100'],
    ['MARK_UP', '20', '96'],
    ['MARK_UP', '25', '100'],
    ['MARGIN', '0', '80'],
    ['MARK_UP', '0', '80'],
    ['MARGIN', '99.99', '800000'],
    ['MARGIN', '33', '119'],
  ] as const)('%s of %s percent on 80 is %s', (method, percent, wanted) => {
    expect(lineOf(onCost(method, percent), 'A').listPrice).toBe(wanted);
  });

  test('a carton costs as much as what is in it', () => {
    expect(lineOf(onCost('MARGIN', '20'), 'A 2 CT')).toMatchObject({
      listPrice: '1200',
      net: '2400',
    });
  });

  test('is rounded to what the list says', () => {
    expect(lineOf(onCost('MARGIN', '33', { roundTo: '50' }), 'A').listPrice).toBe('100');
  });

  test('what costs nobody knows what has no price', () => {
    expect(faultsOf(onCost('MARGIN', '20'), ['C'])).toEqual(['PRICE_NOT_FOUND lines.0.productId']);
    const line = lineOf(
      by(
        [base, customers],
        [item('base', 'c', '10'), item('nima', 'c', '20', { method: 'MARK_UP', unit: null })],
      ),
      'C',
    );
    expect([line.listPrice, passedOver(line)]).toEqual(['10', ['NIMA COST_NOT_KNOWN']]);
  });

  test('the trace tells neither the cost nor what is on top of it', () => {
    const { trace } = lineOf(onCost('MARGIN', '17.5'), 'A 3');
    expect(trace.steps).toEqual([
      { kind: 'LIST', ruleId: 'base', code: 'BASE', basis: '0', amount: '291', remaining: '291' },
    ]);
    expect(JSON.stringify(trace)).not.toMatch(/17[.]5|"80"|cost/);
  });
});

describe('units', () => {
  test.each([
    ['A 2 CT', '100', { listPrice: '1200', net: '2400' }],
    ['A 2 CT', '10.01', { listPrice: '120.12', net: '240' }],
    // Two thirds of a metre: the line is exact, only what one strip costs does not come out even.
    ['B 3 STR', '10', { listPrice: '6.666667', net: '20' }],
  ])('a price of the base unit is converted by the factor: %s at %s', (asked, value, wanted) => {
    const [name = ''] = asked.toLowerCase().split(' ');
    expect(lineOf(by([base], [item('base', name, value)]), asked)).toMatchObject(wanted);
  });

  test('a price of a carton is none of a piece', () => {
    const known = by([base], [item('base', 'a', '1000', { unit: 'CT' })]);
    expect(faultsOf(known, ['A 24'])).toEqual(['PRICE_NOT_FOUND lines.0.productId']);
    expect(lineOf(known, 'A 2 CT').net).toBe('2000');
  });

  test('tiers count in the unit of the price', () => {
    const known = by(
      [base],
      [item('base', 'a', '0:100, 24:90'), item('base', 'a', '3:1000', { unit: 'CT' })],
    );
    const net = (asked: string) => lineOf(known, asked).listPrice;
    expect(['A 23', 'A 24', 'A 1 CT', 'A 2 CT', 'A 3 CT'].map(net)).toEqual([
      '100',
      '90',
      '1200',
      '1080',
      '1000',
    ]);
  });
});

describe('tiers', () => {
  const tiers = '0:100, 10:90, 20:80';
  const tiered = (over: Partial<ItemFacts> = {}) => by([base], [item('base', 'a', tiers, over)]);

  test.each([
    ['A 9', '900'],
    ['A 10', '900'],
    ['A 19', '1710'],
    ['A 20', '1600'],
    ['A 2 CT', '1920'],
  ])('the whole quantity at the tier it reaches: %s is %s', (asked, net) => {
    expect(lineOf(tiered(), asked).net).toBe(net);
  });

  test.each([
    ['A 10', '1000', '100'],
    ['A 11', '1090', '99.090909'],
    ['A 25', '2300', '92'],
    ['A 2 CT', '2220', '1110'],
  ])('graduated, each slice at its own: %s is %s, %s each', (asked, net, listPrice) => {
    expect(lineOf(tiered({ tierKind: 'GRADUATED' }), asked)).toMatchObject({ net, listPrice });
  });

  test('counted by line, lines of one product reach their tiers alone', () => {
    const { lines } = document(tiered(), ['A 6', 'A 6']);
    expect(lines.map(({ net }) => net)).toEqual(['600', '600']);
  });

  test('counted by product, together, in whatever unit', () => {
    const { lines } = document(tiered({ countedBy: 'PRODUCT' }), ['A 6', 'A 1 CT']);
    expect(lines.map(({ net }) => net)).toEqual(['540', '1080']);
  });

  test('counted by group, with all goods that the price is for', () => {
    const item1 = item('base', 'pipes', '0:100, 10:50', { countedBy: 'GROUP', unit: 'PCE' });
    const item2 = item('base', 'b', '30');
    const { lines } = document(by([base], [item1, item2]), ['A 6', 'B 4']);
    expect(lines.map(({ net }) => net)).toEqual(['300', '120']);
  });

  test('graduated by product: the second line goes on where the first ends', () => {
    const known = tiered({ tierKind: 'GRADUATED', countedBy: 'PRODUCT' });
    const { lines, net } = document(known, ['A 8', 'A 8']);
    expect(lines.map((line) => line.net)).toEqual(['800', '740']);
    expect(net).toBe(lineOf(known, 'A 16').net);
  });
});

describe('currencies', () => {
  const rates = [{ currency: 'EUR', askedOn: '2026-03-21', rate: '600000', onDay: '2026-03-20' }];
  const converting = list('BASE', { converts: true });
  const euros = list('EURO', { currency: 'EUR' });
  const inEuros: Asked = { currency: 'EUR' };

  test('a list that converts prices in another currency, at the rate of the day', () => {
    const known = by([converting], [item('base', 'a', '1000000')], { rates });
    const line = lineOf(known, 'A 3', inEuros);
    // 1,000,000 / 600,000 is 1.67 rounded to the cent, and three of them are 5.01.
    expect(line).toMatchObject({ listPrice: '1.67', net: '5.01', tax: '0.50', total: '5.51' });
    expect(line.trace).toMatchObject({ rate: '600000', rateOn: '2026-03-20', rounding: '0.01' });
  });

  test('one that does not, does not', () => {
    const known = by([base], [item('base', 'a', '1000000')], { rates });
    expect(faultsOf(known, ['A'], inEuros)).toEqual(['PRICE_NOT_FOUND lines.0.productId']);
  });

  test("a list in the document's own currency goes first, whatever the level", () => {
    const known = by(
      [converting, euros],
      [item('base', 'a', '1000000'), item('euro', 'all', '2', { unit: 'PCE' })],
      { rates },
    );
    const line = lineOf(known, 'A', inEuros);
    expect([line.listPrice, passedOver(line)]).toEqual(['2', ['BASE CURRENCY']]);
  });

  test("but a customer's own list that converts goes before a base list in euros", () => {
    const own = list('NIMA', { scope: 'CUSTOMER', partyId: 'nima', converts: true });
    const known = by([own, euros], [item('nima', 'a', '900000'), item('euro', 'a', '2')], {
      rates,
    });
    expect(lineOf(known, 'A', inEuros).listPrice).toBe('1.5');
  });

  test.each([
    ['0.05', '1.65'],
    ['1', '2'],
    [null, '1.67'],
  ])('converted prices are rounded to the multiple of the list: %s', (roundTo, wanted) => {
    const known = by([{ ...converting, roundTo }], [item('base', 'a', '1000000')], { rates });
    expect(lineOf(known, 'A', inEuros).listPrice).toBe(wanted);
  });

  test('a fixed price stands as it was set', () => {
    const known = by([list('BASE', { roundTo: '1000' })], [item('base', 'a', '12345.678')]);
    expect(lineOf(known, 'A').listPrice).toBe('12345.678');
  });

  test('costs are converted too', () => {
    const known = by([euros], [item('euro', 'a', '20', { method: 'MARGIN', unit: null })], {
      rates: [{ ...rates[0]!, rate: '8' }],
    });
    expect(lineOf(known, 'A', inEuros).listPrice).toBe('12.5');
  });

  test('without a rate nothing is priced, and an unknown currency is refused', () => {
    expect(faultsOf(facts(), ['A'], inEuros)).toEqual(['RATE_NOT_FOUND currency']);
    expect(faultsOf(facts(), ['A'], { currency: 'XXX' })).toEqual(['UNKNOWN_CURRENCY currency']);
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
