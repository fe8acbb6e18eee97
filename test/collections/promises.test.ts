import {
  cancelPromise,
  decidePromises,
  hasDuePromises,
  loadPromiseReceipts,
  proposeDunning,
  recordPromise,
  setCollectionSetting,
  type RecordPromiseInput,
} from '../../src/modules/collections/index.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused, outcomeOf } from '../catalog/world.ts';
import { asSystem } from '../support/perform.ts';
import { announced, openCollections, type Collections } from './world.ts';

let w: Collections;
beforeAll(async () => void (w = await openCollections()));
afterAll(() => w.close());
beforeEach(async () => {
  await w.forget();
  await w.owe('A', '100', '2026-03-01');
  await w.owe('B', '50', '2026-03-05');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const promise = (over: Partial<RecordPromiseInput> = {}, caller = w.nima): Promise<Id> =>
  w
    .perform(
      recordPromise,
      {
        ...{ partyId: w.id('Alborz'), promiseTypeId: w.id('PHONE'), amount: '100' },
        ...{ currency: 'EUR', promisedOn: '2026-03-25', channel: 'CALL', promisedBy: 'Ms Rad' },
        ...over,
      },
      caller,
    )
    .then(({ promiseToPayId }) => promiseToPayId);
const decide = () => w.perform(decidePromises, {}, asSystem);
const state = async (id: Id): Promise<string> =>
  (
    await w.sql<{ line: string }>(
      `select state || ' ' || trim_scale(received) as line from promise_to_pay where id = $1`,
      [id],
    )
  )[0]?.line ?? '';
const received = async (id: Id): Promise<string | undefined> =>
  (await loadPromiseReceipts(w.database, [id])).get(id);

test('a promise covers what is overdue, and is kept by what comes in time', async () => {
  const id = await promise();
  await w.pay('95', '2026-03-27', 'A 95');
  expect([await received(id), await state(id)]).toEqual(['95', 'OPEN 0']);
  w.on('2026-03-27');
  expect(await hasDuePromises(w.database, '2026-03-27')).toBe(false);
  expect(await decide()).toEqual({ decided: 0, isAll: true });
  w.on('2026-03-28');
  expect(await hasDuePromises(w.database, '2026-03-28')).toBe(true);
  expect(await decide()).toEqual({ decided: 1, isAll: true });
  expect(await state(id)).toBe('KEPT 95');
  // Once is enough.
  expect(await decide()).toEqual({ decided: 0, isAll: true });
  expect(await announced(w, '^promise')).toEqual(['promise.made', 'promise.kept']);
});

test.each([
  ['89', '2026-03-25', 'PARTIALLY_KEPT 89'],
  ['90', '2026-03-25', 'KEPT 90'],
  ['90', '2026-03-28', 'BROKEN 0'],
  ['90', '2026-03-20', 'BROKEN 0'],
])('%s that was there on %s: %s', async (amount, valuedOn, wanted) => {
  const id = await promise();
  await w.pay(amount, valuedOn, `A ${amount}`);
  w.on('2026-03-29');
  await decide();
  expect(await state(id)).toBe(wanted);
});

test('money that settles nothing yet counts; what settles something else does not', async () => {
  const id = await promise({ commitmentIds: [w.id('A')] });
  await w.pay('50', '2026-03-22', 'B 50');
  expect(await received(id)).toBe('0');
  await w.pay('30', '2026-03-23');
  expect(await received(id)).toBe('30');
});

test('first come, first served; what one had when it was decided the next has not', async () => {
  const late = await promise({ amount: '60', promisedOn: '2026-04-05' });
  const soon = await promise({ amount: '60', promisedOn: '2026-03-22' });
  await w.pay('80', '2026-03-22', 'A 80');
  expect([await received(soon), await received(late)]).toEqual(['60', '20']);
  w.on('2026-03-26');
  await decide();
  expect([await state(soon), await received(late)]).toEqual(['KEPT 60', '20']);
  w.on('2026-04-10');
  await decide();
  expect(await state(late)).toBe('PARTIALLY_KEPT 20');
});

test('a payment that goes back is taken from an open promise, not from a decided one', async () => {
  const id = await promise();
  const first = await w.pay('100', '2026-03-22', 'A 100');
  await w.takeBackReceipt(first);
  expect(await received(id)).toBe('0');
  const second = await w.pay('100', '2026-03-23', 'A 100');
  w.on('2026-03-29');
  await decide();
  await w.takeBackReceipt(second);
  expect([await state(id), await received(id)]).toEqual(['KEPT 100', '100']);
});

test('while a promise is open nobody is reminded of it; broken, it goes on', async () => {
  await promise({ amount: '150' });
  const propose = async () => (await w.perform(proposeDunning, {}, asSystem)).added;
  expect(await propose()).toBe(0);
  w.on('2026-03-28');
  await decide();
  expect(await propose()).toBe(1);
  expect(await announced(w, '^promise')).toEqual(['promise.made', 'promise.broken']);
});

test('a promise takes another’s place; one that is given up holds no more', async () => {
  const first = await promise();
  const second = await promise({ supersedesId: first, promisedOn: '2026-03-30' });
  expect(await state(first)).toBe('SUPERSEDED 0');
  const cancel = { promiseToPayId: second, reason: 'They never said so' };
  await w.perform(cancelPromise, cancel, w.nima);
  await expectRefused(w, () => w.perform(cancelPromise, cancel, w.nima), ['ILLEGAL_STATE']);
  const history = await w.sql<{ line: string }>(
    `select coalesce(from_state, '-') || ' > ' || to_state as line
     from collection_entry order by seq`,
  );
  expect(history.map(({ line }) => line)).toEqual([
    '- > OPEN',
    'OPEN > SUPERSEDED',
    '- > OPEN',
    'OPEN > CANCELLED',
  ]);
});

test('so many promises and no more', async () => {
  await w.sql(`update collection_setting set most_promises = 2`);
  const first = await promise({ amount: '1' });
  await promise({ amount: '1' });
  await expectRefused(w, () => promise({ amount: '1' }), ['TOO_MANY_PROMISES partyId']);
  await promise({ amount: '1', supersedesId: first });
});

test('promises made at once: no more than there may be', async () => {
  const acts = Array.from({ length: 6 }, () => outcomeOf(promise({ amount: '1' }), 'done'));
  const ends = await Promise.all(acts);
  expect(ends.filter((end) => end === 'done')).toHaveLength(3);
  expect(ends.filter((end) => end === 'TOO_MANY_PROMISES partyId')).toHaveLength(3);
});

test('promised while it is paid: it is promised first, or there is less to promise', async () => {
  for (let round = 0; round < 6; round += 1) {
    await w.forget();
    await w.owe('A', '100', '2026-03-01');
    const made = outcomeOf(promise(), 'done');
    await w.pay('60', '2026-03-21', 'A 60');
    const end = await made;
    expect(['done', 'AMOUNT_EXCEEDED amount']).toContain(end);
    const [row] = await w.sql<{ n: number }>('select count(*)::int as n from promise_to_pay');
    expect(row?.n).toBe(end === 'done' ? 1 : 0);
    expect(await outcomeOf(promise(), 'done')).toBe('AMOUNT_EXCEEDED amount');
  }
});

test('decided by many at once it is decided once', async () => {
  await promise();
  w.on('2026-03-29');
  const ends = await Promise.all([1, 2, 3, 4].map(() => decide()));
  expect(ends.reduce((sum, { decided }) => sum + decided, 0)).toBe(1);
});

test.each<[string, () => Promise<unknown>, string[]]>([
  ['more than is owed', () => promise({ amount: '151' }), ['AMOUNT_EXCEEDED amount']],
  [
    'everything at once',
    () =>
      promise({
        ...{ amount: '0', promisedOn: '2026-03-20', promisedBy: ' ', promiseTypeId: newId() },
        ...{ supersedesId: newId(), commitmentIds: [newId()] },
      }),
    [
      'AMOUNT_MALFORMED amount',
      'DAY_NOT_AHEAD promisedOn',
      'TEXT_MALFORMED promisedBy',
      'PROMISE_NOT_FOUND supersedesId',
      'PROMISE_TYPE_NOT_FOUND promiseTypeId',
      'COMMITMENT_NOT_FOUND commitmentIds.0',
    ],
  ],
  [
    'nothing that is overdue',
    () => promise({ currency: 'USD' }),
    ['COMMITMENTS_MISSING commitmentIds'],
  ],
  [
    'another currency',
    () => promise({ currency: 'USD', commitmentIds: [w.id('A')] }),
    ['CURRENCIES_MIXED commitmentIds.0'],
  ],
  ['of nobody', () => promise({ partyId: newId() }), ['PARTY_NOT_FOUND partyId']],
  [
    'a setting that nobody saw',
    () => w.perform(setCollectionSetting, { expectedVersion: 99, mostPromises: 0 }, asSystem),
    ['STALE expectedVersion'],
  ],
])('refused: %s', async (_, act, faults) => {
  await expectRefused(w, act, faults);
});

test('what is paid cannot be promised', async () => {
  await w.pay('100', '2026-03-21', 'A 100');
  await expectRefused(w, () => promise({ amount: '1', commitmentIds: [w.id('A')] }), [
    'COMMITMENT_NOT_OPEN commitmentIds.0',
  ]);
});

test('of one’s own customers; a replay answers as the first time', async () => {
  await expect(promise({}, w.leila)).rejects.toThrow(Forbidden);
  const caller = { ...w.nima, idempotencyKey: 'one' };
  expect(await promise({}, caller)).toBe(await promise({}, caller));
});
