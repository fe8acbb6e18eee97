import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { compareDates, type LocalDate } from '../../../kernel/local-date.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { announceQuote } from '../ledger/announce-quote.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { extendRevision, touchQuote } from '../ledger/write-quote.ts';
import { belongingOf, lockQuote } from '../queries/quote-facts.ts';
import { quoteEvents } from '../quote-events.ts';
import { quoteClashes } from '../rules/quote-clashes.ts';
import { quoteStates } from '../rules/quote-states.ts';
import { readValidUntil } from '../rules/quote-terms.ts';

export interface ExtendQuoteValidityInput {
  readonly quoteId: Id;
  readonly validUntil: LocalDate;
  readonly reason: string;
}

/**
 * What was sent holds longer, at its prices: also when its last day is over, and whether or not it
 * was marked so. The paper stays as it was sent; that it holds longer is told beside it. Refuses
 * VALIDITY_NOT_LONGER.
 */
export const extendQuoteValidity = defineOperation({
  name: 'extendQuoteValidity',
  permission: 'sales.quote',
  async run(op, input: ExtendQuoteValidityInput): Promise<QuoteChanged> {
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    readValidUntil(input.validUntil, op.today, faults);
    refuseIfAny(faults);
    const quote = await lockQuote(op, { quoteId: input.quoteId });
    op.requireReach('sales.quote', belongingOf(quote), 'Extending this quote');
    const { revision } = quote;
    const state = requireTransition(quoteStates, revision.state, 'extendQuoteValidity');
    if (compareDates(input.validUntil, revision.validUntil) <= 0) {
      const message = `It is valid until ${revision.validUntil} already`;
      throw new DomainError([fault('VALIDITY_NOT_LONGER', message, ['validUntil'])]);
    }
    await refusingClashes(quoteClashes, () =>
      extendRevision(op, revision.id, state, input.validUntil),
    );
    await touchQuote(op, quote.id);
    const validUntil = { from: revision.validUntil, to: input.validUntil };
    const at = { quoteId: quote.id, revisionId: revision.id };
    await announceQuote(op, quoteEvents.quoteValidityExtended, at, { validUntil, reason });
    return { quoteId: quote.id, quoteRevisionId: revision.id };
  },
});
