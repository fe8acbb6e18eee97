import { refuse } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { BilledLine, InvoiceRecord } from '../rules/invoice.ts';
import type { Order } from '../rules/order.ts';
import { lockOrders } from './lock-orders.ts';

type Op = Pick<OperationContext, 'query'>;

const findOrders = statement(
  'invoice_find_orders',
  `select distinct l.sales_order_id as id from invoice_line i
   join sales_order_line l on l.id = i.sales_order_line_id where i.invoice_id = $1`,
);

const lockParty = statement(
  'invoice_lock_customer',
  `select p.id from invoice i join party p on p.id = i.party_id
   where i.id = $1 for key share of p`,
);

const text = (column: string): string => `trim_scale(${column})::text`;

const load = statement(
  'invoice_load',
  `select i.id, i.kind, i.state, i.number, i.version, i.party_id as "partyId",
     i.sales_order_id as "salesOrderId", i.credits_id as "creditsId",
     i.return_authorisation_id as "returnAuthorisationId", i.project_id as "projectId",
     i.owner_id as "ownerId", i.team_id as "teamId", i.bill_to as "billTo", i.reason,
     i.dated_on as "datedOn", i.due_on as "dueOn", i.payment_days as "paymentDays", i.currency,
     ${text('i.rate')} as rate, i.tax_inclusive as "taxInclusive", i.tax_rounding as "taxRounding",
     ${text('i.net')} as net, ${text('i.tax')} as tax, ${text('i.total')} as total,
     (select json_agg(json_build_object('id', l.id, 'salesOrderLineId', l.sales_order_line_id,
        'creditsLineId', l.credits_line_id, 'productId', l.product_id, 'sku', p.sku,
        'unit', l.unit_code, 'quantityInUnit', ${text('l.quantity_in_unit')},
        'quantity', ${text('l.quantity')}, 'unitPrice', ${text('l.unit_price')},
        'net', ${text('l.net')}, 'taxCode', l.tax_code, 'taxRate', ${text('l.tax_rate')},
        'taxedPercent', ${text('l.taxed_percent')},
        'tax', ${text('l.tax')}, 'total', ${text('l.total')}) order by l.line_no)
      from invoice_line l join product p on p.id = l.product_id where l.invoice_id = i.id) as lines
   from invoice i where i.id = $1`,
);

/** An invoice, and the orders that it is of: behind their locks it stands still as well. */
export interface LockedInvoice {
  readonly invoice: InvoiceRecord;
  readonly orders: ReadonlyMap<Id, Order>;
}

/**
 * Takes hold of the customer, then locks the orders of an invoice: whoever changes an invoice, or
 * what is invoiced of an order, takes turns there. Refuses INVOICE_NOT_FOUND. Two round trips.
 */
export async function lockInvoice(op: Op, given: Id): Promise<LockedInvoice> {
  const id = given.toLowerCase();
  const [of] = isId(id)
    ? await inOrder(op.query<{ id: Id }>(findOrders, [id]), op.query(lockParty, [id]))
    : [[]];
  if (of.length === 0) refuse('INVOICE_NOT_FOUND', 'There is no such invoice', ['invoiceId']);
  const [orders, [invoice]] = await inOrder(
    lockOrders(
      op,
      of.map((order) => order.id),
    ),
    op.query<InvoiceRecord>(load, [id]),
  );
  if (!invoice) throw new Error(`Invoice ${id} has lines and is gone`);
  return { invoice, orders };
}

const loadBilled = statement(
  'invoice_lines_billed',
  `select l.id, l.invoice_id as "invoiceId", l.sales_order_line_id as "salesOrderLineId",
     ${text('l.quantity')} as quantity, ${text('l.net')} as net, ${text('l.tax')} as tax,
     ${text('l.total')} as total, ${text('c.quantity')} as credited,
     json_build_object('net', ${text('c.net')}, 'tax', ${text('c.tax')},
                       'total', ${text('c.total')}) as "creditedAmounts"
   from invoice_line l
   join invoice i on i.id = l.invoice_id and i.kind = 'INVOICE' and i.state = 'POSTED'
   cross join lateral (
     select coalesce(sum(n.quantity), 0) as quantity, coalesce(sum(n.net), 0) as net,
            coalesce(sum(n.tax), 0) as tax, coalesce(sum(n.total), 0) as total
     from invoice_line n where n.credits_line_id = l.id
   ) c
   where l.sales_order_line_id = ${anyOf('$1')}
   order by l.id`,
);

/** What was invoiced of lines of orders, and credited since; behind the locks of the orders. */
export const loadBilledLines = (op: Op, salesOrderLineIds: readonly Id[]): Promise<BilledLine[]> =>
  op.query<BilledLine>(loadBilled, [salesOrderLineIds]);
