import type { Id } from '../../src/kernel/id.ts';
import {
  amendSalesOrder,
  cancelSalesOrder,
  closeSalesOrder,
  confirmSalesOrder,
  draftSalesOrder,
  editSalesOrder,
  holdSalesOrder,
  releaseSalesOrder,
  reopenSalesOrder,
  reopenSalesOrderLines,
  shortCloseSalesOrderLines,
  type AmendSalesOrderInput,
  type EditSalesOrderInput,
  type OrderHold,
  type OrderInput,
  type OrderWritten,
  type ReopenSalesOrderInput,
} from '../../src/modules/sales/index.ts';
import { asSystem } from '../support/perform.ts';
import { ordering, type OrderWorld } from './order-world.ts';

/* Acts on orders in few words. Lines are named by their place, from 0. */

const reason = 'As agreed by telephone';

export const draft = (
  w: OrderWorld,
  texts: readonly string[],
  over: Partial<OrderInput> = {},
): Promise<OrderWritten> => w.perform(draftSalesOrder, ordering(w, texts, over), asSystem);

export const confirm = (w: OrderWorld, salesOrderId: Id, holdOnCredit = false): Promise<unknown> =>
  w.perform(confirmSalesOrder, { salesOrderId, holdOnCredit }, asSystem);

export async function versionOf(w: OrderWorld, salesOrderId: Id): Promise<number> {
  const [row] = await w.sql<{ version: number }>('select version from sales_order where id = $1', [
    salesOrderId,
  ]);
  return row?.version ?? 0;
}

/** The ids of the lines, in their order. */
export async function lineIds(w: OrderWorld, salesOrderId: Id): Promise<Id[]> {
  const rows = await w.sql<{ id: Id }>(
    'select id from sales_order_line where sales_order_id = $1 order by line_no',
    [salesOrderId],
  );
  return rows.map(({ id }) => id);
}

export async function edit(
  w: OrderWorld,
  salesOrderId: Id,
  over: Partial<EditSalesOrderInput>,
): Promise<unknown> {
  const expectedVersion = await versionOf(w, salesOrderId);
  return w.perform(editSalesOrder, { salesOrderId, expectedVersion, ...over }, asSystem);
}

export async function amend(
  w: OrderWorld,
  salesOrderId: Id,
  over: Partial<AmendSalesOrderInput>,
): Promise<unknown> {
  const expectedVersion = await versionOf(w, salesOrderId);
  return w.perform(amendSalesOrder, { salesOrderId, expectedVersion, reason, ...over }, asSystem);
}

/** Line 0 is to be so much, and so on: `{ 0: '5' }`. */
export async function amendQuantities(
  w: OrderWorld,
  salesOrderId: Id,
  quantities: Readonly<Record<number, string>>,
): Promise<unknown> {
  const ids = await lineIds(w, salesOrderId);
  const changeLines = Object.entries(quantities).map(([index, quantity]) => ({
    salesOrderLineId: ids[Number(index)] as Id,
    quantity,
  }));
  return amend(w, salesOrderId, { changeLines });
}

const linesAt = async (
  w: OrderWorld,
  salesOrderId: Id,
  places: readonly number[],
): Promise<Id[]> => {
  const ids = await lineIds(w, salesOrderId);
  return places.map((place) => ids[place] as Id);
};

export const shortClose = async (
  w: OrderWorld,
  salesOrderId: Id,
  ...places: readonly number[]
): Promise<unknown> => {
  const salesOrderLineIds = await linesAt(w, salesOrderId, places);
  return w.perform(
    shortCloseSalesOrderLines,
    { salesOrderId, salesOrderLineIds, reason },
    asSystem,
  );
};

export const reopenLines = async (
  w: OrderWorld,
  salesOrderId: Id,
  ...places: readonly number[]
): Promise<unknown> => {
  const salesOrderLineIds = await linesAt(w, salesOrderId, places);
  return w.perform(reopenSalesOrderLines, { salesOrderId, salesOrderLineIds }, asSystem);
};

export const cancel = (w: OrderWorld, salesOrderId: Id): Promise<unknown> =>
  w.perform(cancelSalesOrder, { salesOrderId, reason }, asSystem);

export const close = (w: OrderWorld, salesOrderId: Id): Promise<unknown> =>
  w.perform(closeSalesOrder, { salesOrderId, reason }, asSystem);

export const reopen = (
  w: OrderWorld,
  salesOrderId: Id,
  over: Partial<ReopenSalesOrderInput> = {},
): Promise<unknown> => w.perform(reopenSalesOrder, { salesOrderId, ...over }, asSystem);

export const hold = (w: OrderWorld, salesOrderId: Id, kind: OrderHold): Promise<unknown> =>
  w.perform(holdSalesOrder, { salesOrderId, hold: kind, reason }, asSystem);

export const release = (w: OrderWorld, salesOrderId: Id, kind: OrderHold): Promise<unknown> =>
  w.perform(releaseSalesOrder, { salesOrderId, hold: kind, reason }, asSystem);
