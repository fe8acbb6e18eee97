import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';

const text = (column: string): string => `trim_scale(${column})::text`;

const load = statement(
  'delivery_snapshot',
  `select o.owner_id as "ownerId", o.team_id as "teamId", d.warehouse_id as "warehouseId",
     json_build_object('id', d.id, 'number', v.number, 'state', d.state, 'version', d.version,
       'warehouse', json_build_object('id', w.id, 'code', w.code), 'postedAt', d.posted_at,
       'salesOrder', json_build_object('id', o.id, 'number', o.number,
         'fulfilment', o.fulfilment, 'version', o.version),
       'lines', (select json_agg(json_build_object('id', l.id, 'lineNo', l.line_no,
          'salesOrderLineId', l.sales_order_line_id, 'productId', l.product_id, 'sku', p.sku,
          'baseUnit', p.base_unit_code, 'quantity', ${text('l.quantity')},
          'issued', ${text('l.issued')}, 'returned', ${text('l.returned')},
          'stillOpen', ${text('s.open_quantity')}) order by l.line_no)
        from delivery_line l
        join product p on p.id = l.product_id
        join sales_order_line s on s.id = l.sales_order_line_id
        where l.delivery_id = d.id)) as delivery
   from delivery d
   join stock_voucher v on v.id = d.id
   join warehouse w on w.id = d.warehouse_id
   join sales_order o on o.id = d.sales_order_id
   where d.id = $1`,
);

interface Snapshot {
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly warehouseId: Id;
  readonly delivery: Readonly<Record<string, unknown>>;
}

/** Announces the delivery as it now stands, behind the last write. `change`: what the act did. */
export async function announceDelivery(
  op: OperationContext,
  type: EventType,
  deliveryId: Id,
  change?: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [found] = await op.query<Snapshot>(load, [deliveryId]);
  if (!found) throw new Error(`No delivery ${deliveryId} to be announced`);
  const { delivery, ownerId, teamId, warehouseId } = found;
  op.emit({
    type,
    subject: { type: 'delivery', id: deliveryId },
    ...(ownerId !== null && { ownerId }),
    unitIds: [warehouseId, ...(teamId === null ? [] : [teamId])],
    data: { delivery, ...(change && { change }) },
  });
}
