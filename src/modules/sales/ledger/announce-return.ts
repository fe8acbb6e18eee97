import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';

const text = (column: string): string => `trim_scale(${column})::text`;

const load = statement(
  'return_snapshot',
  `select a.owner_id as "ownerId", a.team_id as "teamId", a.warehouse_id as "warehouseId",
     json_build_object('id', a.id, 'number', a.number, 'state', a.state, 'reason', a.reason,
       'version', a.version, 'partyId', a.party_id,
       'salesOrder', json_build_object('id', o.id, 'number', o.number),
       'warehouse', json_build_object('id', w.id, 'code', w.code),
       'lines', (select json_agg(json_build_object('id', r.id, 'lineNo', r.line_no,
          'deliveryLineId', l.id, 'deliveryId', l.delivery_id,
          'salesOrderLineId', l.sales_order_line_id, 'productId', l.product_id, 'sku', p.sku,
          'baseUnit', p.base_unit_code, 'quantity', ${text('r.quantity')},
          'received', ${text('r.received')}, 'serials', r.serials,
          'isReplaced', r.is_replaced) order by r.line_no)
        from return_line r
        join delivery_line l on l.id = r.delivery_line_id
        join product p on p.id = l.product_id
        where r.return_authorisation_id = a.id)) as "returnAuthorisation"
   from return_authorisation a
   join sales_order o on o.id = a.sales_order_id
   join warehouse w on w.id = a.warehouse_id
   where a.id = $1`,
);

interface Snapshot {
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly warehouseId: Id;
  readonly returnAuthorisation: Readonly<Record<string, unknown>>;
}

/** Announces the return as it now stands, behind the last write. `change`: what the act did. */
export async function announceReturn(
  op: OperationContext,
  type: EventType,
  returnId: Id,
  change?: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [found] = await op.query<Snapshot>(load, [returnId]);
  if (!found) throw new Error(`No return ${returnId} to be announced`);
  const { ownerId, teamId, warehouseId, returnAuthorisation } = found;
  op.emit({
    type,
    subject: { type: 'returnAuthorisation', id: returnId },
    ownerId,
    unitIds: [warehouseId, ...(teamId === null ? [] : [teamId])],
    data: { returnAuthorisation, ...(change && { change }) },
  });
}
