import type { PriceFacts, RuleFacts } from '../../src/modules/pricing/rules/facts.ts';
import type { Decimal } from '../../src/kernel/decimal.ts';
import { facts, lineOf, rule, steps, type Asked } from './facts.ts';

const by = (...rules: readonly RuleFacts[]): PriceFacts => facts({ rules });

const ten = rule('TEN', { percents: ['10'] });

describe('by hand', () => {
  const one = (unitPrice: Decimal | null, ...discountPercents: Decimal[]): Asked => ({
    overrides: [{ unitPrice, discountPercents, reason: 'friend' }],
  });

  test.each<[string, Asked, readonly RuleFacts[], Record<string, string>]>([
    ['nothing', {}, [], { net: '1000', manualPercent: '0' }],
    ['a chain', one(null, '10', '5'), [], { net: '855', manualPercent: '14.5', unitPrice: '85.5' }],
    ['a price', one('90'), [], { net: '900', manualPercent: '10', listPrice: '100' }],
    ['a price and percent', one('90', '10'), [], { net: '810', manualPercent: '19' }],
    ['a higher price', one('110'), [], { net: '1100', manualPercent: '0', discount: '0' }],
    ['a higher price, less percent', one('110', '20'), [], { net: '880', manualPercent: '12' }],
    ['percent after rules', one(null, '10'), [ten], { net: '810', manualPercent: '9' }],
    ['a price in place of rules', one('95'), [ten], { net: '950', manualPercent: '5' }],
    ['for nothing', one('0'), [], { net: '0', manualPercent: '100', discount: '1000' }],
  ])('%s', (_what, asked, rules, wanted) => {
    expect(lineOf(by(...rules), 'A 10', asked)).toMatchObject(wanted);
  });

  test('the price of the list stays in the trace', () => {
    expect(steps(lineOf(facts(), 'A 10', one('90', '10')))).toEqual([
      'LIST BASE 1000 = 1000',
      'OVERRIDE -100 = 900',
      'MANUAL_DISCOUNT 10% -90 = 810',
    ]);
  });

  test('what no list has a price of is sold at what somebody says', () => {
    const known = facts({ items: [] });
    const line = lineOf(known, 'A 10', one('70'));
    expect(line).toMatchObject({ listPrice: '70', net: '700', manualPercent: '0' });
    expect([line.trace.list, steps(line)]).toEqual([null, ['OVERRIDE 700 = 700']]);
  });

  describe('beyond what somebody may', () => {
    const allowed = (maxPercent: string, minMarginPercent: string | null = null) =>
      facts({ allowances: [{ personId: 'ali', maxPercent, minMarginPercent }] });
    const ali: Asked = { byPersonId: 'ali' };

    // A costs 80: sold at 90 its margin is 11.1 percent.
    test.each<[string, PriceFacts, Asked, readonly string[]]>([
      ['just as much', allowed('10'), { ...ali, ...one('90') }, []],
      ['a bit more', allowed('9.999999'), { ...ali, ...one('90') }, ['PERCENT']],
      [
        'a chain counts as what it comes to',
        allowed('14.5'),
        { ...ali, ...one(null, '10', '5') },
        [],
      ],
      ['the margin is left', allowed('100', '11'), { ...ali, ...one('90') }, []],
      ['the margin is not left', allowed('100', '11.2'), { ...ali, ...one('90') }, ['MARGIN']],
      ['both', allowed('5', '12'), { ...ali, ...one('90') }, ['PERCENT', 'MARGIN']],
      ['at a loss, as allowed', allowed('100', '-20'), { ...ali, ...one('67') }, []],
      ['lists may be below the floor', allowed('0', '50'), ali, []],
      ['nobody’s', allowed('0'), one('90'), []],
      ['somebody else’s', allowed('0'), { byPersonId: 'sara', ...one('90') }, []],
      [
        'the discount of the document counts',
        allowed('10'),
        { ...ali, documentDiscount: { percent: '11' } },
        ['PERCENT'],
      ],
      [
        'and counts together with that of the line',
        allowed('15'),
        { ...ali, ...one(null, '10'), documentDiscount: { percent: '6' } },
        ['PERCENT'],
      ],
    ])('%s', (_what, known, asked, wanted) => {
      expect(lineOf(known, 'A 10', asked).exceeds).toEqual(wanted);
    });
  });
});
