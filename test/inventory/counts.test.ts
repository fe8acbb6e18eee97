import { newId } from '../../src/kernel/id.ts';
import {
  approveStockCount,
  cancelStockCount,
  decideStockCount,
} from '../../src/modules/inventory/index.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive, ship, transfer } from './acts.ts';
import { count, counting, countLine, countState, empty, finish, post } from './counting.ts';
import { expectRefused, forgetGoods, openWorld, stock, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH A1', 'VALVE 10', 'ROPE 20 L1', 'BOILER S1,S2');
  await receive(w, 'TEH A2', 'VALVE 5');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const person = () => asViewer({ 'inventory.count': 'ALL', 'inventory.approve': 'ALL' }, newId());

test('places are counted blind, the differences shown, and the book follows', async () => {
  const id = await counting(w, { places: ['TEH A1', 'TEH A2'] });
  await count(w, id, ['TEH A1 VALVE 8', 'TEH A1 ROPE 20.5 L1', 'TEH A1 BOILER S1']);
  await count(w, id, ['TEH A1 VALVE 1'], asSystem, { again: 'ADD' });
  await finish(w, id, 'TEH A1');
  expect(await countState(w, id)).toEqual([
    'COUNTING',
    'A1 BOILER S1 COUNTED counted 1',
    'A1 BOILER S2 COUNTED counted 0',
    'A1 ROPE L1 COUNTED counted 20.5',
    'A1 VALVE COUNTED counted 9',
  ]);
  await empty(w, id, 'TEH A2');
  expect(await countState(w, id)).toEqual([
    'REVIEW',
    'A1 BOILER S1 COUNTED counted 1 expected 1 difference 0',
    'A1 BOILER S2 COUNTED counted 0 expected 1 difference -1',
    'A1 ROPE L1 COUNTED counted 20.5 expected 20 difference 0.5',
    'A1 VALVE COUNTED counted 9 expected 10 difference -1',
    'A2 VALVE COUNTED counted 0 expected 5 difference -5',
  ]);
  const { stockVoucherId } = await post(w, id);
  expect(await stock(w)).toEqual(['TEH A1 BOILER S1 1', 'TEH A1 ROPE L1 20.5', 'TEH A1 VALVE 9']);
  const [voucher] = await w.sql('select kind, number, reference from stock_voucher where id = $1', [
    stockVoucherId,
  ]);
  expect(voucher).toEqual({
    kind: 'COUNT',
    number: 'TEH-CT-2026-000001',
    reference: 'TEH-SC-2026-000001',
  });
});

test('what moves after it was counted is counted all the same, and stays moved', async () => {
  const id = await counting(w, { places: ['TEH A1'] });
  await count(w, id, ['TEH A1 VALVE 9', 'TEH A1 ROPE 20 L1', 'TEH A1 BOILER S1,S2']);
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
  await ship(w, t, 'TEH A1 VALVE 4');
  await receive(w, 'TEH A1', 'VALVE 2');
  await finish(w, id, 'TEH A1');
  expect((await countState(w, id)).at(-1)).toBe(
    'A1 VALVE COUNTED counted 9 expected 10 difference -1',
  );
  await receive(w, 'TEH A1', 'VALVE 3');
  await post(w, id);
  expect(await stock(w)).toContain('TEH A1 VALVE 10');
});

test('what moves between its first and its last entry is counted anew, by anyone', async () => {
  const id = await counting(w, { places: ['TEH A1'], products: ['VALVE'] });
  const clerk = person();
  await count(w, id, ['TEH A1 VALVE 4'], clerk);
  await receive(w, 'TEH A1', 'VALVE 2');
  await count(w, id, ['TEH A1 VALVE 8'], clerk, { again: 'ADD' });
  await finish(w, id, 'TEH A1', clerk);
  expect(await countState(w, id)).toEqual(['RECOUNT', 'A1 VALVE RECOUNT disturbed']);
  await count(w, id, ['TEH A1 VALVE 11'], clerk);
  await finish(w, id, 'TEH A1', clerk);
  expect(await countState(w, id)).toEqual([
    'REVIEW',
    'A1 VALVE COUNTED counted 11 expected 12 difference -1',
  ]);
});

test('what came while its place was counted and nobody counted is looked for again', async () => {
  const id = await counting(w, { places: ['TEH A2'] });
  await count(w, id, ['TEH A2 VALVE 5']);
  await receive(w, 'TEH A2', 'HOSE 7');
  await finish(w, id, 'TEH A2');
  expect(await countState(w, id)).toEqual([
    'RECOUNT',
    'A2 HOSE RECOUNT disturbed',
    'A2 VALVE COUNTED counted 5',
  ]);
  await count(w, id, ['TEH A2 HOSE 7']);
  await finish(w, id, 'TEH A2');
  await post(w, id);
  expect(await stock(w)).toContain('TEH A2 HOSE 7');
});

test('a large difference is counted by a second person, then decided', async () => {
  const [first, second, boss] = [person(), person(), person()];
  const id = await counting(w, { places: ['TEH A2'], recountQuantity: '1' }, first);
  await count(w, id, ['TEH A2 VALVE 2'], first);
  await finish(w, id, 'TEH A2', first);
  expect(await countState(w, id)).toEqual(['RECOUNT', 'A2 VALVE RECOUNT round 2']);
  const again = () => count(w, id, ['TEH A2 VALVE 3'], first);
  await expectRefused(w, again, ['SAME_PERSON lines.0']);
  await expectRefused(w, () => empty(w, id, 'TEH A2', first), ['SAME_PERSON locationId']);
  await count(w, id, ['TEH A2 VALVE 3'], second);
  await finish(w, id, 'TEH A2', second);
  expect(await countState(w, id)).toEqual([
    'REVIEW',
    'A2 VALVE DISPUTED round 2 counted 3 expected 5 difference -2',
  ]);
  await expectRefused(w, () => post(w, id, first), ['DECISION_REQUIRED']);
  const line = await countLine(w, id, 'A2 VALVE');
  const lines = [
    { stockCountLineId: line, decision: 'ACCEPT' as const, round: 1, reason: 'Seen by me' },
  ];
  const decide = { stockCountId: id, lines };
  const refused = () => w.perform(decideStockCount, decide, second);
  await expectRefused(w, refused, ['SAME_PERSON lines.0.stockCountLineId']);
  await w.perform(decideStockCount, decide, boss);
  await post(w, id, first);
  expect(await stock(w)).toContain('TEH A2 VALVE 2');
});

test('the second person who finds the same settles it', async () => {
  const id = await counting(w, { places: ['TEH A2'], recountPercent: '10' });
  await count(w, id, ['TEH A2 VALVE 3'], person());
  await finish(w, id, 'TEH A2', person());
  await receive(w, 'TEH A2', 'VALVE 1');
  const second = person();
  await count(w, id, ['TEH A2 VALVE 4'], second);
  await finish(w, id, 'TEH A2', second);
  expect((await countState(w, id)).at(-1)).toBe(
    'A2 VALVE COUNTED round 2 counted 4 expected 6 difference -2',
  );
  await w.perform(cancelStockCount, { stockCountId: id, reason: 'Found them' }, asSystem);
});

test('serial numbers: missing, found, and found elsewhere than booked', async () => {
  const id = await counting(w, { places: ['TEH A1', 'TEH A2'], products: ['BOILER'] });
  await empty(w, id, 'TEH A1');
  await count(w, id, ['TEH A2 BOILER S2,S9']);
  const twice = () => count(w, id, ['TEH A2 BOILER S2'], asSystem, { again: 'ADD' });
  await expectRefused(w, twice, ['ALREADY_COUNTED lines.0.serials.0']);
  await finish(w, id, 'TEH A2');
  const { stockVoucherId } = await post(w, id);
  expect(await stock(w)).toContain('TEH A2 BOILER S2 1');
  expect(await stock(w)).toContain('TEH A2 BOILER S9 1');
  expect(await stock(w)).not.toContain('TEH A1 BOILER S1 1');
  const ways = await w.sql(
    `select lot.code, f.code as from, t.code as to from stock_move m join lot on lot.id = m.lot_id
     join location f on f.id = m.from_location_id join location t on t.id = m.to_location_id
     where m.document_id = $1 order by 1`,
    [stockVoucherId],
  );
  expect(ways).toEqual([
    { code: 'S1', from: 'A1', to: 'ADJUSTMENT' },
    { code: 'S2', from: 'A1', to: 'A2' },
    { code: 'S9', from: 'ADJUSTMENT', to: 'A2' },
  ]);
});

test('above the limit of the warehouse somebody who took no part approves', async () => {
  await w.sql('update product set standard_cost = 100');
  await w.sql('update warehouse set adjustment_limit = 250');
  const [clerk, boss] = [person(), person()];
  const id = await counting(w, { places: ['TEH A2'] }, clerk);
  await count(w, id, ['TEH A2 VALVE 2'], clerk);
  await finish(w, id, 'TEH A2', clerk);
  await expectRefused(w, () => post(w, id, boss), ['APPROVAL_REQUIRED']);
  const approve = (who: ReturnType<typeof person>) =>
    w.perform(approveStockCount, { stockCountId: id }, who);
  await expectRefused(w, () => approve(clerk), ['SAME_PERSON']);
  await approve(boss);
  const line = await countLine(w, id, 'A2 VALVE');
  const keep = { stockCountLineId: line, decision: 'KEEP_BOOK' as const, reason: 'Lent out' };
  await w.perform(decideStockCount, { stockCountId: id, lines: [keep] }, boss);
  const take = { stockCountLineId: line, decision: 'ACCEPT' as const };
  await w.perform(decideStockCount, { stockCountId: id, lines: [take] }, boss);
  await expectRefused(w, () => post(w, id, clerk), ['APPROVAL_REQUIRED']);
  await approve(boss);
  await post(w, id, clerk);
  expect(await stock(w)).toContain('TEH A2 VALVE 2');
  await w.sql('update product set standard_cost = null');
  await w.sql('update warehouse set adjustment_limit = null');
});

test('a difference can be left out, for a reason', async () => {
  const id = await counting(w, { places: ['TEH A2'], blind: false });
  expect(await countState(w, id)).toEqual(['COUNTING', 'A2 VALVE OPEN expected 5']);
  await count(w, id, ['TEH A2 VALVE 2']);
  await finish(w, id, 'TEH A2');
  const line = await countLine(w, id, 'A2 VALVE');
  const keep = { stockCountLineId: line, decision: 'KEEP_BOOK' as const };
  const decide = (reason?: string) => {
    const input = { stockCountId: id, lines: [{ ...keep, reason: reason ?? null }] };
    return w.perform(decideStockCount, input, asSystem);
  };
  await expectRefused(w, () => decide(), ['REASON_REQUIRED lines.0.reason']);
  await decide('They are at the fair');
  expect(await post(w, id)).toEqual({ stockCountId: id, stockVoucherId: null });
  expect(await stock(w)).toContain('TEH A2 VALVE 5');
});
