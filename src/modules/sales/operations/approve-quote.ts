import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { announceQuote } from '../ledger/announce-quote.ts';
import { announceSteps } from '../ledger/announce-steps.ts';
import { decideApprovalStep } from '../ledger/decide-approval.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { endRequest, openSteps } from '../ledger/write-approval.ts';
import { moveRevision, touchQuote } from '../ledger/write-quote.ts';
import { quoteEvents } from '../quote-events.ts';
import { isAllApproved, stepsToOpen } from '../rules/approval-deciding.ts';
import { readText } from '../rules/read-input.ts';

export interface ApproveQuoteInput {
  readonly approvalStepId: Id;
  readonly note?: string | null;
}

/**
 * A department agrees to what a quote offers, for one cause. When all of a step have, it is the
 * next one's turn; when all have, the revision is APPROVED. Refuses APPROVER_IS_AUTHOR,
 * NOT_AN_APPROVER, APPROVAL_STEP_NOT_OPEN, APPROVAL_STEP_DECIDED.
 */
export const approveQuote = defineOperation({
  name: 'approveQuote',
  permission: 'sales.approve',
  async run(op, input: ApproveQuoteInput): Promise<QuoteChanged & { readonly approvalStepId: Id }> {
    const faults: Fault[] = [];
    const note = readText(input.note, 2_000, ['note'], faults);
    const { approvalStepId } = input;
    const decision = { approvalStepId, note };
    const decided = await decideApprovalStep(op, 'approveQuote', decision, faults);
    const { quote, request, steps, state } = decided;
    const isDone = isAllApproved(steps);
    const opened = isDone ? [] : stepsToOpen(steps);
    if (isDone) {
      await endRequest(op, request.id, 'APPROVED');
      await moveRevision(op, quote.revision.id, state);
    }
    await openSteps(op, opened);
    await touchQuote(op, quote.id);
    const { quoteApproved, quoteApprovalStepDecided, approvalStepOpened } = quoteEvents;
    const event = isDone ? quoteApproved : quoteApprovalStepDecided;
    const at = { quoteId: quote.id, revisionId: quote.revision.id };
    await announceQuote(op, event, at, { approvalStepId, note });
    await announceSteps(op, approvalStepOpened, opened);
    return { quoteId: quote.id, quoteRevisionId: quote.revision.id, approvalStepId };
  },
});
