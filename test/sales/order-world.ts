import type { Id } from '../../src/kernel/id.ts';
import { receiveGoods } from '../../src/modules/inventory/index.ts';
import {
  placeOrder,
  setSalesDefaults,
  type OrderLineInput,
  type OrderWritten,
  type PlaceOrderInput,
} from '../../src/modules/sales/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf, openWorld, type World } from '../inventory/world.ts';
import { floorIdOf, openSalesFloor, type SalesFloor } from '../parties/world.ts';
import { addBasePrices } from '../pricing/world.ts';
import { asSystem } from '../support/perform.ts';

/**
 * A world of goods with prices and customers; orders that name no warehouse are served from TEH.
 */
export type OrderWorld = World & SalesFloor;

export async function openOrderWorld(options: { poolSize?: number } = {}): Promise<OrderWorld> {
  const w = await openSalesFloor(await openWorld(options));
  await addBasePrices(w);
  await w.perform(
    setSalesDefaults,
    { expectedVersion: 1, defaultWarehouseId: idOf(w, 'TEH') },
    asSystem,
  );
  return w;
}

/** Orders, goods and credit are forgotten, with what was told of them; people and prices stay. */
export async function forgetOrders(w: OrderWorld): Promise<void> {
  await w.forget(
    ...['sales_order', 'credit_account', 'credit_entry', 'credit_override', 'stock_move'],
    ...['stock_balance', 'stock_voucher', 'stock_reservation_entry', 'stock_reservation'],
    ...['stock_level', 'number_series', 'payment_commitment'],
  );
  await w.sql(`delete from outbox where type ~ '^(salesOrder|stock|goods)'`);
}

/** `VALVE 10`, `VALVE 2 CT`, `HOSE 5 @ ISF`: lines of an order. */
export const lines = (w: OrderWorld, texts: readonly string[]): OrderLineInput[] =>
  texts.map((text) => {
    const [goods = '', warehouse] = text.split(' @ ');
    const [sku = '', quantity = '1', unit] = goods.split(' ');
    return {
      productId: idOf(w, sku),
      quantity,
      ...(unit && { unit }),
      ...(warehouse && { warehouseId: idOf(w, warehouse) }),
    };
  });

/** An order of Alborz, who is Nima's, or of somebody else. */
export const ordering = (
  w: OrderWorld,
  texts: readonly string[],
  over: Partial<PlaceOrderInput> = {},
): PlaceOrderInput => ({
  customerId: floorIdOf(w, 'Alborz'),
  currency: 'IRR',
  lines: lines(w, texts),
  ...over,
});

export const place = (
  w: OrderWorld,
  texts: readonly string[],
  over: Partial<PlaceOrderInput> = {},
  caller: Caller = asSystem,
): Promise<OrderWritten> => w.perform(placeOrder, ordering(w, texts, over), caller);

/** Goods come into TEH, or elsewhere: `VALVE 10`, `HOSE 5 @ ISF`. */
export async function receive(w: OrderWorld, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const [goods = '', warehouse = 'TEH'] = text.split(' @ ');
    const [sku = '', quantity = '1'] = goods.split(' ');
    const line = { productId: idOf(w, sku), quantity, unit: 'PCE' };
    const input = {
      warehouseId: idOf(w, warehouse),
      locationId: idOf(w, `${warehouse} A1`),
      lines: [line],
    };
    await w.perform(receiveGoods, input, asSystem);
  }
}

/** The customer may owe so much. */
export const limitCredit = (w: OrderWorld, customer: string, amount: string): Promise<unknown> =>
  w.sql(
    `insert into credit_account (party_id, credit_limit) values ($1, $2)
     on conflict (party_id) do update set credit_limit = excluded.credit_limit`,
    [floorIdOf(w, customer), amount],
  );

/**
 * `CONFIRMED 1100000 exposure 1100000 NONE/NONE`, then for each line `VALVE 10 open 10 held 10`;
 * zeros are left out.
 */
export async function orderState(w: OrderWorld, id: Id): Promise<string[]> {
  const [head] = await w.sql<{ line: string }>(
    `select concat_ws(' ', state, case when holds <> '{}' then holds::text end, trim_scale(total),
       case when exposure > 0 then 'exposure ' || trim_scale(exposure) end,
       case when fulfilment <> 'NONE' then 'fulfilment ' || fulfilment end,
       case when invoicing <> 'NONE' then 'invoicing ' || invoicing end) as line
     from sales_order where id = $1`,
    [id],
  );
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', p.sku, trim_scale(l.quantity),
       case when h.code <> 'TEH' then '@ ' || h.code end, ${figures('l', [
         'cancelled',
         'issued',
         'returned',
         'replaced',
         'invoiced',
         'credited',
       ])},
       case when l.open_quantity > 0 then 'open ' || trim_scale(l.open_quantity) end,
       ${figures('r', ['held', 'waiting'])}) as line
     from sales_order_line l join product p on p.id = l.product_id
     join warehouse h on h.id = l.warehouse_id
     left join lateral (
       select coalesce(sum(held), 0) as held,
              coalesce(sum(quantity - held - consumed - released), 0) as waiting
       from stock_reservation where demand_line_id = l.id) r on true
     where l.sales_order_id = $1 order by l.line_no`,
    [id],
  );
  return [head?.line ?? 'none', ...rows.map(({ line }) => line)];
}

const figures = (alias: string, names: readonly string[]): string =>
  names
    .map(
      (name) =>
        `case when ${alias}.${name} > 0 then '${name} ' || trim_scale(${alias}.${name}) end`,
    )
    .join(', ');

/** `ordered 1100000 invoiced 0`: what the customer owes and will owe. */
export async function creditOf(w: OrderWorld, customer: string): Promise<string> {
  const [row] = await w.sql<{ line: string }>(
    `select 'ordered ' || trim_scale(ordered) || ' invoiced ' || trim_scale(invoiced) as line
     from credit_account where party_id = $1`,
    [floorIdOf(w, customer)],
  );
  return row?.line ?? 'none';
}
