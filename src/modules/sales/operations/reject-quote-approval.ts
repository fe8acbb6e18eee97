import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { announceQuote } from '../ledger/announce-quote.ts';
import { decideApprovalStep } from '../ledger/decide-approval.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { endRequest } from '../ledger/write-approval.ts';
import { moveRevision, touchQuote } from '../ledger/write-quote.ts';
import { quoteEvents } from '../quote-events.ts';

export interface RejectQuoteApprovalInput {
  readonly approvalStepId: Id;
  /** Why: who wrote it has to know what to change. */
  readonly note: string;
}

/**
 * A department does not agree, and says why: the revision is a draft again, and what other
 * departments were asked or said about it falls away. Refuses what `approveQuote` refuses.
 */
export const rejectQuoteApproval = defineOperation({
  name: 'rejectQuoteApproval',
  permission: 'sales.approve',
  async run(
    op,
    input: RejectQuoteApprovalInput,
  ): Promise<QuoteChanged & { readonly approvalStepId: Id }> {
    const faults: Fault[] = [];
    const note = readReason(input.note, ['note'], faults);
    const { approvalStepId } = input;
    const decision = { approvalStepId, note };
    const decided = await decideApprovalStep(op, 'rejectQuoteApproval', decision, faults);
    const { quote, request, state } = decided;
    await endRequest(op, request.id, 'REJECTED', note);
    await moveRevision(op, quote.revision.id, state);
    await touchQuote(op, quote.id);
    const at = { quoteId: quote.id, revisionId: quote.revision.id };
    await announceQuote(op, quoteEvents.quoteApprovalRejected, at, { approvalStepId, note });
    return { quoteId: quote.id, quoteRevisionId: quote.revision.id, approvalStepId };
  },
});
