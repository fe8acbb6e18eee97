import {
  amend,
  amendQuantities,
  cancel,
  close,
  confirm,
  draft,
  edit,
  hold,
  lineIds,
  release,
  reopen,
  reopenLines,
  shortClose,
  versionOf,
} from './order-acts.ts';
import {
  creditOf,
  forgetOrders,
  limitCredit,
  lines,
  openOrderWorld,
  orderState,
  place,
  receive,
  type OrderWorld,
} from './order-world.ts';
import { listed } from '../catalog/world.ts';
import { idOf } from '../inventory/world.ts';
import { refusalOf } from '../support/refusal.ts';
import { repriceSalesOrder } from '../../src/modules/sales/index.ts';
import { asSystem } from '../support/perform.ts';

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetOrders(w);
  await receive(w, 'VALVE 100', 'HOSE 10', 'HOSE 20 @ ISF');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

test('a draft claims nothing until it is confirmed, at the prices that it has', async () => {
  const { salesOrderId: id } = await draft(w, ['VALVE 10', 'HOSE 5']);
  expect(await orderState(w, id)).toEqual(['DRAFT 1320000', 'VALVE 10 open 10', 'HOSE 5 open 5']);
  await edit(w, id, { lines: lines(w, ['VALVE 20', 'HOSE 5 @ ISF']), terms: 'Ex works' });
  await w.sql(`update price_tier set value = 200000 where value = 100000`);
  await confirm(w, id);
  expect(await orderState(w, id)).toEqual([
    'CONFIRMED 2420000 exposure 2420000',
    'VALVE 20 open 20 held 20',
    'HOSE 5 @ ISF open 5 held 5',
  ]);
  await w.sql(`update price_tier set value = 100000 where value = 200000`);
});

test('a draft is re-priced on demand, and the difference is told', async () => {
  const { salesOrderId } = await draft(w, ['VALVE 10', 'HOSE 5']);
  await w.sql(`update price_tier set value = 110000 where value = 100000`);
  await edit(w, salesOrderId, { customerReference: 'PO-7' });
  expect(await orderState(w, salesOrderId)).toContain('DRAFT 1320000');
  const expectedVersion = await versionOf(w, salesOrderId);
  const told = await w.perform(repriceSalesOrder, { salesOrderId, expectedVersion }, asSystem);
  expect([told.before.total, told.after.total, told.lines.length]).toEqual([
    '1320000',
    '1430000',
    1,
  ]);
  await w.sql(`update price_tier set value = 100000 where value = 110000`);
});

test('an amendment takes and gives goods and credit, and keeps what was', async () => {
  const { salesOrderId: id } = await place(w, ['VALVE 10', 'HOSE 5']);
  await amendQuantities(w, id, { 0: '4', 1: '8' });
  expect(await orderState(w, id)).toEqual([
    'CONFIRMED 792000 exposure 792000',
    'VALVE 4 open 4 held 4',
    'HOSE 8 open 8 held 8',
  ]);
  const [first, second] = await lineIds(w, id);
  await amend(w, id, {
    removeLineIds: [first as string],
    changeLines: [{ salesOrderLineId: second as string, warehouseId: idOf(w, 'ISF') }],
    addLines: lines(w, ['VALVE 2 CT']),
    paymentDays: 30,
  });
  expect(await orderState(w, id)).toEqual([
    'CONFIRMED 2992000 exposure 2992000',
    'HOSE 8 @ ISF open 8 held 8',
    'VALVE 24 open 24 held 24',
  ]);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 2992000 invoiced 0');
  const kept = await w.sql<{ change: unknown }>(
    `select amendment_no, change -> 'head' -> 'total' as change from sales_order_amendment
     order by amendment_no`,
  );
  expect(kept).toEqual([
    { amendment_no: 1, change: { from: '1320000', to: '792000' } },
    { amendment_no: 2, change: { from: '792000', to: '2992000' } },
  ]);
  expect(listed(await refusalOf(() => amend(w, id, {})))).toEqual(['NOTHING_CHANGED salesOrderId']);
});

test('prices of lines that nobody asked anew stay', async () => {
  const { salesOrderId: id } = await place(w, ['VALVE 10', 'HOSE 5']);
  await w.sql(`update price_tier set value = 200000 where value = 100000`);
  await amendQuantities(w, id, { 1: '6' });
  expect((await orderState(w, id))[0]).toBe('CONFIRMED 1364000 exposure 1364000');
  await w.sql(`update price_tier set value = 100000 where value = 200000`);
});

test('what is given up by one line is there for another of the same order', async () => {
  const { salesOrderId: id } = await place(w, ['HOSE 6', 'HOSE 4']);
  await amendQuantities(w, id, { 0: '2', 1: '8' });
  expect(await orderState(w, id)).toEqual([
    'CONFIRMED 440000 exposure 440000',
    'HOSE 2 open 2 held 2',
    'HOSE 8 open 8 held 8',
  ]);
  expect(listed(await refusalOf(() => amendQuantities(w, id, { 1: '9' })))).toEqual([
    'INSUFFICIENT_STOCK changeLines.0',
  ]);
});

