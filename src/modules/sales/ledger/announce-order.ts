import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';

const text = (column: string): string => `trim_scale(${column})::text`;

/** Costs and prices' traces are not in it: not all who see orders may see those. */
const load = statement(
  'sales_orders_snapshot',
  `select o.id, o.owner_id as "ownerId", o.team_id as "teamId",
     json_build_object('id', o.id, 'number', o.number, 'state', o.state, 'partyId', o.party_id,
       'ownerId', o.owner_id, 'teamId', o.team_id, 'quoteRevisionId', o.quote_revision_id,
       'opportunityId', o.opportunity_id, 'projectId', o.project_id,
       'customerReference', o.customer_reference, 'orderedOn', o.ordered_on,
       'currency', o.currency, 'paymentDays', o.payment_days,
       'paymentTermsId', o.payment_terms_id,
       'deliveryPolicy', o.delivery_policy, 'reservationPolicy', o.reservation_policy,
       'holds', o.holds, 'cleared', o.cleared, 'net', ${text('o.net')}, 'tax', ${text('o.tax')},
       'total', ${text('o.total')}, 'fulfilment', o.fulfilment, 'invoicing', o.invoicing,
       'version', o.version,
       'lines', (select json_agg(json_build_object('id', l.id, 'lineNo', l.line_no,
          'productId', l.product_id, 'sku', p.sku, 'warehouseId', l.warehouse_id,
          'unit', l.unit_code, 'quantityInUnit', ${text('l.quantity_in_unit')},
          'quantity', ${text('l.quantity')}, 'cancelled', ${text('l.cancelled')},
          'issued', ${text('l.issued')}, 'returned', ${text('l.returned')},
          'replaced', ${text('l.replaced')}, 'invoiced', ${text('l.invoiced')},
          'credited', ${text('l.credited')}, 'open', ${text('l.open_quantity')},
          'requestedOn', l.requested_on, 'promisedOn', l.promised_on,
          'unitPrice', ${text('l.unit_price')}, 'net', ${text('l.net')},
          'tax', ${text('l.tax')}, 'total', ${text('l.total')}) order by l.line_no)
        from sales_order_line l join product p on p.id = l.product_id
        where l.sales_order_id = o.id)) as "salesOrder"
   from sales_order o where o.id = ${anyOf('$1')}`,
);

interface Snapshot {
  readonly id: Id;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly salesOrder: Readonly<Record<string, unknown>>;
}

/** What is told of an order, by whose act. */
export interface OrderNews {
  readonly by: Pick<ActContext, 'emit'>;
  readonly type: EventType;
  readonly salesOrderId: Id;
  /** What the act changed. */
  readonly change?: Readonly<Record<string, unknown>>;
}

/**
 * Announces orders as they now stand to who looks after them. Ask for it behind the last write, on
 * the wire with it. One statement for all.
 */
export async function announceOrders(
  db: Pick<OperationContext, 'query'>,
  news: readonly OrderNews[],
): Promise<void> {
  if (news.length === 0) return;
  const rows = await db.query<Snapshot>(load, [news.map(({ salesOrderId }) => salesOrderId)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { by, type, salesOrderId, change } of news) {
    const found = byId.get(salesOrderId);
    if (!found) throw new Error(`No order ${salesOrderId} to be announced`);
    const { ownerId, teamId, salesOrder } = found;
    by.emit({
      type,
      subject: { type: 'salesOrder', id: salesOrderId },
      ownerId,
      unitIds: teamId === null ? [] : [teamId],
      data: { salesOrder, ...(change && { change }) },
    });
  }
}

export const announceOrder = (
  op: OperationContext,
  type: EventType,
  salesOrderId: Id,
  change?: Readonly<Record<string, unknown>>,
): Promise<void> => announceOrders(op, [{ by: op, type, salesOrderId, ...(change && { change }) }]);
