import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Belongs } from '../../../platform/identity/viewer.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { taxedPercentOf } from '../../receivables/index.ts';
import type { QuoteContent } from '../rules/quote-content.ts';
import type { QuoteState } from '../rules/quote-states.ts';

/** A revision whole. */
export interface RevisionFacts extends QuoteContent {
  readonly id: Id;
  readonly revisionNo: number;
  readonly state: QuoteState;
  readonly contentHash: string;
  readonly sentAt: string | null;
  readonly sentHash: string | null;
  readonly decidedAt: string | null;
  readonly decidedByName: string | null;
  readonly decidedFrom: string | null;
  readonly decisionNote: string | null;
  /** Everybody who wrote any of it. */
  readonly authorIds: readonly Id[];
}

/** A quote with the revision that an act is about. */
export interface QuoteFacts {
  readonly id: Id;
  readonly number: string;
  readonly version: number;
  readonly partyId: Id;
  readonly customerKey: Id;
  readonly contactId: Id | null;
  readonly opportunityId: Id | null;
  readonly projectId: Id | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly revision: RevisionFacts;
}

/** Which quote and which of its revisions: the newest where only the quote is named. */
export type QuoteAsked = { readonly quoteId: Id } | { readonly quoteRevisionId: Id };

const decimal = (column: string): string => `trim_scale(${column})::text`;

const lines = `
  select coalesce(json_agg(json_build_object('id', l.id, 'lineNo', l.line_no,
    'productId', l.product_id, 'unit', l.unit_code,
    'quantityInUnit', ${decimal('l.quantity_in_unit')}, 'quantity', ${decimal('l.quantity')},
    'isOptional', l.is_optional, 'warehouseId', l.warehouse_id, 'requestedOn', l.requested_on,
    'listPrice', ${decimal('l.list_price')}, 'unitPrice', ${decimal('l.unit_price')},
    'discountPercent', ${decimal('l.discount_percent')}, 'discount', ${decimal('l.discount')},
    'net', ${decimal('l.net')}, 'taxCode', l.tax_code, 'taxRate', ${decimal('l.tax_rate')},
    'taxedPercent', ${decimal('l.taxed_percent')},
    'tax', ${decimal('l.tax')}, 'total', ${decimal('l.total')}, 'override', l.price_override,
    'trace', l.price_trace, 'unitCost', ${decimal('l.unit_cost')},
    'warrantyMonths', l.warranty_months, 'exceeds', l.exceeds) order by l.line_no), '[]')
  from quote_line l where l.quote_revision_id = r.id`;

const load = statement(
  'quote_facts',
  `select q.id, q.number, q.version, q.party_id as "partyId", q.customer_key as "customerKey",
     q.contact_id as "contactId", q.opportunity_id as "opportunityId",
     q.project_id as "projectId", q.owner_id as "ownerId", q.team_id as "teamId",
     json_build_object('id', r.id, 'revisionNo', r.revision_no, 'state', r.state,
       'currency', r.currency, 'rate', ${decimal('r.rate')}, 'pricingOn', r.pricing_on,
       'validUntil', r.valid_until, 'paymentDays', r.payment_days,
       'paymentTermsId', r.payment_terms_id, 'taxedPercent', coalesce((
         select ${taxedPercentOf('t')} from payment_terms t
         where t.id = r.payment_terms_id), '100'),
       'taxInclusive', r.tax_inclusive,
       'documentDiscountPercent', ${decimal('r.document_discount_percent')},
       'documentDiscountAmount', ${decimal('r.document_discount_amount')}, 'terms', r.terms,
       'net', ${decimal('r.net')}, 'discount', ${decimal('r.discount')},
       'tax', ${decimal('r.tax')}, 'total', ${decimal('r.total')},
       'margin', ${decimal('r.margin')}, 'contentHash', r.content_hash, 'sentAt', r.sent_at,
       'sentHash', r.sent_hash, 'decidedAt', r.decided_at, 'decidedByName', r.decided_by_name,
       'decidedFrom', r.decided_from, 'decisionNote', r.decision_note,
       'authorIds', r.author_ids, 'lines', (${lines})) as revision
   from quote q
   join quote_revision r on r.quote_id = q.id
   where q.id = $1 and ($2::uuid is null
       and r.revision_no = (select max(n.revision_no) from quote_revision n where n.quote_id = q.id)
     or r.id = $2)`,
);

const lock = statement('quote_lock', 'select id from quote where id = $1 for no key update');

/** What a quote is about, as long as nothing is locked. */
export interface QuoteFound {
  readonly quoteId: Id;
  readonly partyId: Id;
  readonly contactId: Id | null;
  readonly opportunityId: Id | null;
  readonly projectId: Id | null;
}

const find = statement(
  'quote_find',
  `select id as "quoteId", party_id as "partyId", contact_id as "contactId",
     opportunity_id as "opportunityId", project_id as "projectId"
   from quote
   where id = coalesce($1::uuid, (select quote_id from quote_revision where id = $2))`,
);

/** An id that no quote can have is simply not found. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** Which quote is meant and whose it is, before anything is locked; refuses QUOTE_NOT_FOUND. */
export async function findQuote(db: Queryable, asked: QuoteAsked): Promise<QuoteFound> {
  const [found] = await db.query<QuoteFound>(
    find,
    'quoteId' in asked ? [known(asked.quoteId), null] : [null, known(asked.quoteRevisionId)],
  );
  return found ?? notFound(asked);
}

/**
 * Locks the quote, and with it its revisions, lines and approvals, and tells what it is behind the
 * lock; refuses QUOTE_NOT_FOUND.
 */
export async function lockQuote(op: OperationContext, asked: QuoteAsked): Promise<QuoteFacts> {
  const quoteId = 'quoteId' in asked ? known(asked.quoteId) : (await findQuote(op, asked)).quoteId;
  const revisionId = 'quoteRevisionId' in asked ? known(asked.quoteRevisionId) : null;
  const [, [facts]] = await inOrder(
    op.query(lock, [quoteId]),
    op.query<QuoteFacts>(load, [quoteId, revisionId]),
  );
  return facts ?? notFound(asked);
}

/** The quote as it is now, with the revision that is meant. */
export async function loadQuote(
  db: Queryable,
  quoteId: Id,
  revisionId: Id | null = null,
): Promise<QuoteFacts> {
  const [facts] = await db.query<QuoteFacts>(load, [quoteId, revisionId]);
  return facts ?? notFound({ quoteId });
}

/** Whose it is, for rights. */
export const belongingOf = ({
  ownerId,
  teamId,
}: Pick<QuoteFacts, 'ownerId' | 'teamId'>): Belongs => ({
  ownerId,
  unitIds: teamId === null ? [] : [teamId],
});

const known = (id: Id): Id => askable([id])[0] ?? nobody;

const notFound = (asked: QuoteAsked): never => {
  const path = 'quoteId' in asked ? ['quoteId'] : ['quoteRevisionId'];
  return refuse('QUOTE_NOT_FOUND', 'There is no such quote', path);
};
