import { newId } from '../../src/kernel/id.ts';
import { availableActions } from '../../src/kernel/transitions.ts';
import {
  cancelStockTransfer,
  createStockTransfer,
  receiveStockTransfer,
  settleStockTransferShortage,
  shipStockTransfer,
  stockTransferStateNames,
  stockTransferStates,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import {
  announced,
  arrive,
  arriveInput,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  receive,
  settle,
  settleInput,
  ship,
  shipInput,
  stateOf,
  stock,
  times,
  transfer,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH DOCK', 'VALVE 10', 'ROPE 20 L1', 'ROPE 5 L2', 'BOILER S1,S2,S3');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

test('goods leave, arrive in part, the rest is settled; each unit is somewhere all the time', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'ROPE 12.5', 'BOILER 2');
  expect(t.number).toBe('TEH-TR-2026-000001');
  expect(await stateOf(w, t)).toEqual([
    'DRAFT',
    'VALVE requested 4',
    'ROPE requested 12.5',
    'BOILER requested 2',
  ]);
  await ship(w, t, 'TEH DOCK VALVE 4', 'TEH DOCK ROPE 10 L1', 'TEH DOCK ROPE 2.5 L2', 'TEH DOCK BOILER S1,S3');
  expect(await stock(w)).toEqual([
    'TEH DOCK BOILER S2 1',
    'TEH DOCK ROPE L1 10',
    'TEH DOCK ROPE L2 2.5',
    'TEH DOCK VALVE 6',
    'in transit BOILER S1 1',
    'in transit BOILER S3 1',
    'in transit ROPE L1 10',
    'in transit ROPE L2 2.5',
    'in transit VALVE 4',
  ]);
  await arrive(w, t, 'VALVE 3', 'ROPE 10 L1', 'BOILER S3 at ISF QUAR');
  expect(await stateOf(w, t)).toEqual([
    'PARTIALLY_RECEIVED',
    'VALVE requested 4 shipped 4 received 3',
    'ROPE requested 12.5 shipped 12.5 received 10',
    'BOILER requested 2 shipped 2 received 1',
  ]);
  await arrive(w, t, 'ROPE 2.5 L2 at ISF A1');
  await settle(w, t, 'LOST VALVE 1', 'RETURNED_TO_SOURCE BOILER S1');
  expect(await stateOf(w, t)).toEqual([
    'CLOSED',
    'VALVE requested 4 shipped 4 received 3 lost 1',
    'ROPE requested 12.5 shipped 12.5 received 12.5',
    'BOILER requested 2 shipped 2 received 1 returned 1',
  ]);
  expect(await stock(w)).toEqual([
    'ISF A1 ROPE L2 2.5',
    'ISF DOCK ROPE L1 10',
    'ISF DOCK VALVE 3',
    'ISF QUAR BOILER S3 1',
    'TEH DOCK BOILER S1 1',
    'TEH DOCK BOILER S2 1',
    'TEH DOCK ROPE L1 10',
    'TEH DOCK ROPE L2 2.5',
    'TEH DOCK VALVE 6',
  ]);
  expect(await w.sql(`select reason, responsible from stock_move where kind = 'TRANSFER_LOSS'`))
    .toEqual([{ reason: 'It fell off', responsible: 'The carrier' }]);
});

test('a transfer of which everything arrives is RECEIVED, and leaves no rows on the way', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
  await ship(w, t, 'TEH DOCK VALVE 4');
  await arrive(w, t, 'VALVE 4');
  expect(await stateOf(w, t)).toEqual(['RECEIVED', 'VALVE requested 4 shipped 4 received 4']);
  const rows = await w.sql(
    `select 1 from stock_balance b join location l on l.id = b.location_id where l.kind = 'TRANSIT'`,
  );
  expect(rows).toEqual([]);
  expect((await announced(w)).slice(1)).toMatchObject(
    [
      ['stockTransfer.created', 'DRAFT', {}],
      ['stockTransfer.shipped', 'SHIPPED', { shipped: [{ quantity: '4' }] }],
      ['stockTransfer.received', 'RECEIVED', { received: [{ quantity: '4' }] }],
    ].map(([type, state, change]) => ({
      type,
      unit_ids: [idOf(w, 'TEH'), idOf(w, 'ISF')],
      data: { stockTransfer: { number: t.number, state, lines: [{ sku: 'VALVE' }] }, change },
    })),
  );
});

