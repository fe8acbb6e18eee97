import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { announceQuote } from '../ledger/announce-quote.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { decideRevision, touchQuote } from '../ledger/write-quote.ts';
import { belongingOf, lockQuote } from '../queries/quote-facts.ts';
import { quoteEvents } from '../quote-events.ts';
import { quoteStates } from '../rules/quote-states.ts';
import { readText } from '../rules/read-input.ts';

export interface RejectQuoteInput {
  /** What was answered: not whatever is newest. */
  readonly quoteRevisionId: Id;
  /** Why. */
  readonly reason: string;
  readonly byName?: string | null;
  /** By mail, by telephone, from which address, on which paper. */
  readonly from?: string | null;
}

/** The customer says no to what was sent. */
export const rejectQuote = defineOperation({
  name: 'rejectQuote',
  permission: 'sales.quote',
  async run(op, input: RejectQuoteInput): Promise<QuoteChanged> {
    const faults: Fault[] = [];
    const note = readReason(input.reason, ['reason'], faults);
    const byName = readText(input.byName, 200, ['byName'], faults);
    const from = readText(input.from, 500, ['from'], faults);
    refuseIfAny(faults);
    const quote = await lockQuote(op, { quoteRevisionId: input.quoteRevisionId });
    op.requireReach('sales.quote', belongingOf(quote), 'Recording this answer');
    const { revision } = quote;
    requireTransition(quoteStates, revision.state, 'rejectQuote');
    await decideRevision(op, revision.id, { state: 'REJECTED', byName, from, note });
    await touchQuote(op, quote.id);
    const at = { quoteId: quote.id, revisionId: revision.id };
    await announceQuote(op, quoteEvents.quoteRejected, at, { reason: note, byName, from });
    return { quoteId: quote.id, quoteRevisionId: revision.id };
  },
});
