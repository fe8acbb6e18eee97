import { newId, type Id } from '../../src/kernel/id.ts';
import { makeSscc } from '../../src/kernel/sscc.ts';
import {
  createStockPackages,
  editStockTransfer,
  loadPackages,
  moveStockPackage,
  receiveGoods,
  unpackStock,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { arrive, receive, scan, settle, ship, transfer } from './acts.ts';
import { packing, type Made } from './packing.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  stateOf,
  times,
  type World,
} from './world.ts';

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

const move = (one: Made, where: string) =>
  w.perform(moveStockPackage, { stockPackageId: one.id, toLocationId: idOf(w, where) }, asSystem);

const placeOf = async (one: Made) =>
  (await loadPackages(w.database, [one.id])).get(one.id)?.places.map(({ code }) => code);

test('packages get numbers of our own, without gap or repeat, or bring printed ones', async () => {
  const made = (await Promise.all(times(4, () => packages(5)))).flat();
  const expected = times(20, (i) => makeSscc('0', '6260000', String(i + 1)));
  expect(made.map(({ sscc }) => sscc).sort()).toEqual(
    expected.map((one) => (one.ok ? one.value : '')),
  );
  const create = (over: object) => () =>
    w.perform(createStockPackages, { warehouseId: idOf(w, 'TEH'), ...over }, asSystem);
  const printed = '340123450000000001';
  await expectRefused(w, create({ ssccs: [printed] }), ['SSCC_MALFORMED ssccs.0']);
  await expectRefused(w, create({ ssccs: [made[0]!.sscc] }), ['SSCC_TAKEN ssccs']);
  await expectRefused(w, create({ ssccs: [made[0]!.sscc, made[0]!.sscc] }), ['SSCC_TAKEN ssccs.1']);
  await expectRefused(w, create({ count: 2 }), ['NO_COMPANY_PREFIX count']);
  await expectRefused(w, create({ count: 0, companyPrefix: '6260000' }), ['NO_LINES count']);
});

test('goods are packed, nested, moved as a whole, and taken out again', async () => {
  const [pallet, carton, box] = (await packages(3)) as [Made, Made, Made];
  await pack(carton, 'TEH A1', 'VALVE 4', 'BOILER S1');
  await pack(box, 'TEH A1', 'ROPE 2.5 L1');
  await nest(carton, pallet);
  await nest(box, carton);
  expect(await content(pallet)).toEqual(['2 BOILER S1 1', '2 VALVE 4', '3 ROPE L1 2.5']);
  await expectRefused(w, () => move(pallet, 'TEH A1'), ['SAME_PLACE toLocationId']);
  await expectRefused(w, () => move(pallet, 'ISF A1'), ['LOCATION_NOT_FOUND toLocationId']);
  await move(pallet, 'TEH A2');
  expect([await placeOf(pallet), await placeOf(box)]).toEqual([['A2'], ['A2']]);
  await expectRefused(w, () => pack(box, 'TEH A1', 'VALVE 1'), [
    'PACKAGE_ELSEWHERE stockPackageId',
  ]);
  await move(carton, 'TEH DOCK');
  expect(await content(pallet)).toEqual([]);
  const out = (input: object) =>
    w.perform(unpackStock, { stockPackageId: carton.id, ...input }, asSystem);
  const lines = [
    { productId: idOf(w, 'VALVE'), quantity: '5' },
    { productId: idOf(w, 'BOILER'), quantity: '1', lotCode: 'S2' },
  ];
  await expectRefused(w, () => out({ lines }), [
    'NOT_IN_PACKAGE lines.0',
    'NOT_IN_PACKAGE lines.1',
  ]);
  await out({ lines: [{ productId: idOf(w, 'VALVE'), quantity: '3' }] });
  expect(await content(carton)).toEqual(['1 BOILER S1 1', '1 VALVE 1', '2 ROPE L1 2.5']);
  await out({});
  await expectRefused(w, () => out({}), ['NOT_IN_PACKAGE stockPackageId']);
  const types = (await announced(w)).map(({ type }) => type);
  expect(types.filter((type) => type.startsWith('stockPackage.')).slice(3)).toEqual([
    'stockPackage.packed',
    'stockPackage.packed',
    'stockPackage.nested',
    'stockPackage.nested',
    'stockPackage.unpacked',
    'stockPackage.unpacked',
  ]);
});

