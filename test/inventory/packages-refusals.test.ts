import { makeSscc } from '../../src/kernel/sscc.ts';
import {
  createStockPackages,
  moveStockPackage,
  reserveStock,
  unpackStock,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/index.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import { packing, type Made } from './packing.ts';
import { expectRefused, forgetGoods, idOf, openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH A1', 'VALVE 30', 'ROPE 20 L1', 'BOILER S1,S2');
  await receive(w, 'TEH DOCK', 'VALVE 8');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const { packages, pack, nest, content } = packing(() => w);

test('what is taken out is so much as its unit allows, of the lot as it is printed', async () => {
  const [one] = (await packages(1)) as [Made];
  await pack(one, 'TEH A1', 'VALVE 4', 'BOILER S1', 'ROPE 2.5 L1');
  const out = (sku: string, quantity: string, lotCode?: string) => () => {
    const lines = [{ productId: idOf(w, sku), quantity, lotCode }];
    return w.perform(unpackStock, { stockPackageId: one.id, lines }, asSystem);
  };
  await expectRefused(w, out('VALVE', '0.5'), ['TOO_PRECISE lines.0.quantity']);
  await expectRefused(w, out('BOILER', '0.5', 'S1'), ['TOO_PRECISE lines.0.quantity']);
  await out('ROPE', '0.25', ' L1 ')();
  expect(await content(one)).toEqual(['1 BOILER S1 1', '1 ROPE L1 2.25', '1 VALVE 4']);
});

test('what is promised out of a package is named by the line that would take it', async () => {
  const [one] = (await packages(1)) as [Made];
  await pack(one, 'TEH A1', 'VALVE 4', 'ROPE 2.5 L1');
  const goods = { productId: idOf(w, 'VALVE'), warehouseId: idOf(w, 'TEH'), unit: 'PCE' };
  const promised = { ...goods, quantity: '3', packageId: one.id, locationId: idOf(w, 'TEH A1') };
  await w.perform(reserveStock, { lines: [promised] }, asSystem);
  const lines = [
    { productId: idOf(w, 'ROPE'), quantity: '1', lotCode: 'L1' },
    { productId: idOf(w, 'VALVE'), quantity: '2' },
  ];
  await expectRefused(
    w,
    () => w.perform(unpackStock, { stockPackageId: one.id, lines }, asSystem),
    ['INSUFFICIENT_STOCK lines.1'],
  );
});

test('an empty package is told of as such to whoever may relocate anywhere', async () => {
  const [one] = (await packages(1)) as [Made];
  const clerk = asViewer({ 'inventory.relocate': [idOf(w, 'TEH')] });
  const toLocationId = idOf(w, 'TEH A2');
  const acts = [
    () => w.perform(unpackStock, { stockPackageId: one.id }, clerk),
    () => w.perform(moveStockPackage, { stockPackageId: one.id, toLocationId }, clerk),
  ];
  for (const act of acts) await expectRefused(w, act, ['NOT_IN_PACKAGE stockPackageId']);
  await pack(one, 'TEH A1', 'VALVE 1');
  const foreign = asViewer({ 'inventory.relocate': [idOf(w, 'ISF')] });
  await expect(
    w.perform(moveStockPackage, { stockPackageId: one.id, toLocationId }, foreign),
  ).rejects.toThrow(Forbidden);
});

test('labels are either made or printed, and what is nested already is told so', async () => {
  const [pallet, carton] = (await packages(2)) as [Made, Made];
  const printed = { warehouseId: idOf(w, 'TEH'), count: 2, ssccs: [made(901)] };
  await expectRefused(w, () => w.perform(createStockPackages, printed, asSystem), [
    'WHICH_GOODS count',
  ]);
  await expectRefused(w, () => nest(carton, null), ['NOT_IN_PACKAGE stockPackageId']);
  await nest(carton, pallet);
  await expectRefused(w, () => nest(carton, pallet), ['SAME_PLACE parentId']);
  await nest(carton, null);
});

const made = (serial: number): string => {
  const sscc = makeSscc('0', '6260000', String(serial));
  return sscc.ok ? sscc.value : '';
};
