import { planConsumption } from '../../src/modules/inventory/rules/plan-consumption.ts';
import { planCuts, type Overdrawn } from '../../src/modules/inventory/rules/plan-cuts.ts';
import type { Reservation } from '../../src/modules/inventory/rules/reservation.ts';
import { later, now, reservation, told } from './reservation-texts.ts';

describe('what leaves for a demand', () => {
  const taken = (quantity: string, at = 'A1', lotId: string | null = null) => ({
    ...{ demandLineId: 'line', productId: 'tea', warehouseId: 'teh', packageId: null },
    ...{ locationId: at, lotId, quantity },
  });
  const soft = reservation('s', 'wanted 4 held 4');
  const hard1 = reservation('h1', 'wanted 2 held 2 at A1');
  const hard2 = reservation('h2', 'wanted 2 held 2 at A2');
  test.each<[string, Reservation[], ReturnType<typeof taken>[], string[]]>([
    [
      'the very goods first',
      [soft, hard2, hard1],
      [taken('2')],
      ['h1 CONSUMED held -2 consumed 2'],
    ],
    [
      'then soft ones, then others',
      [soft, hard2, hard1],
      [taken('7')],
      [
        'h1 CONSUMED held -2 consumed 2',
        'h2 CONSUMED held -1 consumed 1',
        's CONSUMED held -4 consumed 4',
      ],
    ],
    [
      'the very goods of all lines before anything else',
      [hard1, hard2],
      [taken('2', 'A3'), taken('2', 'A2')],
      ['h1 CONSUMED held -2 consumed 2', 'h2 CONSUMED held -2 consumed 2'],
    ],
    [
      'what waits is had, too',
      [reservation('s', 'wanted 6 held 4')],
      [taken('5')],
      ['s CONSUMED held -4 consumed 5'],
    ],
    ['more than was reserved', [soft], [taken('9')], ['s CONSUMED held -4 consumed 4']],
    ['of another line: nothing', [{ ...soft, demandLineId: 'other' }], [taken('1')], []],
    ['of another product: nothing', [{ ...soft, productId: 'salt' }], [taken('1')], []],
    ['of another warehouse: nothing', [{ ...soft, warehouseId: 'isf' }], [taken('1')], []],
  ])('%s', (_, reservations, goods, expected) => {
    expect(told(planConsumption(reservations, goods))).toEqual(expected);
  });
});

describe('what is not there any more is cut', () => {
  const level = (over: string): Overdrawn => ({
    ...{ productId: 'tea', warehouseId: 'teh', locationId: null, lotId: null, packageId: null },
    over,
  });
  const place = (over: string): Overdrawn => ({ ...level(over), locationId: 'A1' });
  const young = { createdAt: later(1) };
  test.each<[string, Reservation[], Overdrawn[], string[]]>([
    [
      'of the least priority first',
      [reservation('a', 'wanted 3 held 3', { priority: 1 }), reservation('b', 'wanted 3 held 3')],
      [level('4')],
      ['b CUT held -3', 'a CUT held -1'],
    ],
    [
      'of the youngest first',
      [reservation('a', 'wanted 3 held 3', young), reservation('b', 'wanted 3 held 3')],
      [level('3')],
      ['a CUT held -3'],
    ],
    [
      'of those past their clock before any other',
      [
        reservation('a', 'wanted 3 held 3'),
        reservation('b', 'wanted 3 held 3', { priority: 1, expiresAt: now }),
      ],
      [level('4')],
      ['b CUT held -3', 'a CUT held -1'],
    ],
    [
      'at its place, and that counts in the warehouse',
      [reservation('a', 'wanted 3 held 3', young), reservation('b', 'wanted 3 held 3 at A1')],
      [level('3'), place('2')],
      ['a CUT held -1', 'b CUT held -2'],
    ],
    [
      'never more than is held',
      [reservation('a', 'wanted 3 held 1')],
      [level('9')],
      ['a CUT held -1'],
    ],
  ])('%s', (_, reservations, overdrawn, expected) => {
    expect(told(planCuts(reservations, overdrawn, now))).toEqual(expected);
  });
});
