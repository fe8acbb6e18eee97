import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { announceQuote } from '../ledger/announce-quote.ts';
import { requireQuoteVersion } from '../ledger/change-draft.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { findMissingApprovals } from '../ledger/require-approval.ts';
import { freezeRevision, touchQuote } from '../ledger/write-quote.ts';
import { belongingOf, lockQuote } from '../queries/quote-facts.ts';
import { quoteEvents } from '../quote-events.ts';
import { documentOfQuote } from '../rules/approval-document.ts';
import { frozen } from '../rules/quote-content.ts';
import { quoteStates, requireValidity } from '../rules/quote-states.ts';

export interface SendQuoteInput {
  readonly quoteId: Id;
  /** The version that was looked at; left out: whatever it now says. */
  readonly expectedVersion?: number | null;
}

/**
 * The customer gets the offer: what it says is frozen as data, with its hash, and changed only by
 * another revision. Refuses APPROVAL_REQUIRED, a fault for each policy that applies now and was not
 * agreed to for just this content, and QUOTE_EXPIRED.
 */
export const sendQuote = defineOperation({
  name: 'sendQuote',
  permission: 'sales.quote',
  async run(op, input: SendQuoteInput): Promise<QuoteChanged & { readonly sentHash: string }> {
    const quote = await lockQuote(op, { quoteId: input.quoteId });
    op.requireReach('sales.quote', belongingOf(quote), 'Sending this quote');
    const { revision } = quote;
    requireTransition(quoteStates, revision.state, 'sendQuote');
    requireQuoteVersion(quote, input.expectedVersion ?? null);
    requireValidity('sendQuote', revision.validUntil, op.today);
    const document = documentOfQuote(quote.partyId, revision);
    const missing = await findMissingApprovals(op, [document]);
    refuseIfAny(missing.get(0) ?? []);
    const { number, partyId, contactId } = quote;
    const { revisionNo } = revision;
    const paper = frozen({ number, revisionNo, partyId, contactId }, revision);
    await freezeRevision(op, revision.id, paper);
    await touchQuote(op, quote.id);
    const at = { quoteId: quote.id, revisionId: revision.id };
    await announceQuote(op, quoteEvents.quoteSent, at, { sentHash: paper.hash });
    return { quoteId: quote.id, quoteRevisionId: revision.id, sentHash: paper.hash };
  },
});
