import {
  decidePromises,
  loadPromiseReceipts,
  openDispute,
  recordPromise,
  type RecordPromiseInput,
} from '../../src/modules/collections/index.ts';
import type { Id } from '../../src/kernel/id.ts';
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

const promise = async (
  amount: string,
  names: string[],
  over: Partial<RecordPromiseInput> = {},
): Promise<Id> => {
  const whose = { partyId: w.id('Alborz'), promiseTypeId: w.id('PHONE'), currency: 'EUR' };
  const how = { promisedOn: '2026-03-25', channel: 'CALL' as const, promisedBy: 'Ms Rad' };
  const commitmentIds = names.map((name) => w.id(name));
  const input = { ...whose, ...how, amount, commitmentIds, ...over };
  return (await w.perform(recordPromise, input, w.nima)).promiseToPayId;
};
const decided = async (...ids: Id[]): Promise<string[]> => {
  w.on('2026-03-29');
  await w.perform(decidePromises, {}, asSystem);
  const rows = await w.sql<{ id: Id; line: string }>(
    `select id, state || ' ' || trim_scale(received) || coalesce(': ' || reason, '') as line
     from promise_to_pay`,
  );
  return ids.map((id) => rows.find((row) => row.id === id)?.line ?? '');
};
const received = async (id: Id): Promise<string | undefined> =>
  (await loadPromiseReceipts(w.database, [id])).get(id);

test.each(['A', 'B'])('what a promise over %s had nobody else has, of that alone', async (name) => {
  const other = name === 'A' ? 'B' : 'A';
  const first = await promise('30', [name]);
  const late = { promisedOn: '2026-04-05' };
  const again = await promise('30', [name], late);
  const beside = await promise('30', [other], late);
  await w.pay('60', '2026-03-22', 'A 30, B 30');
  expect(await decided(first)).toEqual(['KEPT 30']);
  expect([await received(again), await received(beside)]).toEqual(['0', '30']);
});

test('what was paid before the promise, on its very day, is not what was promised', async () => {
  await w.pay('40', '2026-03-21', 'A 40');
  w.clock.advance(60);
  const id = await promise('60', ['A']);
  expect(await received(id)).toBe('0');
  await w.pay('60', '2026-03-21', 'A 60');
  expect(await received(id)).toBe('60');
});

test('of what was credited since no money is awaited', async () => {
  const [partly, whole] = [await promise('100', ['A']), await promise('50', ['B'])];
  await w.credit('A', '60');
  await w.credit('B', '50');
  await w.pay('40', '2026-03-25', 'A 40');
  expect(await decided(partly, whole)).toEqual([
    'KEPT 40',
    'CANCELLED 0: Nothing of it was left to be paid',
  ]);
  expect(await announced(w, '^promise')).toEqual([
    ...['promise.made', 'promise.made', 'promise.kept', 'promise.cancelled'],
  ]);
});

test('who paid too late did not keep it, though nothing is open any more', async () => {
  const id = await promise('100', ['A']);
  await w.pay('100', '2026-03-28', 'A 100');
  expect(await decided(id)).toEqual(['BROKEN 0']);
});

test('what is disputed beyond what is open takes nothing from the rest', async () => {
  const dispute = { commitmentId: w.id('A'), amount: '80', cause: 'PRICE' as const };
  const whose = { ownerId: w.id('nima'), answerOn: '2026-04-01' };
  await w.perform(openDispute, { ...dispute, ...whose }, w.nima);
  await w.pay('60', '2026-03-21', 'A 60');
  await promise('50', ['A', 'B']);
});
