import { newId, type Id } from '../../src/kernel/id.ts';
import {
  holdSalesOrder,
  placeOrder,
  setSalesDefaults,
  shortCloseSalesOrderLines,
  type PlaceOrderInput,
} from '../../src/modules/sales/index.ts';
import { Forbidden } from '../../src/platform/identity/index.ts';
import { expectRefused } from '../catalog/world.ts';
import { idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
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
} from './order-acts.ts';
import {
  forgetOrders,
  lines,
  openOrderWorld,
  ordering,
  orderState,
  place,
  receive,
  type OrderWorld,
} from './order-world.ts';

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetOrders(w);
  await receive(w, 'VALVE 100', 'HOSE 10');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const bad: readonly (readonly [string, (w: OrderWorld) => Partial<PlaceOrderInput>, string[]])[] = [
  ['nobody', () => ({ customerId: newId() }), ['PARTY_NOT_FOUND customerId']],
  ['no id', () => ({ customerId: 'x' }), ['PARTY_NOT_FOUND customerId']],
  ['nothing', () => ({ lines: [] }), ['NO_LINES lines']],
  [
    'too much at once',
    (at) => ({ lines: Array.from({ length: 501 }, () => lines(at, ['VALVE 1'])[0] as never) }),
    ['TOO_MANY_LINES lines'],
  ],
  [
    'everything wrong with its lines',
    (at) => ({
      lines: [
        ...lines(at, ['VALVE 1 MTR', 'VALVE 0', 'VALVE 1.5']),
        { productId: newId(), quantity: '1' },
        { productId: idOf(at, 'VALVE'), quantity: '1', warehouseId: newId() },
        { productId: idOf(at, 'VALVE'), quantity: '1', requestedOn: '2026-02-30' },
      ],
    }),
    [
      'NOT_POSITIVE lines.1.quantity',
      'NOT_A_DATE lines.5.requestedOn',
      'UNIT_NOT_OF_PRODUCT lines.0.unit',
      'TOO_PRECISE lines.2.quantity',
      'PRODUCT_NOT_FOUND lines.3.productId',
      'WAREHOUSE_NOT_FOUND lines.4.warehouseId',
    ],
  ],
  [
    'strangers to the customer',
    () => ({
      contactId: newId(),
      shipToAddressId: newId(),
      opportunityId: newId(),
      projectId: newId(),
      warehouseId: newId(),
    }),
    [
      'OPPORTUNITY_NOT_FOUND opportunityId',
      'PROJECT_NOT_FOUND projectId',
      'CONTACT_NOT_FOUND contactId',
      'ADDRESS_NOT_FOUND shipToAddressId',
      'WAREHOUSE_NOT_FOUND warehouseId',
    ],
  ],
  [
    'two discounts of the whole',
    () => ({ documentDiscountPercent: '101', documentDiscountAmount: '1.5' }),
    [
      'ONE_DISCOUNT documentDiscountAmount',
      'OUT_OF_RANGE documentDiscountPercent',
      'TOO_PRECISE documentDiscountAmount',
    ],
  ],
  ['money of nowhere', () => ({ currency: 'XXX' }), ['UNKNOWN_CURRENCY currency']],
  ['days beyond counting', () => ({ paymentDays: -1 }), ['OUT_OF_RANGE paymentDays']],
  [
    'more than there is, in two lines',
    (at) => ({ lines: lines(at, ['HOSE 6', 'VALVE 101', 'HOSE 5']) }),
    ['INSUFFICIENT_STOCK lines.1.quantity', 'INSUFFICIENT_STOCK lines.2.quantity'],
  ],
];

test.each(bad)('an order of %s is refused, and nothing is left of it', async (_, over, faults) => {
  await expectRefused(w, () => place(w, ['VALVE 1'], over(w)), faults);
});

test('an order without a warehouse is refused where there is none for all', async () => {
  const [before] = await w.sql<{ version: number }>('select version from sales_setting');
  const expectedVersion = before?.version ?? 0;
  await w.perform(setSalesDefaults, { expectedVersion, withoutDefaultWarehouse: true }, asSystem);
  await expectRefused(w, () => place(w, ['VALVE 1', 'VALVE 1 @ TEH']), [
    'WAREHOUSE_REQUIRED lines.0.warehouseId',
  ]);
  const { salesOrderId } = await place(w, ['VALVE 1'], { warehouseId: idOf(w, 'TEH') });
  expect(await orderState(w, salesOrderId)).toContain('VALVE 1 open 1 held 1');
  await w.perform(
    setSalesDefaults,
    { expectedVersion: expectedVersion + 1, defaultWarehouseId: idOf(w, 'TEH') },
    asSystem,
  );
});

test('nothing is done for who is no customer, or none any more', async () => {
  const { salesOrderId } = await draft(w, ['VALVE 1']);
  await w.sql('update party set active = false where id = $1', [floorIdOf(w, 'Alborz')]);
  await expectRefused(w, () => place(w, ['VALVE 1']), ['PARTY_INACTIVE customerId']);
  await expectRefused(w, () => confirm(w, salesOrderId), ['PARTY_INACTIVE salesOrderId']);
  await w.sql('update party set active = true, is_customer = false where id = $1', [
    floorIdOf(w, 'Alborz'),
  ]);
  await expectRefused(w, () => place(w, ['VALVE 1']), ['NOT_A_CUSTOMER customerId']);
  await w.sql('update party set is_customer = true where id = $1', [floorIdOf(w, 'Alborz')]);
});

