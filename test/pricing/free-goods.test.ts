import type { PriceFacts, RuleFacts } from '../../src/modules/pricing/rules/facts.ts';
import type { PricedDocument } from '../../src/modules/pricing/rules/priced.ts';
import { document, facts, item, list, passedOver, rule, type Asked } from './facts.ts';

const by = (...rules: readonly RuleFacts[]): PriceFacts => facts({ rules });

/** 12 of A for the price of 10. */
const dozen = (over: Partial<RuleFacts> = {}): RuleFacts =>
  rule('DOZEN', { productId: 'a', forEvery: '12', freeQuantity: '2', ...over });

/** For every 10 of A, 1 of C is free. */
const gift = (over: Partial<RuleFacts> = {}): RuleFacts => {
  const of = { productId: 'a', forEvery: '10', freeQuantity: '1', freeProductId: 'c' };
  return rule('GIFT', { ...of, ...over });
};

/** `2 DOZEN -200` for each line: the free units, the rule, and what they come to. */
const freeOf = ({ lines }: PricedDocument): string[] =>
  lines.map(({ trace }) =>
    trace.steps
      .filter(({ freeQuantity }) => freeQuantity !== undefined)
      .map(({ code, freeQuantity, amount }) => `${freeQuantity} ${code} ${amount}`)
      .join(', '),
  );

const missingOf = ({ earnedFreeGoods }: PricedDocument): string[] =>
  earnedFreeGoods.map(({ productId, quantity, code }) => `${quantity} ${productId} ${code}`);

const priced = (known: PriceFacts, lines: readonly string[], asked: Asked = {}) =>
  document(known, lines, { customerId: 'nima', ...asked });

describe('free goods of the same product', () => {
  const two = '2 DOZEN -200';
  const ofPipes = { productId: null, categoryId: 'pipes' };

  test.each<[string, Partial<RuleFacts>, readonly string[], readonly string[]]>([
    ['one short', {}, ['A 11'], ['']],
    ['12 for the price of 10', {}, ['A 12'], [two]],
    ['a carton of 12', {}, ['A 1 CT'], [two]],
    ['each time it is reached', {}, ['A 35'], ['4 DOZEN -400']],
    ['at most so many', { mostFree: '3' }, ['A 35'], ['3 DOZEN -300']],
    ['at most so many of all lines', { mostFree: '3' }, ['A 12', 'A 12'], [two, '1 DOZEN -100']],
    ['counted by line, none reaches it', {}, ['A 6', 'A 6'], ['', '']],
    ['counted by product, the first line', { countedBy: 'PRODUCT' }, ['A 6', 'A 6'], [two, '']],
    [
      'more than the first line has, then the next',
      { countedBy: 'PRODUCT' },
      ['A 1', 'B 1', 'A 11'],
      ['1 DOZEN -100', '', '1 DOZEN -100'],
    ],
    ['a group of one product', { countedBy: 'GROUP' }, ['A 6', 'A 6'], [two, '']],
    ['products of a category, each its own', ofPipes, ['A 12', 'B 12'], [two, '2 DOZEN -60']],
    [
      'products of a category, never together',
      { ...ofPipes, countedBy: 'PRODUCT' },
      ['A 6', 'B 6'],
      ['', ''],
    ],
    ['parts of units', { ...ofPipes, freeQuantity: '0.5' }, ['B 12.25'], ['0.5 DOZEN -15']],
    ['goods that it is not for', {}, ['B 12'], ['']],
    ['the same, said outright', { freeProductId: 'a' }, ['A 12'], [two]],
    ['from a quantity on, not reached', { minQuantity: '24' }, ['A 23'], ['']],
    ['from an amount on, reached', { minAmount: '1200' }, ['A 12'], [two]],
    ['from an amount on, not reached', { minAmount: '1201' }, ['A 12'], ['']],
    ['of the customer', { partyId: 'nima' }, ['A 12'], [two]],
    ['of another customer', { partyId: 'sara' }, ['A 12'], ['']],
    ['not yet', { validFrom: '2026-03-22' }, ['A 12'], ['']],
    ['no longer', { validTo: '2026-03-21' }, ['A 12'], ['']],
    ['in another currency', { currency: 'EUR' }, ['A 12'], ['']],
  ])('%s', (_what, over, lines, wanted) => {
    const told = priced(by(dozen(over)), lines);
    expect(freeOf(told)).toEqual(wanted);
    expect(missingOf(told)).toEqual([]);
  });

  test('the step tells the rule, its basis, the free units and what they come to', () => {
    const line = priced(by(dozen()), ['A 12']).lines[0]!;
    expect(line.trace.steps[1]).toEqual({
      kind: 'LINE_DISCOUNT',
      ruleId: 'dozen',
      code: 'DOZEN',
      basis: '1200',
      amount: '-200',
      remaining: '1000',
      freeQuantity: '2',
      earnedBy: ['a'],
    });
    expect(line).toMatchObject({ unitPrice: '83.333333', discount: '200', net: '1000' });
  });

  test('what does not come out even is rounded with the line', () => {
    const known = facts({
      items: [item('base', 'a', '0:99.99, 5:70', { tierKind: 'GRADUATED' })],
      rules: [dozen({ forEvery: '7' })],
    });
    expect(priced(known, ['A 7']).lines[0]!.trace.steps).toMatchObject([
      { kind: 'LIST', remaining: '639.95' },
      { kind: 'LINE_DISCOUNT', amount: '-182.842857', remaining: '457.107143' },
      { kind: 'ROUNDING', amount: '-0.107143', remaining: '457' },
    ]);
  });
});

