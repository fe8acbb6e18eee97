import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import {
  enterQuote,
  readQuoteEntry,
  requireCustomer,
  usualPayment,
} from '../ledger/enter-quote.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { priceContent } from '../ledger/price-content.ts';
import { belongingOf, findQuote, loadQuote } from '../queries/quote-facts.ts';
import { validFor } from '../rules/quote-terms.ts';

export interface CopyQuoteInput {
  readonly quoteId: Id;
  readonly id?: Id | null;
  /** Another customer; left out: the same. */
  readonly customerId?: Id | null;
  /** Prices and discounts that were set by hand stay behind. */
  readonly withoutOverrides?: boolean | null;
}

/**
 * A quote of its own with the lines and terms of another's newest revision, at the prices of today:
 * a draft that nobody has approved, whatever was approved of the other. To another customer it goes
 * without contact, opportunity, project and terms of payment, which are the first one's.
 */
export const copyQuote = defineOperation({
  name: 'copyQuote',
  permission: 'sales.quote',
  async run(op, input: CopyQuoteInput): Promise<QuoteChanged> {
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const { quoteId } = await findQuote(op, input);
    const source = await loadQuote(op, quoteId);
    op.requireReach('sales.quote', belongingOf(source), 'Copying this quote');
    const isSame = input.customerId == null;
    const about = {
      customerId: input.customerId ?? source.partyId,
      contactId: isSame ? source.contactId : null,
      opportunityId: isSame ? source.opportunityId : null,
      projectId: isSame ? source.projectId : null,
    };
    const names = { ownProjectId: source.projectId };
    const { customer: found, head, facts } = await readQuoteEntry(op, about, names, faults);
    const customer = requireCustomer(found, faults);
    const { revision } = source;
    const terms = {
      ...revision,
      pricingOn: op.today,
      validUntil: validFor(op.today, facts.quoteValidDays),
      ...(!isSame && usualPayment(facts)),
      ...(input.withoutOverrides && {
        documentDiscountPercent: null,
        documentDiscountAmount: null,
      }),
    };
    const lines = revision.lines.map((line) => ({
      ...line,
      id: op.newId(),
      override: input.withoutOverrides ? null : line.override,
    }));
    const content = await priceContent(op, customer.id, terms, lines);
    const change = { copyOf: { id: source.id, number: source.number } };
    return enterQuote(op, id, { ...head, customerKey: customer.id }, content, change);
  },
});
