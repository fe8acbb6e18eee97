import type { Id } from '../../src/kernel/id.ts';
import { orderPaymentOf } from '../../src/modules/receivables/index.ts';
import { floorIdOf } from '../parties/world.ts';
import {
  billableOf,
  billedOf,
  buyers,
  exposureOf,
  openOf,
  prices,
  sum,
  unbilledWorthOf,
  type BookInvoice,
  type BookLine,
  type BookOrder,
} from './book-state.ts';
import type { OrderBook } from './order-book.ts';
import type { OrderWorld } from './order-world.ts';

/*
 * All that the product and the book have to agree on, as lines of text: each order with its lines,
 * the goods by how they lie, deliveries, returns, and what each customer owes.
 */

export const pictureOf = (book: OrderBook): string[] => {
  const { orders, goods, deliveries, returns, invoices } = book.state;
  return [
    ...orders.map((order) => orderLine(order, invoices)),
    ...Object.entries(goods)
      .flatMap(([key, n]) => (n === 0 ? [] : [`${key} ${n}`]))
      .sort(),
    ...deliveries.map(({ state }) => `delivery ${state}`),
    ...returns.map(({ state, received }) => `return ${state} ${received}`),
    ...buyers.map((buyer) => `${buyer} ${book.owed(buyer)}`),
  ];
};

function orderLine(order: BookOrder, invoices: readonly BookInvoice[]): string {
  const invoicing = progressOf(
    order.lines.filter((line) => billedOf(line) > 0 || billableOf(line) > 0),
    billedOf,
    (line) => billedOf(line) >= billableOf(line),
  );
  const fulfilment = progressOf(
    order.lines.filter(({ issued, quantity, cancelled }) => issued > 0 || quantity > cancelled),
    ({ issued }) => issued,
    (line) => openOf(line) <= 0,
  );
  const own = invoices.filter((invoice) => invoice.order === order);
  const head = [order.state, `{${order.holds}}`, fulfilment, invoicing];
  const lines = order.lines.map((line) =>
    [
      ...[line.sku, line.place, line.quantity, line.cancelled, line.issued, line.returned],
      ...[line.replaced, line.invoiced, line.credited],
      sum(line.turns.map((turn) => turn.held)),
      sum(line.turns.map((turn) => turn.still - turn.held)),
    ].join(' '),
  );
  return [...head, paymentOf(order, own), exposureOf(order), ...lines].join(' | ');
}

type Progress = 'NONE' | 'PARTIAL' | 'FULL';

/** Of all lines that count: FULL when each is, NONE when none has begun. */
function progressOf(
  lines: readonly BookLine[],
  begun: (line: BookLine) => number,
  isFull: (line: BookLine) => boolean,
): Progress {
  if (lines.every((line) => begun(line) <= 0)) return 'NONE';
  return lines.every((line) => begun(line) > 0 && isFull(line)) ? 'FULL' : 'PARTIAL';
}

/** Nobody pays here: what is settled was credited. */
function paymentOf(order: BookOrder, invoices: readonly BookInvoice[]): Progress {
  const lines = invoices.flatMap((invoice) => invoice.lines);
  const amount = sum(lines.map(({ line, quantity }) => quantity * prices[line.sku]));
  const settled = sum(lines.map(({ line, credited }) => credited * prices[line.sku]));
  if (settled === 0) return 'NONE';
  return settled === amount + unbilledWorthOf(order) ? 'FULL' : 'PARTIAL';
}

export interface PictureIds {
  readonly orders: readonly Id[];
  readonly deliveries: readonly Id[];
  readonly returns: readonly Id[];
}

const orderRows = `
  select concat_ws(' | ', o.state, o.holds::text, o.fulfilment, o.invoicing,
    ${orderPaymentOf('o.id')},
    trim_scale(o.exposure), (
    select string_agg(concat_ws(' ', p.sku, h.code, trim_scale(l.quantity),
             trim_scale(l.cancelled), trim_scale(l.issued), trim_scale(l.returned),
             trim_scale(l.replaced), trim_scale(l.invoiced), trim_scale(l.credited),
             trim_scale(r.held), trim_scale(r.waiting)),
           ' | ' order by l.line_no)
    from sales_order_line l join product p on p.id = l.product_id
    join warehouse h on h.id = l.warehouse_id
    cross join lateral (
      select coalesce(sum(held), 0) as held,
             coalesce(sum(quantity - held - consumed - released), 0) as waiting
      from stock_reservation where demand_line_id = l.id) r
    where l.sales_order_id = o.id)) as line
  from unnest($1::uuid[]) with ordinality as k(id, n)
  join sales_order o on o.id = k.id order by k.n`;

const goodsRows = `
  select concat_ws(' ', p.sku, w.code, b.status, case when b.owner_id is not null then 'theirs' end,
                   trim_scale(sum(b.on_hand))) as line
  from stock_balance b join location l on l.id = b.location_id
  join warehouse w on w.id = l.warehouse_id join product p on p.id = b.product_id
  group by p.sku, w.code, b.status, b.owner_id is not null having sum(b.on_hand) <> 0`;

const deliveryRows = `
  select 'delivery ' || d.state as line from unnest($1::uuid[]) with ordinality as k(id, n)
  join delivery d on d.id = k.id order by k.n`;

const returnRows = `
  select concat_ws(' ', 'return', a.state, trim_scale(sum(l.received))) as line
  from unnest($1::uuid[]) with ordinality as k(id, n)
  join return_authorisation a on a.id = k.id
  join return_line l on l.return_authorisation_id = a.id group by k.n, a.state order by k.n`;

/** The same of the product. */
export async function pictureIn(
  w: OrderWorld,
  { orders, deliveries, returns }: PictureIds,
): Promise<string[]> {
  const lines = async (sql: string, ...values: readonly unknown[]): Promise<string[]> =>
    (await w.sql<{ line: string }>(sql, values)).map(({ line }) => line);
  const owed = await w.sql<{ id: Id; owed: string }>(
    'select party_id as id, trim_scale(ordered + invoiced)::text as owed from credit_account',
  );
  return [
    ...(await lines(orderRows, orders)),
    ...(await lines(goodsRows)).sort(),
    ...(deliveries.length > 0 ? await lines(deliveryRows, deliveries) : []),
    ...(returns.length > 0 ? await lines(returnRows, returns) : []),
    ...buyers.map(
      (buyer) => `${buyer} ${owed.find(({ id }) => id === floorIdOf(w, buyer))?.owed ?? '0'}`,
    ),
  ];
}
