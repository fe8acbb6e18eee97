import type { PriceFacts, RuleFacts } from '../../src/modules/pricing/rules/facts.ts';
import {
  document,
  facts,
  faultsOf,
  item,
  lineOf,
  list,
  passedOver,
  rule,
  steps,
  type Asked,
} from './facts.ts';

const by = (...rules: readonly RuleFacts[]): PriceFacts => facts({ rules });

const ten = rule('TEN', { percents: ['10'] });

describe('discounts of lines', () => {
  test.each<[string, Partial<RuleFacts>, string, string]>([
    ['percent', { percents: ['10'] }, 'A 3', '270'],
    ['a chain multiplies: 10 and 5 are 14.5', { percents: ['10', '5'] }, 'A 100', '8550'],
    ['an amount of each base unit', { amount: '7' }, 'A 1 CT', '1116'],
    ['an amount of the line', { amount: '7', amountPer: 'LINE' }, 'A 1 CT', '1193'],
    ['of a product', { percents: ['10'], productId: 'a' }, 'A', '90'],
    ['of another product', { percents: ['10'], productId: 'b' }, 'A', '100'],
    ['of a category above', { percents: ['10'], categoryId: 'goods' }, 'A', '90'],
    ['of another category', { percents: ['10'], categoryId: 'x' }, 'A', '100'],
    ['of the customer', { percents: ['10'], partyId: 'nima' }, 'A', '90'],
    ['of another customer', { percents: ['10'], partyId: 'sara' }, 'A', '100'],
    ['of a segment of the customer', { percents: ['10'], segmentId: 's2' }, 'A', '90'],
    ['of another segment', { percents: ['10'], segmentId: 's3' }, 'A', '100'],
    ['not yet', { percents: ['10'], validFrom: '2026-03-22' }, 'A', '100'],
    ['no longer', { percents: ['10'], validTo: '2026-03-21' }, 'A', '100'],
    ['in another currency', { percents: ['10'], currency: 'EUR' }, 'A', '100'],
    ['from a quantity on, reached', { percents: ['10'], minQuantity: '12' }, 'A 1 CT', '1080'],
    ['from a quantity on, not reached', { percents: ['10'], minQuantity: '13' }, 'A 1 CT', '1200'],
    ['from an amount on, reached', { percents: ['10'], minAmount: '300' }, 'A 3', '270'],
    ['from an amount on, not reached', { percents: ['10'], minAmount: '301' }, 'A 3', '300'],
    ['no more than there is', { amount: '150' }, 'A 2', '0'],
    ['all of it', { percents: ['100'] }, 'A 2', '0'],
    ['a surcharge', { percents: ['10', '10'], effect: 'SURCHARGE' }, 'A 100', '12100'],
  ])('%s', (_what, over, asked, net) => {
    expect(lineOf(by(rule('X', over)), asked).net).toBe(net);
  });

  test('each step tells its rule, what it was taken of, what it came to and what remains', () => {
    const line = lineOf(by(rule('X', { percents: ['10', '5'] })), 'A 3');
    expect(line.trace.steps.slice(1)).toEqual([
      {
        kind: 'LINE_DISCOUNT',
        ruleId: 'x',
        code: 'X',
        basis: '300',
        amount: '-30',
        remaining: '270',
        percent: '10',
      },
      {
        kind: 'LINE_DISCOUNT',
        ruleId: 'x',
        code: 'X',
        basis: '270',
        amount: '-13.5',
        remaining: '256.5',
        percent: '5',
      },
      {
        kind: 'ROUNDING',
        ruleId: null,
        code: null,
        basis: '256.5',
        amount: '-0.5',
        remaining: '256',
      },
    ]);
    expect(line).toMatchObject({ listPrice: '100', unitPrice: '85.5', discount: '44', net: '256' });
  });

  // The regression of Odoo: a discount must not outlive the quantity that earned it.
  test('one that no longer qualifies vanishes', () => {
    const known = by(rule('X', { percents: ['10'], minQuantity: '10', countedBy: 'PRODUCT' }));
    expect(document(known, ['A 6', 'A 4']).net).toBe('900');
    expect(document(known, ['A 6', 'A 3']).net).toBe('900');
    expect(document(known, ['A 6', 'A 3']).lines[0]!.trace.steps).toHaveLength(1);
  });

  test('a minimum may be counted over all goods that it is for', () => {
    const over = { percents: ['10'], minQuantity: '10', categoryId: 'pipes' };
    const lines = ['A 6', 'B 4', 'C 1'];
    const nets = (rules: RuleFacts) => document(by(rules), lines).lines.map(({ net }) => net);
    expect(nets(rule('X', { ...over, countedBy: 'GROUP' }))).toEqual(['540', '108', '10']);
    expect(nets(rule('X', { ...over, countedBy: 'LINE' }))).toEqual(['600', '120', '10']);
  });
});

