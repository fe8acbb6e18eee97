import type { Id } from '../../src/kernel/id.ts';
import {
  creditOf,
  forgetOrders,
  openOrderWorld,
  orderState,
  place,
  receive,
  type OrderWorld,
} from './order-world.ts';

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(() => forgetOrders(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

test('an order is priced, its goods are set aside, its value counts as credit', async () => {
  await receive(w, 'VALVE 100', 'HOSE 10');
  const { salesOrderId, number } = await place(w, ['VALVE 2 CT', 'HOSE 5', 'VALVE 3']);
  expect(number).toMatch(/^SO-\d+$/);
  expect(await orderState(w, salesOrderId as Id)).toEqual([
    'CONFIRMED 3190000 exposure 3190000',
    'VALVE 24 open 24 held 24',
    'HOSE 5 open 5 held 5',
    'VALVE 3 open 3 held 3',
  ]);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 3190000 invoiced 0');
});
