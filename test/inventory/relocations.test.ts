import { newId } from '../../src/kernel/id.ts';
import {
  createLocations,
  createStockOwner,
  relocateStock,
  transferOwnership,
  type TransferOwnershipInput,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import {
  conditions,
  owner,
  promise,
  promises,
  receiveOwned,
  relocate,
  relocateInput,
} from './corrections.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  listed,
  openWorld,
  outcomes,
  stock,
  times,
  type World,
} from './world.ts';
import { refusalOf } from '../support/refusal.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
  const names = { nameEn: 'Van', nameFa: 'ون' };
  const van = { code: 'VAN', kind: 'VAN' as const, ...names };
  const warehouseId = idOf(w, 'TEH');
  const made = await w.perform(createLocations, { warehouseId, locations: [van] }, asSystem);
  (w.ids as Map<string, string>).set('TEH VAN', made.locationIds[0] ?? '');
});
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

test('goods are put elsewhere in the warehouse, the van and quarantine included', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10', 'ROPE 5 L1', 'BOILER S1,S2');
  const posted = await relocate(w, [
    'TEH DOCK > A1 VALVE 4',
    'TEH DOCK > VAN VALVE 2',
    'TEH DOCK > QUAR ROPE 1.5 L1',
    'TEH DOCK > A2 BOILER S2',
  ]);
  expect(posted).toMatchObject({ number: 'TEH-RL-2026-000001' });
  expect(await stock(w)).toEqual([
    'TEH A1 VALVE 4',
    'TEH A2 BOILER S2 1',
    'TEH DOCK BOILER S1 1',
    'TEH DOCK ROPE L1 3.5',
    'TEH DOCK VALVE 4',
    'TEH QUAR ROPE L1 1.5',
    'TEH VAN VALVE 2',
  ]);
  expect((await announced(w)).at(-1)).toMatchObject({
    type: 'stockRelocation.posted',
    unit_ids: [idOf(w, 'TEH')],
  });
  await relocate(w, ['TEH VAN > DOCK VALVE 2'], { reason: 'Back', reference: 'Tour 3' });
  expect(await stock(w)).toContain('TEH DOCK VALVE 6');
});

test('goods of an owner, or held, go as what they are', async () => {
  const ownerId = await owner(w, 'RELOCATE-1');
  await receiveOwned(w, ownerId, 'TEH A1', 'VALVE', '5');
  const { lines } = relocateInput(w, ['TEH A1 > A2 VALVE 3']);
  await relocate(w, [], { lines: lines.map((line) => ({ ...line, ownerCode: 'relocate-1' })) });
  expect(await conditions(w)).toEqual(['TEH A1 VALVE 2 RELOCATE-1', 'TEH A2 VALVE 3 RELOCATE-1']);
});

describe('promises of the very goods', () => {
  beforeEach(() => receive(w, 'TEH A1', 'VALVE 10'));

  test('keep them where they are, each named, unless they go along', async () => {
    await promise(w, 'TEH A1 VALVE 5');
    await promise(w, 'TEH A1 VALVE 3');
    await relocate(w, ['TEH A1 > A2 VALVE 2']);
    const go = (over = {}) => relocate(w, ['TEH A1 > A2 VALVE 4'], over);
    const faults = await expectRefused(w, () => go(), ['RESERVED_HERE lines.0']);
    expect(faults[0]?.details).toMatchObject({
      free: '0',
      promises: [
        { demandKind: 'ORDER', held: '5' },
        { demandKind: 'ORDER', held: '3' },
      ],
    });
    // The promise of 3 goes along as a whole, the fourth piece would have to come out of 5.
    await expectRefused(w, () => go({ moveReservations: true }), ['RESERVED_HERE lines.0']);
    await relocate(w, ['TEH A1 > A2 VALVE 3'], { moveReservations: true });
    expect(await promises(w)).toEqual(['VALVE held 5 at TEH A1', 'VALVE held 3 at TEH A2']);
    expect(await stock(w)).toEqual(['TEH A1 VALVE 5', 'TEH A2 VALVE 5']);
    expect((await announced(w)).at(-1)).toMatchObject({
      type: 'stockReservation.moved',
      data: { stockReservation: { locationId: idOf(w, 'TEH A2') } },
    });
  });

  test('do not go where nothing can be promised', async () => {
    await promise(w, 'TEH A1 VALVE 10');
    await expectRefused(
      w,
      () => relocate(w, ['TEH A1 > VAN VALVE 10'], { moveReservations: true }),
      ['RESERVED_HERE lines.0'],
    );
    await relocate(w, ['TEH A1 > DOCK VALVE 10'], { moveReservations: true });
    expect(await promises(w)).toEqual(['VALVE held 10 at TEH DOCK']);
  });

  test('soft ones are not bound to a place, but what they need stays sellable', async () => {
    await promise(w, 'TEH VALVE 8');
    await relocate(w, ['TEH A1 > A2 VALVE 10']);
    await expectRefused(w, () => relocate(w, ['TEH A2 > VAN VALVE 3']), [
      'INSUFFICIENT_STOCK lines.0',
    ]);
    await relocate(w, ['TEH A2 > VAN VALVE 2']);
  });
});