describe('stacking', () => {
  // frappe/erpnext#43048: 400, 600 on top and 20 percent of the list are 1,080, not 2,880.
  test('400 and 600 and 20 percent of the list are 1,080', () => {
    const known = facts({
      items: [item('base', 'a', '400')],
      rules: [
        rule('SIX', { amount: '600', effect: 'SURCHARGE', stacking: 'ADD_ON_LIST', priority: 1 }),
        rule('TWENTY', { percents: ['20'], effect: 'SURCHARGE', stacking: 'ADD_ON_LIST' }),
      ],
    });
    const line = lineOf(known, 'A');
    expect(line.net).toBe('1080');
    expect(steps(line)).toEqual([
      'LIST BASE 400 = 400',
      'SURCHARGE SIX 600 = 1000',
      'SURCHARGE TWENTY 20% 80 = 1080',
    ]);
  });

  const a = (over: Partial<RuleFacts>) => rule('A', { percents: ['20'], priority: 2, ...over });
  const b = (over: Partial<RuleFacts>) => rule('B', { percents: ['10'], priority: 1, ...over });

  test.each<[string, Partial<RuleFacts>, Partial<RuleFacts>, string, readonly string[]]>([
    ['of what others left', {}, {}, '72', []],
    ['both of the list', { stacking: 'ADD_ON_LIST' }, { stacking: 'ADD_ON_LIST' }, '70', []],
    ['one of the list, after one of what is left', {}, { stacking: 'ADD_ON_LIST' }, '70', []],
    ['the first is alone', { stacking: 'EXCLUSIVE' }, {}, '80', ['B ANOTHER_IS_EXCLUSIVE']],
    [
      'one that would be alone comes too late',
      {},
      { stacking: 'EXCLUSIVE' },
      '80',
      ['B EXCLUSIVE_AND_NOT_THE_FIRST'],
    ],
    [
      'one of an exclusion group',
      { exclusionGroup: 'G' },
      { exclusionGroup: 'G' },
      '80',
      ['B EXCLUSION_GROUP'],
    ],
    ['of two groups', { exclusionGroup: 'G' }, { exclusionGroup: 'H' }, '72', []],
    [
      'one of a group that does not qualify leaves it to the next',
      { exclusionGroup: 'G', minQuantity: '2' },
      { exclusionGroup: 'G' },
      '90',
      [],
    ],
  ])('%s', (_what, overA, overB, net, lost) => {
    const line = lineOf(by(a(overA), b(overB)), 'A');
    expect([line.net, passedOver(line)]).toEqual([net, lost]);
    expect(lineOf(by(b(overB), a(overA)), 'A')).toEqual(line);
  });

  test('never takes more than the list’s amount', () => {
    const known = by(
      rule('X', { percents: ['60'], stacking: 'ADD_ON_LIST' }),
      rule('Y', { percents: ['70'], stacking: 'ADD_ON_LIST' }),
    );
    expect(steps(lineOf(known, 'A'))).toEqual([
      'LIST BASE 100 = 100',
      'LINE_DISCOUNT X 60% -60 = 40',
      'LINE_DISCOUNT Y 70% -40 = 0',
    ]);
  });

  test('prices of a list that are net are not lowered', () => {
    const known = facts({ lists: [list('BASE', { discountable: false })], rules: [ten] });
    const line = lineOf(known, 'A');
    expect([line.net, passedOver(line)]).toEqual(['100', ['TEN PRICE_IS_NET']]);
  });
});

