import {
  cancelSalesOrder,
  postDelivery,
  shortCloseSalesOrderLines,
} from '../../src/modules/sales/index.ts';

import { outcomes, times } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import { deliver, draft, lineOf, order, post } from './delivery-acts.ts';
import { forgetOrders, openOrderWorld, place, receive, type OrderWorld } from './order-world.ts';

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

test('a delivery is posted once; the last open unit leaves once', async () => {
  await receive(w, 'VALVE 20');
  const o = await order(w, ['VALVE 4']);
  const id = await draft(w, o, ['VALVE 3']);
  expect(await outcomes(times(4, () => post(w, id)))).toEqual({ done: 1, ILLEGAL_STATE: 3 });
  expect(await outcomes(times(4, () => deliver(w, o, ['VALVE 1'])))).toEqual({
    done: 1,
    MORE_THAN_OPEN: 3,
  });
  expect(await outcomes(times(4, () => draft(w, o, ['VALVE 1'])))).toEqual({ MORE_THAN_OPEN: 4 });
});

test('two drafts never claim more than is open', async () => {
  await receive(w, 'VALVE 20');
  const o = await order(w, ['VALVE 5']);
  expect(await outcomes(times(6, () => draft(w, o, ['VALVE 2'])))).toEqual({
    done: 2,
    MORE_THAN_OPEN: 4,
  });
});

test('delivered and cancelled, or short closed: one of them', async () => {
  await receive(w, 'VALVE 40');
  for (let n = 0; n < 4; n += 1) {
    const o = await order(w, ['VALVE 4']);
    const close = { salesOrderId: o.id, reason: 'Too late' };
    const ends = await outcomes([
      deliver(w, o),
      n % 2
        ? w.perform(cancelSalesOrder, close, asSystem)
        : w.perform(
            shortCloseSalesOrderLines,
            { ...close, salesOrderLineIds: [lineOf(o, 'VALVE')] },
            asSystem,
          ),
    ]);
    expect(ends['done']).toBe(1);
  }
  const o = await order(w, ['VALVE 4']);
  const id = await draft(w, o);
  const cancelled = w.perform(cancelSalesOrder, { salesOrderId: o.id, reason: 'No' }, asSystem);
  expect(
    await outcomes([
      cancelled,
      w.perform(postDelivery, { deliveryId: id, usePlan: true }, asSystem),
    ]),
  ).toMatchObject({
    done: 1,
  });
});

test('an order delivers while others wait: what is free goes to one of them', async () => {
  await receive(w, 'VALVE 6');
  const first = await order(w, ['VALVE 6'], waiting);
  const others = await Promise.all(times(3, () => order(w, ['VALVE 2'], waiting)));
  await outcomes([
    deliver(w, first, ['VALVE 4']),
    ...others.map((o) => deliver(w, o, ['VALVE 2'])),
    receive(w, 'VALVE 3'),
    place(w, ['VALVE 1'], waiting),
  ]);
  const [row] = await w.sql<{ lacking: string }>(
    `select trim_scale(sum(on_hand - sellable))::text as lacking from stock_level`,
  );
  expect(row).toEqual({ lacking: '0' });
  expect(w.retried).toEqual([]);
});
