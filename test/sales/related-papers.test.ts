import type { Id } from '../../src/kernel/id.ts';
import { floorIdOf } from '../parties/world.ts';
import { openGraphql, type TestGraphql } from '../support/graphql.ts';
import { deliver } from './delivery-acts.ts';
import { comeBack, credit, delivered, invoice } from './invoice-world.ts';
import { openOrderWorld, type OrderWorld } from './order-world.ts';

/* An order leads to its deliveries, returns and invoices, and a credit note to its return. */

let w: OrderWorld;
let api: TestGraphql;
let orderId: Id;
beforeAll(async () => {
  w = await openOrderWorld();
  api = await openGraphql(w);
  const order = await delivered(w, 'VALVE 6 of 10');
  orderId = order.id;
  await deliver(w, order, ['VALVE 1']);
  const { invoiceId } = await invoice(w, order);
  const returnAuthorisationId = await comeBack(w, order, 'VALVE 2');
  await credit(w, invoiceId, { returnAuthorisationId });
});
afterAll(async () => {
  await api.stop();
  await w.close();
});

const text = `query ($id: ID!) { salesOrder(id: $id) {
  deliveries { state lines { quantity } }
  returnAuthorisations { number lines { received } }
  invoices { kind total { amount } returnAuthorisation { number } }
  lines { invoiceLines { quantity invoice { kind } } } } }`;

/** What the seller finds, and how many statements that took. */
async function found(seller: 'nima' | 'leila') {
  const { viewer } = w.seller(seller, ['sales.read']);
  let order: Record<string, unknown[]> | null = null;
  const sent = await w.statementsOf(async () => {
    const answer = await api.askBy.jit(text, { viewer, variables: { id: orderId } });
    expect(answer.errors).toBeUndefined();
    order = answer.data.salesOrder;
  });
  return { order: order as Record<string, unknown[]> | null, statements: sent.length };
}

test('its owner finds them all, by one statement', async () => {
  const { order, statements } = await found('nima');
  expect(statements).toBe(1);
  expect(order).toEqual({
    deliveries: [
      { state: 'POSTED', lines: [{ quantity: '6' }] },
      { state: 'POSTED', lines: [{ quantity: '1' }] },
    ],
    returnAuthorisations: [{ number: expect.any(String), lines: [{ received: '2' }] }],
    invoices: [
      { kind: 'INVOICE', total: { amount: '770000' }, returnAuthorisation: null },
      {
        kind: 'CREDIT_NOTE',
        total: { amount: '220000' },
        returnAuthorisation: { number: order?.['returnAuthorisations']?.[0]?.['number' as never] },
      },
    ],
    lines: [
      {
        invoiceLines: [
          { quantity: '7', invoice: { kind: 'INVOICE' } },
          { quantity: '2', invoice: { kind: 'CREDIT_NOTE' } },
        ],
      },
    ],
  });
});

test('each is seen by its own rights, whoever sees the order', async () => {
  expect((await found('leila')).order).toBeNull();
  const values = [floorIdOf(w, 'leila'), floorIdOf(w, 'SOUTH'), orderId];
  await w.sql('update sales_order set owner_id = $1, team_id = $2 where id = $3', values);
  expect((await found('nima')).order).toBeNull();
  const { order } = await found('leila');
  expect(order).toMatchObject({ returnAuthorisations: [], invoices: [], lines: [{}] });
  expect(order?.['lines']).toEqual([{ invoiceLines: [] }]);
  expect(order?.['deliveries']).toHaveLength(2);
});
