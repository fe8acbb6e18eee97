import type { Id } from '../../src/kernel/id.ts';
import { newId } from '../../src/kernel/id.ts';
import { setTransferRoute } from '../../src/modules/inventory/index.ts';
import { reviewPromises } from '../../src/modules/sales/index.ts';
import { arrive, ship, transfer, type Transfer } from '../inventory/acts.ts';
import { idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { receiveNamed } from '../sales/delivery-acts.ts';
import { openOrderWorld, receive, type OrderWorld } from '../sales/order-world.ts';
import { openGraphql, type TestGraphql } from '../support/graphql.ts';
import { asSystem, asViewer } from '../support/perform.ts';

/*
 * Nima sells valves that are in Tehran and boilers that are on their way to Isfahan. The lorry is
 * late: what was promised slips, and the order waits. When the boilers arrive they are the order's,
 * and both warehouses deliver by their scanners. Acts and questions go through GraphQL.
 */
let w: OrderWorld;
let api: TestGraphql;
let lorry: Transfer;
let order: { readonly id: Id; readonly lines: readonly { readonly id: Id }[] };

beforeAll(async () => {
  w = await openOrderWorld();
  api = await openGraphql(w);
  const route = { sourceWarehouseId: idOf(w, 'TEH'), destinationWarehouseId: idOf(w, 'ISF') };
  await w.perform(setTransferRoute, { ...route, leadHours: 48 }, asSystem);
  await receive(w, 'VALVE 10');
  await receiveNamed(w, 'BOILER S1,S2,S3');
  lorry = await transfer(w, 'TEH > ISF', 'BOILER 3');
  await ship(w, lorry, 'TEH A1 BOILER S1,S2,S3');
});
afterAll(async () => {
  await api.stop();
  // Recomputes orders, deliveries, promises and stock from what they follow from.
  await w.close();
});

type Somebody = ReturnType<typeof asViewer>;

const nima = (): Somebody =>
  w.seller('nima', ['sales.read', 'sales.order', 'sales.quote', 'catalog.read', 'inventory.read']);

/** A clerk sees and moves the goods of the warehouse, and no order. */
const clerk = (code: string): Somebody => {
  const here = [idOf(w, code)];
  const floor = ['inventory.read', 'inventory.issue', 'sales.deliver', 'sales.read'];
  return asViewer({
    ...Object.fromEntries(floor.map((permission) => [permission, here])),
    'catalog.read': 'ALL',
  });
};

const ask = async (by: Somebody, text: string, variables = {}) => {
  const answer = await api.askBy.jit(text, { viewer: by.viewer, variables });
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
};

/** Performs the act, which is not refused. */
async function act(by: Somebody, name: string, given: object, select: string, key = true) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const text = `mutation ($input: ${type}) {
    ${name}(input: $input) { ${select} userErrors { code message path } } }`;
  const input = key ? { ...given, idempotencyKey: newId() } : given;
  const { userErrors, ...done } = (await ask(by, text, { input }))[name];
  expect(userErrors).toEqual([]);
  return done;
}

const wanted = () => [
  { productId: idOf(w, 'VALVE'), quantity: '4', warehouseId: idOf(w, 'TEH') },
  { productId: idOf(w, 'BOILER'), quantity: '2', warehouseId: idOf(w, 'ISF') },
];

const availability = async () =>
  (
    await ask(
      nima(),
      `query ($input: OrderAvailabilityInput!) { orderAvailability(input: $input) {
         promisedOn by shortage warehouses { warehouse { code } now earliestOn }
         split { warehouse { code } quantity on } basis { kind number on quantity isLate } } }`,
      { input: { lines: wanted() } },
    )
  ).orderAvailability;

const promised = async (): Promise<(string | null)[]> => {
  const text = `{ salesOrder(id: "${order.id}") { lines { lineNo promisedOn } } }`;
  const lines = (await ask(nima(), text)).salesOrder.lines as {
    lineNo: number;
    promisedOn: string | null;
  }[];
  return lines.map((line) => line.promisedOn);
};

/** Picks a draft by scanning, and posts it with what was scanned. */
async function deliverByScanner(code: string, ...scans: string[]): Promise<string> {
  const by = clerk(code);
  const { delivery } = await act(
    by,
    'draftDelivery',
    { salesOrderId: order.id, warehouseId: idOf(w, code) },
    'delivery { id number }',
  );
  const { scanSession } = await act(
    by,
    'startScanSession',
    { warehouseId: idOf(w, code), task: 'PICK', documentId: delivery.id },
    'scanSession { id }',
    false,
  );
  const { answers } = await act(
    by,
    'recordScans',
    {
      scanSessionId: scanSession.id,
      scans: scans.map((text) => ({
        scanId: newId(),
        code: text,
        scannedAt: w.clock.now().toISOString(),
      })),
    },
    'answers { outcome }',
    false,
  );
  const outcomes = (answers as { outcome: string }[]).map(({ outcome }) => outcome);
  expect(new Set(outcomes)).toEqual(new Set(['MATCHED']));
  await act(by, 'completeScanSession', { scanSessionId: scanSession.id }, 'posted');
  const posted = await act(
    by,
    'postDelivery',
    { deliveryId: delivery.id },
    'delivery { id state lines { issued } }',
  );
  expect(posted.delivery.state).toBe('POSTED');
  return delivery.id;
}

