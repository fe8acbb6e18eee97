import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { announceQuote } from '../ledger/announce-quote.ts';
import { dropApproval } from '../ledger/drop-approval.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { decideRevision, touchQuote } from '../ledger/write-quote.ts';
import { belongingOf, lockQuote } from '../queries/quote-facts.ts';
import { quoteEvents } from '../quote-events.ts';
import { quoteStates } from '../rules/quote-states.ts';

/** We take the offer back, and say why; nobody is asked about it any more. */
export const cancelQuote = defineOperation({
  name: 'cancelQuote',
  permission: 'sales.quote',
  async run(op, input: { readonly quoteId: Id; readonly reason: string }): Promise<QuoteChanged> {
    const faults: Fault[] = [];
    const note = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    const quote = await lockQuote(op, { quoteId: input.quoteId });
    op.requireReach('sales.quote', belongingOf(quote), 'Cancelling this quote');
    const { revision } = quote;
    requireTransition(quoteStates, revision.state, 'cancelQuote');
    if (revision.state === 'IN_APPROVAL') await dropApproval(op, quote, 'Cancelled');
    await decideRevision(op, revision.id, { state: 'CANCELLED', byName: null, from: null, note });
    await touchQuote(op, quote.id);
    const at = { quoteId: quote.id, revisionId: revision.id };
    await announceQuote(op, quoteEvents.quoteCancelled, at, { reason: note });
    return { quoteId: quote.id, quoteRevisionId: revision.id };
  },
});