test('two lines of one item see each other', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 6', 'VALVE 6');
  await expectRefused(w, () => ship(w, t, 'TEH DOCK VALVE#1 6', 'TEH DOCK VALVE#2 6'), [
    'INSUFFICIENT_STOCK lines.0',
    'INSUFFICIENT_STOCK lines.1',
  ]);
  await receive(w, 'TEH DOCK', 'VALVE 2');
  await ship(w, t, 'TEH DOCK VALVE#1 6', 'TEH DOCK VALVE#2 6');
  await expectRefused(w, () => arrive(w, t, 'VALVE#1 5', 'VALVE#1 5'), ['NOT_IN_TRANSIT lines.1']);
  await arrive(w, t, 'VALVE#1 5', 'VALVE#2 6');
  await settle(w, t, 'LOST VALVE#1 1');
});

describe('drafting', () => {
  const draft = (over: object = {}) =>
    w.perform(
      createStockTransfer,
      {
        sourceWarehouseId: idOf(w, 'TEH'),
        destinationWarehouseId: idOf(w, 'ISF'),
        lines: [{ productId: idOf(w, 'VALVE'), quantity: '1', unit: 'CT' }],
        ...over,
      },
      asSystem,
    );

  test('converts units; the client may make the ids', async () => {
    const [id, line] = [newId(), newId()];
    const lines = [{ id: line, productId: idOf(w, 'VALVE'), quantity: '2', unit: 'CT' }];
    await draft({ id, lines, note: ' soon ' });
    expect(
      await w.sql(
        `select t.note, l.id, l.unit_code, l.requested_in_unit::int as n, l.requested::int as base
         from stock_transfer t join stock_transfer_line l on l.stock_transfer_id = t.id`,
      ),
    ).toEqual([{ note: 'soon', id: line, unit_code: 'CT', n: 2, base: 24 }]);
    await expectRefused(w, () => draft({ id }), ['ID_TAKEN id']);
    await expectRefused(w, () => draft({ lines }), ['ID_TAKEN lines']);
  });

  test('every fault is named', async () => {
    const id = newId();
    const lines = [
      { productId: 'x', quantity: '1', unit: 'PCE' },
      { id, productId: idOf(w, 'VALVE'), quantity: '-1', unit: 'PCE' },
      { id, productId: idOf(w, 'VALVE'), quantity: '1', unit: 'MTR' },
      { id: 'x', productId: idOf(w, 'BOILER'), quantity: '0.5', unit: 'PCE' },
    ];
    await expectRefused(w, () => draft({ id: 'x', note: 'n'.repeat(1001), lines }), [
      'ID_MALFORMED id',
      'TEXT_MALFORMED note',
      'ID_MALFORMED lines.3.id',
      'ID_REPEATED lines.2.id',
      'PRODUCT_NOT_FOUND lines.0.productId',
      'NOT_POSITIVE lines.1.quantity',
      'UNKNOWN_UNIT lines.2.unit',
      'TOO_PRECISE lines.3.quantity',
    ]);
    await expectRefused(w, () => draft({ lines: [] }), ['NO_LINES lines']);
    await expectRefused(w, () => draft({ destinationWarehouseId: idOf(w, 'TEH') }), [
      'SAME_WAREHOUSE destinationWarehouseId',
    ]);
    const nowhere = { sourceWarehouseId: newId(), destinationWarehouseId: 'x' };
    await expectRefused(w, () => draft(nowhere), [
      'WAREHOUSE_NOT_FOUND sourceWarehouseId',
      'WAREHOUSE_NOT_FOUND destinationWarehouseId',
    ]);
  });
});

