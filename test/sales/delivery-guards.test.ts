import {
  amendSalesOrder,
  authoriseReturn,
  deliverSalesOrder,
  draftDelivery,
  postDelivery,
  receiveReturn,
} from '../../src/modules/sales/index.ts';
import type { Operation } from '../../src/platform/perform/operation.ts';
import { without, type Changes } from '../inventory/without.ts';
import { outcomes, times } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import { deliver, deliveryLineIds, draft, lineOf, order, post } from './delivery-acts.ts';
import { versionOf } from './order-acts.ts';
import { openOrderWorld, receive, type OrderWorld } from './order-world.ts';
import { cameBack, mayReturn } from './return-acts.ts';
import { gate, overtaking } from '../support/gate.ts';

/*
 * Each guard of deliveries and returns is taken out of the real act, or out of the database, to see
 * what it is good for.
 */
let w: OrderWorld;
beforeEach(async () => {
  w = await openOrderWorld({ poolSize: 16 });
  await receive(w, 'VALVE 60');
});
// Damaged on purpose: closing would only say so again.
afterEach(() => w.close().catch(() => undefined));

const differences = async (): Promise<string> => (await w.verify()).join('\n');

const unlockedOrder: Changes = {
  sales_orders_lock: 'select id from sales_order where id = any($1::uuid[])',
};

/** Without the lock they have all looked before anyone writes. */
const unlocked = <I, R>(act: Operation<I, R>, of: number, at = 'sales_orders_load') =>
  without(act, unlockedOrder, { at, of });

test('what is open is drafted once: without the order’s lock drafts claim too much', async () => {
  const race = async (act: typeof draftDelivery) => {
    const o = await order(w, ['VALVE 5']);
    const input = {
      salesOrderId: o.id,
      lines: [{ salesOrderLineId: lineOf(o, 'VALVE'), quantity: '3', unit: 'PCE' }],
    };
    return outcomes(times(3, () => w.perform(act, input, asSystem)));
  };
  expect(await race(draftDelivery)).toEqual({ done: 1, MORE_THAN_OPEN: 2 });
  expect(await differences()).toBe('');
  expect(await race(unlocked(draftDelivery, 3))).toEqual({ done: 3 });
  expect(await differences()).toContain(
    'Drafts of deliveries claim no more of a line than is open',
  );
});

test('the last unit leaves once: below the lock of the order its line refuses', async () => {
  const race = async (act: typeof deliverSalesOrder) => {
    const o = await order(w, ['VALVE 2']);
    const input = {
      salesOrderId: o.id,
      lines: [{ salesOrderLineId: lineOf(o, 'VALVE'), quantity: '2', unit: 'PCE' }],
    };
    return outcomes(times(3, () => w.perform(act, input, asSystem)));
  };
  expect(await race(deliverSalesOrder)).toEqual({ done: 1, MORE_THAN_OPEN: 2 });
  const ends = { done: 1, MORE_THAN_ORDERED: 2 };
  expect(await race(unlocked(deliverSalesOrder, 3))).toEqual(ends);
  expect(await differences()).toBe('');
});

test('a delivery is posted once: behind the order’s lock stands the voucher’s', async () => {
  const race = async (act: typeof postDelivery) => {
    const o = await order(w, ['VALVE 2']);
    const id = await draft(w, o);
    const input = { deliveryId: id, usePlan: true };
    return outcomes(times(3, () => w.perform(act, input, asSystem)));
  };
  expect(await race(postDelivery)).toEqual({ done: 1, ILLEGAL_STATE: 2 });
  expect(await race(unlocked(postDelivery, 3))).toEqual({ done: 1, ILLEGAL_STATE: 2 });
  expect(await differences()).toBe('');
});

