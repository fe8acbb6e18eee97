import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { ActContext } from '../../../platform/perform/operation.ts';
import { orderClashes } from '../rules/order-clashes.ts';
import type { OrderHold } from '../rules/order-kinds.ts';
import type { NewOrder, OrderLineTerms, OrderTerms, OrderTotals } from '../rules/order.ts';
import type { SalesOrderState } from '../rules/order-states.ts';

type Column<Row> = readonly [property: keyof Row & string, column: string, type: string];

const headColumns: readonly Column<OrderTerms & OrderTotals>[] = [
  ['partyId', 'party_id', 'uuid'],
  ['contactId', 'contact_id', 'uuid'],
  ['shipTo', 'ship_to', 'jsonb'],
  ['billTo', 'bill_to', 'jsonb'],
  ['quoteRevisionId', 'quote_revision_id', 'uuid'],
  ['opportunityId', 'opportunity_id', 'uuid'],
  ['projectId', 'project_id', 'uuid'],
  ['ownerId', 'owner_id', 'uuid'],
  ['teamId', 'team_id', 'uuid'],
  ['customerReference', 'customer_reference', 'text'],
  ['warehouseId', 'warehouse_id', 'uuid'],
  ['orderedOn', 'ordered_on', 'date'],
  ['pricingOn', 'pricing_on', 'date'],
  ['currency', 'currency', 'text'],
  ['rate', 'rate', 'numeric'],
  ['paymentDays', 'payment_days', 'int'],
  ['paymentTermsId', 'payment_terms_id', 'uuid'],
  ['taxInclusive', 'tax_inclusive', 'boolean'],
  ['documentDiscountPercent', 'document_discount_percent', 'numeric'],
  ['documentDiscountAmount', 'document_discount_amount', 'numeric'],
  ['terms', 'terms', 'text'],
  ['deliveryPolicy', 'delivery_policy', 'text'],
  ['reservationPolicy', 'reservation_policy', 'text'],
  ['net', 'net', 'numeric'],
  ['discount', 'discount', 'numeric'],
  ['tax', 'tax', 'numeric'],
  ['total', 'total', 'numeric'],
];

const lineColumns: readonly Column<OrderLineTerms>[] = [
  ['id', 'id', 'uuid'],
  ['lineNo', 'line_no', 'int'],
  ['productId', 'product_id', 'uuid'],
  ['warehouseId', 'warehouse_id', 'uuid'],
  ['unit', 'unit_code', 'text'],
  ['quantityInUnit', 'quantity_in_unit', 'numeric'],
  ['quantity', 'quantity', 'numeric'],
  ['requestedOn', 'requested_on', 'date'],
  ['promisedOn', 'promised_on', 'date'],
  ['quoteLineId', 'quote_line_id', 'uuid'],
  ['listPrice', 'list_price', 'numeric'],
  ['unitPrice', 'unit_price', 'numeric'],
  ['discount', 'discount', 'numeric'],
  ['net', 'net', 'numeric'],
  ['taxCode', 'tax_code', 'text'],
  ['taxRate', 'tax_rate', 'numeric'],
  ['taxedPercent', 'taxed_percent', 'numeric'],
  ['tax', 'tax', 'numeric'],
  ['total', 'total', 'numeric'],
  ['companyTotal', 'company_total', 'numeric'],
  ['priceOverride', 'price_override', 'jsonb'],
  ['priceTrace', 'price_trace', 'jsonb'],
  ['unitCost', 'unit_cost', 'numeric'],
  ['warrantyMonths', 'warranty_months', 'int'],
  ['exceeds', 'exceeds', 'text[]'],
];

type AnyColumns = readonly (readonly [string, string, string])[];

const names = (columns: AnyColumns): string => columns.map(([, column]) => column).join(', ');
const values = (columns: AnyColumns, of: string): string =>
  columns.map(([property]) => `${of}."${property}"`).join(', ');
const types = (columns: AnyColumns): string =>
  columns.map(([property, , type]) => `"${property}" ${type}`).join(', ');