test('goods that somebody gives up go to who waits', async () => {
  const { salesOrderId: first } = await place(w, ['HOSE 10']);
  const { salesOrderId: second } = await place(w, ['HOSE 4'], { reservationPolicy: 'PARTIAL' });
  expect((await orderState(w, second))[1]).toBe('HOSE 4 open 4 waiting 4');
  await amendQuantities(w, first, { 0: '7' });
  expect((await orderState(w, second))[1]).toBe('HOSE 4 open 4 held 3 waiting 1');
  await shortClose(w, first, 0);
  expect(await orderState(w, first)).toEqual(['CONFIRMED 308000', 'HOSE 7 cancelled 7']);
  expect((await orderState(w, second))[1]).toBe('HOSE 4 open 4 held 4');
});

test('a line that was short closed is opened again, as if it were ordered now', async () => {
  const { salesOrderId: id } = await place(w, ['HOSE 8', 'VALVE 1']);
  await shortClose(w, id, 0);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 110000 invoiced 0');
  const { salesOrderId: other } = await place(w, ['HOSE 5']);
  expect(listed(await refusalOf(() => reopenLines(w, id, 0)))).toEqual([
    'INSUFFICIENT_STOCK salesOrderLineIds.0',
  ]);
  await cancel(w, other);
  await limitCredit(w, 'Alborz', '400000');
  expect(listed(await refusalOf(() => reopenLines(w, id, 0)))).toEqual([
    'CREDIT_LIMIT_EXCEEDED salesOrderId',
  ]);
  await limitCredit(w, 'Alborz', '1000000');
  await reopenLines(w, id, 0);
  expect(await orderState(w, id)).toEqual([
    'CONFIRMED 462000 exposure 462000',
    'HOSE 8 open 8 held 8',
    'VALVE 1 open 1 held 1',
  ]);
});

test('close, order anew, reopen does not get past the limit of credit', async () => {
  await limitCredit(w, 'Alborz', '1200000');
  const { salesOrderId: id } = await place(w, ['VALVE 10']);
  await close(w, id);
  expect(await orderState(w, id)).toEqual(['CLOSED 1100000', 'VALVE 10 open 10']);
  const { salesOrderId: second } = await place(w, ['VALVE 10']);
  expect(listed(await refusalOf(() => reopen(w, id)))).toEqual([
    'CREDIT_LIMIT_EXCEEDED salesOrderId',
  ]);
  await cancel(w, second);
  await reopen(w, id);
  expect(await orderState(w, id)).toEqual([
    'CONFIRMED 1100000 exposure 1100000',
    'VALVE 10 open 10 held 10',
  ]);
  await cancel(w, id);
  expect(await orderState(w, id)).toEqual(['CANCELLED 1100000', 'VALVE 10 cancelled 10']);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 0 invoiced 0');
});

test('beyond the credit it is refused, or held bare until the credit suffices', async () => {
  await limitCredit(w, 'Alborz', '1000000');
  expect(listed(await refusalOf(() => place(w, ['VALVE 10'])))).toEqual([
    'CREDIT_LIMIT_EXCEEDED customerId',
  ]);
  const { salesOrderId: id } = await place(w, ['VALVE 10'], { holdOnCredit: true });
  expect(await orderState(w, id)).toEqual(['CONFIRMED {CREDIT} 1100000', 'VALVE 10 open 10']);
  await hold(w, id, 'QUALITY');
  expect(listed(await refusalOf(() => release(w, id, 'CREDIT')))).toEqual([
    'CREDIT_LIMIT_EXCEEDED salesOrderId',
  ]);
  await limitCredit(w, 'Alborz', '1100000');
  await release(w, id, 'CREDIT');
  expect(await orderState(w, id)).toEqual([
    'CONFIRMED {QUALITY} 1100000 exposure 1100000',
    'VALVE 10 open 10 held 10',
  ]);
  await release(w, id, 'QUALITY');
  expect((await orderState(w, id))[0]).toBe('CONFIRMED 1100000 exposure 1100000');
});

test('who is held by hand keeps goods and credit', async () => {
  const { salesOrderId: id } = await place(w, ['VALVE 10']);
  await hold(w, id, 'CREDIT');
  expect(await orderState(w, id)).toEqual([
    'CONFIRMED {CREDIT} 1100000 exposure 1100000',
    'VALVE 10 open 10 held 10',
  ]);
  await release(w, id, 'CREDIT');
});

test('an order in another currency counts in the firm’s, to the last rial', async () => {
  await w.sql(`insert into exchange_rate (id, currency, on_day, rate, created_at)
     values (gen_random_uuid(), 'EUR', '2026-01-01', 612345.67, now())`);
  const prices = ['1.11', '2.22', '0.33'];
  const over = { currency: 'EUR' as const };
  const priced = lines(w, ['VALVE 3', 'HOSE 1', 'VALVE 1']).map((line, index) => ({
    ...line,
    price: { unitPrice: prices[index] as string, reason: 'Agreed' },
  }));
  const { salesOrderId: id } = await place(w, [], { ...over, lines: priced });
  const [sums] = await w.sql<Record<string, string>>(
    `select trim_scale(o.exposure) as exposure, trim_scale(round(o.total * o.rate)) as whole,
            (select trim_scale(sum(l.company_total)) from sales_order_line l
             where l.sales_order_id = o.id) as parts
     from sales_order o where id = $1`,
    [id],
  );
  expect(new Set(Object.values(sums ?? {})).size).toBe(1);
  await amendQuantities(w, id, { 0: '2' });
  await shortClose(w, id, 1, 2);
});