test('less is wanted than leaves: without the lock both, but for a CHECK', async () => {
  const gated: Changes = { sales_company_currency: `select currency, ${gate} from company` };
  const unlocked: Changes = {
    ...gated,
    sales_orders_lock: 'select id from sales_order where id = any($1::uuid[])',
  };
  const race = async (changes: Changes, leaving: typeof deliver) => {
    const o = await order(w, ['VALVE 5']);
    const changeLines = [{ salesOrderLineId: lineOf(o, 'VALVE'), quantity: '2' }];
    const expectedVersion = await versionOf(w, o.id);
    const input = { salesOrderId: o.id, expectedVersion, reason: 'Less', changeLines };
    const act = without(amendSalesOrder, changes);
    const amend = () => w.perform(act, input, asSystem);
    const leave = () => leaving(w, o, ['VALVE 3']);
    return outcomes(await overtaking(w.database.pool, amend, leave));
  };
  expect(await race(gated, deliver)).toEqual({ done: 1, MORE_THAN_OPEN: 1 });
  expect(await race(gated, draft)).toEqual({ done: 1, MORE_THAN_OPEN: 1 });
  expect(await differences()).toBe('');
  const ends = await race(unlocked, deliver);
  expect(Object.keys(ends).join()).toContain('sales_order_line_issued_no_more_than_ordered');
  expect(await differences()).toBe('');
  await w.sql(
    `alter table sales_order_line drop constraint sales_order_line_issued_no_more_than_ordered`,
  );
  expect(await race(unlocked, deliver)).toEqual({ done: 2 });
  expect(await race(unlocked, draft)).toEqual({ done: 2 });
  expect(await differences()).toContain('claim no more of a line than is open');
});

test('what is out is allowed to come back once: without the lock more may than left', async () => {
  const race = async (act: typeof authoriseReturn) => {
    const o = await order(w, ['VALVE 3']);
    const id = await deliver(w, o);
    const [deliveryLineId] = [...(await deliveryLineIds(w, id)).values()];
    const lines = [{ deliveryLineId: deliveryLineId as string, quantity: '2' }];
    const input = { salesOrderId: o.id, reason: 'Too many', lines };
    return outcomes(times(3, () => w.perform(act, input, asSystem)));
  };
  expect(await race(authoriseReturn)).toEqual({ done: 1, MORE_THAN_DELIVERED: 2 });
  expect(await race(unlocked(authoriseReturn, 3, 'deliveries_load'))).toEqual({ done: 3 });
  expect(await differences()).toContain('No more may come back of a line of a delivery');
});

test('what may come back comes once: below the locks stand a ledger and a CHECK', async () => {
  const race = async (changes: Changes) => {
    const o = await order(w, ['VALVE 3']);
    const back = await mayReturn(w, o, await deliver(w, o), ['VALVE 2']);
    const act = without(receiveReturn, changes);
    const [returnLineId] = [...back.lines.values()];
    const lines = [
      { returnLineId: returnLineId as string, quantity: '2', disposition: 'RESTOCK' as const },
    ];
    const input = { returnAuthorisationId: back.id, lines };
    return outcomes(times(2, () => w.perform(act, input, asSystem)));
  };
  expect(await race({})).toEqual({ done: 1, ILLEGAL_STATE: 1 });
  const ends = await race({
    ...unlockedOrder,
    return_lock: 'select id from return_authorisation where id = $1',
  });
  expect(ends['done']).toBe(1);
  expect(await differences()).toBe('');
});

test('checks see what does not agree', async () => {
  const o = await order(w, ['VALVE 5', 'VALVE 5']);
  const id = await deliver(w, o);
  await draft(w, await order(w, ['VALVE 4']));
  const back = await mayReturn(w, o, id, []).catch(() => null);
  expect(back).toBeNull();
  const [line] = o.lines;
  const changes: readonly (readonly [string, string])[] = [
    [
      `update delivery_line set issued = 4 where delivery_id = '${id}'`,
      'What was issued of every line',
    ],
    [`update delivery_line set issued = 5 where delivery_id = '${id}'`, ''],
    [
      `update delivery set state = 'CANCELLED' where id = '${id}'`,
      'A delivery stands where its goods',
    ],
    [`update delivery set state = 'POSTED' where id = '${id}'`, ''],
    [
      `update sales_order_line set returned = 1 where id = '${line?.id}'`,
      'What came back of lines',
    ],
    [`update sales_order_line set returned = 0 where id = '${line?.id}'`, ''],
    [`delete from outbox where type = 'delivery.posted'`, 'Every delivery was announced'],
  ];
  for (const [change, found] of changes) {
    await w.sql(change);
    if (found === '') expect(await differences()).toBe('');
    else expect(await differences()).toContain(found);
  }
});

test('what came back is never altered', async () => {
  const o = await order(w, ['VALVE 3']);
  await cameBack(w, await mayReturn(w, o, await deliver(w, o), ['VALVE 2']), ['RESTOCK VALVE 2']);
  for (const change of ['update return_receipt set quantity = 1', 'delete from return_receipt']) {
    await expect(w.sql(change)).rejects.toThrow();
  }
  const again = await order(w, ['VALVE 1']);
  await post(w, await draft(w, again));
});
