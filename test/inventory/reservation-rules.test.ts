import {
  planReservations,
  type ReservationWanted,
} from '../../src/modules/inventory/rules/plan-reservations.ts';
import { planWaking } from '../../src/modules/inventory/rules/plan-waking.ts';
import {
  knowLevel,
  knowPlace,
  noPromises,
  type Promises,
} from '../../src/modules/inventory/rules/promises.ts';
import {
  changed,
  endingOf,
  stateOf,
  waitingOf,
  type Reservation,
} from '../../src/modules/inventory/rules/reservation.ts';
import { later, now, reservation, told } from './reservation-texts.ts';

/** So much is free in the warehouse, and at places: `{ A1: '4', 'A1 L1': '2' }`. */
function free(level: string, places: Readonly<Record<string, string>> = {}): Promises {
  const promises = noPromises();
  const goods = { productId: 'tea', warehouseId: 'teh' };
  knowLevel(promises, { ...goods, free: level });
  for (const [text, there] of Object.entries(places)) {
    const [locationId = '', lotId = null, packageId = null] = text.split(' ');
    knowPlace(promises, { ...goods, locationId, lotId, packageId, free: there });
  }
  return promises;
}

test.each([
  ['wanted 5', null, 'REQUESTED', '5'],
  ['wanted 5 held 2', null, 'PARTIAL', '3'],
  ['wanted 5 held 5', null, 'RESERVED', '0'],
  ['wanted 5 held 2 consumed 3', null, 'RESERVED', '0'],
  ['wanted 5 consumed 3', null, 'REQUESTED', '2'],
  ['wanted 5 consumed 3 released 2', 'EXPIRED', 'CONSUMED', '0'],
  ['wanted 5 released 5', 'EXPIRED', 'EXPIRED', '0'],
  ['wanted 5 released 5', 'CANCELLED', 'RELEASED', '0'],
] as const)('%s, ended %s: %s, waiting %s', (text, ended, state, waiting) => {
  const it = reservation('a', text, { ended });
  expect([stateOf(it), waitingOf(it)]).toEqual([state, waiting]);
});

describe('what is asked for', () => {
  const wanted = (text: string): ReservationWanted => {
    const [quantity = '', ...words] = text.split(' ');
    const at = words[words.indexOf('at') + 1];
    const lot = words[words.indexOf('of') + 1];
    return {
      ...{ id: text, demandKind: 'MANUAL', demandId: 'd', demandLineId: 'l' },
      ...{ productId: 'tea', warehouseId: 'teh', quantity, path: [] },
      strength: words.includes('at') || words.includes('of') ? 'HARD' : 'SOFT',
      locationId: words.includes('at') && at ? at : null,
      lotId: words.includes('of') && lot ? lot : null,
      wait: words.includes('wait'),
      ...(words.includes('whole') && { allOrNothing: true }),
      ...(words.includes('some') && { allOrNothing: false }),
    };
  };
  test.each([
    ['what is there', '5', {}, ['3', '2'], ['3 held 3', '2 held 2']],
    ['two lines see each other', '5', {}, ['3', '3'], ['3 lacks: 2']],
    ['every line that is short', '1', {}, ['3', '1', '2'], ['3 lacks: 1', '2 lacks: 0']],
    ['as much as there is', '5', {}, ['9 some', '2 some'], ['9 some held 5', '2 some held 0']],
    ['the rest waits', '5', {}, ['9 wait', '2 wait'], ['9 wait held 5', '2 wait held 0']],
    [
      'whole or not at all',
      '5',
      {},
      ['9 wait whole', '4 wait'],
      ['9 wait whole held 0', '4 wait held 4'],
    ],
    [
      'a place has it, the warehouse promised it',
      '2',
      { A1: '9' },
      ['3 at A1'],
      ['3 at A1 lacks: 2'],
    ],
    [
      'the warehouse has it, the place has not',
      '9',
      { A1: '2', A2: '7' },
      ['3 at A1'],
      ['3 at A1 lacks: 2'],
    ],
    ['where most is', '9', { 'A1 L1': '2', 'A2 L1': '4' }, ['3 of L1'], ['3 of L1 held 3 A2']],
    [
      'where most is left',
      '9',
      { 'A1 L1': '3', 'A2 L1': '4' },
      ['2 of L1', '3 of L1'],
      ['2 of L1 held 2 A2', '3 of L1 held 3 A1'],
    ],
    [
      'of two alike the loose one',
      '9',
      { 'A1 L1 P1': '4', 'A1 L1': '4' },
      ['4 of L1'],
      ['4 of L1 held 4 A1'],
    ],
    ['nowhere, no place named', '9', {}, ['3 of L1 wait'], ['3 of L1 wait lacks: 0']],
    ['nowhere, at a place named', '9', {}, ['3 at A1 wait'], ['3 at A1 wait held 0 A1']],
  ] as const)('%s', (_, level, places, asked, expected) => {
    const { made, short } = planReservations(free(level, places), asked.map(wanted), {
      now,
      actorId: null,
    });
    expect([
      ...made.map(({ id, held, locationId }) =>
        [id, 'held', held, locationId].filter(Boolean).join(' '),
      ),
      ...short.map(({ wanted: { id }, available }) => `${id} lacks: ${available}`),
    ]).toEqual(expected);
  });

  test('what is refused gives back what its other lines took', () => {
    const promises = free('5', { A1: '5' });
    const asking = { now, actorId: null };
    planReservations(promises, [wanted('2 at A1'), wanted('2'), wanted('9')], asking);
    const { made } = planReservations(promises, [wanted('5 at A1')], asking);
    expect(made).toHaveLength(1);
  });
});

