import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { announceQuote } from '../ledger/announce-quote.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { priceContent } from '../ledger/price-content.ts';
import { insertRevision, moveRevision, touchQuote } from '../ledger/write-quote.ts';
import { loadQuoteEntryFacts } from '../queries/quote-entry-facts.ts';
import { belongingOf, findQuote, lockQuote } from '../queries/quote-facts.ts';
import { quoteEvents } from '../quote-events.ts';
import { quoteClashes } from '../rules/quote-clashes.ts';
import { isPastValidity, quoteStates } from '../rules/quote-states.ts';
import { validFor, type QuoteTerms } from '../rules/quote-terms.ts';

export interface ReviseQuoteInput {
  readonly quoteId: Id;
  /** The prices of today, in place of those of the day of the revision before. */
  readonly reprice?: boolean | null;
}

/**
 * A new revision under the same number, a draft with what the one before said; that one is
 * SUPERSEDED and stays as it was sent. What is past its validity is priced anew. Who wrote the one
 * before is an author of this one, too: revising hands nobody an approval.
 */
export const reviseQuote = defineOperation({
  name: 'reviseQuote',
  permission: 'sales.quote',
  async run(op, input: ReviseQuoteInput): Promise<QuoteChanged> {
    const found = await findQuote(op, input);
    await lockCustomers(op, [found.partyId]);
    const quote = await lockQuote(op, { quoteId: input.quoteId });
    op.requireReach('sales.quote', belongingOf(quote), 'Revising this quote');
    const { revision } = quote;
    const superseded = requireTransition(quoteStates, revision.state, 'reviseQuote');
    const { quoteValidDays } = await loadQuoteEntryFacts(op, { partyId: quote.partyId });
    const isPast = isPastValidity(revision.validUntil, op.today);
    const terms: QuoteTerms = {
      ...revision,
      ...((isPast || input.reprice) && { pricingOn: op.today }),
      ...(isPast && { validUntil: validFor(op.today, quoteValidDays) }),
    };
    const lines = revision.lines.map((line) => ({ ...line, id: op.newId() }));
    const content = await priceContent(op, quote.partyId, terms, lines);
    await moveRevision(op, revision.id, superseded);
    const next = {
      id: op.newId(),
      quoteId: quote.id,
      revisionNo: revision.revisionNo + 1,
      authorIds: revision.authorIds,
    };
    await refusingClashes(quoteClashes, () => insertRevision(op, next, quote.customerKey, content));
    await touchQuote(op, quote.id);
    const change = { superseded: { id: revision.id, revisionNo: revision.revisionNo } };
    await announceQuote(
      op,
      quoteEvents.quoteRevised,
      { quoteId: quote.id, revisionId: next.id },
      change,
    );
    return { quoteId: quote.id, quoteRevisionId: next.id };
  },
});