test('every fault of every line is named', async () => {
  await receive(w, 'TEH A1', 'VALVE 5', 'ROPE 5 L1');
  const [valve, rope] = relocateInput(w, ['TEH A1 > A2 VALVE 1', 'TEH A1 > A2 ROPE 1 L1']).lines;
  const lines = [
    { ...valve!, toLocationId: idOf(w, 'TEH A1') },
    { ...valve!, toLocationId: idOf(w, 'ISF A1') },
    { ...valve!, locationId: newId(), productId: newId() },
    { ...rope!, lotCode: 'L9' },
    { ...rope!, quantity: '0.001' },
  ];
  await expectRefused(
    w,
    () => relocate(w, [], { lines, id: 'x', datedOn: '2027-01-01', reason: 'x'.repeat(501) }),
    [
      'ID_MALFORMED id',
      'TEXT_MALFORMED reason',
      'DATED_IN_FUTURE datedOn',
      'SAME_PLACE lines.0.toLocationId',
      'LOCATION_NOT_FOUND lines.1.toLocationId',
      'PRODUCT_NOT_FOUND lines.2.productId',
      'LOCATION_NOT_FOUND lines.2.locationId',
      'LOT_NOT_FOUND lines.3.lotCode',
      'TOO_PRECISE lines.4.quantity',
    ],
  );
  await expectRefused(w, () => relocate(w, []), ['NO_LINES lines']);
  await expectRefused(w, () => relocate(w, ['TEH A1 > A2 VALVE 6']), [
    'INSUFFICIENT_STOCK lines.0',
  ]);
  const nowhere = { warehouseId: newId() };
  expect(listed(await refusalOf(() => relocate(w, ['TEH A1 > A2 VALVE 1'], nowhere)))).toContain(
    'WAREHOUSE_NOT_FOUND warehouseId',
  );
});

test('rights, replay, a race, and statements', async () => {
  await receive(w, 'TEH A1', 'VALVE 1000');
  const input = relocateInput(w, ['TEH A1 > A2 VALVE 1']);
  const clerk = asViewer({ 'inventory.relocate': [idOf(w, 'ISF')] });
  await expect(w.perform(relocateStock, input, clerk)).rejects.toThrow(Forbidden);
  const caller = {
    ...asViewer({ 'inventory.relocate': [idOf(w, 'TEH')] }),
    idempotencyKey: 'r1',
  };
  const first = await w.perform(relocateStock, input, caller);
  expect(await w.perform(relocateStock, input, caller)).toEqual(first);
  const one = await w.statementsOf(() => relocate(w, ['TEH A1 > A2 VALVE 1']));
  const many = times(500, () => 'TEH A1 > A2 VALVE 1');
  expect(await w.statementsOf(() => relocate(w, many))).toEqual(one);
  const acts = times(6, () => relocate(w, ['TEH A1 > DOCK VALVE 200']));
  expect(await outcomes(acts)).toEqual({ done: 2, INSUFFICIENT_STOCK: 4 });
  expect(await stock(w)).toEqual(['TEH A1 VALVE 98', 'TEH A2 VALVE 502', 'TEH DOCK VALVE 400']);
});

