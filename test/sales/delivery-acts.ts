import { newId, type Id } from '../../src/kernel/id.ts';
import { receiveGoods } from '../../src/modules/inventory/index.ts';
import {
  cancelDelivery,
  deliverSalesOrder,
  draftDelivery,
  postDelivery,
  reverseDelivery,
  type DeliveryLineInput,
  type DraftDeliveryInput,
  type PostDeliveryInput,
} from '../../src/modules/sales/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import { place, type OrderWorld } from './order-world.ts';

export interface PlacedOrder {
  readonly id: Id;
  readonly lines: readonly { readonly id: Id; readonly sku: string }[];
}

/** `order(w, 'VALVE 10', 'HOSE 5 @ ISF')`; its lines by their products. */
export async function order(
  w: OrderWorld,
  texts: readonly string[],
  over: Parameters<typeof place>[2] = {},
): Promise<PlacedOrder> {
  const { salesOrderId } = await place(w, texts, over);
  const lines = await w.sql<{ id: Id; sku: string }>(
    `select l.id, p.sku from sales_order_line l join product p on p.id = l.product_id
     where l.sales_order_id = $1 order by l.line_no`,
    [salesOrderId],
  );
  return { id: salesOrderId as Id, lines };
}

/** `lineOf(order, 'VALVE')`; `VALVE#2` is its second. */
export function lineOf(of: PlacedOrder, name: string): Id {
  const [sku, nth = '1'] = name.split('#');
  const line = of.lines.filter((candidate) => candidate.sku === sku)[Number(nth) - 1];
  if (!line) throw new Error(`The order has no line of ${name}`);
  return line.id;
}

/** Serials come into TEH, or elsewhere: `BOILER S1,S2 @ ISF`, lots likewise: `ROPE 5 L1`. */
export async function receiveNamed(w: OrderWorld, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const [goods = '', warehouse = 'TEH'] = text.split(' @ ');
    const [sku = '', what = '', lot] = goods.split(' ');
    const serials = lot === undefined ? what.split(',') : null;
    const input = {
      warehouseId: idOf(w, warehouse),
      locationId: idOf(w, `${warehouse} A1`),
      lines: [
        {
          productId: idOf(w, sku),
          quantity: serials ? String(serials.length) : what,
          unit: serials ? 'PCE' : 'MTR',
          serials,
          lot: lot === undefined ? null : { code: lot },
        },
      ],
    };
    await w.perform(receiveGoods, input, asSystem);
  }
}

/** `VALVE 3`, `VALVE` (all of it), `BOILER S1,S2`, `ROPE 2 L1`: lines of a delivery. */
export const deliveryLines = (of: PlacedOrder, texts: readonly string[]): DeliveryLineInput[] =>
  texts.map((text) => {
    const [sku = '', what, lot] = text.split(' ');
    const serials = what !== undefined && /^[A-Z]/.test(what) ? what.split(',') : null;
    return {
      salesOrderLineId: lineOf(of, sku),
      quantity: serials ? String(serials.length) : (what ?? null),
      unit: what === undefined ? null : sku.startsWith('ROPE') ? 'MTR' : 'PCE',
      ...(serials && { serials }),
      ...(lot !== undefined && { lotCode: lot }),
    };
  });

const drafting = (
  of: PlacedOrder,
  texts: readonly string[],
  over: Partial<DraftDeliveryInput>,
): DraftDeliveryInput => ({
  id: newId(),
  salesOrderId: of.id,
  lines: texts.length === 0 ? null : deliveryLines(of, texts),
  ...over,
});

/** `draft(w, order, ['VALVE 3'])`; without lines what can leave. Answers the delivery's id. */
export const draft = async (
  w: OrderWorld,
  of: PlacedOrder,
  texts: readonly string[] = [],
  over: Partial<DraftDeliveryInput> = {},
  caller: Caller = asSystem,
): Promise<Id> => (await w.perform(draftDelivery, drafting(of, texts, over), caller)).deliveryId;

export const deliver = async (
  w: OrderWorld,
  of: PlacedOrder,
  texts: readonly string[] = [],
  over: Partial<DraftDeliveryInput> = {},
): Promise<Id> =>
  (await w.perform(deliverSalesOrder, drafting(of, texts, over), asSystem)).deliveryId;

/** As it is drafted, unless something is said. */
export const post = (
  w: OrderWorld,
  deliveryId: Id,
  how: Omit<PostDeliveryInput, 'deliveryId'> = { usePlan: true },
  caller: Caller = asSystem,
) => w.perform(postDelivery, { deliveryId, ...how }, caller);

/** `POSTED VALVE 3 issued 2, HOSE 5 issued 5`. */
export async function deliveryState(w: OrderWorld, id: Id): Promise<string> {
  const [row] = await w.sql<{ line: string }>(
    `select d.state || ' ' || string_agg(concat_ws(' ', p.sku, trim_scale(l.quantity),
            'issued ' || nullif(trim_scale(l.issued), 0),
            'returned ' || nullif(trim_scale(l.returned), 0)), ', ' order by l.line_no) as line
     from delivery d join delivery_line l on l.delivery_id = d.id
     join product p on p.id = l.product_id where d.id = $1 group by d.id`,
    [id],
  );
  return row?.line ?? 'none';
}

export const cancel = (w: OrderWorld, deliveryId: Id) =>
  w.perform(cancelDelivery, { deliveryId }, asSystem);

export const takeBack = (w: OrderWorld, deliveryId: Id) =>
  w.perform(reverseDelivery, { deliveryId, reason: 'Wrong customer' }, asSystem);

/** The lines of a delivery by product. */
export const deliveryLineIds = async (w: OrderWorld, id: Id): Promise<Map<string, Id>> => {
  const rows = await w.sql<{ id: Id; sku: string }>(
    `select l.id, p.sku from delivery_line l join product p on p.id = l.product_id
     where l.delivery_id = $1 order by l.line_no`,
    [id],
  );
  return new Map(rows.map((row) => [row.sku, row.id]));
};

/** The types of what was announced of deliveries, returns and promises, in order. */
export const newsOf = async (w: OrderWorld): Promise<string[]> => {
  const rows = await w.sql<{ type: string }>(
    `select type from outbox where type ~ '^(delivery|return|salesOrder[.]promise)' order by id`,
  );
  return rows.map(({ type }) => type);
};