describe('discounts of documents', () => {
  const shares = (known: PriceFacts, lines: readonly string[], asked: Asked = {}) => {
    const priced = document(known, lines, asked);
    return [...priced.lines.map(({ net }) => net), `= ${priced.net}`, `- ${priced.discount}`];
  };

  test.each<[string, readonly RuleFacts[], Asked, readonly string[]]>([
    [
      'percent by hand, spread by what lines come to',
      [],
      { documentDiscount: { percent: '10' } },
      ['90', '54', '27', '= 171', '- 19'],
    ],
    [
      'an amount by hand, to the last rial',
      [],
      { documentDiscount: { amount: '100' } },
      ['47', '29', '14', '= 90', '- 100'],
    ],
    [
      'percent, then an amount',
      [],
      { documentDiscount: { percent: '50', amount: '5' } },
      ['47', '29', '14', '= 90', '- 100'],
    ],
    [
      'by rule',
      [rule('D', { target: 'DOCUMENT', percents: ['10', '5'] })],
      {},
      ['85', '51', '26', '= 162', '- 28'],
    ],
    [
      'by rule, an amount',
      [rule('D', { target: 'DOCUMENT', amount: '19' })],
      {},
      ['90', '54', '27', '= 171', '- 19'],
    ],
    [
      'by rule on goods of a category only',
      [rule('D', { target: 'DOCUMENT', percents: ['10'], categoryId: 'pipes' })],
      {},
      ['90', '54', '30', '= 174', '- 16'],
    ],
    [
      'from an amount on, not reached',
      [rule('D', { target: 'DOCUMENT', percents: ['10'], minAmount: '191' })],
      {},
      ['100', '60', '30', '= 190', '- 0'],
    ],
    [
      'from an amount on, reached',
      [rule('D', { target: 'DOCUMENT', percents: ['10'], minAmount: '190' })],
      {},
      ['90', '54', '27', '= 171', '- 19'],
    ],
    [
      'a surcharge',
      [rule('D', { target: 'DOCUMENT', percents: ['10'], effect: 'SURCHARGE' })],
      {},
      ['110', '66', '33', '= 209', '- 0'],
    ],
    [
      'rules first, then by hand on what they left',
      [rule('D', { target: 'DOCUMENT', percents: ['10'] })],
      { documentDiscount: { percent: '10' } },
      ['81', '49', '24', '= 154', '- 36'],
    ],
    [
      'after those of lines',
      [rule('D', { target: 'DOCUMENT', percents: ['10'] }), rule('L', { percents: ['50'] })],
      {},
      ['45', '27', '13', '= 85', '- 105'],
    ],
  ])('%s', (_what, rules, asked, wanted) => {
    expect(shares(by(...rules), ['A 1', 'B 2', 'C 3'], asked)).toEqual(wanted);
  });

  test('more than there is is refused', () => {
    expect(faultsOf(facts(), ['A'], { documentDiscount: { amount: '101' } })).toEqual([
      'DISCOUNT_TOO_LARGE documentDiscountAmount',
    ]);
    const free = document(facts(), ['A'], { documentDiscount: { amount: '100' } });
    expect(free).toMatchObject({ net: '0', tax: '0', total: '0', manualPercent: '100' });
  });

  test('one that nothing is left for takes nothing', () => {
    const free = by(
      rule('L', { percents: ['100'] }),
      rule('D', { target: 'DOCUMENT', amount: '5' }),
    );
    expect(shares(free, ['A'])).toEqual(['0', '= 0', '- 100']);
  });
});