describe('free goods of another product', () => {
  const one = '1 GIFT -10';

  test.each<[string, Partial<RuleFacts>, readonly string[], readonly string[], readonly string[]]>([
    ['not earned', {}, ['A 9', 'C 1'], ['', ''], []],
    ['earned and there', {}, ['A 10', 'C 1'], ['', one], []],
    ['there first', {}, ['C 1', 'A 10'], [one, ''], []],
    ['earned and not there', {}, ['A 10'], [''], ['1 c GIFT']],
    ['there in part', {}, ['A 35', 'C 1'], ['', one], ['2 c GIFT']],
    ['more of it is paid', {}, ['A 10', 'C 3'], ['', one], []],
    ['over several lines', {}, ['A 30', 'C 2', 'C 2'], ['', '2 GIFT -20', one], []],
    ['at most so many', { mostFree: '2' }, ['A 35'], [''], ['2 c GIFT']],
    ['by line', {}, ['A 5', 'A 5'], ['', ''], []],
    ['by product', { countedBy: 'PRODUCT' }, ['A 5', 'A 5'], ['', ''], ['1 c GIFT']],
    [
      'by group',
      { countedBy: 'GROUP', productId: null, categoryId: 'pipes' },
      ['A 5', 'B 5', 'C 1'],
      ['', '', one],
      [],
    ],
    [
      'what is free earns nothing, though the rule is for all goods',
      { countedBy: 'GROUP', productId: null },
      ['A 9', 'C 1'],
      ['', ''],
      [],
    ],
    [
      'more than is bought',
      { forEvery: '1', freeQuantity: '3' },
      ['A 1', 'C 3'],
      ['', '3 GIFT -30'],
      [],
    ],
    ['from a quantity on', { minQuantity: '11' }, ['A 10', 'C 1'], ['', ''], []],
  ])('%s', (_what, over, lines, wanted, missing) => {
    const told = priced(by(gift(over)), lines);
    expect([freeOf(told), missingOf(told)]).toEqual([wanted, missing]);
  });

  test('a line that may be left out earns nothing for others, and takes nothing of them', () => {
    const rules = [gift({ countedBy: 'PRODUCT' })];
    const ask = (optional: readonly number[]) =>
      freeOf(priced(by(...rules), ['A 10', 'C 1'], { optional }));
    expect([ask([]), ask([0]), ask([1])]).toEqual([
      ['', one],
      ['', ''],
      ['', ''],
    ]);
    expect(freeOf(priced(by(dozen()), ['A 12'], { optional: [0] }))).toEqual(['2 DOZEN -200']);
  });
});