describe('shipping', () => {
  test('names every fault of every line', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'ROPE 5', 'BOILER 2');
    const other = await transfer(w, 'TEH > ISF', 'HOSE 1');
    const lines = [
      ...shipInput(w, t, ['TEH DOCK VALVE 0', 'ISF DOCK VALVE 1', 'TEH DOCK ROPE 1', 'TEH DOCK ROPE 1 NEW'])
        .lines!,
      ...shipInput(w, t, ['TEH DOCK BOILER S1,S1', 'TEH DOCK BOILER S9', 'TEH DOCK VALVE 1 L1']).lines!,
      ...shipInput(w, other, ['TEH DOCK HOSE 1']).lines!,
    ];
    await expectRefused(
      w,
      () => w.perform(shipStockTransfer, { stockTransferId: t.id, lines }, asSystem),
      [
        'LOCATION_NOT_FOUND lines.1.locationId',
        'NOT_POSITIVE lines.0.quantity',
        'LOT_REQUIRED lines.2.lotCode',
        'LOT_NOT_FOUND lines.3.lotCode',
        'SERIAL_REPEATED lines.4.serials.1',
        'LOT_NOT_FOUND lines.5.serials.0',
        'NOT_TRACKED lines.6.lotCode',
        'LINE_NOT_FOUND lines.7.stockTransferLineId',
      ],
    );
  });

  test('names every short place, with what is there', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 11', 'ROPE 6', 'BOILER 2', 'HOSE 1');
    const faults = await expectRefused(
      w,
      () =>
        ship(w, t, 'TEH DOCK VALVE 11', 'TEH DOCK ROPE 6 L2', 'TEH A1 BOILER S2', 'TEH DOCK BOILER S1', 'TEH DOCK HOSE 1'),
      [
        'INSUFFICIENT_STOCK lines.2.serials.0',
        'INSUFFICIENT_STOCK lines.4',
        'INSUFFICIENT_STOCK lines.1.lotCode',
        'INSUFFICIENT_STOCK lines.0',
      ],
    );
    expect(faults.map(({ details: d }) => `${d?.['sku']} ${d?.['location']} ${d?.['lot']} ${d?.['wanted']}/${d?.['available']}`))
      .toEqual(['BOILER A1 S2 1/0', 'HOSE DOCK null 1/0', 'ROPE DOCK L2 6/5', 'VALVE DOCK null 11/10']);
  });

  test('less than requested must be meant; more is refused; nothing is nothing', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'ROPE 5', 'BOILER 1');
    await expectRefused(w, () => ship(w, t), ['NOTHING_TO_SHIP']);
    const most = ['TEH DOCK VALVE 3', 'TEH DOCK BOILER S1'];
    const faults = await expectRefused(w, () => ship(w, t, ...most), [
      'SHORT_SHIPMENT',
      'SHORT_SHIPMENT',
    ]);
    expect(faults.map((fault) => fault.details?.['sku'])).toEqual(['VALVE', 'ROPE']);
    await expectRefused(
      w,
      () => w.perform(shipStockTransfer, shipInput(w, t, ['TEH DOCK VALVE 5'], true), asSystem),
      ['MORE_THAN_REQUESTED'],
    );
    await w.perform(shipStockTransfer, shipInput(w, t, most, true), asSystem);
    expect(await stateOf(w, t)).toEqual([
      'SHIPPED',
      'VALVE requested 4 shipped 3',
      'ROPE requested 5',
      'BOILER requested 1 shipped 1',
    ]);
  });

  test('takes the same number of statements for 5 lines as for 500', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 1000');
    const statements = async (count: number): Promise<string[]> => {
      const t = await transfer(w, 'TEH > ISF', ...times(count, () => 'VALVE 1'));
      const picks = times(count, (n) => `TEH DOCK VALVE#${n + 1} 1`);
      return w.statementsOf(() => ship(w, t, ...picks));
    };
    const few = await statements(5);
    expect(await statements(500)).toEqual(few);
    expect(few).toHaveLength(8);
  });
});