const set = (columns: AnyColumns, of: string): string =>
  columns.map(([property, column]) => `${column} = ${of}."${property}"`).join(', ');

/** What an order is from its first day on, beside its terms. */
const birthColumns: AnyColumns = [
  ['id', 'id', 'uuid'],
  ['number', 'number', 'text'],
  ['state', 'state', 'text'],
  ['holds', 'holds', 'text[]'],
  ['cleared', 'cleared', 'boolean'],
  ['exposure', 'exposure', 'numeric'],
  ['confirmedAt', 'confirmed_at', 'timestamptz'],
  ['confirmedBy', 'confirmed_by', 'uuid'],
  ['createdAt', 'created_at', 'timestamptz'],
  ['createdBy', 'created_by', 'uuid'],
  ['operationId', 'operation_id', 'uuid'],
];

const insertLines = (source: string): string => `
  insert into sales_order_line (sales_order_id, ${names(lineColumns)})
  select l."salesOrderId", ${values(lineColumns, 'l')}
  from json_to_recordset(${source}::json) as l("salesOrderId" uuid, ${types(lineColumns)})`;

const allHeadColumns: AnyColumns = [...birthColumns, ...headColumns];

/** JSON and not arrays: for arrays PostgreSQL makes a new plan each time. */
export const insertOrdersStatement = statement(
  'sales_orders_insert',
  `with orders as (
     insert into sales_order (${names(allHeadColumns)})
     select ${values(allHeadColumns, 'o')}
     from json_to_recordset($1::json) as o(${types(allHeadColumns)})
   )
   ${insertLines('$2')}`,
);

/** An order on its first day, and whose act made it. */
export interface OrderBirth {
  readonly by: Pick<ActContext, 'now' | 'actorId' | 'operationId'>;
  readonly order: NewOrder;
  readonly number: string;
  readonly state: Extract<SalesOrderState, 'DRAFT' | 'CONFIRMED'>;
  readonly holds: readonly OrderHold[];
  readonly cleared: boolean;
  readonly exposure: Decimal;
}

const linesOf = ({ id, lines }: Pick<NewOrder, 'id' | 'lines'>) =>
  lines.map((line) => ({ ...line, salesOrderId: id }));

/** The values of `insertOrdersStatement`. */
export const birthValues = (births: readonly OrderBirth[]): string[] => [
  JSON.stringify(
    births.map(({ by, order: { lines: _, ...terms }, ...birth }) => ({
      ...terms,
      ...birth,
      ...{ createdAt: by.now, createdBy: by.actorId, operationId: by.operationId },
      ...(birth.state === 'CONFIRMED' && { confirmedAt: by.now, confirmedBy: by.actorId }),
    })),
  ),
  JSON.stringify(births.flatMap(({ order }) => linesOf(order))),
];

/** Orders and their lines, in one statement. Refuses ID_TAKEN. */
export const insertOrders = (db: Queryable, births: readonly OrderBirth[]): Promise<unknown> =>
  refusingClashes(orderClashes, () => db.query(insertOrdersStatement, birthValues(births)));

const rewriteHead = statement(
  'sales_order_rewrite',
  `update sales_order o set ${set(headColumns, 'r')}
   from json_to_record($2::json) as r(${types(headColumns)}) where o.id = $1`,
);

const removeLines = statement(
  'sales_order_lines_remove',
  'delete from sales_order_line where sales_order_id = $1 and id = any($2::uuid[])',
);

const rewriteLines = statement(
  'sales_order_lines_rewrite',
  `update sales_order_line l set ${set(lineColumns.slice(1), 'r')}
   from json_to_recordset($2::json) as r(${types(lineColumns)})
   where l.id = r.id and l.sales_order_id = $1`,
);

const addLines = statement('sales_order_lines_add', insertLines('$1'));

export interface OrderRewrite {
  /** As it is to be; all lines, or those that are new or say something else. */
  readonly order: NewOrder;
  readonly newLineIds: ReadonlySet<Id>;
  readonly removedLineIds: readonly Id[];
}

