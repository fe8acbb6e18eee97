import { forgetOrders, openOrderWorld, place, receive, type OrderWorld } from './order-world.ts';

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetOrders(w);
  await receive(w, 'VALVE 500', 'HOSE 500', 'VALVE 500 @ ISF');
  // The first order of a customer makes the account.
  await place(w, ['VALVE 1', 'HOSE 1', 'VALVE 1 @ ISF']);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const goods = ['VALVE 1', 'HOSE 2', 'VALVE 1 @ ISF'];

const many = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => goods[index % goods.length] as string);

test('an order of forty lines costs the statements of an order of one', async () => {
  const one = await w.statementsOf(() => place(w, ['VALVE 1']));
  const forty = await w.statementsOf(() => place(w, many(40)));
  expect(forty).toEqual(one);
  expect(one).toEqual([
    'operation_log_open',
    'parties_lock_customers',
    'sales_order_facts',
    'pricing_facts',
    'approval_policies_active',
    'payment_schedule_terms',
    'credit_accounts_lock',
    'credit_standings',
    'stock_levels_lock',
    'stock_reservations_make',
    'credit_exposure_shift',
    'sales_orders_insert',
    'payment_commitments_write',
    'operation_log_close',
  ]);
});

test('thirty orders that arrive together cost three times the statements of one', async () => {
  const one = await w.statementsOf(() => place(w, goods));
  const thirty = await w.statementsOf(() =>
    Promise.all(Array.from({ length: 30 }, () => place(w, goods))),
  );
  // Two go at once, and those that come meanwhile with the next.
  expect(thirty.length).toBeLessThanOrEqual(3 * one.length);
});