test('no package is in itself, too deep, or in two places', async () => {
  const made = await packages(7);
  const [a, b] = made as [Made, Made];
  await expectRefused(w, () => nest(a, a), ['PACKAGE_IN_ITSELF parentId']);
  for (const [i, inner] of made.slice(1, 5).entries()) await nest(inner, made[i]!);
  await expectRefused(w, () => nest(a, made[4]!), ['PACKAGE_IN_ITSELF parentId']);
  await expectRefused(w, () => nest(made[5]!, made[4]!), ['PACKAGES_NEST_TOO_DEEP parentId']);
  await pack(b, 'TEH A1', 'VALVE 1');
  await pack(made[5]!, 'TEH DOCK', 'VALVE 1');
  await nest(b, null);
  await expectRefused(w, () => nest(made[5]!, b), ['PACKAGE_ELSEWHERE parentId']);
  await expectRefused(w, () => nest({ ...b, id: newId() }, a), [
    'PACKAGE_NOT_FOUND stockPackageId',
  ]);
  const [c, d] = (await packages(2)) as [Made, Made];
  expect(await outcomes([nest(c, d), nest(d, c)])).toEqual({ done: 1, PACKAGE_IN_ITSELF: 1 });
});

test('two who pack one package at two places: one is told that it is elsewhere', async () => {
  const [one] = (await packages(1)) as [Made];
  const ends = await outcomes([
    pack(one, 'TEH A1', 'VALVE 1'),
    pack(one, 'TEH DOCK', 'VALVE 1'),
    pack(one, 'TEH A1', 'VALVE 1'),
    pack(one, 'TEH DOCK', 'VALVE 1'),
  ]);
  expect(ends).toEqual({ done: 2, PACKAGE_ELSEWHERE: 2 });
});

test('the database keeps a package in one place even when the code does not', async () => {
  const [one] = (await packages(1)) as [Made];
  await pack(one, 'TEH A1', 'VALVE 2');
  const tear = `insert into stock_balance
      (id, location_id, product_id, status, package_id, is_serial, on_hand)
    select gen_random_uuid(), $1, product_id, status, package_id, false, 1
    from stock_balance where package_id is not null limit 1`;
  await expect(w.sql(tear, [idOf(w, 'TEH DOCK')])).rejects.toThrow('would be in two places');
  await w.sql('alter table stock_balance disable trigger stock_package_in_one_place');
  await w.sql(tear, [idOf(w, 'TEH DOCK')]);
  expect((await w.verify()).join()).toContain('A package is in one place');
  await w.sql('delete from stock_balance where package_id is not null and location_id = $1', [
    idOf(w, 'TEH DOCK'),
  ]);
  await w.sql('alter table stock_balance enable trigger stock_package_in_one_place');
});

test('a pallet is shipped and received by one scan each, and stays packed', async () => {
  const [pallet, carton] = (await packages(2)) as [Made, Made];
  await pack(carton, 'TEH A1', 'VALVE 12', 'BOILER S1');
  await pack(pallet, 'TEH A1', 'ROPE 5 L1');
  await nest(carton, pallet);
  const t = await transfer(w, 'TEH > ISF', 'VALVE 10', 'VALVE 4', 'ROPE 5', 'BOILER 1');
  expect(await scan(w, t, 'SHIP', 'S1')).toMatchObject({
    outcome: 'BLOCKED',
    next: 'SCAN_PACKAGE',
  });
  expect(
    await scan(w, t, 'SHIP', { code: `]C100${pallet.sscc}`, locationCode: 'DOCK' }),
  ).toMatchObject({ outcome: 'WRONG_LOCATION', goTo: { code: 'A1' } });
  const answer = await scan(w, t, 'SHIP', `]C100${pallet.sscc}`);
  expect(answer).toMatchObject({ outcome: 'MATCHED', next: 'SCAN_NEXT', signal: 'OK' });
  expect(answer.parts.map((part) => part.quantityInBase).sort()).toEqual(['1', '10', '2', '5']);
  expect(await scan(w, t, 'SHIP', carton.sscc)).toMatchObject({ outcome: 'DUPLICATE' });
  await scan(w, t, 'SHIP', { code: 'VALVE-1', quantity: '2' });
  await ship(w, t);
  expect(await content(pallet)).toEqual(['1 ROPE L1 5', '2 BOILER S1 1', '2 VALVE 12']);
  expect(await scan(w, t, 'RECEIVE', `(00)${pallet.sscc}`)).toMatchObject({
    outcome: 'MATCHED',
    location: { code: 'DOCK' },
  });
  await arrive(w, t);
  expect(await content(pallet)).toEqual(['1 ROPE L1 5', '2 BOILER S1 1', '2 VALVE 12']);
  expect(await placeOf(carton)).toEqual(['DOCK']);
  await arrive(w, t, 'VALVE#2 2');
  expect((await stateOf(w, t))[0]).toBe('RECEIVED');
});