describe('receiving and settling', () => {
  test('only what this transfer shipped can arrive', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'ROPE 5', 'BOILER 1');
    const other = await transfer(w, 'TEH > ISF', 'BOILER 1', 'VALVE 2');
    await ship(w, t, 'TEH DOCK VALVE 4', 'TEH DOCK ROPE 5 L1', 'TEH DOCK BOILER S1');
    await ship(w, other, 'TEH DOCK BOILER S2', 'TEH DOCK VALVE 2');
    const wrong = ['VALVE 5', 'ROPE 1 L2', 'BOILER S2', 'ROPE 6 L1'];
    const faults = await expectRefused(w, () => arrive(w, t, ...wrong), [
      'NOT_IN_TRANSIT lines.0',
      'NOT_IN_TRANSIT lines.1.lotCode',
      'NOT_IN_TRANSIT lines.2.serials.0',
      'NOT_IN_TRANSIT lines.3.lotCode',
    ]);
    expect(faults[0]?.details).toMatchObject({ sku: 'VALVE', wanted: '5', inTransit: '4' });
    await expectRefused(w, () => settle(w, t, ...wrong.map((goods) => `LOST ${goods}`)), [
      'NOT_IN_TRANSIT lines.0',
      'NOT_IN_TRANSIT lines.1.lotCode',
      'NOT_IN_TRANSIT lines.2.serials.0',
      'NOT_IN_TRANSIT lines.3.lotCode',
    ]);
  });

  test('receiving names every other fault', async () => {
    const t = await transfer(w, 'TEH > MHD', 'VALVE 4', 'BOILER 1');
    await ship(w, t, 'TEH DOCK VALVE 4', 'TEH DOCK BOILER S1');
    await expectRefused(w, () => arrive(w, t), ['NOTHING_TO_RECEIVE']);
    await expectRefused(
      w,
      () => arrive(w, t, 'VALVE 1', 'VALVE 1 at ISF A1', 'BOILER S9 at MHD A1', 'VALVE 0 at MHD A1'),
      [
        'NO_RECEIPT_LOCATION lines.0.locationId',
        'LOCATION_NOT_FOUND lines.1.locationId',
        'LOT_NOT_FOUND lines.2.serials.0',
        'NOT_POSITIVE lines.3.quantity',
      ],
    );
    await arrive(w, t, 'VALVE 4 at MHD A1');
  });

  test('settling names every other fault', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
    await ship(w, t, 'TEH DOCK VALVE 4');
    const { lines } = settleInput(t, ['LOST VALVE 1', 'BROKEN VALVE 0']);
    await expectRefused(
      w,
      () =>
        w.perform(
          settleStockTransferShortage,
          { stockTransferId: t.id, lines: lines.map((line) => ({ ...line, reason: ' ' })) },
          asSystem,
        ),
      [
        'REASON_REQUIRED lines.0.reason',
        'REASON_REQUIRED lines.1.reason',
        'CODE_MALFORMED lines.1.outcome',
        'NOT_POSITIVE lines.1.quantity',
      ],
    );
    await expectRefused(w, () => settle(w, t), ['NO_LINES lines']);
    await receive(w, 'MHD A1', 'VALVE 1');
    const back = await transfer(w, 'MHD > TEH', 'VALVE 1');
    await ship(w, back, 'MHD A1 VALVE 1');
    await expectRefused(w, () => settle(w, back, 'RETURNED_TO_SOURCE VALVE 1'), [
      'NO_RECEIPT_LOCATION lines.0.outcome',
    ]);
  });
});

describe('states', () => {
  const acts = {
    shipStockTransfer: (t: Awaited<ReturnType<typeof transfer>>) => ship(w, t, 'TEH DOCK VALVE 1'),
    cancelStockTransfer: (t: { id: string }) =>
      w.perform(cancelStockTransfer, { stockTransferId: t.id, reason: 'no' }, asSystem),
    receiveStockTransfer: (t: Awaited<ReturnType<typeof transfer>>) => arrive(w, t, 'VALVE 1'),
    settleStockTransferShortage: (t: Awaited<ReturnType<typeof transfer>>) =>
      settle(w, t, 'LOST VALVE 1'),
  };

  test.each([
    ['DRAFT', 'shipStockTransfer cancelStockTransfer'],
    ['SHIPPED', 'receiveStockTransfer settleStockTransferShortage'],
    ['PARTIALLY_RECEIVED', 'receiveStockTransfer settleStockTransferShortage'],
    ['RECEIVED', ''],
    ['CLOSED', ''],
    ['CANCELLED', ''],
  ] as const)('%s allows %s', (state, allowed) => {
    const names = availableActions(stockTransferStates, state).filter((act) => act.allowed);
    expect(names.map((act) => act.name).join(' ')).toBe(allowed);
  });

  test.each(stockTransferStateNames)('what %s does not allow is refused, and changes nothing', async (state) => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
    if (state === 'CANCELLED') await acts.cancelStockTransfer(t);
    if (!['DRAFT', 'CANCELLED'].includes(state)) await ship(w, t, 'TEH DOCK VALVE 4');
    if (state === 'PARTIALLY_RECEIVED') await arrive(w, t, 'VALVE 1');
    if (state === 'RECEIVED') await arrive(w, t, 'VALVE 4');
    if (state === 'CLOSED') await settle(w, t, 'LOST VALVE 4');
    expect((await stateOf(w, t))[0]).toBe(state);
    for (const { name, allowed } of availableActions(stockTransferStates, state)) {
      if (allowed) continue;
      const act = acts[name as keyof typeof acts];
      const faults = await expectRefused(w, () => act(t), ['ILLEGAL_STATE']);
      expect(faults[0]?.details).toMatchObject({ state });
    }
  });

  test('a transfer there is not', async () => {
    for (const id of [newId(), 'x']) {
      const none = { id, number: '', lines: [] };
      for (const act of [ship(w, none), arrive(w, none), acts.cancelStockTransfer(none)]) {
        await expectRefused(w, () => act, ['STOCK_TRANSFER_NOT_FOUND stockTransferId']);
      }
    }
  });
});

