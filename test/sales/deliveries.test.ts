import type { Id } from '../../src/kernel/id.ts';
import { draftDelivery, holdSalesOrder } from '../../src/modules/sales/index.ts';
import { begin, complete, tell } from '../inventory/scanning.ts';
import { expectRefused, idOf, stock } from '../inventory/world.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import {
  cancel,
  deliver,
  deliveryLineIds,
  deliveryState,
  draft,
  lineOf,
  newsOf,
  order,
  post,
  receiveNamed,
  takeBack,
} from './delivery-acts.ts';
import {
  forgetOrders,
  openOrderWorld,
  orderState,
  receive,
  type OrderWorld,
} from './order-world.ts';

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetOrders(w);
  await w.forget('stock_scan', 'scan_session', 'lot', 'expected_serial');
  await w.sql(`delete from outbox where type ~ '^(delivery|return)'`);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const waiting = { reservationPolicy: 'PARTIAL' as const };

describe('goods leave for an order', () => {
  test('in parts: what is left stays open and promised', async () => {
    await receive(w, 'VALVE 20', 'HOSE 5');
    const o = await order(w, ['VALVE 10', 'HOSE 5']);
    const first = await draft(w, o, ['VALVE 4']);
    expect(await orderState(w, o.id)).toEqual([
      'CONFIRMED 1320000 exposure 1320000',
      'VALVE 10 open 10 held 10',
      'HOSE 5 open 5 held 5',
    ]);
    await post(w, first);
    expect(await deliveryState(w, first)).toBe('POSTED VALVE 4 issued 4');
    expect(await orderState(w, o.id)).toEqual([
      'CONFIRMED 1320000 exposure 1320000 fulfilment PARTIAL',
      'VALVE 10 issued 4 open 6 held 6',
      'HOSE 5 open 5 held 5',
    ]);
    await deliver(w, o);
    expect((await orderState(w, o.id)).slice(0, 3)).toEqual([
      'CONFIRMED 1320000 exposure 1320000 fulfilment FULL',
      'VALVE 10 issued 10',
      'HOSE 5 issued 5',
    ]);
    expect(await stock(w)).toEqual(['TEH A1 VALVE 10']);
    expect(await newsOf(w)).toEqual([
      'delivery.drafted',
      'delivery.posted',
      'delivery.drafted',
      'delivery.posted',
    ]);
  });

  test('everything that can leave now, and no more: what waits stays', async () => {
    await receive(w, 'VALVE 6', 'HOSE 2 @ ISF');
    const o = await order(w, ['VALVE 10', 'HOSE 5 @ ISF'], waiting);
    await expectRefused(w, () => draft(w, o), ['WAREHOUSE_REQUIRED warehouseId']);
    const here = await draft(w, o, [], { warehouseId: idOf(w, 'TEH') });
    expect(await deliveryState(w, here)).toBe('DRAFT VALVE 6');
    await expectRefused(w, () => draft(w, o, [], { warehouseId: idOf(w, 'TEH') }), [
      'NOTHING_TO_DELIVER salesOrderId',
    ]);
    await receive(w, 'VALVE 9');
    expect(await deliveryState(w, await draft(w, o, [], { warehouseId: idOf(w, 'TEH') }))).toBe(
      'DRAFT VALVE 4',
    );
  });

  test('out of what is promised to the order, never of what is promised to others', async () => {
    await receive(w, 'VALVE 5');
    const mine = await order(w, ['VALVE 4'], waiting);
    const other = await order(w, ['VALVE 4'], waiting);
    await expectRefused(w, () => deliver(w, other, ['VALVE 2']), [
      'INSUFFICIENT_STOCK salesOrderId',
    ]);
    await deliver(w, mine, ['VALVE 4']);
    await deliver(w, other, ['VALVE 1']);
    expect(await orderState(w, other.id)).toContain('VALVE 4 issued 1 open 3 waiting 3');
  });

  test('by scanning, serial by serial, of an issue like any other', async () => {
    await receive(w, 'VALVE 5');
    await receiveNamed(w, 'BOILER S1,S2,S3');
    const o = await order(w, ['BOILER 2', 'VALVE 2']);
    const id = await draft(w, o);
    const session = await begin(w, 'TEH', 'PICK', id);
    expect(await tell(w, session, 'S3', 'S1', 'VALVE-1')).toEqual([
      'MATCHED SCAN_NEXT 1/2 at A1',
      'MATCHED LINE_COMPLETE 2/2 at A1',
      'MATCHED SCAN_NEXT 1/2 at A1',
    ]);
    const [, valves] = [...(await deliveryLineIds(w, id)).values()];
    const short = [{ lineId: valves as Id, decision: 'ACCEPT_SHORT' as const }];
    expect(await complete(w, session, short, null)).toMatchObject({ posted: false });
    await expectRefused(w, () => post(w, id, {}), ['SHORT_SHIPMENT']);
    await post(w, id, { acceptShort: true });
    expect(await deliveryState(w, id)).toBe('POSTED BOILER 2 issued 2, VALVE 2 issued 1');
    expect(await stock(w)).toEqual(['TEH A1 BOILER S2 1', 'TEH A1 VALVE 4']);
    expect(await orderState(w, o.id)).toContain('VALVE 2 issued 1 open 1 held 1');
  });

  test('as somebody says, serials by name; lots by theirs', async () => {
    await receiveNamed(w, 'BOILER S1,S2', 'ROPE 5 L1', 'ROPE 5 L2');
    const o = await order(w, ['BOILER 1', 'ROPE 4 MTR']);
    const id = await draft(w, o, ['BOILER 1', 'ROPE 4']);
    const lines = await deliveryLineIds(w, id);
    const said = [
      { deliveryLineId: lines.get('BOILER') as Id, quantity: '1', serials: ['S2'] },
      { deliveryLineId: lines.get('ROPE') as Id, quantity: '4', lotCode: 'L2' },
    ];
    await expectRefused(
      w,
      () => post(w, id, { lines: [{ ...said[0]!, serials: ['S9'] }, said[1]!] }),
      ['LOT_NOT_FOUND lines.0.serials.0'],
    );
    await post(w, id, { lines: said });
    expect(await stock(w)).toEqual(['TEH A1 BOILER S1 1', 'TEH A1 ROPE L1 5', 'TEH A1 ROPE L2 1']);
  });

  test('short on purpose: the rest stays open, or is wanted no more', async () => {
    await receive(w, 'VALVE 20');
    const o = await order(w, ['VALVE 10']);
    const id = await draft(w, o, ['VALVE 8']);
    const lines = [
      { deliveryLineId: [...(await deliveryLineIds(w, id)).values()][0]!, quantity: '5' },
    ];
    await post(w, id, { lines, acceptShort: true, remainder: 'CANCEL_REMAINDER' });
    // The 2 that were in no draft are open still, and promised; the 3 are free again.
    expect(await orderState(w, o.id)).toEqual([
      'CONFIRMED 1100000 exposure 770000 fulfilment PARTIAL',
      'VALVE 10 cancelled 3 issued 5 open 2 held 2',
    ]);
    await deliver(w, o);
    expect((await orderState(w, o.id))[0]).toBe(
      'CONFIRMED 1100000 exposure 770000 fulfilment FULL',
    );
  });
});

