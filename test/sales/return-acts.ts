import type { Id } from '../../src/kernel/id.ts';
import {
  authoriseReturn,
  cancelReturn,
  receiveReturn,
  type ReceivedLineInput,
  type ReturnLineInput,
} from '../../src/modules/sales/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { deliveryLineIds, type PlacedOrder } from './delivery-acts.ts';
import type { OrderWorld } from './order-world.ts';

export interface Authorised {
  readonly id: Id;
  /** By product. */
  readonly lines: ReadonlyMap<string, Id>;
}

/** `VALVE 3`, `BOILER S1,S2`, with `replaced` behind: what may come back of a delivery. */
export async function mayReturn(
  w: OrderWorld,
  of: PlacedOrder,
  deliveryId: Id,
  texts: readonly string[],
  caller: Caller = asSystem,
): Promise<Authorised> {
  const ids = await deliveryLineIds(w, deliveryId);
  const lines = texts.map((text): ReturnLineInput => {
    const [sku = '', what = '', replaced] = text.split(' ');
    const serials = /^[A-Z]/.test(what) ? what.split(',') : null;
    return {
      deliveryLineId: ids.get(sku) as Id,
      quantity: serials ? String(serials.length) : what,
      serials,
      isReplaced: replaced !== undefined,
    };
  });
  const input = { salesOrderId: of.id, reason: 'Not what was ordered', lines };
  const made = await w.perform(authoriseReturn, input, caller);
  return {
    id: made.returnAuthorisationId,
    lines: await returnLineIds(w, made.returnAuthorisationId),
  };
}

const returnLineIds = async (w: OrderWorld, id: Id): Promise<Map<string, Id>> => {
  const rows = await w.sql<{ id: Id; sku: string }>(
    `select r.id, p.sku from return_line r join delivery_line l on l.id = r.delivery_line_id
     join product p on p.id = l.product_id where r.return_authorisation_id = $1`,
    [id],
  );
  return new Map(rows.map((row) => [row.sku, row.id]));
};

/** `RESTOCK VALVE 2`, `REPAIR BOILER S1`, `SCRAP ROPE 1 L1`: what came, and what becomes of it. */
export function cameBack(
  w: OrderWorld,
  authorised: Authorised,
  texts: readonly string[],
  caller: Caller = asSystem,
) {
  const lines = texts.map((text): ReceivedLineInput => {
    const [disposition = '', sku = '', what = '', lotCode = null] = text.split(' ');
    const serials = /^[A-Z]/.test(what) ? what.split(',') : null;
    return {
      returnLineId: authorised.lines.get(sku) as Id,
      quantity: serials ? String(serials.length) : what,
      disposition: disposition as ReceivedLineInput['disposition'],
      serials,
      lotCode,
    };
  });
  return w.perform(receiveReturn, { returnAuthorisationId: authorised.id, lines }, caller);
}

export const giveUp = (w: OrderWorld, { id }: Authorised) =>
  w.perform(cancelReturn, { returnAuthorisationId: id, reason: 'Never came' }, asSystem);

/** `PARTLY_RECEIVED VALVE 3 received 2`, then each receipt: `RESTOCK 2 at 12.5`. */
export async function returnState(w: OrderWorld, { id }: Authorised): Promise<string[]> {
  const [head] = await w.sql<{ line: string }>(
    `select a.state || ' ' || string_agg(concat_ws(' ', p.sku, trim_scale(r.quantity),
            'received ' || nullif(trim_scale(r.received), 0)), ', ' order by r.line_no) as line
     from return_authorisation a join return_line r on r.return_authorisation_id = a.id
     join delivery_line l on l.id = r.delivery_line_id join product p on p.id = l.product_id
     where a.id = $1 group by a.id`,
    [id],
  );
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', x.disposition, trim_scale(x.quantity),
            'at ' || trim_scale(x.unit_cost)) as line
     from return_receipt x join return_line r on r.id = x.return_line_id
     where r.return_authorisation_id = $1 order by x.id`,
    [id],
  );
  return [head?.line ?? 'none', ...rows.map(({ line }) => line)];
}