test('goods going along and promises made at once: every promise has its goods', async () => {
  await receive(w, 'TEH A1', 'VALVE 60');
  const acts = times(10, (n) => [
    promise(w, 'TEH A1 VALVE 5'),
    relocate(w, [n % 2 ? 'TEH A1 > A2 VALVE 5' : 'TEH A2 > A1 VALVE 5'], {
      moveReservations: true,
    }),
  ]).flat();
  const ends = await outcomes(acts);
  expect(
    Object.keys(ends).filter((end) => !/^(done|RESERVED_HERE|INSUFFICIENT_STOCK)$/.test(end)),
  ).toEqual([]);
});

describe('whose goods are', () => {
  const change = (
    lines: readonly Partial<TransferOwnershipInput['lines'][number]>[],
    over: Partial<TransferOwnershipInput> = {},
  ) => {
    const line = {
      productId: idOf(w, 'VALVE'),
      locationId: idOf(w, 'TEH A1'),
      quantity: '2',
    };
    const input = {
      warehouseId: idOf(w, 'TEH'),
      reason: 'Sold from consignment',
      lines: lines.map((own) => ({ ...line, ...own })),
      ...over,
    };
    return w.perform(transferOwnership, input, asSystem);
  };

  test('consigned goods are not sellable until they become ours, and back', async () => {
    const ownerId = await owner(w, 'CONSIGN-1');
    await receiveOwned(w, ownerId, 'TEH A1', 'VALVE', '5');
    expect(listed(await refusalOf(() => promise(w, 'TEH VALVE 1')))[0]).toMatch(
      'INSUFFICIENT_STOCK',
    );
    await change([{ ownerId }]);
    expect(await conditions(w)).toEqual(['TEH A1 VALVE 2', 'TEH A1 VALVE 3 CONSIGN-1']);
    expect(await w.sql('select trim_scale(sellable)::text as sellable from stock_level')).toEqual([
      { sellable: '2' },
    ]);
    await promise(w, 'TEH VALVE 1');
    await expectRefused(w, () => change([{ toOwnerId: ownerId }]), ['INSUFFICIENT_STOCK lines.0']);
    await change([{ toOwnerId: ownerId, quantity: '1' }]);
    expect(await conditions(w)).toEqual(['TEH A1 VALVE 1', 'TEH A1 VALVE 4 CONSIGN-1']);
  });

  test('serial numbers change hands without leaving', async () => {
    await receive(w, 'TEH A1', 'BOILER S1');
    const toOwnerId = await owner(w, 'CONSIGN-2');
    const boiler = { productId: idOf(w, 'BOILER'), quantity: '1', serials: ['S1'] };
    await change([{ ...boiler, toOwnerId }]);
    expect(await conditions(w)).toEqual(['TEH A1 BOILER S1 1 CONSIGN-2']);
  });

  test('refuses', async () => {
    await receive(w, 'TEH A1', 'VALVE 5');
    await expectRefused(
      w,
      () => change([{}, { toOwnerId: newId() }, { ownerId: newId() }], { reason: '' }),
      [
        'REASON_REQUIRED reason',
        'SAME_OWNER lines.0.toOwnerId',
        'OWNER_NOT_FOUND lines.1.toOwnerId',
        'OWNER_NOT_FOUND lines.2.ownerId',
      ],
    );
    const made = { code: 'CONSIGN-3', nameEn: 'A', nameFa: 'ا' };
    const make = (over = {}) => w.perform(createStockOwner, { ...made, ...over }, asSystem);
    const { stockOwnerId } = await make({ code: ' consign-3 ' });
    await expectRefused(w, () => make({ id: 'x', code: '!', nameEn: ' ' }), [
      'ID_MALFORMED id',
      'CODE_MALFORMED code',
      'TEXT_MALFORMED nameEn',
    ]);
    await expectRefused(w, () => make(), ['CODE_TAKEN code']);
    await expectRefused(w, () => make({ id: stockOwnerId, code: 'X-9' }), ['ID_TAKEN id']);
    const local = asViewer({ 'inventory.configure': [idOf(w, 'TEH')] });
    await expect(w.perform(createStockOwner, made, local)).rejects.toThrow(Forbidden);
    const clerk = asViewer({ 'inventory.adjust': [idOf(w, 'ISF')] });
    const input = { warehouseId: idOf(w, 'TEH'), reason: 'x', lines: [] };
    await expect(w.perform(transferOwnership, input, clerk)).rejects.toThrow(Forbidden);
    const ends = await outcomes(times(6, () => make({ code: 'RACE' })));
    expect(ends).toEqual({ done: 1, CODE_TAKEN: 5 });
  });
});