test('what can be promised: valves today, boilers when the lorry is there', async () => {
  const [valves, boilers] = await availability();
  expect(valves).toMatchObject({ promisedOn: '2026-03-21', by: 'STOCK', shortage: '0' });
  expect(boilers).toMatchObject({
    promisedOn: '2026-03-23',
    by: 'SUPPLY',
    shortage: '2',
    basis: [{ kind: 'STOCK_TRANSFER', number: lorry.number, on: '2026-03-23', quantity: '3' }],
  });
});

test('the order is promised just that, and waits for its boilers', async () => {
  const { salesOrder } = await act(
    nima(),
    'placeOrder',
    {
      customerId: floorIdOf(w, 'Alborz'),
      currency: 'IRR',
      reservationPolicy: 'PARTIAL',
      lines: wanted(),
    },
    'salesOrder { id state lines { id lineNo openQuantity reserved waiting } }',
  );
  order = salesOrder;
  expect(salesOrder.lines).toMatchObject([
    { openQuantity: '4', reserved: '4', waiting: '0' },
    { openQuantity: '2', reserved: '0', waiting: '2' },
  ]);
  expect(salesOrder.state).toBe('CONFIRMED');
  expect(await promised()).toEqual(['2026-03-21', '2026-03-23']);
});

test('the lorry is late: nobody knows when, then as the firm says of late lorries', async () => {
  w.clock.set('2026-03-25T08:00:00Z');
  await w.perform(reviewPromises, {}, asSystem);
  expect(await promised()).toEqual(['2026-03-21', null]);
  await w.sql('update sales_setting set late_supply_days = 3');
  await w.perform(reviewPromises, {}, asSystem);
  expect(await promised()).toEqual(['2026-03-21', '2026-03-28']);
  expect((await availability())[1].basis[0]).toMatchObject({ on: '2026-03-28', isLate: true });
  const told = await w.sql<{ type: string; lines: unknown }>(
    `select type, data->'change'->'lines' as lines from outbox where type ~ 'promise' order by id`,
  );
  const [, boilers] = order.lines;
  const of = (from: string | null, to: string | null) => [
    expect.objectContaining({ salesOrderLineId: boilers?.id, from, to }),
  ];
  expect(told).toEqual([
    { type: 'salesOrder.promiseSlipped', lines: of('2026-03-23', null) },
    { type: 'salesOrder.promiseMade', lines: of(null, '2026-03-28') },
  ]);
});

test('Tehran delivers its part; its clerk sees goods and the customer, and no money', async () => {
  const id = await deliverByScanner('TEH', 'VALVE-1', 'VALVE-1', 'VALVE-1', 'VALVE-1');
  const text = `{ deliveries { nodes { id orderNumber customerName salesOrder { total { amount } }
    warehouse { code } lines { product { sku } quantity issued unitCost salesOrderLine { id } } } }
    salesOrders { nodes { id } } }`;
  const seen = await ask(clerk('TEH'), text);
  expect(seen.salesOrders.nodes).toEqual([]);
  expect(seen.deliveries.nodes).toEqual([
    {
      id,
      orderNumber: expect.stringMatching(/^SO-\d+$/),
      customerName: 'Alborz',
      salesOrder: null,
      warehouse: { code: 'TEH' },
      lines: [
        {
          product: { sku: 'VALVE' },
          quantity: '4',
          issued: '4',
          unitCost: null,
          salesOrderLine: null,
        },
      ],
    },
  ]);
  expect((await ask(clerk('ISF'), text)).deliveries.nodes).toEqual([]);
});

test('the boilers arrive, are the order’s, and leave serial by serial', async () => {
  w.clock.set('2026-03-26T08:00:00Z');
  await arrive(w, lorry, 'BOILER S1,S2,S3');
  const id = await deliverByScanner('ISF', 'S3', 'S1');
  const text = `{ salesOrder(id: "${order.id}") { fulfilment isOpen
      lines { lineNo issued openQuantity } }
    delivery(id: "${id}") { state stockVoucher { moves { lot { code } } }
      availableActions { name allowed } } }`;
  const boss = asViewer({
    'sales.read': 'ALL',
    'inventory.read': 'ALL',
    'catalog.read': 'ALL',
  });
  const { salesOrder, delivery } = await ask(boss, text);
  expect(salesOrder).toMatchObject({ fulfilment: 'FULL', isOpen: false });
  const moves = delivery.stockVoucher.moves as { lot: { code: string } }[];
  expect(moves.map(({ lot }) => lot.code).sort()).toEqual(['S1', 'S3']);
  expect(delivery.availableActions).toContainEqual({ name: 'reverseDelivery', allowed: true });
});
