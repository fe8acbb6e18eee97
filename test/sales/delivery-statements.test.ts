import type { Id } from '../../src/kernel/id.ts';
import { authoriseReturn, receiveReturn } from '../../src/modules/sales/index.ts';
import { asSystem } from '../support/perform.ts';
import { deliver, draft, order, post, type PlacedOrder } from './delivery-acts.ts';
import { forgetOrders, openOrderWorld, receive, type OrderWorld } from './order-world.ts';

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetOrders(w);
  await receive(w, 'VALVE 500', 'HOSE 500');
  // The first voucher of a year makes its series.
  await deliver(w, await order(w, ['VALVE 1']));
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const many = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => (index % 2 === 0 ? 'VALVE 2' : 'HOSE 2'));

type Prepared = () => Promise<unknown>;

/** What an act sends, which is the same for an order of one line and of forty. */
async function statementsOf(prepare: (of: PlacedOrder) => Promise<Prepared>): Promise<string[]> {
  const [one, forty] = [
    await prepare(await order(w, many(1))),
    await prepare(await order(w, many(40))),
  ];
  const sent = await w.statementsOf(one);
  expect(await w.statementsOf(forty)).toEqual(sent);
  return sent;
}

const idsOf = async (table: string, of: string, id: Id): Promise<Id[]> =>
  (await w.sql<{ id: Id }>(`select id from ${table} where ${of} = $1`, [id])).map((row) => row.id);

test('a delivery at once', async () => {
  const sent = await statementsOf((of) => Promise.resolve(() => deliver(w, of)));
  expect(sent.length).toBeLessThanOrEqual(40);
});

test('a draft, and its posting', async () => {
  await statementsOf((of) => Promise.resolve(() => draft(w, of)));
  await statementsOf(async (of) => {
    const id = await draft(w, of);
    return () => post(w, id);
  });
});

test('less than was drafted, the rest cancelled', async () => {
  await statementsOf(async (of) => {
    const id = await draft(w, of);
    const ids = await idsOf('delivery_line', 'delivery_id', id);
    const lines = ids.map((deliveryLineId) => ({ deliveryLineId, quantity: '1', unit: 'PCE' }));
    return () => post(w, id, { lines, acceptShort: true, remainder: 'CANCEL_REMAINDER' });
  });
});

test('a return is allowed, and comes', async () => {
  await statementsOf(async (of) => {
    const ids = await idsOf('delivery_line', 'delivery_id', await deliver(w, of));
    const lines = ids.map((deliveryLineId) => ({ deliveryLineId, quantity: '1' }));
    const input = { salesOrderId: of.id, reason: 'Too many', lines };
    return () => w.perform(authoriseReturn, input, asSystem);
  });
  await statementsOf(async (of) => {
    const ids = await idsOf('delivery_line', 'delivery_id', await deliver(w, of));
    const may = ids.map((deliveryLineId) => ({ deliveryLineId, quantity: '1' }));
    const asked = { salesOrderId: of.id, reason: 'Too many', lines: may };
    const { returnAuthorisationId } = await w.perform(authoriseReturn, asked, asSystem);
    const back = await idsOf('return_line', 'return_authorisation_id', returnAuthorisationId);
    const lines = back.map((returnLineId) => ({
      ...{ returnLineId, quantity: '1', disposition: 'RESTOCK' as const },
    }));
    return () => w.perform(receiveReturn, { returnAuthorisationId, lines }, asSystem);
  });
});
