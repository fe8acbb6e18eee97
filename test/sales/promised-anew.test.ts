import type { Id } from '../../src/kernel/id.ts';
import { setTransferRoute } from '../../src/modules/inventory/index.ts';
import { ship, transfer } from '../inventory/acts.ts';
import { idOf } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import {
  amend,
  amendQuantities,
  close,
  lineIds,
  release,
  reopen,
  reopenLines,
  shortClose,
} from './order-acts.ts';
import {
  limitCredit,
  lines,
  openOrderWorld,
  place,
  receive,
  type OrderWorld,
} from './order-world.ts';

/*
 * On 2026-03-21 ten valves are in ISF, and ten more are on their way there, to arrive on the 24th.
 */
let w: OrderWorld;
let orderId: Id;
beforeEach(async () => {
  w = await openOrderWorld();
  w.clock.set('2026-03-21T08:00:00Z');
  const route = { sourceWarehouseId: idOf(w, 'TEH'), destinationWarehouseId: idOf(w, 'ISF') };
  await w.perform(setTransferRoute, { ...route, leadHours: 72 }, asSystem);
  await receive(w, 'VALVE 10 @ ISF', 'VALVE 10');
  const t = await transfer(w, 'TEH > ISF', 'VALVE 10');
  await ship(w, t, 'TEH A1 VALVE 10');
});
afterEach(async () => {
  expect(await w.verify()).toEqual([]);
  await w.close();
});

const waiting = { reservationPolicy: 'PARTIAL' as const };
const order = async (...texts: readonly string[]): Promise<void> =>
  void (orderId = (await place(w, texts, waiting)).salesOrderId);

const promised = async (): Promise<(string | null)[]> =>
  (
    await w.sql<{ day: string | null }>(
      `select promised_on::text as day from sales_order_line where sales_order_id = $1
       order by line_no`,
      [orderId],
    )
  ).map(({ day }) => day);

test('what is amended is told when it can leave', async () => {
  await order('VALVE 4 @ ISF');
  expect(await promised()).toEqual(['2026-03-21']);
  await amendQuantities(w, orderId, { 0: '12' });
  expect(await promised()).toEqual(['2026-03-24']);
  // Nobody takes back a day that is kept: the customer counts on it.
  await amendQuantities(w, orderId, { 0: '4' });
  expect(await promised()).toEqual(['2026-03-24']);
  await amend(w, orderId, { addLines: lines(w, ['VALVE 8 @ ISF', 'VALVE 20 @ ISF']) });
  expect(await promised()).toEqual(['2026-03-24', '2026-03-24', null]);
});

test('another day that the customer asks for is promised; a day that is said stays', async () => {
  await order('VALVE 4 @ ISF', 'VALVE 2 @ ISF');
  const [first, second] = (await lineIds(w, orderId)) as [Id, Id];
  const changeLines = [
    { salesOrderLineId: first, requestedOn: '2026-04-10' },
    { salesOrderLineId: second, quantity: '3', promisedOn: '2026-03-30' },
  ];
  await amend(w, orderId, { changeLines });
  expect(await promised()).toEqual(['2026-04-10', '2026-03-30']);
  const sooner = [{ salesOrderLineId: first, requestedOn: '2026-03-22' }];
  await amend(w, orderId, { changeLines: sooner });
  expect(await promised()).toEqual(['2026-03-22', '2026-03-30']);
});

test('what is reopened, a line or all, is told when it can leave by now', async () => {
  await order('VALVE 4 @ ISF');
  await shortClose(w, orderId, 0);
  await place(w, ['VALVE 10 @ ISF']);
  await reopenLines(w, orderId, 0);
  expect(await promised()).toEqual(['2026-03-24']);
  await close(w, orderId);
  w.clock.set('2026-03-22T08:00:00Z');
  await place(w, ['VALVE 8 @ ISF'], waiting);
  await reopen(w, orderId);
  expect(await promised()).toEqual([null]);
});

test('what was confirmed without credit is promised once it is released', async () => {
  await limitCredit(w, 'Alborz', '1000');
  const over = { ...waiting, holdOnCredit: true };
  orderId = (await place(w, ['VALVE 12 @ ISF'], over)).salesOrderId;
  expect(await promised()).toEqual([null]);
  await limitCredit(w, 'Alborz', '100000000');
  await release(w, orderId, 'CREDIT');
  expect(await promised()).toEqual(['2026-03-24']);
});