describe('a delivery is refused', () => {
  test('more than is open, or claimed by another draft; lines that are not there', async () => {
    await receive(w, 'VALVE 20', 'HOSE 20');
    const o = await order(w, ['VALVE 10', 'HOSE 2']);
    const other = await order(w, ['HOSE 1']);
    const first = await draft(w, o, ['VALVE 7']);
    const salesOrderLineId = lineOf(o, 'VALVE');
    const lines = [
      { salesOrderLineId, quantity: '4' },
      { salesOrderLineId },
      { salesOrderLineId: lineOf(other, 'HOSE') },
      { salesOrderLineId: lineOf(o, 'HOSE'), quantity: '1.5' },
    ];
    const input = { salesOrderId: o.id, lines };
    await expectRefused(w, () => w.perform(draftDelivery, input, asSystem), [
      'MORE_THAN_OPEN lines.0.quantity',
      'ID_REPEATED lines.1.salesOrderLineId',
      'SALES_ORDER_LINE_NOT_FOUND lines.2.salesOrderLineId',
      'TOO_PRECISE lines.3.quantity',
    ]);
    await expectRefused(w, () => draft(w, o, ['VALVE 1'], { warehouseId: idOf(w, 'ISF') }), [
      'WRONG_WAREHOUSE lines.0.salesOrderLineId',
    ]);
    await cancel(w, first);
    expect(await deliveryState(w, await draft(w, o, ['VALVE']))).toBe('DRAFT VALVE 10');
  });

  test('of an order that is held or not confirmed', async () => {
    await receive(w, 'VALVE 20');
    const o = await order(w, ['VALVE 10']);
    const id = await draft(w, o, ['VALVE 5']);
    const held = { salesOrderId: o.id, hold: 'MANUAL' as const, reason: 'Ask first' };
    await w.perform(holdSalesOrder, held, asSystem);
    await expectRefused(w, () => post(w, id), ['ORDER_HELD deliveryId']);
    await expectRefused(w, () => draft(w, o, ['VALVE 5']), ['ORDER_HELD salesOrderId']);
  });

  test('where the customer’s credit is looked at when goods leave', async () => {
    await receive(w, 'VALVE 20');
    const o = await order(w, ['VALVE 10']);
    const id = await draft(w, o, ['VALVE 5']);
    await w.sql(`update credit_account set held_reason = 'Went bankrupt'`);
    await expectRefused(w, () => post(w, id), ['CREDIT_HELD deliveryId']);
    await w.sql('update credit_account set held_reason = null');
    await post(w, id);
  });

  test('of orders that leave complete, a line or as a whole', async () => {
    await receive(w, 'VALVE 8', 'HOSE 5', 'HOSE 3 @ ISF');
    const byLine = { ...waiting, deliveryPolicy: 'SHIP_COMPLETE_LINE' as const };
    const o = await order(w, ['VALVE 5', 'HOSE 2'], byLine);
    const part = await draft(w, o, ['VALVE 4']);
    await expectRefused(w, () => post(w, part), ['SHIPS_COMPLETE deliveryId']);
    await cancel(w, part);
    await deliver(w, o, ['VALVE 5']);
    const whole = { ...waiting, deliveryPolicy: 'SHIP_COMPLETE_ORDER' as const };
    const all = await order(w, ['VALVE 3', 'HOSE 2', 'HOSE 4 @ ISF'], whole);
    await expectRefused(w, () => deliver(w, all, ['VALVE 3']), [
      'SHIPS_COMPLETE salesOrderId',
      'SHIPS_COMPLETE salesOrderId',
    ]);
    // One is missing at the other end: nothing leaves here, either.
    const here = { warehouseId: idOf(w, 'TEH') };
    await expectRefused(w, () => deliver(w, all, [], here), ['SHIPS_COMPLETE salesOrderId']);
    await receive(w, 'HOSE 1 @ ISF');
    await deliver(w, all, [], here);
    await deliver(w, all);
    expect((await orderState(w, all.id))[0]).toContain('fulfilment FULL');
  });

  test('without the right to deliver from this warehouse', async () => {
    await receive(w, 'VALVE 20');
    const o = await order(w, ['VALVE 10']);
    const clerk = asViewer({ 'sales.deliver': [idOf(w, 'ISF')] });
    await expect(draft(w, o, ['VALVE 1'], {}, clerk)).rejects.toThrow('Delivering from this');
    const id = await draft(w, o, ['VALVE 1']);
    await expect(post(w, id, { usePlan: true }, clerk)).rejects.toThrow('Delivering from this');
    await post(w, id, { usePlan: true }, asViewer({ 'sales.deliver': [idOf(w, 'TEH')] }));
  });
});

test('a delivery that was a mistake: all is as it was, and promised again', async () => {
  await receive(w, 'VALVE 10');
  await receiveNamed(w, 'BOILER S1');
  const o = await order(w, ['VALVE 10', 'BOILER 1']);
  const id = await deliver(w, o);
  await takeBack(w, id);
  expect(await orderState(w, o.id)).toEqual([
    'CONFIRMED 11000000 exposure 11000000',
    'VALVE 10 open 10 held 10',
    'BOILER 1 open 1 held 1',
  ]);
  expect(await deliveryState(w, id)).toMatch(/^REVERSED/);
  expect(await stock(w)).toEqual(['TEH A1 BOILER S1 1', 'TEH A1 VALVE 10']);
  await expectRefused(w, () => takeBack(w, id), ['ILLEGAL_STATE']);
  await deliver(w, o);
});
