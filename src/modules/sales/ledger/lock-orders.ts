import { DomainError, refuse } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { Order } from '../rules/order.ts';

const lock = statement(
  'sales_orders_lock',
  `select id from sales_order where id = ${anyOf('$1')} order by id for no key update`,
);

const text = (column: string): string => `trim_scale(${column})::text`;

const load = statement(
  'sales_orders_load',
  `select o.id, o.number, o.state, o.version, o.party_id as "partyId",
     o.contact_id as "contactId", o.ship_to as "shipTo", o.bill_to as "billTo",
     o.quote_revision_id as "quoteRevisionId", o.opportunity_id as "opportunityId",
     o.project_id as "projectId", o.owner_id as "ownerId", o.team_id as "teamId",
     o.customer_reference as "customerReference", o.warehouse_id as "warehouseId",
     o.ordered_on as "orderedOn", o.pricing_on as "pricingOn", o.currency,
      ${text('o.rate')} as rate,
     o.payment_days as "paymentDays", o.payment_terms_id as "paymentTermsId",
     o.tax_inclusive as "taxInclusive",
     ${text('o.document_discount_percent')} as "documentDiscountPercent",
     ${text('o.document_discount_amount')} as "documentDiscountAmount", o.terms,
     o.delivery_policy as "deliveryPolicy", o.reservation_policy as "reservationPolicy", o.holds,
     o.cleared, ${text('o.net')} as net, ${text('o.discount')} as discount, ${text('o.tax')} as tax,
     ${text('o.total')} as total, ${text('o.exposure')} as exposure,
     (select json_agg(json_build_object('id', l.id, 'lineNo', l.line_no,
        'productId', l.product_id, 'sku', p.sku, 'warehouseId', l.warehouse_id,
        'unit', l.unit_code, 'quantityInUnit', ${text('l.quantity_in_unit')},
        'quantity', ${text('l.quantity')}, 'cancelled', ${text('l.cancelled')},
        'issued', ${text('l.issued')}, 'returned', ${text('l.returned')},
        'replaced', ${text('l.replaced')}, 'invoiced', ${text('l.invoiced')},
        'credited', ${text('l.credited')}, 'requestedOn', l.requested_on,
        'promisedOn', l.promised_on, 'shortCloseReason', l.short_close_reason,
        'quoteLineId', l.quote_line_id, 'listPrice', ${text('l.list_price')},
        'unitPrice', ${text('l.unit_price')}, 'discount', ${text('l.discount')},
        'net', ${text('l.net')}, 'taxCode', l.tax_code, 'taxRate', ${text('l.tax_rate')},
        'taxedPercent', ${text('l.taxed_percent')},
        'tax', ${text('l.tax')}, 'total', ${text('l.total')},
        'companyTotal', ${text('l.company_total')}, 'priceOverride', l.price_override,
        'priceTrace', l.price_trace, 'unitCost', ${text('l.unit_cost')},
        'warrantyMonths', l.warranty_months, 'exceeds', l.exceeds,
        'inDelivery', coalesce((select ${text('sum(d.quantity)')} from delivery_line d
           join delivery v on v.id = d.delivery_id and v.state = 'DRAFT'
           where d.sales_order_line_id = l.id), '0'),
        'wasInDelivery', exists (select from delivery_line d where d.sales_order_line_id = l.id))
        order by l.line_no)
      from sales_order_line l join product p on p.id = l.product_id
      where l.sales_order_id = o.id) as lines
   from sales_order o where o.id = ${anyOf('$1')} order by o.id`,
);

/**
 * Locks the orders, in order of id, and tells what they are behind their locks, lines in delivery
 * included: whoever drafts or posts a delivery of an order locks it first. One round trip.
 */
export async function lockOrders(
  op: Pick<OperationContext, 'query'>,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, Order>> {
  const asked = [...new Set(ids.filter(isId).map((id) => id.toLowerCase()))].sort();
  const [, orders] = await inOrder(op.query(lock, [asked]), op.query<Order>(load, [asked]));
  return new Map(orders.map((order) => [order.id, order]));
}

/** Same, of one; refuses SALES_ORDER_NOT_FOUND. */
export async function lockOrder(
  op: Pick<OperationContext, 'query'>,
  id: Id,
  path: readonly string[] = ['salesOrderId'],
): Promise<Order> {
  const [order] = (await lockOrders(op, [id])).values();
  return order ?? refuse('SALES_ORDER_NOT_FOUND', 'There is no such order', path);
}

const lockParty = statement(
  'sales_order_lock_customer',
  `select p.id from sales_order o join party p on p.id = o.party_id
   where o.id = ${anyOf('$1')} order by p.id for key share of p`,
);

/** Takes hold of customers of orders before the orders are locked: no merge comes between. */
export const lockCustomersOf = (
  op: Pick<OperationContext, 'query'>,
  ids: readonly Id[],
): Promise<unknown> => op.query(lockParty, [ids.filter(isId)]);

/** Same, of one. */
export const lockCustomerOf = (op: Pick<OperationContext, 'query'>, id: Id): Promise<unknown> =>
  lockCustomersOf(op, [id]);

/** Refuses STALE unless the order is as it was looked at. */
export function requireVersion({ version }: Order, expectedVersion: number): void {
  if (version === expectedVersion) return;
  const message = `The order has been changed: it is version ${version}, not ${expectedVersion}`;
  throw new DomainError([fault('STALE', message, ['expectedVersion'], { version })]);
}
