import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { hashOfContent, type QuoteContent, type QuoteLineContent } from '../rules/quote-content.ts';
import type { QuoteState } from '../rules/quote-states.ts';

/** Whose a quote is and what it is about. */
export interface QuoteHead {
  readonly partyId: Id;
  readonly customerKey: Id;
  readonly contactId: Id | null;
  readonly opportunityId: Id | null;
  readonly projectId: Id | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

const insertQuoteStatement = statement(
  'quote_insert',
  `insert into quote (id, number, party_id, customer_key, contact_id, opportunity_id, project_id,
                      owner_id, team_id, created_at, created_by)
   values ($1, 'QT-' || nextval('quote_number'), $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

export const insertQuote = (op: OperationContext, id: Id, head: QuoteHead): Promise<unknown> =>
  op.query(insertQuoteStatement, [
    id,
    head.partyId,
    head.customerKey,
    head.contactId,
    head.opportunityId,
    head.projectId,
    head.ownerId,
    head.teamId,
    op.now,
    op.actorId,
  ]);

const saveQuoteStatement = statement(
  'quote_save',
  `update quote set party_id = $2, customer_key = $3, contact_id = $4, opportunity_id = $5,
     project_id = $6, owner_id = $7, team_id = $8, version = version + 1
   where id = $1`,
);

export const saveQuote = (op: OperationContext, id: Id, head: QuoteHead): Promise<unknown> =>
  op.query(saveQuoteStatement, [
    id,
    head.partyId,
    head.customerKey,
    head.contactId,
    head.opportunityId,
    head.projectId,
    head.ownerId,
    head.teamId,
  ]);

const touchStatement = statement(
  'quote_touch',
  'update quote set version = version + 1 where id = $1',
);

/** Whatever happens to a quote raises its version. */
export const touchQuote = (op: OperationContext, id: Id): Promise<unknown> =>
  op.query(touchStatement, [id]);

/** The columns that say what is offered, in the order of `contentValues`. */
const contentColumns = [
  'currency',
  'rate',
  'pricing_on',
  'valid_until',
  'payment_days',
  'payment_terms_id',
  'tax_inclusive',
  'document_discount_percent',
  'document_discount_amount',
  'terms',
  'net',
  'discount',
  'tax',
  'total',
  'margin',
  'content_hash',
] as const;

const contentValues = (customerKey: Id, content: QuoteContent): unknown[] => [
  content.currency,
  content.rate,
  content.pricingOn,
  content.validUntil,
  content.paymentDays,
  content.paymentTermsId,
  content.taxInclusive,
  content.documentDiscountPercent,
  content.documentDiscountAmount,
  content.terms,
  content.net,
  content.discount,
  content.tax,
  content.total,
  content.margin,
  hashOfContent(customerKey, content),
];

const parameters = (first: number): string =>
  contentColumns.map((_column, index) => `$${first + index}`).join(', ');

const insertRevisionStatement = statement(
  'quote_revision_insert',
  `insert into quote_revision (id, quote_id, revision_no, state, author_ids, created_at, created_by,
                               ${contentColumns.join(', ')})
   values ($1, $2, $3, 'DRAFT', $4, $5, $6, ${parameters(7)})`,
);

export interface NewRevision {
  readonly id: Id;
  readonly quoteId: Id;
  readonly revisionNo: number;
  /** Who wrote it beside who does now. */
  readonly authorIds: readonly Id[];
}

/** A revision with its lines: a draft. */
export async function insertRevision(
  op: OperationContext,
  revision: NewRevision,
  customerKey: Id,
  content: QuoteContent,
): Promise<void> {
  await op.query(insertRevisionStatement, [
    revision.id,
    revision.quoteId,
    revision.revisionNo,
    withActor(op, revision.authorIds),
    op.now,
    op.actorId,
    ...contentValues(customerKey, content),
  ]);
  await insertLines(op, revision.id, content.lines);
}

const saveRevisionStatement = statement(
  'quote_revision_save',
  `update quote_revision set state = $2, author_ids = $3, version = version + 1,
     ${contentColumns.map((column, index) => `${column} = $${index + 4}`).join(', ')}
   where id = $1`,
);

const deleteLinesStatement = statement(
  'quote_line_delete',
  'delete from quote_line where quote_revision_id = $1',
);

/** A draft says something else from now on. */
export async function saveRevision(
  op: OperationContext,
  revision: { readonly id: Id; readonly state: QuoteState; readonly authorIds: readonly Id[] },
  customerKey: Id,
  content: QuoteContent,
): Promise<void> {
  await op.query(saveRevisionStatement, [
    revision.id,
    revision.state,
    revision.authorIds,
    ...contentValues(customerKey, content),
  ]);
  await op.query(deleteLinesStatement, [revision.id]);
  await insertLines(op, revision.id, content.lines);
}

/** Whoever writes any of it is an author of it from then on. */
export const withActor = (op: OperationContext, authorIds: readonly Id[]): Id[] => [
  ...new Set(op.actorId === null ? authorIds : [...authorIds, op.actorId]),
];

const insertLinesStatement = statement(
  'quote_line_insert',
  `insert into quote_line (id, quote_revision_id, line_no, product_id, warehouse_id, unit_code,
     quantity_in_unit, quantity, is_optional, requested_on, list_price, unit_price,
     discount_percent, discount, net, tax_code, tax_rate, taxed_percent, tax, total, price_override,
     price_trace, unit_cost, warranty_months, exceeds)
   select l.id, $1, l."lineNo", l."productId", l."warehouseId", l.unit, l."quantityInUnit",
     l.quantity, l."isOptional", l."requestedOn", l."listPrice", l."unitPrice",
     l."discountPercent", l.discount, l.net, l."taxCode", l."taxRate", l."taxedPercent", l.tax,
     l.total, l.override, l.trace, l."unitCost", l."warrantyMonths", l.exceeds
   from jsonb_to_recordset($2::jsonb) as l(id uuid, "lineNo" int, "productId" uuid,
     "warehouseId" uuid, unit text, "quantityInUnit" numeric, quantity numeric,
     "isOptional" boolean, "requestedOn" date, "listPrice" numeric, "unitPrice" numeric,
     "discountPercent" numeric, discount numeric, net numeric, "taxCode" text, "taxRate" numeric,
     "taxedPercent" numeric, tax numeric, total numeric, override jsonb, trace jsonb,
     "unitCost" numeric, "warrantyMonths" int, exceeds text[])`,
);

const insertLines = (
  op: OperationContext,
  revisionId: Id,
  lines: readonly QuoteLineContent[],
): Promise<unknown> => op.query(insertLinesStatement, [revisionId, JSON.stringify(lines)]);

const moveStatement = statement(
  'quote_revision_move',
  'update quote_revision set state = $2, version = version + 1 where id = $1',
);

/** Nothing but the state changes. */
export const moveRevision = (op: OperationContext, id: Id, state: QuoteState): Promise<unknown> =>
  op.query(moveStatement, [id, state]);

const sendStatement = statement(
  'quote_revision_send',
  `update quote_revision set state = 'SENT', sent_at = $2, sent_content = $3, sent_hash = $4,
     version = version + 1
   where id = $1`,
);

/** From now on the customer has it: it never changes again. */
export const freezeRevision = (
  op: OperationContext,
  id: Id,
  paper: { readonly text: string; readonly hash: string },
): Promise<unknown> => op.query(sendStatement, [id, op.now, paper.text, paper.hash]);

/** What the customer answered, or why it was taken back. */
export interface QuoteDecision {
  readonly state: Extract<QuoteState, 'ACCEPTED' | 'REJECTED' | 'CANCELLED'>;
  readonly byName: string | null;
  readonly from: string | null;
  readonly note: string | null;
}

const decideStatement = statement(
  'quote_revision_decide',
  `update quote_revision set state = $2, decided_at = $3, decided_by_name = $4, decided_from = $5,
     decision_note = $6, version = version + 1
   where id = $1`,
);

export const decideRevision = (
  op: OperationContext,
  id: Id,
  { state, byName, from, note }: QuoteDecision,
): Promise<unknown> => op.query(decideStatement, [id, state, op.now, byName, from, note]);

const extendStatement = statement(
  'quote_revision_extend',
  `update quote_revision set state = $2, valid_until = $3, version = version + 1 where id = $1`,
);

/** It holds longer. What was sent stays as it was sent. */
export const extendRevision = (
  op: OperationContext,
  id: Id,
  state: QuoteState,
  validUntil: string,
): Promise<unknown> => op.query(extendStatement, [id, state, validUntil]);