describe('who waits', () => {
  const due = { expiresAt: later(0) };
  test.each<[string, string, Reservation[], string[]]>([
    [
      'by priority, then day, then age',
      '7',
      [
        reservation('d', 'wanted 2'),
        reservation('c', 'wanted 2', { wantedOn: '2026-05-01' }),
        reservation('b', 'wanted 2', { wantedOn: '2026-04-01' }),
        reservation('a', 'wanted 2', { priority: 1 }),
      ],
      ['a HELD held 2', 'b HELD held 2', 'c HELD held 2', 'd HELD held 1'],
    ],
    [
      'by age',
      '1',
      [reservation('b', 'wanted 1'), reservation('a', 'wanted 1')],
      ['a HELD held 1'],
    ],
    [
      'others pass one that takes all or nothing',
      '4',
      [
        reservation('a', 'wanted 9 held 1', { allOrNothing: true }),
        reservation('b', 'wanted 3', { allOrNothing: true }),
        reservation('c', 'wanted 3'),
      ],
      ['b HELD held 3', 'c HELD held 1'],
    ],
    [
      'what ran out first',
      '0',
      [
        reservation('a', 'wanted 5 held 2', due),
        reservation('b', 'wanted 5'),
        reservation('c', 'wanted 1', { expiresAt: later(1) }),
      ],
      ['a EXPIRED held -2 released 5', 'b HELD held 2'],
    ],
    [
      'the very goods only',
      '9',
      [reservation('a', 'wanted 5 at A1'), reservation('b', 'wanted 5 at A2')],
      ['a HELD held 3'],
    ],
    ['nobody when nothing is free', '0', [reservation('a', 'wanted 5')], []],
  ])('is served: %s', (_, level, waiting, expected) => {
    expect(told(planWaking(free(level, { A1: '3' }), waiting, now))).toEqual(expected);
  });
});

test('what ends neither holds nor waits, as of the instant it ran out', () => {
  const it = reservation('a', 'wanted 9 held 3 consumed 2', { expiresAt: later(-5) });
  const change = endingOf(it, 'EXPIRED');
  expect(change).toMatchObject({ kind: 'EXPIRED', held: '-3', released: '7', at: later(-5) });
  expect(changed(change)).toMatchObject({ held: '0', released: '7', ended: 'EXPIRED', version: 2 });
  expect(endingOf(it, 'CANCELLED', 'why')).toMatchObject({
    kind: 'RELEASED',
    at: null,
    reason: 'why',
  });
});
