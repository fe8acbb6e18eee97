import { addDecimals, multiplyDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { AllowanceLimit } from '../../pricing/index.ts';
import { fault, type Path } from '../errors.ts';
import type { ApprovalCause, Offer } from './approvals.ts';
import { contentHash, type CommercialContent, type CommercialLine } from './content-hash.ts';
import { discountPercentOf, type QuoteContent } from './quote-content.ts';

/** A quote or an order as approvals look at it. `partyId` is who the customer is by now. */
export interface ApprovalDocument extends CommercialContent {
  /** Of one unit of the currency, in the firm's. */
  readonly rate: Decimal;
  readonly total: Decimal;
  readonly lines: readonly ApprovalLine[];
  /** What it is, or came from: approvals of it are this document's, where it says the same. */
  readonly quoteRevisionId: Id | null;
  /** Where in the input refusals are. */
  readonly path: Path;
}

export interface ApprovalLine extends CommercialLine {
  readonly lineNo: number;
  /** In the base unit. */
  readonly quantity: Decimal;
  readonly listPrice: Decimal;
  readonly discount: Decimal;
  readonly total: Decimal;
  readonly exceeds: readonly AllowanceLimit[];
  /** The line of the revision that it is, or came from. */
  readonly quoteLineId: Id | null;
}

/** What all departments agreed to, with the customer by the key that outlives a merge. */
export interface ApprovedContent extends CommercialContent {
  readonly customerKey: Id;
  readonly lines: readonly (CommercialLine & { readonly id: Id })[];
}

/** A revision as approvals look at it. */
export const documentOfQuote = (
  partyId: Id,
  revision: QuoteContent & { readonly id: Id },
): ApprovalDocument => ({
  ...revision,
  partyId,
  quoteRevisionId: revision.id,
  path: [],
  lines: revision.lines.map((line) => ({ ...line, quoteLineId: line.id })),
});

/** What policies measure of it. Costs are of one base unit, in the firm's currency. */
export const offerOf = (
  document: ApprovalDocument,
  costs: ReadonlyMap<Id, Decimal>,
  isBeyondCredit: boolean,
): Offer => ({
  rate: document.rate,
  paymentDays: document.paymentDays,
  isBeyondCredit,
  lines: document.lines.map((line) => {
    const cost = costs.get(line.productId);
    return {
      lineNo: line.lineNo,
      isOptional: line.isOptional ?? false,
      discountPercent: discountPercentOf(line),
      discount: line.discount,
      beforeDiscount: addDecimals(line.discount, document.taxInclusive ? line.total : line.net),
      net: line.net,
      exceedsAllowance: line.exceeds.length > 0,
      cost: cost === undefined ? null : multiplyDecimals(cost, line.quantity),
    };
  }),
});

/**
 * Whether what was approved is what the document says: to the letter, or an order of it with what
 * could be left out left out. A customer who became one with another is the same.
 */
export function isCovered(document: ApprovalDocument, approved: ApprovedContent): boolean {
  const taken = new Set(document.lines.map(({ quoteLineId }) => quoteLineId));
  if (approved.lines.some(({ id, isOptional }) => !isOptional && !taken.has(id))) return false;
  const partyId = document.partyId === approved.partyId ? approved.customerKey : document.partyId;
  const kept = approved.lines.filter(({ id }) => taken.has(id));
  return (
    contentHash({ ...document, partyId, lines: chosen(document.lines) }) ===
    contentHash({ ...approved, partyId: approved.customerKey, lines: chosen(kept) })
  );
}

/** Once the choice is made it is part of what is ordered, and no choice any more. */
const chosen = (lines: readonly CommercialLine[]): CommercialLine[] =>
  lines.map((line) => ({ ...line, isOptional: false }));

/** One refusal for each department that has to be asked; what is left after costs is in none. */
export const approvalFaults = (causes: readonly ApprovalCause[], path: Path): Fault[] =>
  causes.map(({ policy, value, lineNos }) =>
    fault('APPROVAL_REQUIRED', `${policy.name}: this needs approval`, path, {
      policy: policy.code,
      measure: policy.measure,
      threshold: policy.threshold,
      ...(policy.measure !== 'MARGIN' && value !== null && { value }),
      ...(lineNos.length > 0 && { lineNos }),
      roleId: policy.roleId,
      step: policy.step,
    }),
  );
