import {
  announceOverdueTransfers,
  receiveStockTransfer,
  setTransferRoute,
  shipStockTransfer,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { newId } from '../../src/kernel/id.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { arrive, arriveInput, receive, scan, settle, ship, shipInput, transfer } from './acts.ts';
import { close, discrepancies, found, settleFound, turnBack } from './transfer-acts.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  stateOf,
  stock,
  times,
  type World,
} from './world.ts';

let w: World;
const start = '2026-03-21T08:00:00Z';
beforeAll(async () => void (w = await openWorld({ poolSize: 16 })));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set(start);
  await forgetGoods(w);
  await w.sql('delete from stock_transfer_route');
  await w.sql('update warehouse set shipper_may_receive = false');
  await receive(w, 'TEH DOCK', 'VALVE 10', 'ROPE 20 L1', 'BOILER S1,S2');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const onTheWay = async (...goods: string[]) => {
  const t = await transfer(w, 'TEH > ISF', ...goods);
  const lots: Record<string, string> = { ROPE: ' L1' };
  const picks = goods.map((text) => {
    const [sku = '', n = ''] = text.split(' ');
    return `TEH DOCK ${sku} ${sku === 'BOILER' ? 'S1' : n}${lots[sku] ?? ''}`;
  });
  await ship(w, t, ...picks);
  return t;
};

describe('four eyes', () => {
  const both = (personId = newId()) =>
    asViewer({ 'inventory.transfer': [idOf(w, 'TEH'), idOf(w, 'ISF')] }, personId);

  test('who shipped does not receive, unless the destination lets them', async () => {
    const [one, other] = [both(), both()];
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
    await w.perform(shipStockTransfer, shipInput(w, t, ['TEH DOCK VALVE 4']), one);
    const arriving = arriveInput(w, t, ['VALVE 1']);
    await expectRefused(w, () => w.perform(receiveStockTransfer, arriving, one), ['SAME_PERSON']);
    await w.perform(receiveStockTransfer, arriving, other);
    await w.sql(`update warehouse set shipper_may_receive = true where code = 'TEH'`);
    await expectRefused(w, () => w.perform(receiveStockTransfer, arriving, one), ['SAME_PERSON']);
    await w.sql(`update warehouse set shipper_may_receive = true where code = 'ISF'`);
    await w.perform(receiveStockTransfer, arriving, one);
  });
});

describe('turning round', () => {
  test('what is on its way goes back to the source, which receives it', async () => {
    const t = await onTheWay('VALVE 4', 'ROPE 3');
    await arrive(w, t, 'VALVE 1');
    await turnBack(w, t);
    expect((await announced(w)).at(-1)).toMatchObject({
      type: 'stockTransfer.returning',
      data: { stockTransfer: { returningAt: '2026-03-21T08:00:00.000Z' } },
    });
    const clerk = (code: string) => asViewer({ 'inventory.transfer': [idOf(w, code)] });
    const arriving = arriveInput(w, t, ['VALVE 1']);
    const act = w.perform(receiveStockTransfer, arriving, clerk('ISF'));
    await expect(act).rejects.toThrow(Forbidden);
    await w.perform(receiveStockTransfer, arriving, clerk('TEH'));
    await expectRefused(w, () => arrive(w, t, 'VALVE 1 at ISF A1'), [
      'LOCATION_NOT_FOUND lines.0.locationId',
    ]);
    await arrive(w, t);
    expect(await stateOf(w, t)).toEqual([
      'CLOSED',
      'VALVE requested 4 shipped 4 received 1 returned 3',
      'ROPE requested 3 shipped 3 returned 3',
    ]);
    expect(await stock(w)).toEqual([
      'ISF DOCK VALVE 1',
      'TEH DOCK BOILER S1 1',
      'TEH DOCK BOILER S2 1',
      'TEH DOCK ROPE L1 20',
      'TEH DOCK VALVE 9',
    ]);
  });

  test('happens once, for a reason, and not to what was scanned at the destination', async () => {
    const t = await onTheWay('VALVE 4');
    await scan(w, t, 'RECEIVE', 'VALVE-1');
    await expectRefused(w, () => turnBack(w, t), ['SCANNED_NOT_RECEIVED']);
    await arrive(w, t);
    await turnBack(w, t);
    await expectRefused(w, () => turnBack(w, t), ['GOODS_RETURNING']);
    const mhd = asViewer({ 'inventory.transfer': [idOf(w, 'MHD')] });
    await expect(turnBack(w, t, mhd)).rejects.toThrow(Forbidden);
  });

  test('damaged goods come back into quarantine', async () => {
    const t = await onTheWay('VALVE 2');
    await turnBack(w, t);
    const [line] = arriveInput(w, t, ['VALVE 2']).lines ?? [];
    const input = { stockTransferId: t.id, lines: [{ ...line!, damaged: true }] };
    await w.perform(receiveStockTransfer, input, asSystem);
    expect(await stock(w)).toContain('TEH QUAR VALVE 2');
    expect(await discrepancies(w)).toEqual(['DAMAGE VALVE 2 OPEN']);
    expect((await stateOf(w, t))[0]).toBe('PARTIALLY_RECEIVED');
  });
});

