import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { changeDraft, requireQuoteVersion } from '../ledger/change-draft.ts';
import { readQuoteEntry, requireCustomer } from '../ledger/enter-quote.ts';
import type { QuoteChanged, QuoteHeadInput } from '../rules/quote-terms.ts';
import { priceContent } from '../ledger/price-content.ts';
import { belongingOf, findQuote, lockQuote, type QuoteFound } from '../queries/quote-facts.ts';
import { quoteEvents } from '../quote-events.ts';
import { quoteChange } from '../rules/quote-change.ts';
import { quoteStates } from '../rules/quote-states.ts';
import {
  readQuoteLines,
  readTerms,
  type QuoteClearing,
  type QuoteLineInput,
  type QuoteTermsInput,
} from '../rules/quote-terms.ts';
import { lineCountFaults } from '../rules/read-input.ts';

export interface EditQuoteInput extends Partial<QuoteHeadInput>, QuoteTermsInput, QuoteClearing {
  readonly quoteId: Id;
  /** The version that was looked at. */
  readonly expectedVersion: number;
  readonly withoutContact?: boolean | null;
  readonly withoutOpportunity?: boolean | null;
  readonly withoutProject?: boolean | null;
  /** All the lines there are to be; left out: as they were. */
  readonly lines?: readonly QuoteLineInput[] | null;
}

/**
 * A draft says something else: who it is for, its terms, or all of its lines anew; at the prices of
 * its day, which `repriceQuote` moves. Any other content drops the approval of what it was. Refuses
 * STALE, and what drafting refuses.
 */
export const editQuote = defineOperation({
  name: 'editQuote',
  permission: 'sales.quote',
  async run(op, input: EditQuoteInput): Promise<QuoteChanged> {
    if (input.lines) refuseIfAny(lineCountFaults(input.lines.length));
    const found = await findQuote(op, input);
    const faults: Fault[] = [];
    const about = aboutOf(found, input);
    const names = {
      warehouseIds: input.lines?.map(({ warehouseId }) => warehouseId) ?? [],
      ownProjectId: found.projectId,
      paymentTermsId: input.paymentTermsId,
    };
    const entry = await readQuoteEntry(op, about, names, faults);
    const quote = await lockQuote(op, found);
    op.requireReach('sales.quote', belongingOf(quote), 'Editing this quote');
    requireTransition(quoteStates, quote.revision.state, 'editQuote');
    requireQuoteVersion(quote, input.expectedVersion);
    const terms = readTerms(quote.revision, input, { ...entry.facts, today: op.today }, faults);
    const warehouseIds = new Set(entry.facts.warehouseIds);
    const wanted = input.lines
      ? readQuoteLines(input.lines, { warehouseIds, newId: op.newId }, faults)
      : quote.revision.lines;
    const customer = requireCustomer(entry.customer, faults);
    const content = await priceContent(op, customer.id, terms, wanted);
    // The same customer, whatever it was merged with meanwhile, keeps its key.
    const customerKey = customer.id === quote.partyId ? quote.customerKey : customer.id;
    const { ownerId, teamId } = quote;
    const head = { ...entry.head, customerKey, ownerId, teamId };
    return changeDraft(op, quote, {
      act: 'editQuote',
      event: quoteEvents.quoteEdited,
      head,
      content,
      change: quoteChange(quote, head, content),
    });
  },
});

/** Who and what it is about from now on. */
const aboutOf = (quote: QuoteFound, input: EditQuoteInput): QuoteHeadInput => ({
  customerId: input.customerId ?? quote.partyId,
  contactId: input.withoutContact ? null : (input.contactId ?? quote.contactId),
  opportunityId: input.withoutOpportunity ? null : (input.opportunityId ?? quote.opportunityId),
  projectId: input.withoutProject ? null : (input.projectId ?? quote.projectId),
});
