import { newId, type Id } from '../../src/kernel/id.ts';
import {
  editLot,
  expireLots,
  holdStock,
  receiveGoods,
  releaseStock,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { conditions, lotIdOf, placedLine } from './corrections.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  times,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetGoods(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const lotId = (code: string): Promise<Id> => lotIdOf(w, code);
const lotInput = (id: Id) => ({ lotId: id, reason: 'Recall 12' });
const receiveLot = (place: string, code: string, days: object, quantity = '5') => {
  const [warehouse = ''] = place.split(' ');
  const line = { productId: idOf(w, 'ROPE'), quantity, unit: 'MTR', lot: { code, ...days } };
  const where = { warehouseId: idOf(w, warehouse), locationId: idOf(w, place) };
  return w.perform(receiveGoods, { ...where, lines: [line] }, asSystem);
};
const expireAll = async (): Promise<number> => {
  for (let runs = 0; ; runs += 1) {
    if (!(await w.perform(expireLots, {}, asSystem)).more) return runs;
  }
};
const edit = (id: Id, over: object) =>
  w.perform(editLot, { lotId: id, expectedVersion: 1, reason: 'Misread', ...over }, asSystem);

test('are taken from sale on their day of removal, whoever they were promised to', async () => {
  await receiveLot('TEH A1', 'E1', { expiresOn: '2026-04-30', removalOn: '2026-04-01' });
  await receiveLot('TEH A2', 'E2', { expiresOn: '2026-04-01' });
  await receiveLot('ISF A1', 'E2', { expiresOn: '2026-04-01' });
  await receiveLot('TEH A1', 'E3', { expiresOn: '2026-05-01' });
  await receiveLot('TEH A1', 'E4', {});
  await w.perform(
    holdStock,
    { status: 'BLOCKED', warehouseId: idOf(w, 'ISF'), ...lotInput(await lotId('E2')) },
    asSystem,
  );
  expect(await expireAll()).toBe(0);
  w.clock.set('2026-04-01T08:00:00Z');
  expect(await expireAll()).toBe(1);
  expect(await conditions(w)).toEqual([
    'ISF A1 ROPE E2 5 BLOCKED',
    'TEH A1 ROPE E1 5 EXPIRED',
    'TEH A1 ROPE E3 5',
    'TEH A1 ROPE E4 5',
    'TEH A2 ROPE E2 5 EXPIRED',
  ]);
  const events = (await announced(w)).filter(({ type }) => type === 'lot.expired');
  expect(events.map(({ data }) => data['lot']?.['code'])).toEqual(['E1', 'E2']);
  expect(events[0]).toMatchObject({ unit_ids: [idOf(w, 'TEH')], data: { quantity: '5' } });
  expect(await expireAll()).toBe(0);
});

test('each warehouse by a voucher of its own; a closed one is left alone', async () => {
  for (const place of ['TEH A1', 'ISF A1', 'MHD A1']) {
    await receiveLot(place, 'E1', { expiresOn: '2026-03-21' });
  }
  await w.sql("update warehouse set closed_through = '2026-03-21' where code = 'ISF'");
  expect(await expireAll()).toBe(2);
  await w.sql('update warehouse set closed_through = null');
  expect(await conditions(w)).toEqual([
    'ISF A1 ROPE E1 5',
    'MHD A1 ROPE E1 5 EXPIRED',
    'TEH A1 ROPE E1 5 EXPIRED',
  ]);
});

test('eight runs at once do it once', async () => {
  await receiveLot('TEH A1', 'E1', { expiresOn: '2026-03-20' });
  await Promise.all(times(8, () => w.perform(expireLots, {}, asSystem)));
  expect(
    await w.sql(`select count(*)::int as n from stock_voucher where kind = 'STATUS_CHANGE'`),
  ).toEqual([{ n: 1 }]);
});

test('come back when their day was misread: first the day, then the goods', async () => {
  await receiveLot('TEH A1', 'E1', { expiresOn: '2026-03-20' });
  await expireAll();
  const id = await lotId('E1');
  const back = () => w.perform(releaseStock, { status: 'EXPIRED', ...lotInput(id) }, asSystem);
  await expectRefused(w, back, ['LOT_EXPIRED lotId']);
  const lines = () =>
    w.perform(
      releaseStock,
      {
        status: 'EXPIRED',
        warehouseId: idOf(w, 'TEH'),
        reason: 'Back',
        lines: [placedLine(w, 'TEH A1 ROPE 1 E1')],
      },
      asSystem,
    );
  await expectRefused(w, lines, ['LOT_EXPIRED lines.0']);
  expect(await edit(id, { expiresOn: '2027-03-20' })).toEqual({ lotId: id, version: 2 });
  expect((await announced(w)).at(-1)).toMatchObject({
    type: 'lot.edited',
    data: {
      reason: 'Misread',
      lot: { code: 'E1', version: 2 },
      change: {
        expiresOn: { from: '2026-03-20', to: '2027-03-20' },
        removalOn: { from: '2026-03-20', to: '2027-03-20' },
      },
    },
  });
  await back();
  expect(await conditions(w)).toEqual(['TEH A1 ROPE E1 5']);
});

test('a lot is edited with a reason, by its version, and its days in order', async () => {
  await receiveLot('TEH A1', 'E1', { expiresOn: '2026-05-20' });
  const id = await lotId('E1');
  await expectRefused(w, () => edit(id, { removalOn: '2026-05-21', reason: ' ' }), [
    'REASON_REQUIRED reason',
    'LOT_DAYS_CROSSED removalOn',
  ]);
  await expectRefused(w, () => edit(id, { expiresOn: '2026-02-30' }), ['NOT_A_DATE expiresOn']);
  await expectRefused(w, () => edit(id, { expectedVersion: 2 }), ['STALE expectedVersion']);
  await expectRefused(w, () => edit(newId(), {}), ['LOT_NOT_FOUND lotId']);
  const before = await w.tableDump();
  expect(await edit(id, { expiresOn: '2026-05-20' })).toEqual({ lotId: id, version: 1 });
  expect(await w.tableDump()).toBe(before);
  const ends = await outcomes(
    times(6, (n) => edit(id, { bestBeforeOn: `2026-05-0${n + 1}`, supplierLot: `S${n}` })),
  );
  expect(ends).toEqual({ done: 1, STALE: 5 });
  const local = asViewer({ 'inventory.hold': [idOf(w, 'TEH')] });
  const input = { lotId: id, expectedVersion: 2, reason: 'Misread' };
  await expect(w.perform(editLot, input, local)).rejects.toThrow(Forbidden);
});

test('days that a lot does not have are taken away, each by its word', async () => {
  const days = { expiresOn: '2026-05-20', bestBeforeOn: '2026-04-20', removalOn: '2026-05-01' };
  await receiveLot('TEH A1', 'E1', { ...days, supplierLot: 'S1' });
  const id = await lotId('E1');
  const known = async () => {
    const [row] = await w.sql(
      `select expires_on, best_before_on, removal_on, supplier_lot from lot where id = $1`,
      [id],
    );
    return Object.values(row ?? {});
  };
  const none = { withoutExpiresOn: true, withoutBestBeforeOn: true, withoutRemovalOn: true };
  await expectRefused(w, () => edit(id, { ...days, ...none }), [
    'DAY_CONTRADICTED expiresOn',
    'DAY_CONTRADICTED bestBeforeOn',
    'DAY_CONTRADICTED removalOn',
  ]);
  await edit(id, { withoutRemovalOn: true, supplierLot: '' });
  expect(await known()).toEqual(['2026-05-20', '2026-04-20', '2026-05-20', null]);
  await edit(id, { expectedVersion: 2, withoutBestBeforeOn: true });
  expect(await known()).toEqual(['2026-05-20', null, '2026-05-20', null]);
  await edit(id, { expectedVersion: 3, withoutExpiresOn: true });
  expect(await known()).toEqual([null, null, null, null]);
});
