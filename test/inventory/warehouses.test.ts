import { newId } from '../../src/kernel/id.ts';
import {
  createLocations,
  createWarehouse,
  type LocationInput,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
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
beforeEach(() => forgetGoods(w));

const tabriz = {
  code: 'TBZ',
  nameEn: 'Tabriz',
  nameFa: 'تبریز',
  cityEn: 'Tabriz',
  cityFa: 'تبریز',
};
const shelf = (over: Partial<LocationInput> = {}): LocationInput => ({
  code: 'B1',
  nameEn: 'Rack B',
  nameFa: 'راهروی B',
  kind: 'STORAGE',
  ...over,
});
const setUp = (warehouse: string, ...locations: LocationInput[]) =>
  w.perform(createLocations, { warehouseId: idOf(w, warehouse), locations }, asSystem);

test('a warehouse is set up and announced', async () => {
  const id = newId();
  expect(await w.perform(createWarehouse, { ...tabriz, id, code: ' tbz ' }, asSystem)).toEqual({
    warehouseId: id,
  });
  expect(await w.sql('select code, city_fa, version from warehouse where id = $1', [id])).toEqual([
    { code: 'TBZ', city_fa: 'تبریز', version: 1 },
  ]);
  expect(await announced(w)).toMatchObject([{ type: 'warehouse.created', unit_ids: [id] }]);
});

test('every fault of a warehouse is named', async () => {
  const wrong = { ...tabriz, id: 'x', code: 'T', nameEn: ' ', nameFa: 'ن'.repeat(201) };
  await expectRefused(w, () => w.perform(createWarehouse, wrong, asSystem), [
    'ID_MALFORMED id',
    'CODE_MALFORMED code',
    'TEXT_MALFORMED nameEn',
    'TEXT_MALFORMED nameFa',
  ]);
  const taken = { ...tabriz, code: 'teh' };
  await expectRefused(w, () => w.perform(createWarehouse, taken, asSystem), ['CODE_TAKEN code']);
  const same = { ...tabriz, id: idOf(w, 'TEH'), code: 'QOM' };
  await expectRefused(w, () => w.perform(createWarehouse, same, asSystem), ['ID_TAKEN id']);
});

test('a warehouse needs inventory.configure everywhere, its places there', async () => {
  const local = asViewer({ 'inventory.configure': [idOf(w, 'TEH')] });
  await expect(w.perform(createWarehouse, tabriz, local)).rejects.toThrow(Forbidden);
  const at = (code: string) => ({ warehouseId: idOf(w, code), locations: [shelf({ code: 'Z1' })] });
  await expect(w.perform(createLocations, at('ISF'), local)).rejects.toThrow(Forbidden);
  await w.perform(createLocations, at('TEH'), local);
});

test('places are set up at once, and announced', async () => {
  const { locationIds } = await setUp('MHD', shelf(), shelf({ code: 'VAN-1', kind: 'VAN' }));
  expect(locationIds).toHaveLength(2);
  expect(await announced(w)).toMatchObject([
    {
      type: 'warehouse.locationsCreated',
      data: { locations: [{ code: 'B1' }, { code: 'VAN-1' }] },
    },
  ]);
});

test('every fault of every place is named', async () => {
  const id = newId();
  await expectRefused(
    w,
    () =>
      setUp(
        'TEH',
        shelf({ code: '' }),
        shelf({ id: 'x', kind: 'TRANSIT' as 'VAN' }),
        shelf({ id, code: 'Q2', kind: 'QUARANTINE', defaultReceipt: true }),
        shelf({ id, code: 'A1' }),
        shelf({ id, code: 'B2', defaultReceipt: true }),
        shelf({ code: 'B2' }),
      ),
    [
      'TEXT_MALFORMED locations.0.code',
      'ID_MALFORMED locations.1.id',
      'CODE_MALFORMED locations.1.kind',
      'CODE_MALFORMED locations.2.defaultReceipt',
      'ID_REPEATED locations.4.id',
      'CODE_TAKEN locations.3.code',
      'DEFAULT_LOCATION_TAKEN locations.4.defaultReceipt',
      'CODE_TAKEN locations.5.code',
    ],
  );
  const nowhere = { warehouseId: newId(), locations: [] };
  await expectRefused(w, () => w.perform(createLocations, nowhere, asSystem), [
    'NO_LINES locations',
    'WAREHOUSE_NOT_FOUND warehouseId',
  ]);
});

test('of two that set up the same at once, one does', async () => {
  const codes = times(8, () => w.perform(createWarehouse, { ...tabriz, code: 'QOM' }, asSystem));
  expect(await outcomes(codes)).toEqual({ done: 1, CODE_TAKEN: 7 });
  const shelves = times(8, () => setUp('MHD', shelf({ code: 'C1' })));
  expect(await outcomes(shelves)).toEqual({ done: 1, CODE_TAKEN: 7 });
  const docks = times(8, (n) => setUp('MHD', shelf({ code: `D${n}`, defaultReceipt: true })));
  expect(await outcomes(docks)).toEqual({ done: 1, DEFAULT_LOCATION_TAKEN: 7 });
});

test('the same key answers as the first time', async () => {
  const caller = { ...asSystem, idempotencyKey: 'k' };
  const input = { ...tabriz, code: 'YZD' };
  const first = await w.perform(createWarehouse, input, caller);
  expect(await w.perform(createWarehouse, input, caller)).toEqual(first);
  const other = { ...input, code: 'KSH' };
  await expectRefused(w, () => w.perform(createWarehouse, other, caller), [
    'IDEMPOTENCY_KEY_REUSED idempotencyKey',
  ]);
});
