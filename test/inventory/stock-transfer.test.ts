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
  type StockTransferAct,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import {
  arrive,
  arriveInput,
  receive,
  settle,
  settleInput,
  ship,
  shipInput,
  transfer,
  type Transfer,
} from './acts.ts';
import {
  approve,
  approves,
  cancel,
  close,
  edit,
  found,
  pick,
  reject,
  reserve,
  settleFound,
  turnBack,
} from './transfer-acts.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  stateOf,
  stock,
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

test('goods leave, arrive in part, the rest is settled: each unit is somewhere', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'ROPE 12.5', 'BOILER 2');
  expect(t.number).toBe('TEH-TR-2026-000001');
  expect(await stateOf(w, t)).toEqual([
    'APPROVED',
    'VALVE requested 4',
    'ROPE requested 12.5',
    'BOILER requested 2',
  ]);
  await ship(
    w,
    t,
    'TEH DOCK VALVE 4',
    'TEH DOCK ROPE 10 L1',
    'TEH DOCK ROPE 2.5 L2',
    'TEH DOCK BOILER S1,S3',
  );
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
  expect(
    await w.sql(`select reason, responsible from stock_move where kind = 'TRANSFER_LOSS'`),
  ).toEqual([{ reason: 'It fell off', responsible: 'The carrier' }]);
});

test('when everything arrives it is RECEIVED, and leaves no rows on the way', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
  await ship(w, t, 'TEH DOCK VALVE 4');
  await arrive(w, t, 'VALVE 4');
  expect(await stateOf(w, t)).toEqual(['RECEIVED', 'VALVE requested 4 shipped 4 received 4']);
  const rows = await w.sql(
    `select 1 from stock_balance b join location l on l.id = b.location_id
     where l.kind = 'TRANSIT'`,
  );
  expect(rows).toEqual([]);
  expect((await announced(w)).slice(1)).toMatchObject(
    [
      ['stockTransfer.created', 'APPROVED', {}],
      ['stockTransfer.shipped', 'SHIPPED', { shipped: [{ quantity: '4' }] }],
      ['stockTransfer.received', 'RECEIVED', { received: [{ quantity: '4' }] }],
    ].map(([type, state, change]) => ({
      type,
      unit_ids: [idOf(w, 'TEH'), idOf(w, 'ISF')],
      data: { stockTransfer: { number: t.number, state, lines: [{ sku: 'VALVE' }] }, change },
    })),
  );
});

describe('states', () => {
  const acts: Record<StockTransferAct, (t: Transfer) => Promise<unknown>> = {
    approveStockTransfer: (t) => approve(w, t),
    rejectStockTransfer: (t) => reject(w, t),
    editStockTransfer: (t) => edit(w, t, 1, ['VALVE 3']),
    reserveStockTransfer: (t) => reserve(w, t),
    pickStockTransfer: (t) => pick(w, t, 'TEH DOCK VALVE 4'),
    shipStockTransfer: (t) => ship(w, t, 'TEH DOCK VALVE 1'),
    cancelStockTransfer: (t) => cancel(w, t),
    receiveStockTransfer: (t) => arrive(w, t, 'VALVE 1'),
    settleStockTransferShortage: (t) => settle(w, t, 'LOST VALVE 1'),
    recordTransferDiscrepancy: (t) => found(w, t, 'OVERAGE VALVE 1'),
    settleTransferDiscrepancy: async (t) => {
      // What is open ends with its transfer: only the machine can say no here.
      const [id] = await w.sql<{ id: string }>(
        `insert into stock_transfer_discrepancy (id, stock_transfer_id, kind, product_id, quantity,
                                                 found_at, state)
         select gen_random_uuid(), $1, 'OVERAGE', id, 1, now(), 'OPEN'
         from product where sku = 'VALVE' returning id`,
        [t.id],
      );
      try {
        return await settleFound(w, id?.id, 'REFUSED');
      } finally {
        await w.sql('delete from stock_transfer_discrepancy where id = $1', [id?.id]);
      }
    },
    returnStockTransfer: (t) => turnBack(w, t),
    closeStockTransfer: (t) => close(w, t, 'LOST'),
  };

  const onTheWay =
    'receiveStockTransfer settleStockTransferShortage recordTransferDiscrepancy ' +
    'settleTransferDiscrepancy returnStockTransfer closeStockTransfer';
  test.each([
    ['REQUESTED', 'approveStockTransfer rejectStockTransfer editStockTransfer cancelStockTransfer'],
    [
      'APPROVED',
      'editStockTransfer reserveStockTransfer pickStockTransfer shipStockTransfer ' +
        'cancelStockTransfer',
    ],
    ['RESERVED', 'pickStockTransfer shipStockTransfer cancelStockTransfer'],
    ['PICKED', 'shipStockTransfer cancelStockTransfer'],
    ['SHIPPED', onTheWay],
    ['PARTIALLY_RECEIVED', onTheWay],
    ['RECEIVED', 'recordTransferDiscrepancy settleTransferDiscrepancy closeStockTransfer'],
    ['CLOSED', ''],
    ['CANCELLED', ''],
  ] as const)('%s allows %s', (state, allowed) => {
    const names = availableActions(stockTransferStates, state).filter((act) => act.allowed);
    expect(names.map((act) => act.name).join(' ')).toBe(allowed);
  });

  test.each(stockTransferStateNames)(
    'what %s does not allow is refused, and changes nothing',
    async (state) => {
      if (state === 'REQUESTED') await approves(w, 'TEH');
      const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
      await w.sql('update warehouse set approves_transfers = false');
      if (state === 'CANCELLED') await acts.cancelStockTransfer(t);
      if (state === 'RESERVED') await reserve(w, t);
      if (state === 'PICKED') await acts.pickStockTransfer(t);
      if (['SHIPPED', 'PARTIALLY_RECEIVED', 'RECEIVED', 'CLOSED'].includes(state)) {
        await ship(w, t, 'TEH DOCK VALVE 4');
      }
      if (state === 'PARTIALLY_RECEIVED') await arrive(w, t, 'VALVE 1');
      if (state === 'RECEIVED') await arrive(w, t, 'VALVE 4');
      if (state === 'CLOSED') await settle(w, t, 'LOST VALVE 4');
      expect((await stateOf(w, t))[0]).toBe(state);
      for (const { name, allowed } of availableActions(stockTransferStates, state)) {
        if (allowed) continue;
        const act = acts[name as StockTransferAct];
        const faults = await expectRefused(w, () => act(t), ['ILLEGAL_STATE']);
        expect(faults[0]?.details).toMatchObject({ state });
      }
    },
  );

  test('a transfer there is not', async () => {
    for (const id of [newId(), 'x']) {
      const none = { id, number: '', lines: [] };
      for (const act of [ship(w, none), arrive(w, none), cancel(w, none)]) {
        await expectRefused(w, () => act, ['STOCK_TRANSFER_NOT_FOUND stockTransferId']);
      }
    }
  });
});

describe('rights', () => {
  test('the source drafts, ships, cancels; the destination receives; either settles', async () => {
    const clerk = (code: string) => asViewer({ 'inventory.transfer': [idOf(w, code)] });
    const [teh, isf, mhd] = [clerk('TEH'), clerk('ISF'), clerk('MHD')];
    const [a, b] = [
      await transfer(w, 'TEH > ISF', 'VALVE 4'),
      await transfer(w, 'TEH > ISF', 'VALVE 1'),
    ];
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
