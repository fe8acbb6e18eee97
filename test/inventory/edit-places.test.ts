import { newId, type Id } from '../../src/kernel/id.ts';
import {
  editLocation,
  editWarehouse,
  type EditLocationInput,
  type EditWarehouseInput,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import { adjust } from './corrections.ts';
import {
  announced,
  expectRefused,
  idOf,
  openWorld,
  outcomes,
  stock,
  times,
  type World,
} from './world.ts';

let w: World;
beforeEach(async () => void (w = await openWorld()));
afterEach(async () => {
  expect(await w.verify()).toEqual([]);
  await w.close();
});

const warehouse = (over: Partial<EditWarehouseInput> = {}): EditWarehouseInput => ({
  warehouseId: idOf(w, 'TEH'),
  expectedVersion: 1,
  ...over,
});
const edit = (over: Partial<EditWarehouseInput> = {}) =>
  w.perform(editWarehouse, warehouse(over), asSystem);
const place = (over: Partial<EditLocationInput> = {}): EditLocationInput => ({
  locationId: idOf(w, 'TEH A1'),
  expectedVersion: 1,
  ...over,
});
const editPlace = (over: Partial<EditLocationInput> = {}) =>
  w.perform(editLocation, place(over), asSystem);
const lastEvent = async () => (await announced(w)).at(-1);

test('a warehouse is called and run otherwise; what is not said stays', async () => {
  const settings = { approvesTransfers: true, shipperMayReceive: true, adjustmentLimit: '1000.50' };
  expect(await edit({ nameEn: ' North ', cityFa: 'تهران', ...settings })).toEqual({
    warehouseId: idOf(w, 'TEH'),
    version: 2,
  });
  expect(await lastEvent()).toMatchObject({
    type: 'warehouse.edited',
    unit_ids: [idOf(w, 'TEH')],
    data: {
      warehouse: { code: 'TEH', version: 2, nameEn: 'North', nameFa: 'TEH' },
      change: {
        nameEn: { from: 'TEH', to: 'North' },
        cityFa: { from: null, to: 'تهران' },
        approvesTransfers: { from: false, to: true },
        adjustmentLimit: { from: null, to: '1000.5' },
      },
    },
  });
  await edit({ expectedVersion: 2, withoutAdjustmentLimit: true });
  expect(await w.sql(`select adjustment_limit, version from warehouse where code = 'TEH'`)).toEqual(
    [{ adjustment_limit: null, version: 3 }],
  );
  const before = await w.tableDump();
  expect(await edit({ expectedVersion: 3, nameEn: 'North' })).toMatchObject({ version: 3 });
  expect(await w.tableDump()).toBe(before);
});

test('a warehouse is not edited', async () => {
  await expectRefused(
    w,
    () => edit({ nameEn: ' ', nameFa: 'x'.repeat(201), cityEn: ' ', adjustmentLimit: '-1' }),
    [
      'TEXT_MALFORMED nameEn',
      'TEXT_MALFORMED nameFa',
      'TEXT_MALFORMED cityEn',
      'NOT_POSITIVE adjustmentLimit',
    ],
  );
  await expectRefused(w, () => edit({ adjustmentLimit: '1', withoutAdjustmentLimit: true }), [
    'LIMIT_CONTRADICTED adjustmentLimit',
  ]);
  await expectRefused(w, () => edit({ expectedVersion: 2 }), ['STALE expectedVersion']);
  await expectRefused(w, () => edit({ warehouseId: newId() }), ['WAREHOUSE_NOT_FOUND warehouseId']);
  const other = asViewer({ 'inventory.configure': [idOf(w, 'ISF')] });
  await expect(w.perform(editWarehouse, warehouse(), other)).rejects.toThrow(Forbidden);
  const acts = times(6, (n) => edit({ nameEn: `Name ${n}` }));
  expect(await outcomes(acts)).toEqual({ done: 1, STALE: 5 });
});

test('a place is called and walked by otherwise, and takes over receipts', async () => {
  await editPlace({ nameEn: 'Rack', walkOrder: 30, defaultReceipt: true });
  expect(await lastEvent()).toMatchObject({
    type: 'location.edited',
    data: {
      location: { code: 'A1', version: 2, walkOrder: 30 },
      change: { defaultReceipt: { from: false, to: true } },
    },
  });
  const rows = await w.sql(
    `select code, version from location where default_receipt and warehouse_id = $1`,
    [idOf(w, 'TEH')],
  );
  expect(rows).toEqual([{ code: 'A1', version: 2 }]);
});

test('a place is for something else only while it is empty', async () => {
  await receive(w, 'TEH A1', 'VALVE 1');
  await expectRefused(w, () => editPlace({ kind: 'QUARANTINE' }), ['LOCATION_NOT_EMPTY kind']);
  await adjust(w, ['TEH A1 VALVE -1']);
  await editPlace({ kind: 'QUARANTINE' });
  await receive(w, 'TEH A1', 'VALVE 2');
  expect(await stock(w)).toEqual(['TEH A1 VALVE 2']);
  expect(await w.sql('select sellable::int from stock_level')).toEqual([{ sellable: 0 }]);
});

test('goods that come while a place changes are sold, or not, by what it is then', async () => {
  for (const n of [0, 1, 2, 3]) {
    const kind = n % 2 ? ('STORAGE' as const) : ('QUARANTINE' as const);
    const [now] = await w.sql<{ version: number }>('select version from location where id = $1', [
      idOf(w, 'TEH A1'),
    ]);
    const expectedVersion = now?.version ?? 0;
    const ends = await outcomes([
      receive(w, 'TEH A1', 'VALVE 1'),
      editPlace({ kind, expectedVersion }),
      receive(w, 'TEH A1', 'VALVE 1'),
    ]);
    expect((ends['done'] ?? 0) + (ends['LOCATION_NOT_EMPTY'] ?? 0)).toBe(3);
    expect(await w.verify()).toEqual([]);
    await adjust(w, ['TEH A1 VALVE -2']);
  }
});

test('a place is not edited', async () => {
  await expectRefused(
    w,
    () =>
      editPlace({
        nameEn: '',
        nameFa: ' ',
        kind: 'TRANSIT' as 'VAN',
        walkOrder: 2_000_000,
        defaultReceipt: true,
      }),
    [
      'TEXT_MALFORMED nameEn',
      'TEXT_MALFORMED nameFa',
      'CODE_MALFORMED kind',
      'CODE_MALFORMED defaultReceipt',
      'CODE_MALFORMED walkOrder',
    ],
  );
  await expectRefused(w, () => editPlace({ expectedVersion: 3 }), ['STALE expectedVersion']);
  const outside: Id = '00000000-0000-7000-8000-000000000001';
  for (const locationId of [newId(), outside, 'x']) {
    await expectRefused(w, () => editPlace({ locationId }), ['LOCATION_NOT_FOUND locationId']);
  }
  const other = asViewer({ 'inventory.configure': [idOf(w, 'ISF')] });
  await expect(w.perform(editLocation, place(), other)).rejects.toThrow(Forbidden);
  const acts = times(6, (n) => editPlace({ walkOrder: n + 1 }));
  expect(await outcomes(acts)).toEqual({ done: 1, STALE: 5 });
});