describe('rights', () => {
  test('the source drafts, ships and cancels; the destination receives; either settles', async () => {
    const clerk = (code: string) => asViewer({ 'inventory.transfer': [idOf(w, code)] });
    const [teh, isf, mhd] = [clerk('TEH'), clerk('ISF'), clerk('MHD')];
    const [a, b] = [await transfer(w, 'TEH > ISF', 'VALVE 4'), await transfer(w, 'TEH > ISF', 'VALVE 1')];
    const before = await w.tableDump();
    const shipping = shipInput(w, a, ['TEH DOCK VALVE 4']);
    const cancelling = { stockTransferId: b.id };
    for (const stranger of [isf, mhd]) {
      await expect(w.perform(shipStockTransfer, shipping, stranger)).rejects.toThrow(Forbidden);
      await expect(w.perform(cancelStockTransfer, cancelling, stranger)).rejects.toThrow(Forbidden);
    }
    expect(await w.tableDump()).toBe(before);
    await w.perform(shipStockTransfer, shipping, teh);
    await w.perform(cancelStockTransfer, cancelling, teh);
    for (const stranger of [teh, mhd]) {
      const act = w.perform(receiveStockTransfer, arriveInput(w, a, ['VALVE 1']), stranger);
      await expect(act).rejects.toThrow(Forbidden);
    }
    await w.perform(receiveStockTransfer, arriveInput(w, a, ['VALVE 1']), isf);
    const settling = settleInput(a, ['LOST VALVE 1']);
    await expect(w.perform(settleStockTransferShortage, settling, mhd)).rejects.toThrow(Forbidden);
    await w.perform(settleStockTransferShortage, settling, isf);
    await w.perform(settleStockTransferShortage, settling, teh);
    const drafting = {
      sourceWarehouseId: idOf(w, 'TEH'),
      destinationWarehouseId: idOf(w, 'ISF'),
      lines: [{ productId: idOf(w, 'VALVE'), quantity: '1', unit: 'PCE' }],
    };
    await expect(w.perform(createStockTransfer, drafting, isf)).rejects.toThrow(Forbidden);
    await w.perform(createStockTransfer, drafting, teh);
  });
});

test('the same key answers as the first time; with other input it is refused', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
  const key = (idempotencyKey: string) => ({ ...asSystem, idempotencyKey });
  const shipping = shipInput(w, t, ['TEH DOCK VALVE 4']);
  const arriving = arriveInput(w, t, ['VALVE 2']);
  const settling = settleInput(t, ['LOST VALVE 1']);
  for (let round = 0; round < 2; round += 1) {
    await w.perform(shipStockTransfer, shipping, key('ship'));
    await w.perform(receiveStockTransfer, arriving, key('arrive'));
    await w.perform(settleStockTransferShortage, settling, key('settle'));
  }
  expect(await stateOf(w, t)).toEqual([
    'PARTIALLY_RECEIVED',
    'VALVE requested 4 shipped 4 received 2 lost 1',
  ]);
  await expectRefused(
    w,
    () => w.perform(receiveStockTransfer, arriveInput(w, t, ['VALVE 1']), key('arrive')),
    ['IDEMPOTENCY_KEY_REUSED idempotencyKey'],
  );
});
