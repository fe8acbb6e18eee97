import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { announceQuote } from '../ledger/announce-quote.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { endRequest } from '../ledger/write-approval.ts';
import { moveRevision, touchQuote } from '../ledger/write-quote.ts';
import { loadRequest } from '../queries/approval-facts.ts';
import { belongingOf, lockQuote } from '../queries/quote-facts.ts';
import { quoteEvents } from '../quote-events.ts';
import { quoteStates } from '../rules/quote-states.ts';

/** Nobody is asked any more, and what was agreed to so far is dropped: a draft again. */
export const withdrawQuoteApproval = defineOperation({
  name: 'withdrawQuoteApproval',
  permission: 'sales.quote',
  async run(op, input: { readonly quoteId: Id }): Promise<QuoteChanged> {
    const quote = await lockQuote(op, { quoteId: input.quoteId });
    op.requireReach('sales.quote', belongingOf(quote), 'Withdrawing this question');
    const { revision } = quote;
    const state = requireTransition(quoteStates, revision.state, 'withdrawQuoteApproval');
    const request = await loadRequest(op, revision.id);
    if (!request) throw new Error(`${quote.number} is ${revision.state} without being asked for`);
    await endRequest(op, request.id, 'DROPPED', 'Withdrawn');
    await moveRevision(op, revision.id, state);
    await touchQuote(op, quote.id);
    const at = { quoteId: quote.id, revisionId: revision.id };
    const change = { approvalRequestId: request.id, was: request.state };
    await announceQuote(op, quoteEvents.quoteApprovalWithdrawn, at, change);
    return { quoteId: quote.id, quoteRevisionId: revision.id };
  },
});