test('acts that its state does not allow', async () => {
  const { salesOrderId: draftId } = await draft(w, ['VALVE 1']);
  const { salesOrderId: id } = await place(w, ['VALVE 1']);
  const acts: readonly (readonly [() => Promise<unknown>, string[]])[] = [
    [() => amend(w, draftId, { paymentDays: 3 }), ['ILLEGAL_STATE']],
    [() => close(w, draftId), ['ILLEGAL_STATE']],
    [() => hold(w, draftId, 'QUALITY'), ['ILLEGAL_STATE']],
    [() => shortClose(w, draftId, 0), ['ILLEGAL_STATE']],
    [() => edit(w, id, { terms: 'x' }), ['ILLEGAL_STATE']],
    [() => confirm(w, id), ['ILLEGAL_STATE']],
    [() => reopen(w, id), ['ILLEGAL_STATE']],
    [() => reopenLines(w, id, 0), ['NOTHING_CANCELLED salesOrderLineIds.0']],
    [() => release(w, id, 'CREDIT'), ['NOT_POSSIBLE salesOrderId']],
    [() => amend(w, id, { expectedVersion: 9 }), ['STALE expectedVersion']],
    [() => cancel(w, newId()), ['SALES_ORDER_NOT_FOUND salesOrderId']],
    [() => cancel(w, 'x'), ['SALES_ORDER_NOT_FOUND salesOrderId']],
  ];
  for (const [act, faults] of acts) await expectRefused(w, act, faults);
  await hold(w, id, 'MANUAL');
  await expectRefused(w, () => hold(w, id, 'MANUAL'), ['ALREADY_HELD hold']);
  await expectRefused(w, () => release(w, id, 'CREDIT'), ['NOT_HELD hold']);
});

test('a reason is asked for, and lines that are there', async () => {
  const { salesOrderId } = await place(w, ['VALVE 1']);
  const [line] = (await lineIds(w, salesOrderId)) as [Id];
  const closing = { salesOrderId, salesOrderLineIds: [line, line, newId()], reason: ' ' };
  await expectRefused(w, () => w.perform(shortCloseSalesOrderLines, closing, asSystem), [
    'ID_REPEATED salesOrderLineIds.1',
    'SALES_ORDER_LINE_NOT_FOUND salesOrderLineIds.2',
    'REASON_REQUIRED reason',
  ]);
});

test('an amendment never goes below what has left, nor takes away what was issued', async () => {
  const { salesOrderId: id } = await place(w, ['VALVE 10', 'HOSE 1']);
  const [line] = (await lineIds(w, id)) as [Id];
  // As deliveries leave it, without any.
  await w.sql('update sales_order_line set issued = 4 where id = $1', [line]);
  await expectRefused(w, () => amendQuantities(w, id, { 0: '3' }), [
    'BELOW_DELIVERED changeLines.0.quantity',
  ]);
  await expectRefused(w, () => amend(w, id, { removeLineIds: [line] }), [
    'LINE_IN_DELIVERY removeLineIds.0',
  ]);
  await expectRefused(w, () => cancel(w, id), ['NOT_POSSIBLE salesOrderId']);
  await w.sql('update sales_order_line set issued = 0 where id = $1', [line]);
});

const sells = ['sales.order', 'sales.read'] as const;

test('sellers order for their own customers, leaders for their team’s', async () => {
  const nima = w.seller('nima', sells);
  const { salesOrderId: id } = await place(w, ['VALVE 1'], {}, nima);
  // Who sells is whose order it is, whoever looks after the customer.
  const over = { customerId: floorIdOf(w, 'Karun') };
  const { salesOrderId: ofKarun } = await place(w, ['VALVE 1'], over, nima);
  const owners = await w.sql<{ id: Id; owner_id: Id }>('select id, owner_id from sales_order');
  expect(owners.map(({ owner_id: owner }) => owner)).toEqual([
    floorIdOf(w, 'nima'),
    floorIdOf(w, 'nima'),
  ]);
  const closing = async (orderId: Id, caller: ReturnType<typeof w.seller>) =>
    w.perform(
      shortCloseSalesOrderLines,
      { salesOrderId: orderId, salesOrderLineIds: await lineIds(w, orderId), reason: 'No' },
      caller,
    );
  await expect(closing(id, w.seller('leila', sells))).rejects.toThrow(Forbidden);
  await closing(id, w.leader(sells));
  await closing(ofKarun, nima);
});

test('who may not, may not: without the permission, or beyond its reach', async () => {
  const nima = w.seller('nima', sells);
  const { salesOrderId } = await place(w, ['VALVE 1'], {}, nima);
  const holding = { salesOrderId, hold: 'QUALITY' as const, reason: 'Look' };
  await expect(w.perform(holdSalesOrder, holding, nima)).rejects.toThrow(Forbidden);
  await expect(
    w.perform(placeOrder, ordering(w, ['VALVE 1']), w.seller('nima', ['sales.read'])),
  ).rejects.toThrow(Forbidden);
  const setting = { expectedVersion: 1, quoteValidDays: 5 };
  await expect(
    w.perform(setSalesDefaults, setting, w.seller('nima', ['sales.configure'])),
  ).rejects.toThrow(Forbidden);
});

test('an order placed under a key is placed once', async () => {
  const nima = { ...w.seller('nima', sells), idempotencyKey: 'order-1' };
  const input = ordering(w, ['VALVE 1']);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => w.perform(placeOrder, input, nima)),
  );
  expect(new Set(answers.map(({ number }) => number)).size).toBe(1);
});