describe('free goods beside other rules', () => {
  const ten = (over: Partial<RuleFacts> = {}) =>
    rule('TEN', { percents: ['10'], priority: 1, ...over });

  test.each<[string, readonly RuleFacts[], string, string, readonly string[]]>([
    ['of what others left', [dozen(), ten()], 'A 12', '900', []],
    ['of the list', [dozen({ stacking: 'ADD_ON_LIST' }), ten()], 'A 12', '880', []],
    ['before others', [dozen({ priority: 2 }), ten()], 'A 12', '900', []],
    [
      'alone',
      [dozen({ stacking: 'EXCLUSIVE', priority: 2 }), ten()],
      'A 12',
      '1000',
      ['TEN ANOTHER_IS_EXCLUSIVE'],
    ],
    [
      'one of an exclusion group',
      [dozen({ exclusionGroup: 'G' }), ten({ exclusionGroup: 'G' })],
      'A 12',
      '1080',
      ['DOZEN EXCLUSION_GROUP'],
    ],
    [
      'not earned, it leaves its group to the next',
      [dozen({ exclusionGroup: 'G', priority: 2 }), ten({ exclusionGroup: 'G' })],
      'A 11',
      '990',
      [],
    ],
    ['two never free a unit twice', [dozen(), dozen({ id: 'b', code: 'B' })], 'A 12', '800', []],
    [
      'no more than there is',
      [dozen({ forEvery: '4', freeQuantity: '3' }), dozen({ id: 'b', code: 'B', forEvery: '3' })],
      'A 12',
      '0',
      [],
    ],
  ])('%s', (_what, rules, asked, net, lost) => {
    const line = priced(by(...rules), [asked]).lines[0]!;
    expect([line.net, passedOver(line)]).toEqual([net, lost]);
    expect(priced(by(...rules.toReversed()), [asked]).lines[0]).toEqual(line);
  });

  test('a price by hand takes their place, and another line takes the units', () => {
    const overrides = [null, { unitPrice: '7' }, null];
    const told = priced(by(gift()), ['A 10', 'C 1', 'C 1'], { overrides });
    expect(freeOf(told)).toEqual(['', '', '1 GIFT -10']);
    const alone = priced(by(gift()), ['A 10', 'C 1'], { overrides });
    expect(missingOf(alone)).toEqual(['1 c GIFT']);
  });

  test('prices that are net are not lowered, and nothing is offered', () => {
    const known = facts({
      lists: [list('BASE'), list('NET', { discountable: false })],
      items: [item('base', 'a', '100'), item('net', 'c', '10')],
      rules: [gift()],
    });
    const told = priced(known, ['A 20', 'C 1']);
    expect([told.net, passedOver(told.lines[1]!)]).toEqual(['2010', ['GIFT PRICE_IS_NET']]);
    expect(missingOf(told)).toEqual([]);
  });

  test('what would not hold together is not offered together', () => {
    const other = gift({ id: 'other', code: 'OTHER', exclusionGroup: 'G', priority: 1 });
    const rules = [gift({ exclusionGroup: 'G' }), other];
    expect(missingOf(priced(by(...rules), ['A 10']))).toEqual(['1 c OTHER']);
  });

  test('discounts of the document are taken of what is left to pay', () => {
    const whole = rule('WHOLE', { target: 'DOCUMENT', percents: ['10'] });
    expect(priced(by(dozen(), whole), ['A 12']).net).toBe('900');
  });
});
