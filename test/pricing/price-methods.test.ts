import type { ItemFacts, ListFacts, PriceFacts } from '../../src/modules/pricing/rules/facts.ts';
import { facts, faultsOf, item, lineOf, list, passedOver, percentOff, steps } from './facts.ts';

const by = (
  lists: readonly ListFacts[],
  items: readonly ItemFacts[],
  over: Partial<PriceFacts> = {},
): PriceFacts => facts({ lists, items, ...over });

const customers = list('NIMA', { scope: 'CUSTOMER', partyId: 'nima' });
const first = list('S1', { scope: 'SEGMENT', segmentId: 's1', priority: 1 });
const base = list('BASE');

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
