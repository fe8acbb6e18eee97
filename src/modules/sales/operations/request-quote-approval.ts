import { refuse, refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { findRolesWithoutReach } from '../../../platform/identity/index.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { announceQuote } from '../ledger/announce-quote.ts';
import { announceSteps } from '../ledger/announce-steps.ts';
import { requireQuoteVersion } from '../ledger/change-draft.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { findCauses } from '../ledger/require-approval.ts';
import { insertRequest } from '../ledger/write-approval.ts';
import { moveRevision, touchQuote } from '../ledger/write-quote.ts';
import { fault } from '../errors.ts';
import { belongingOf, lockQuote, type QuoteFacts } from '../queries/quote-facts.ts';
import { quoteEvents } from '../quote-events.ts';
import { documentOfQuote } from '../rules/approval-document.ts';
import type { ApprovalCause } from '../rules/approvals.ts';
import { quoteStates } from '../rules/quote-states.ts';

export interface RequestQuoteApprovalInput {
  readonly quoteId: Id;
  /** The version that was looked at; left out: whatever it now says. */
  readonly expectedVersion?: number | null;
}

/**
 * The departments that policies name are asked to agree to just what the draft says now: those of
 * the first step at once, the others in turn. Refuses APPROVAL_NOT_NEEDED where no policy applies,
 * and NOBODY_TO_APPROVE with each department in which only those behind the quote could decide.
 */
export const requestQuoteApproval = defineOperation({
  name: 'requestQuoteApproval',
  permission: 'sales.quote',
  async run(
    op,
    input: RequestQuoteApprovalInput,
  ): Promise<QuoteChanged & { readonly approvalRequestId: Id }> {
    const quote = await lockQuote(op, { quoteId: input.quoteId });
    op.requireReach('sales.quote', belongingOf(quote), 'Asking for approval of this quote');
    const { revision } = quote;
    const state = requireTransition(quoteStates, revision.state, 'requestQuoteApproval');
    requireQuoteVersion(quote, input.expectedVersion ?? null);
    const [causes] = await findCauses(op, [documentOfQuote(quote.partyId, revision)]);
    if (!causes || causes.length === 0) {
      refuse('APPROVAL_NOT_NEEDED', 'Nobody has to agree to this: it can be sent', ['quoteId']);
    }
    await requireDeciders(op, quote, causes);
    const about = { revisionId: revision.id, contentHash: revision.contentHash };
    const { requestId, opened } = await insertRequest(op, about, causes);
    await moveRevision(op, revision.id, state);
    await touchQuote(op, quote.id);
    const at = { quoteId: quote.id, revisionId: revision.id };
    const policies = causes.map(({ policy }) => policy.code);
    const change = { approvalRequestId: requestId, policies };
    await announceQuote(op, quoteEvents.quoteApprovalRequested, at, change);
    await announceSteps(op, quoteEvents.approvalStepOpened, opened);
    return { quoteId: quote.id, quoteRevisionId: revision.id, approvalRequestId: requestId };
  },
});

/** A question that nobody can answer would never end. */
async function requireDeciders(
  op: OperationContext,
  { revision, teamId }: QuoteFacts,
  causes: readonly ApprovalCause[],
): Promise<void> {
  if (op.actorId === null) return;
  const stuck = await findRolesWithoutReach(op, {
    roleIds: [...new Set(causes.map(({ policy }) => policy.roleId))],
    permission: 'sales.approve',
    unitId: teamId,
    exceptIds: [...revision.authorIds, op.actorId],
  });
  refuseIfAny(
    stuck.map((code) => {
      const message = `Nobody of ${code} may decide on it but who wrote it or asks`;
      return fault('NOBODY_TO_APPROVE', message, ['quoteId'], { role: code });
    }),
  );
}
