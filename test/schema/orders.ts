import { newId, type Id } from '../../src/kernel/id.ts';
import {
  amendSalesOrder,
  closeSalesOrder,
  draftSalesOrder,
  holdSalesOrder,
  placeOrder,
  shortCloseSalesOrderLines,
} from '../../src/modules/sales/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf, type World } from '../inventory/world.ts';
import type { Floor } from './parties.ts';
import type { Side } from './samples.ts';

/** Orders of a customer, each where some act can be done on it. */
export interface OrdersSide {
  readonly draftId: Id;
  readonly placedId: Id;
  readonly placedLineId: Id;
  readonly heldId: Id;
  readonly closedId: Id;
  readonly shortId: Id;
  readonly shortLineId: Id;
}

export type Orders = Readonly<Record<Side, OrdersSide>>;

export async function openOrders(w: World, floor: Floor, admin: Caller): Promise<Orders> {
  const side = (at: string, of: Side) =>
    openSide(w, { at, partyId: floor.sides[of].partyId }, admin);
  return { own: await side('TEH', 'own'), foreign: await side('ISF', 'foreign') };
}

async function openSide(
  w: World,
  of: { readonly at: string; readonly partyId: Id },
  admin: Caller,
): Promise<OrdersSide> {
  const asked = (lineId: Id) => ({
    customerId: of.partyId,
    currency: 'IRR',
    reservationPolicy: 'NONE' as const,
    lines: [
      {
        id: lineId,
        productId: idOf(w, 'HOSE'),
        quantity: '2',
        warehouseId: idOf(w, of.at),
        price: { unitPrice: '100', reason: 'Agreed' },
      },
    ],
  });
  const place = async (lineId: Id = newId()): Promise<Id> =>
    (await w.perform(placeOrder, asked(lineId), admin)).salesOrderId;
  const [placedLineId, shortLineId] = [newId(), newId()];
  const draft = await w.perform(draftSalesOrder, asked(newId()), admin);
  const [placedId, heldId, closedId, shortId] = [
    await place(placedLineId),
    await place(),
    await place(),
    await place(shortLineId),
  ];
  const reason = 'For now';
  const amendment = { expectedVersion: 1, paymentDays: 3, reason };
  await w.perform(amendSalesOrder, { salesOrderId: placedId, ...amendment }, admin);
  await w.perform(holdSalesOrder, { salesOrderId: heldId, hold: 'MANUAL', reason }, admin);
  await w.perform(closeSalesOrder, { salesOrderId: closedId, reason }, admin);
  const short = { salesOrderId: shortId, salesOrderLineIds: [shortLineId], reason };
  await w.perform(shortCloseSalesOrderLines, short, admin);
  const ids = { placedId, placedLineId, heldId, closedId, shortId, shortLineId };
  return { draftId: draft.salesOrderId, ...ids };
}

const onDrafts = ['editSalesOrder', 'confirmSalesOrder', 'repriceSalesOrder'];

/** Samples for acts on orders, on one side. */
export function orderSamples(orders: Orders, side: Side): [string, unknown][] {
  const of = orders[side];
  return [
    ['salesOrder.id', of.placedId],
    ['salesOrderId', of.placedId],
    ['salesOrderLineIds', of.placedLineId],
    ['salesOrderLineId', of.placedLineId],
    ['removeLineIds', of.placedLineId],
    ...onDrafts.map((act): [string, unknown] => [`${act}.salesOrderId`, of.draftId]),
    ['releaseSalesOrder.salesOrderId', of.heldId],
    ['reopenSalesOrder.salesOrderId', of.closedId],
    ['reopenSalesOrderLines.salesOrderId', of.shortId],
    ['reopenSalesOrderLines.salesOrderLineIds', of.shortLineId],
  ];
}

/** Where the smallest sample does not do. */
export async function goodOrderInputs(
  w: World,
  { own }: Orders,
): Promise<Readonly<Record<string, object>>> {
  const versions = await w.sql<{ id: Id; version: number }>('select id, version from sales_order');
  const expectedVersion = (id: Id) => versions.find((row) => row.id === id)?.version;
  const priced = {
    productId: idOf(w, 'HOSE'),
    quantity: '1',
    warehouseId: idOf(w, 'TEH'),
    price: { unitPrice: '100', reason: 'Agreed' },
  };
  const order = { currency: 'IRR', reservationPolicy: 'NONE', lines: [priced] };
  return {
    amendSalesOrder: { expectedVersion: expectedVersion(own.placedId), paymentDays: 9 },
    draftSalesOrder: order,
    editSalesOrder: { expectedVersion: expectedVersion(own.draftId), paymentDays: 9 },
    holdSalesOrder: { hold: 'QUALITY' },
    placeOrder: order,
    releaseSalesOrder: { hold: 'MANUAL', reservationPolicy: 'NONE' },
    reopenSalesOrder: { reservationPolicy: 'NONE' },
    reopenSalesOrderLines: { reservationPolicy: 'NONE' },
    repriceSalesOrder: { expectedVersion: expectedVersion(own.draftId) },
  };
}

const ofOrder = (order: string): string =>
  `select o.team_id = (select id from team where code = 'NEAR')
   from sales_order o where o.id = ${order}`;

/** Whose rows are the clerk's own: see sides.ts. */
export const orderSides: Readonly<Record<string, readonly [string, string, string]>> = {
  SalesOrder: ['sales_order', 'id', ofOrder('sales_order.id')],
  SalesOrderLine: ['sales_order_line', 'id', ofOrder('sales_order_id')],
  SalesOrderAmendment: ['sales_order_amendment', 'id', ofOrder('sales_order_id')],
};
