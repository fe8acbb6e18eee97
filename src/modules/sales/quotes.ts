/* The part of the door that is about quotes and who agrees to them. */

import {
  ApprovalDelegationSchema,
  ApprovalPolicySchema,
  ApprovalRequestSchema,
  ApprovalStepSchema,
} from './entities/approval.ts';
import { QuoteLineSchema, QuoteRevisionSchema, QuoteSchema } from './entities/quote.ts';

export const quoteEntities = [
  QuoteSchema,
  QuoteRevisionSchema,
  QuoteLineSchema,
  ApprovalPolicySchema,
  ApprovalRequestSchema,
  ApprovalStepSchema,
  ApprovalDelegationSchema,
] as const;

export {
  acceptQuote,
  type AcceptQuoteInput,
  type QuoteAccepted,
} from './operations/accept-quote.ts';
export {
  announceOverdueApprovals,
  hasOverdueApprovals,
} from './operations/announce-overdue-approvals.ts';
export { approveQuote, type ApproveQuoteInput } from './operations/approve-quote.ts';
export { cancelQuote } from './operations/cancel-quote.ts';
export { copyQuote, type CopyQuoteInput } from './operations/copy-quote.ts';
export {
  delegateApprovals,
  endApprovalDelegation,
  type DelegateApprovalsInput,
} from './operations/delegate-approvals.ts';
export { draftQuote, type DraftQuoteInput } from './operations/draft-quote.ts';
export { editQuote, type EditQuoteInput } from './operations/edit-quote.ts';
export { expireQuotes, hasPastQuotes } from './operations/expire-quotes.ts';
export {
  extendQuoteValidity,
  type ExtendQuoteValidityInput,
} from './operations/extend-quote-validity.ts';
export {
  rejectQuoteApproval,
  type RejectQuoteApprovalInput,
} from './operations/reject-quote-approval.ts';
export { rejectQuote, type RejectQuoteInput } from './operations/reject-quote.ts';
export { repriceQuote, type QuoteRepriced } from './operations/reprice-quote.ts';
export {
  requestQuoteApproval,
  type RequestQuoteApprovalInput,
} from './operations/request-quote-approval.ts';
export { reviseQuote, type ReviseQuoteInput } from './operations/revise-quote.ts';
export { sendQuote, type SendQuoteInput } from './operations/send-quote.ts';
export {
  setApprovalPolicies,
  type SetApprovalPoliciesInput,
} from './operations/set-approval-policies.ts';
export { withdrawQuoteApproval } from './operations/withdraw-quote-approval.ts';

export { findStepsToDecide } from './queries/approval-facts.ts';

export {
  approvalMeasures,
  approvalRequestStates,
  approvalStepStates,
  type ApprovalMeasure,
} from './rules/approval-kinds.ts';
export { whyNotStep, type StepStanding } from './rules/approval-deciding.ts';
export type { ApprovalPolicyInput } from './rules/approval-policy.ts';
export {
  quoteStateNames,
  quoteStates,
  whyNotQuote,
  type QuoteAct,
  type QuoteState,
} from './rules/quote-states.ts';
export type {
  QuoteChanged,
  QuoteClearing,
  QuoteHeadInput,
  QuoteLineInput,
  QuoteTermsInput,
} from './rules/quote-terms.ts';