describe('closing', () => {
  test('settles all that is on its way, recorded or not, in one act', async () => {
    const t = await onTheWay('VALVE 4', 'ROPE 3', 'BOILER 1');
    await found(w, t, 'SHORTAGE VALVE 1');
    await expectRefused(w, () => close(w, t), ['OUTCOME_REQUIRED outcome']);
    await close(w, t, 'LOST');
    expect(await stateOf(w, t)).toEqual([
      'CLOSED',
      'VALVE requested 4 shipped 4 lost 4',
      'ROPE requested 3 shipped 3 lost 3',
      'BOILER requested 1 shipped 1 lost 1',
    ]);
    expect((await discrepancies(w)).sort()).toEqual([
      'SHORTAGE BOILER S1 1 SETTLED LOST',
      'SHORTAGE ROPE L1 3 SETTLED LOST',
      'SHORTAGE VALVE 1 SETTLED LOST',
      'SHORTAGE VALVE 3 SETTLED LOST',
    ]);
    await expectRefused(w, () => close(w, t), ['ILLEGAL_STATE']);
  });

  test('a shortage that turned up is refused, not lost', async () => {
    const t = await onTheWay('VALVE 2');
    await found(w, t, 'SHORTAGE VALVE 2');
    await arrive(w, t, 'VALVE 1');
    await close(w, t, 'RETURNED_TO_SOURCE');
    expect((await discrepancies(w)).sort()).toEqual([
      'SHORTAGE VALVE 1 SETTLED RETURNED_TO_SOURCE',
      'SHORTAGE VALVE 2 SETTLED REFUSED',
    ]);
  });

  test('waits for all else that did not go as written; RECEIVED needs no outcome', async () => {
    const t = await onTheWay('VALVE 2');
    const [overage] = await found(w, t, 'OVERAGE VALVE 1');
    await arrive(w, t, 'VALVE 2');
    expect((await stateOf(w, t))[0]).toBe('RECEIVED');
    await expectRefused(w, () => close(w, t), ['DISCREPANCIES_OPEN']);
    await settleFound(w, overage, 'RETURNED_TO_SOURCE');
    await close(w, t);
    expect((await stateOf(w, t))[0]).toBe('CLOSED');
  });

  test('not what was scanned at the destination', async () => {
    const t = await onTheWay('VALVE 2');
    await scan(w, t, 'RECEIVE', 'VALVE-1');
    await expectRefused(w, () => close(w, t, 'LOST'), ['SCANNED_NOT_RECEIVED']);
  });
});

describe('routes', () => {
  const route = (more = {}) =>
    w.perform(
      setTransferRoute,
      {
        sourceWarehouseId: idOf(w, 'TEH'),
        destinationWarehouseId: idOf(w, 'ISF'),
        leadHours: 10,
        carrier: 'Sahand',
        ...more,
      },
      asSystem,
    );
  const due = () => w.sql('select due_at, carrier from stock_transfer');

  test('say when goods are due; whoever ships may say otherwise', async () => {
    const first = await route({ leadHours: 5 });
    expect(await route()).toEqual(first);
    const t = await onTheWay('VALVE 1');
    expect(await due()).toEqual([{ due_at: new Date('2026-03-21T18:00:00Z'), carrier: 'Sahand' }]);
    await close(w, t, 'LOST');
    const other = await transfer(w, 'TEH > ISF', 'VALVE 1');
    const input = { ...shipInput(w, other, ['TEH DOCK VALVE 1']) };
    for (const dueAt of [start, '2020-01-01', 'soon']) {
      const act = () => w.perform(shipStockTransfer, { ...input, dueAt }, asSystem);
      await expectRefused(w, act, ['DUE_IN_PAST dueAt']);
    }
    await w.perform(shipStockTransfer, { ...input, dueAt: '2026-03-22T08:00:00Z' }, asSystem);
  });

  test('go elsewhere, in whole hours', async () => {
    await expectRefused(w, () => route({ destinationWarehouseId: newId() }), [
      'WAREHOUSE_NOT_FOUND destinationWarehouseId',
    ]);
    const nowhere = {
      destinationWarehouseId: idOf(w, 'TEH'),
      leadHours: 0,
      carrier: 'x'.repeat(201),
    };
    await expectRefused(w, () => route(nowhere), [
      'SAME_WAREHOUSE destinationWarehouseId',
      'LEAD_TIME_MALFORMED leadHours',
      'TEXT_MALFORMED carrier',
    ]);
  });

  test('what is late is told of once', async () => {
    await route();
    const t = await onTheWay('VALVE 2');
    const late = () => w.perform(announceOverdueTransfers, {}, asSystem);
    expect(await late()).toEqual({ announced: 0, isAll: true });
    w.clock.advance(11 * 3600);
    expect(await Promise.all([late(), late()])).toEqual(
      expect.arrayContaining([
        { announced: 1, isAll: true },
        { announced: 0, isAll: true },
      ]),
    );
    expect(await late()).toEqual({ announced: 0, isAll: true });
    expect((await announced(w)).at(-1)).toMatchObject({
      type: 'stockTransfer.overdue',
      data: { stockTransfer: { number: t.number }, change: { dueAt: '2026-03-21T18:00:00+00:00' } },
    });
  });
});

test('receive, return, close and settle at once: each unit ends in one way', async () => {
  for (const _ of times(6, () => 0)) {
    await receive(w, 'TEH DOCK', 'VALVE 4');
    const t = await onTheWay('VALVE 4');
    const ends = await outcomes([
      arrive(w, t, 'VALVE 2'),
      turnBack(w, t),
      close(w, t, 'LOST'),
      settle(w, t, 'LOST VALVE 1'),
      arrive(w, t, 'VALVE 1'),
    ]);
    const known = /^(done|ILLEGAL_STATE|NOT_IN_TRANSIT)$/;
    expect(Object.keys(ends).filter((end) => !known.test(end))).toEqual([]);
    expect((await stateOf(w, t))[0]).toMatch(/CLOSED|PARTIALLY_RECEIVED|RECEIVED/);
    expect(await w.verify()).toEqual([]);
  }
});
