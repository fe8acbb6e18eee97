import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { changeDraft, requireQuoteVersion } from '../ledger/change-draft.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { priceContent } from '../ledger/price-content.ts';
import { belongingOf, findQuote, lockQuote } from '../queries/quote-facts.ts';
import { quoteEvents } from '../quote-events.ts';
import { quoteChange } from '../rules/quote-change.ts';
import { priceDifference } from '../rules/quote-content.ts';
import { quoteStates } from '../rules/quote-states.ts';

export interface QuoteRepriced extends QuoteChanged {
  /** By how much sums went up; below zero: down. In the currency of the quote. */
  readonly difference: { readonly net: Decimal; readonly tax: Decimal; readonly total: Decimal };
}

/**
 * A draft gets the prices, discounts, taxes and rate of today; what was set by hand stays. Tells
 * the difference, and drops the approval where there is any.
 */
export const repriceQuote = defineOperation({
  name: 'repriceQuote',
  permission: 'sales.quote',
  async run(
    op,
    input: { readonly quoteId: Id; readonly expectedVersion: number },
  ): Promise<QuoteRepriced> {
    const found = await findQuote(op, input);
    await lockCustomers(op, [found.partyId]);
    const quote = await lockQuote(op, input);
    op.requireReach('sales.quote', belongingOf(quote), 'Pricing this quote anew');
    requireTransition(quoteStates, quote.revision.state, 'repriceQuote');
    requireQuoteVersion(quote, input.expectedVersion);
    const terms = { ...quote.revision, pricingOn: op.today };
    const content = await priceContent(op, quote.partyId, terms, quote.revision.lines);
    const difference = priceDifference(quote.revision, content);
    const changed = await changeDraft(op, quote, {
      act: 'repriceQuote',
      event: quoteEvents.quoteRepriced,
      head: quote,
      content,
      change: { ...quoteChange(quote, quote, content), difference },
    });
    return { ...changed, difference };
  },
});
