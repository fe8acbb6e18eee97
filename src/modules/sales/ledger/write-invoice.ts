import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { explainClash, explaining } from '../../../platform/database/constraint-faults.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { taxesOf } from '../rules/invoice-amounts.ts';
import type { InvoiceTotals, NewInvoice } from '../rules/invoice.ts';

/** When it was posted, by what number, and when it is due. */
export interface Posting {
  readonly number: string;
  readonly datedOn: LocalDate;
  readonly dueOn: LocalDate;
}

/** Who writes. */
export type Writing = Pick<OperationContext, 'operationId' | 'now' | 'actorId' | 'newId'>;

/** A statement with its values: to be owed to the commit, or awaited where others follow. */
export type Write = Parameters<OperationContext['owe']>;

/** Nothing that could be refused comes behind them. */
export const oweAll = (op: Pick<OperationContext, 'owe'>, writes: readonly Write[]): void => {
  for (const write of writes) op.owe(...write);
};

/** On the wire together. */
export const writeAll = (
  op: Pick<OperationContext, 'query'>,
  writes: readonly Write[],
): Promise<unknown> =>
  inOrder(
    ...writes.map(([asked, values, explain = (error) => error]) =>
      explaining(explain, op.query(asked, values)),
    ),
  );

const insert = statement(
  'invoice_insert',
  `insert into invoice (id, kind, state, number, party_id, sales_order_id, credits_id,
     return_authorisation_id, project_id, owner_id, team_id, bill_to, reason, dated_on, due_on,
     payment_days, currency, rate, tax_inclusive, tax_rounding, net, tax, total, company_total,
     posted_at, posted_by, created_at, created_by, operation_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
           $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)`,
);

const insertLines = statement(
  'invoice_lines_insert',
  `insert into invoice_line (id, invoice_id, line_no, sales_order_line_id, credits_line_id,
     product_id, unit_code, quantity_in_unit, quantity, unit_price, net, tax_code, tax_rate,
     taxed_percent, tax, total)
   select x.id, $1, x.n, x."salesOrderLineId", x."creditsLineId", x."productId", x.unit,
          x."quantityInUnit", x.quantity, x."unitPrice", x.net, x."taxCode", x."taxRate",
          x."taxedPercent", x.tax, x.total
   from json_to_recordset($2::json) as x(n int, id uuid, "salesOrderLineId" uuid,
     "creditsLineId" uuid, "productId" uuid, unit text, "quantityInUnit" numeric, quantity numeric,
     "unitPrice" numeric, net numeric, "taxCode" text, "taxRate" numeric,
     "taxedPercent" numeric, tax numeric, total numeric)`,
);

const insertTaxes = statement(
  'invoice_taxes_insert',
  `insert into invoice_tax (id, invoice_id, tax_code, tax_rate, base, tax)
   select x.id, $1, x."taxCode", x."taxRate", x.base, x.tax
   from json_to_recordset($2::json) as x(id uuid, "taxCode" text, "taxRate" numeric, base numeric,
     tax numeric)`,
);

const idTaken = (key: string) => fault('ID_TAKEN', `Something else has the id ${key}`, ['id']);

/** A new draft, or what is posted at once. */
export function newInvoiceWrites(
  op: Writing,
  invoice: NewInvoice,
  totals: InvoiceTotals,
  posting: Posting | null = null,
): Write[] {
  const { now, actorId } = op;
  const values = [
    invoice.id,
    invoice.kind,
    posting ? 'POSTED' : 'DRAFT',
    posting?.number ?? null,
    invoice.partyId,
    invoice.salesOrderId,
    invoice.creditsId,
    invoice.returnAuthorisationId,
    invoice.projectId,
    invoice.ownerId,
    invoice.teamId,
    invoice.billTo && JSON.stringify(invoice.billTo),
    invoice.reason,
    posting?.datedOn ?? invoice.datedOn,
    posting?.dueOn ?? null,
    invoice.paymentDays,
    invoice.currency,
    invoice.rate,
    invoice.taxInclusive,
    invoice.taxRounding,
    ...[totals.net, totals.tax, totals.total, totals.companyTotal],
    ...[posting && now, posting && actorId, now, actorId, op.operationId],
  ];
  return [[insert, values, explainClash({ invoice_pkey: idTaken })], ...lineWrites(op, invoice)];
}

const deleteLines = statement(
  'invoice_lines_delete',
  `with gone as (delete from invoice_tax where invoice_id = $1)
   delete from invoice_line where invoice_id = $1`,
);

function lineWrites(op: Writing, { id, lines, currency }: NewInvoice): Write[] {
  const numbered = lines.map((line, index) => ({ ...line, n: index + 1 }));
  const taxes = taxesOf(lines, currency).map((tax) => ({ ...tax, id: op.newId() }));
  return [
    [insertLines, [id, JSON.stringify(numbered)]],
    [insertTaxes, [id, JSON.stringify(taxes)]],
  ];
}

const save = statement(
  'invoice_save_draft',
  `update invoice set dated_on = $2, payment_days = $3, net = $4, tax = $5, total = $6,
                      company_total = $7, version = version + 1
   where id = $1`,
);

/** A draft as it is from now on. */
export const draftWrites = (op: Writing, draft: NewInvoice, totals: InvoiceTotals): Write[] => [
  [
    save,
    [
      ...[draft.id, draft.datedOn, draft.paymentDays],
      ...[totals.net, totals.tax, totals.total, totals.companyTotal],
    ],
  ],
  [deleteLines, [draft.id]],
  ...lineWrites(op, draft),
];

const post = statement(
  'invoice_post',
  `update invoice set state = 'POSTED', number = $2, dated_on = $3, due_on = $4, posted_at = $5,
                      posted_by = $6, operation_id = $7, version = version + 1
   where id = $1`,
);

/** A draft is posted. */
export const postingWrite = (op: Writing, id: Id, posting: Posting): Write => [
  post,
  [id, posting.number, posting.datedOn, posting.dueOn, op.now, op.actorId, op.operationId],
];

const cancel = statement(
  'invoice_cancel_draft',
  `update invoice set state = 'CANCELLED', version = version + 1 where id = $1`,
);

/** A draft is given up. */
export const cancellationWrite = (id: Id): Write => [cancel, [id]];