/** The order says something else. One round trip; `rollUpOrders` follows. Refuses ID_TAKEN. */
export async function rewriteOrder(
  db: Queryable,
  { order, newLineIds, removedLineIds }: OrderRewrite,
): Promise<void> {
  const { id, lines, ...terms } = order;
  const isNew = (line: { readonly id: Id }): boolean => newLineIds.has(line.id);
  const kept = lines.filter((line) => !isNew(line));
  await refusingClashes(orderClashes, () =>
    inOrder(
      db.query(rewriteHead, [id, JSON.stringify(terms)]),
      db.query(removeLines, [id, removedLineIds]),
      db.query(rewriteLines, [id, JSON.stringify(kept)]),
      db.query(addLines, [JSON.stringify(linesOf({ id, lines: lines.filter(isNew) }))]),
    ),
  );
}

const mark = statement(
  'sales_order_mark',
  `update sales_order
   set state = $2, holds = $3, cleared = $4,
       confirmed_at = coalesce(confirmed_at, case when $2 = 'CONFIRMED' then $5::timestamptz end),
       confirmed_by = case when confirmed_at is null and $2 = 'CONFIRMED' then $6::uuid
                           else confirmed_by end,
       ended_at = case when $2 in ('CLOSED', 'CANCELLED') then $5::timestamptz end,
       end_reason = case when $2 in ('CLOSED', 'CANCELLED') then $7 end
   where id = $1`,
);

export interface OrderMark {
  readonly state: SalesOrderState;
  readonly holds: readonly OrderHold[];
  readonly cleared: boolean;
  /** Why it ended. */
  readonly reason?: string | null;
}

/** Where the order stands from now on; `rollUpOrders` follows. */
export const markOrder = (
  db: Queryable,
  by: Pick<ActContext, 'now' | 'actorId'>,
  id: Id,
  { state, holds, cleared, reason = null }: OrderMark,
): Promise<unknown> => db.query(mark, [id, state, holds, cleared, by.now, by.actorId, reason]);

const cancelOpen = statement(
  'sales_order_lines_cancel',
  `update sales_order_line
   set cancelled = cancelled + open_quantity, short_close_reason = $2
   where id = any($1::uuid[]) and open_quantity > 0`,
);

/** What is open of these lines is wanted no more. */
export const cancelOpenOf = (
  db: Queryable,
  lineIds: readonly Id[],
  reason: string,
): Promise<unknown> => db.query(cancelOpen, [lineIds, reason]);

const reopen = statement(
  'sales_order_lines_reopen',
  `update sales_order_line set cancelled = 0, short_close_reason = null
   where id = any($1::uuid[])`,
);

/** What was cancelled of these lines is wanted again. */
export const reopenLines = (db: Queryable, lineIds: readonly Id[]): Promise<unknown> =>
  db.query(reopen, [lineIds]);

const amend = statement(
  'sales_order_amendment_insert',
  `insert into sales_order_amendment (id, sales_order_id, amendment_no, reason, change, at,
                                      operation_id, actor_id)
   select $1, $2, coalesce(max(amendment_no), 0) + 1, $3, $4::jsonb, $5, $6, $7
   from sales_order_amendment where sales_order_id = $2
   returning amendment_no as "amendmentNo"`,
);

export interface NewAmendment {
  readonly id: Id;
  readonly salesOrderId: Id;
  readonly reason: string;
  readonly change: Readonly<Record<string, unknown>>;
}

/** The only writer of amendments; the order's lock keeps their numbers without a gap. */
export const insertAmendment = (
  db: Queryable,
  by: Pick<ActContext, 'now' | 'actorId' | 'operationId'>,
  { id, salesOrderId, reason, change }: NewAmendment,
): Promise<unknown> =>
  refusingClashes(orderClashes, () =>
    db.query(amend, [
      ...[id, salesOrderId, reason, JSON.stringify(change)],
      ...[by.now, by.operationId, by.actorId],
    ]),
  );
