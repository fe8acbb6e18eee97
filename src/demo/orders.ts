import type { Id } from '../kernel/id.ts';
import {
  acceptQuote,
  cancelSalesOrder,
  closeSalesOrder,
  draftSalesOrder,
  holdSalesOrder,
  placeOrder,
  shortCloseSalesOrderLines,
} from '../modules/sales/index.ts';
import type { Row } from './company-files.ts';
import { deliver, invoice, takeBack } from './fulfilment.ts';
import { demoId, partyId, paymentTermsId, productId, projectId, warehouseId } from './ids.ts';
import type { Revisions } from './quotes.ts';
import type { Order, Trade } from './trade.ts';
import { holderOf, sellerOf, speakerOf } from './who.ts';

/**
 * Orders, from quotes and placed directly, each as far as its row says; what of them is delivered,
 * comes back and is invoiced. One after the other: numbers rise in the order of the file, and who
 * comes first gets the goods.
 */
export async function sellGoods(trade: Trade, revisions: Revisions): Promise<void> {
  const orders: Order[] = [];
  for (const [n, row] of trade.files.orders.rows.entries()) {
    const order = orderOf(trade, row, n);
    await begin(trade, order, revisions);
    orders.push(order);
  }
  for (const order of orders) await deliver(trade, order);
  for (const order of orders) await end(trade, order);
  for (const order of orders) await invoice(trade, order);
  for (const row of trade.files.returns.rows) await takeBack(trade, orders, row);
}

function orderOf({ files, startedAt }: Trade, row: Row<'orders'>, n: number): Order {
  const at = Date.parse(startedAt) + n;
  const rows = files.order_lines.rows.filter(({ order }) => order === row.order);
  return {
    id: demoId(`order ${row.order}`, at),
    row,
    lines: rows.map((line) => ({ id: demoId(`order ${row.order} ${line.sku}`, at), row: line })),
    seller: sellerOf(row.customer, files),
    placeOf: ([list, index]) => {
      const line = list === 'lines' ? rows[Number(index)] : undefined;
      if (line) return { file: files.order_lines.file, line: line.line };
      return { file: files.orders.file, line: row.line };
    },
  };
}

async function begin(trade: Trade, order: Order, revisions: Revisions): Promise<void> {
  const { act, files } = trade;
  const { row, seller, placeOf } = order;
  const key = `order:${row.order}`;
  const holdOnCredit = row.hold === 'CREDIT';
  const [quote] = row.quote;
  if (quote !== undefined) {
    const input = {
      ...{ salesOrderId: order.id, customerReference: row.reference, holdOnCredit },
      quoteRevisionId: revisions.get(quote) ?? '',
      byName: speakerOf(row.customer, files),
      reservationPolicy: row.reservation,
    };
    await act(key, acceptQuote, input, placeOf, seller);
    return;
  }
  const input = inputOf(order);
  if (row.until === 'DRAFT') await act(key, draftSalesOrder, input, placeOf, seller);
  else await act(key, placeOrder, { ...input, holdOnCredit }, placeOf, seller);
}

function inputOf({ id, row, lines }: Order) {
  const [project] = row.project;
  const [terms] = row.terms;
  return {
    id,
    customerId: partyId(row.customer),
    projectId: project === undefined ? null : projectId(project),
    warehouseId: warehouseOf(row),
    customerReference: row.reference,
    paymentTermsId: terms === undefined ? null : paymentTermsId(terms),
    currency: row.currency,
    reservationPolicy: row.reservation,
    lines: lines.map(({ id: lineId, row: line }) => ({
      id: lineId,
      productId: productId(line.sku),
      quantity: line.quantity,
      unit: line.unit,
      warehouseId: warehouseOf(line),
      price:
        line.discount === null
          ? null
          : { discountPercents: [line.discount], reason: 'A good customer' },
    })),
  };
}

const warehouseOf = ({ warehouse: [code] }: Pick<Row<'orders'>, 'warehouse'>): Id | null =>
  code === undefined ? null : warehouseId(code);

/** It stands still, or no more of it is delivered. */
async function end({ act, files }: Trade, { id, row, lines, ...order }: Order): Promise<void> {
  const { seller, placeOf } = order;
  const key = `order:${row.order}:end`;
  const reason = row.reason ?? '';
  const manager = (): Id => holderOf('MANAGER', row.customer, files);
  if (row.hold !== null && row.hold !== 'CREDIT') {
    const input = { salesOrderId: id, hold: row.hold, reason };
    await act(key, holdSalesOrder, input, placeOf, manager());
  }
  if (row.until === 'CANCELLED') {
    await act(key, cancelSalesOrder, { salesOrderId: id, reason }, placeOf, seller);
  }
  if (row.until === 'CLOSED') {
    await act(key, closeSalesOrder, { salesOrderId: id, reason }, placeOf, manager());
  }
  if (row.until === 'SHORT_CLOSED') {
    const short = lines.filter(({ row: line }) => line.delivered !== line.quantity);
    const input = { salesOrderId: id, salesOrderLineIds: short.map((line) => line.id), reason };
    await act(key, shortCloseSalesOrderLines, input, placeOf, seller);
  }
}
