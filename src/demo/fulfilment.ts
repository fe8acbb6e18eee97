import type { Id } from '../kernel/id.ts';
import {
  authoriseReturn,
  creditInvoice,
  deliverSalesOrder,
  draftDelivery,
  invoiceSalesOrder,
  receiveReturn,
} from '../modules/sales/index.ts';
import type { Row } from './company-files.ts';
import { demoId, warehouseId } from './ids.ts';
import type { Order, OrderLine, Trade } from './trade.ts';
import { clerkOf, holderOf } from './who.ts';

/** Where the firm sells from when neither a line nor its order says otherwise. */
const usual = 'TEH';

const deliveryLineId = (line: OrderLine): Id => demoId(`delivery of ${line.id}`);
const invoiceId = ({ id }: Order): Id => demoId(`invoice of ${id}`);

/** What the lines say leaves each of the warehouses; of an order from a quote all of it. */
export async function deliver({ act, files }: Trade, order: Order): Promise<void> {
  const { id: salesOrderId, row, placeOf } = order;
  const key = `deliver:${row.order}`;
  const whole = row.quote.length > 0 && ['DELIVERED', 'INVOICED'].includes(row.until);
  if (whole || row.until === 'PICKING') {
    const operation = whole ? deliverSalesOrder : draftDelivery;
    const [code = usual] = row.warehouse;
    const input = { salesOrderId, warehouseId: warehouseId(code) };
    await act(key, operation, input, placeOf, clerkOf(code, files));
    return;
  }
  const leaving = order.lines.filter(({ row: line }) => line.delivered !== null);
  const places = Map.groupBy(leaving, ({ row: line }) => placeOfLine(row, line));
  for (const [code, lines] of places) {
    const input = {
      ...{ salesOrderId, warehouseId: warehouseId(code) },
      lines: lines.map((line) => ({
        id: deliveryLineId(line),
        salesOrderLineId: line.id,
        quantity: line.row.delivered,
      })),
    };
    await act(`${key}:${code}`, deliverSalesOrder, input, placeOf, clerkOf(code, files));
  }
}

const placeOfLine = (order: Row<'orders'>, line: Row<'order_lines'>): string =>
  line.warehouse[0] ?? order.warehouse[0] ?? usual;

/** What was delivered is to be paid. */
export async function invoice({ act, files }: Trade, order: Order): Promise<void> {
  const { id, row, placeOf } = order;
  if (row.until !== 'INVOICED') return;
  const input = { id: invoiceId(order), salesOrderIds: [id] };
  const by = holderOf('FINANCE', row.customer, files);
  await act(`invoice:${row.order}`, invoiceSalesOrder, input, placeOf, by);
}

/** Goods come back; where they were invoiced, a credit note says so. */
export async function takeBack(
  { act, files }: Trade,
  orders: readonly Order[],
  { order: name, sku, quantity, disposition, reason, line }: Row<'returns'>,
): Promise<void> {
  const order = orders.find(({ row }) => row.order === name);
  const sold = order?.lines.find(({ row }) => row.sku === sku);
  if (!order || !sold) throw new Error(`order_lines.csv has no ${sku} of ${name}`);
  const { row, seller } = order;
  const placeOf = () => ({ file: files.returns.file, line });
  const key = `return:${name}:${sku}`;
  const id = demoId(`return of ${sold.id}`);
  const lineId = demoId(`line of return of ${sold.id}`);
  const lines = [{ id: lineId, deliveryLineId: deliveryLineId(sold), quantity }];
  const input = { id, salesOrderId: order.id, reason, lines };
  await act(key, authoriseReturn, input, placeOf, seller);
  const arrived = {
    returnAuthorisationId: id,
    lines: [{ returnLineId: lineId, quantity, disposition }],
  };
  const clerk = clerkOf(placeOfLine(row, sold.row), files);
  await act(`${key}:receive`, receiveReturn, arrived, placeOf, clerk);
  if (row.until !== 'INVOICED') return;
  const credit = { invoiceId: invoiceId(order), returnAuthorisationId: id, reason };
  const by = holderOf('FINANCE', row.customer, files);
  await act(`${key}:credit`, creditInvoice, credit, placeOf, by);
}