test('a carton that leaves its pallet is no longer on it', async () => {
  const [pallet, carton] = (await packages(2)) as [Made, Made];
  await pack(pallet, 'TEH A1', 'VALVE 2');
  await pack(carton, 'TEH A1', 'VALVE 3');
  await nest(carton, pallet);
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
  expect(await scan(w, t, 'SHIP', pallet.sscc)).toMatchObject({ outcome: 'OVER' });
  await scan(w, t, 'SHIP', carton.sscc);
  await scan(w, t, 'SHIP', 'VALVE-1');
  await ship(w, t);
  expect(await content(pallet)).toEqual(['1 VALVE 2']);
});

test('a carton that arrives before its pallet is no longer on it', async () => {
  const [pallet, carton] = (await packages(2)) as [Made, Made];
  await pack(pallet, 'TEH A1', 'VALVE 2');
  await pack(carton, 'TEH A1', 'VALVE 3');
  await nest(carton, pallet);
  const t = await transfer(w, 'TEH > ISF', 'VALVE 5');
  await scan(w, t, 'SHIP', pallet.sscc);
  await ship(w, t);
  expect(await scan(w, t, 'RECEIVE', carton.sscc)).toMatchObject({ outcome: 'MATCHED' });
  await arrive(w, t);
  expect([await content(pallet), await content(carton)]).toEqual([['1 VALVE 2'], ['1 VALVE 3']]);
  expect(await placeOf(carton)).toEqual(['DOCK']);
});

test('goods do not come into a package that is elsewhere', async () => {
  const [one] = (await packages(1)) as [Made];
  await pack(one, 'TEH A1', 'VALVE 2');
  const line = { productId: idOf(w, 'HOSE'), quantity: '1', unit: 'PCE', packageId: one.id };
  const come = () =>
    w.perform(receiveGoods, { warehouseId: idOf(w, 'TEH'), lines: [line] }, asSystem);
  await expectRefused(w, come, ['PACKAGE_ELSEWHERE lines.0']);
});

test('what is missing is missing of the carton that was not scanned, whichever it is', async () => {
  for (const n of [0, 1]) {
    const cartons = (await packages(2)) as [Made, Made];
    for (const carton of cartons) await pack(carton, 'TEH A1', 'VALVE 5');
    const t = await transfer(w, 'TEH > ISF', 'VALVE 10');
    for (const carton of cartons) await scan(w, t, 'SHIP', carton.sscc);
    await ship(w, t);
    await scan(w, t, 'RECEIVE', cartons[n]!.sscc);
    await settle(w, t, 'LOST VALVE 2');
    await arrive(w, t);
    expect(await content(cartons[n]!)).toEqual(['1 VALVE 5']);
    expect(await content(cartons[1 - n]!)).toEqual(['1 VALVE 3']);
    expect((await stateOf(w, t))[1]).toBe('VALVE requested 10 shipped 10 received 5 lost 2');
  }
});

test('a line that a package was scanned for is not edited away', async () => {
  const [one] = (await packages(1)) as [Made];
  await pack(one, 'TEH A1', 'VALVE 2');
  const t = await transfer(w, 'TEH > ISF', 'VALVE 2', 'BOILER 1');
  await scan(w, t, 'SHIP', one.sscc);
  const line = { productId: idOf(w, 'HOSE'), quantity: '1', unit: 'PCE' };
  const [now] = await w.sql<{ version: number }>('select version from stock_transfer');
  const edit = (id?: Id) =>
    w.perform(
      editStockTransfer,
      {
        stockTransferId: t.id,
        expectedVersion: now?.version ?? 0,
        lines: [{ ...line, ...(id && { id }) }],
      },
      asSystem,
    );
  await expectRefused(w, () => edit(), ['LINE_SCANNED lines']);
  await expectRefused(w, () => edit(t.lines[0]?.id), ['LINE_SCANNED lines']);
});
