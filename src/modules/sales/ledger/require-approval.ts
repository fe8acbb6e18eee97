import { multiplyDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { isBeyondCredit } from '../../receivables/verbs.ts';
import { loadPolicies } from '../queries/approval-facts.ts';
import {
  approvalFaults,
  isCovered,
  offerOf,
  type ApprovalDocument,
  type ApprovedContent,
} from '../rules/approval-document.ts';
import {
  approvalCauses,
  type ApprovalCause,
  type ApprovalPolicyFacts,
} from '../rules/approvals.ts';

type Asking = Pick<OperationContext, 'query' | 'now' | 'today'>;

/**
 * Whether documents may be sent, accepted or confirmed: by index, a fault APPROVAL_REQUIRED for
 * each policy that applies now to one that was not approved as it now is. What was approved stays
 * so, whatever became of the policies. At most four statements, for any number of documents.
 */
export async function findMissingApprovals(
  op: Asking,
  documents: readonly ApprovalDocument[],
  policies?: readonly ApprovalPolicyFacts[],
): Promise<ReadonlyMap<number, Fault[]>> {
  const found = await findCauses(op, documents, policies);
  const concerned = documents.flatMap((document, index) => {
    const causes = found[index] ?? [];
    return causes.length > 0 ? [{ document, index, causes }] : [];
  });
  const approved = await loadApproved(
    op,
    concerned.flatMap(({ document }) => document.quoteRevisionId ?? []),
  );
  return new Map(
    concerned.flatMap(({ document, index, causes }): [number, Fault[]][] => {
      const content = approved.get(document.quoteRevisionId ?? '');
      if (content && isCovered(document, content)) return [];
      return [[index, approvalFaults(causes, document.path)]];
    }),
  );
}

/** For each document the policies that apply to it now, by the newest costs that are known. */
export async function findCauses(
  op: Asking,
  documents: readonly ApprovalDocument[],
  given?: readonly ApprovalPolicyFacts[],
): Promise<readonly (readonly ApprovalCause[])[]> {
  const policies = given ?? (await loadPolicies(op));
  if (policies.length === 0) return documents.map(() => []);
  const measures = new Set(policies.map(({ measure }) => measure));
  const costs = measures.has('MARGIN') ? await loadCosts(op, documents) : new Map<Id, Decimal>();
  const beyond = measures.has('CREDIT')
    ? await isBeyondCredit(
        op,
        documents.map(({ partyId }) => partyId),
        documents.map(({ total, rate }) => multiplyDecimals(total, rate)),
      )
    : [];
  return documents.map((document, index) =>
    approvalCauses(offerOf(document, costs, beyond[index] ?? false), policies),
  );
}

const costsStatement = statement(
  'approval_costs',
  `select id, trim_scale(standard_cost)::text as cost from product
   where id = any($1::uuid[]) and standard_cost is not null`,
);

async function loadCosts(
  op: Asking,
  documents: readonly ApprovalDocument[],
): Promise<Map<Id, Decimal>> {
  const ids = documents.flatMap(({ lines }) => lines.map(({ productId }) => productId));
  const rows = await op.query<{ id: Id; cost: Decimal }>(costsStatement, [[...new Set(ids)]]);
  return new Map(rows.map(({ id, cost }) => [id, cost]));
}

const decimal = (column: string): string => `trim_scale(${column})::text`;

const approvedStatement = statement(
  'approval_approved_contents',
  `select r.id, q.customer_key as "customerKey", q.party_id as "partyId", r.currency,
     r.payment_days as "paymentDays", r.tax_inclusive as "taxInclusive",
     ${decimal('r.document_discount_percent')} as "documentDiscountPercent",
     ${decimal('r.document_discount_amount')} as "documentDiscountAmount", r.terms,
     (select json_agg(json_build_object('id', l.id, 'productId', l.product_id,
        'unit', l.unit_code, 'quantityInUnit', ${decimal('l.quantity_in_unit')},
        'unitPrice', ${decimal('l.unit_price')}, 'net', ${decimal('l.net')},
        'tax', ${decimal('l.tax')}, 'isOptional', l.is_optional) order by l.line_no)
      from quote_line l where l.quote_revision_id = r.id) as lines
   from quote_revision r
   join quote q on q.id = r.quote_id
   where r.id = any($1::uuid[]) and exists (
     select from approval_request a
     where a.quote_revision_id = r.id and a.state = 'APPROVED'
       and a.content_hash = r.content_hash)`,
);

async function loadApproved(
  op: Asking,
  revisionIds: readonly Id[],
): Promise<ReadonlyMap<Id, ApprovedContent>> {
  if (revisionIds.length === 0) return new Map();
  const rows = await op.query<ApprovedContent & { id: Id }>(approvedStatement, [revisionIds]);
  return new Map(rows.map((row) => [row.id, row]));
}
