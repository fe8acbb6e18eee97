import { newId } from '../../src/kernel/id.ts';
import {
  approveStockCount,
  decideStockCount,
  postStockCount,
  recountStockCount,
  reviewStockCount,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import { count, counting, countLine, countState, empty, finish, post } from './counting.ts';
import { without, type Changes } from './without.ts';
import {
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  stock,
  type World,
} from './world.ts';

/*
 * Two who count and one who approves are enough for any count: nobody is ever stuck, and nobody
 * confirms what they counted themselves.
 */

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 8 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH A2', 'VALVE 5');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const person = () => asViewer({ 'inventory.count': 'ALL', 'inventory.approve': 'ALL' }, newId());
const [ali, sara, boss] = [person(), person(), person()];

const found = async (id: string, quantity: number, who: Caller): Promise<void> => {
  await count(w, id, [`TEH A2 VALVE ${quantity}`], who);
  await finish(w, id, 'TEH A2', who);
};
const begin = () => counting(w, { places: ['TEH A2'], recountQuantity: '0' }, boss);
const disputed = async (): Promise<string> => {
  const id = await begin();
  await found(id, 2, ali);
  await found(id, 3, sara);
  return id;
};
const recount = (id: string, more: object, who: Caller = boss) =>
  w.perform(recountStockCount, { stockCountId: id, ...more }, who);
const review = (id: string, who: Caller = boss) =>
  w.perform(reviewStockCount, { stockCountId: id }, who);

test('a line is sent back, and counted by anyone but who counted it last', async () => {
  const id = await disputed();
  const line = await countLine(w, id, 'A2 VALVE');
  await recount(id, { stockCountLineIds: [line] });
  expect(await countState(w, id)).toEqual(['RECOUNT', 'A2 VALVE RECOUNT round 3']);
  await expectRefused(w, () => count(w, id, ['TEH A2 VALVE 3'], sara), ['SAME_PERSON lines.0']);
  await expectRefused(w, () => empty(w, id, 'TEH A2', sara), ['SAME_PERSON locationId']);
  await found(id, 3, ali);
  expect(await countState(w, id)).toEqual([
    'REVIEW',
    'A2 VALVE COUNTED round 3 counted 3 expected 5 difference -2',
  ]);
  await post(w, id);
  expect(await stock(w)).toEqual(['TEH A2 VALVE 3']);
});

test('who finds what they found themselves before confirms nothing', async () => {
  const id = await disputed();
  await recount(id, { locationIds: [idOf(w, 'TEH A2')] });
  await found(id, 2, ali);
  expect(await countState(w, id)).toEqual([
    'REVIEW',
    'A2 VALVE DISPUTED round 3 counted 2 expected 5 difference -3',
  ]);
  await recount(id, { locationIds: [idOf(w, 'TEH A2')] });
  await empty(w, id, 'TEH A2', sara);
  expect((await countState(w, id))[1]).toBe(
    'A2 VALVE DISPUTED round 4 counted 0 expected 5 difference -5',
  );
  const line = await countLine(w, id, 'A2 VALVE');
  const lines = [{ stockCountLineId: line, decision: 'ACCEPT' as const, round: 3, reason: 'Seen' }];
  const decide = (who: Caller) => w.perform(decideStockCount, { stockCountId: id, lines }, who);
  await expectRefused(w, () => decide(ali), ['SAME_PERSON lines.0.stockCountLineId']);
  await decide(person());
  await post(w, id);
  expect(await stock(w)).toEqual(['TEH A2 VALVE 2']);
});

test('what was decided is void for what is sent back, and holds for the rest', async () => {
  await receive(w, 'TEH A2', 'HOSE 5');
  const id = await counting(w, { places: ['TEH A2'] }, boss);
  await count(w, id, ['TEH A2 VALVE 4', 'TEH A2 HOSE 4'], ali);
  await finish(w, id, 'TEH A2', ali);
  const ids = [await countLine(w, id, 'A2 VALVE'), await countLine(w, id, 'A2 HOSE')];
  const lines = ids.map((stockCountLineId) => ({
    stockCountLineId,
    decision: 'KEEP_BOOK' as const,
    reason: 'Lent out',
  }));
  await w.perform(decideStockCount, { stockCountId: id, lines }, person());
  await w.perform(approveStockCount, { stockCountId: id }, person());
  await recount(id, { stockCountLineIds: ids.slice(0, 1) });
  expect(await countState(w, id)).toEqual([
    'RECOUNT',
    'A2 HOSE COUNTED counted 4 expected 5 difference -1 KEEP_BOOK',
    'A2 VALVE RECOUNT round 2',
  ]);
  await receive(w, 'TEH A2', 'VALVE 1');
  await found(id, 5, sara);
  const [row] = await w.sql('select approved_at from stock_count where id = $1', [id]);
  expect(row).toEqual({ approved_at: null });
  await post(w, id);
  expect(await stock(w)).toEqual(['TEH A2 HOSE 5', 'TEH A2 VALVE 5']);
});

test('who counted what was then counted anew is the second person, too', async () => {
  const id = await begin();
  await count(w, id, ['TEH A2 VALVE 1'], sara);
  await count(w, id, ['TEH A2 VALVE 2'], ali, { again: 'ANEW' });
  await finish(w, id, 'TEH A2', sara);
  await expectRefused(w, () => count(w, id, ['TEH A2 VALVE 2'], ali), ['SAME_PERSON lines.0']);
  await found(id, 2, sara);
  expect((await countState(w, id))[1]).toBe(
    'A2 VALVE COUNTED round 2 counted 2 expected 5 difference -3',
  );
});

test('where nobody is left to count again, somebody else decides', async () => {
  const id = await begin();
  await count(w, id, ['TEH A2 VALVE 1'], ali);
  await count(w, id, ['TEH A2 VALVE 1'], sara, { again: 'ADD' });
  await finish(w, id, 'TEH A2', ali);
  await expectRefused(w, () => count(w, id, ['TEH A2 VALVE 2'], ali), ['SAME_PERSON lines.0']);
  await expectRefused(w, () => count(w, id, ['TEH A2 VALVE 2'], sara), ['SAME_PERSON lines.0']);
  await review(id);
  expect(await countState(w, id)).toEqual([
    'REVIEW',
    'A2 VALVE DISPUTED counted 2 expected 5 difference -3',
  ]);
  await expectRefused(w, () => post(w, id), ['DECISION_REQUIRED']);
  // Begun and given up, and begun once more: the same round.
  await recount(id, { locationIds: [idOf(w, 'TEH A2')] });
  await count(w, id, ['TEH A2 VALVE 4'], boss);
  await review(id);
  await recount(id, { locationIds: [idOf(w, 'TEH A2')] });
  await found(id, 2, person());
  expect((await countState(w, id))[1]).toBe(
    'A2 VALVE COUNTED round 2 counted 2 expected 5 difference -3',
  );
});

test('what no round has told of is counted before', async () => {
  const id = await begin();
  await count(w, id, ['TEH A2 VALVE 3'], ali);
  await receive(w, 'TEH A2', 'VALVE 1');
  await count(w, id, ['TEH A2 VALVE 1'], ali, { again: 'ADD' });
  await expectRefused(w, () => review(id), ['ILLEGAL_STATE']);
  await finish(w, id, 'TEH A2', ali);
  const faults = await expectRefused(w, () => review(id), ['NOTHING_COUNTED']);
  expect(faults[0]?.message).toBe('VALVE at A2 has yet to be counted, by anyone');
});

test('only what the count has is sent back, once', async () => {
  const id = await disputed();
  const [at, line] = [idOf(w, 'TEH A2'), newId()];
  await expectRefused(w, () => recount(id, {}), ['NO_LINES stockCountLineIds']);
  const wrong = {
    stockCountLineIds: [line, line],
    locationIds: [at, at, idOf(w, 'TEH A1'), idOf(w, 'ISF A1'), 'x'],
  };
  await expectRefused(w, () => recount(id, wrong), [
    'ID_REPEATED stockCountLineIds.1',
    'ID_REPEATED locationIds.1',
    'LINE_NOT_FOUND stockCountLineIds.0',
    'LINE_NOT_FOUND stockCountLineIds.1',
    'NOT_IN_COUNT locationIds.2',
    'LOCATION_NOT_FOUND locationIds.3',
    'LOCATION_NOT_FOUND locationIds.4',
  ]);
  const ends = [1, 2, 3].map(() => recount(id, { locationIds: [at] }));
  expect(await outcomes(ends)).toEqual({ done: 1, ILLEGAL_STATE: 2 });
  expect((await countState(w, id))[1]).toBe('A2 VALVE RECOUNT round 3');
});

test('sending back and posting at once: one of them is done', async () => {
  const id = await counting(w, { places: ['TEH A2'] });
  await found(id, 4, ali);
  const back = recount(id, { locationIds: [idOf(w, 'TEH A2')] });
  expect(await outcomes([back, post(w, id)])).toEqual({ done: 1, ILLEGAL_STATE: 1 });
});

test('an act that saw no lock finds that the count has moved on', async () => {
  const id = await disputed();
  const unlocked: Changes = { stock_count_lock: [['for no key update', '']] };
  const act = without(recountStockCount, unlocked, { at: 'stock_count_facts', of: 2 });
  const input = { stockCountId: id, locationIds: [idOf(w, 'TEH A2')] };
  expect(await outcomes([1, 2].map(() => w.perform(act, input, boss)))).toEqual({
    done: 1,
    'Error: The stock count changed under its lock': 1,
  });
  expect((await countState(w, id))[1]).toBe('A2 VALVE RECOUNT round 3');
});

test('differences are booked on the day that is said, unless it is closed or to come', async () => {
  const id = await counting(w, { places: ['TEH A2'] });
  await found(id, 4, asSystem);
  const on = (datedOn: string) =>
    w.perform(postStockCount, { stockCountId: id, datedOn }, asSystem);
  await expectRefused(w, () => on('2026-02-30'), ['NOT_A_DATE datedOn']);
  await expectRefused(w, () => on('2999-01-01'), ['DATED_IN_FUTURE datedOn']);
  await w.sql(`update warehouse set closed_through = '2026-02-10'`);
  await expectRefused(w, () => on('2026-02-10'), ['PERIOD_CLOSED datedOn']);
  await on('2026-02-11');
  await w.sql('update warehouse set closed_through = null');
  const dated = await w.sql(`select dated_on::text as day from stock_voucher where kind = 'COUNT'`);
  expect(dated).toEqual([{ day: '2026-02-11' }]);
});
