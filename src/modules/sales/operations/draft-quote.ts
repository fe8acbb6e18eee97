import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import {
  enterQuote,
  readQuoteEntry,
  requireCustomer,
  usualPayment,
} from '../ledger/enter-quote.ts';
import type { QuoteChanged, QuoteHeadInput } from '../rules/quote-terms.ts';
import { priceContent } from '../ledger/price-content.ts';
import {
  readQuoteLines,
  readTerms,
  validFor,
  type QuoteLineInput,
  type QuoteTermsInput,
} from '../rules/quote-terms.ts';
import { lineCountFaults } from '../rules/read-input.ts';

export interface DraftQuoteInput extends QuoteHeadInput, QuoteTermsInput {
  readonly id?: Id | null;
  readonly lines: readonly QuoteLineInput[];
}

/**
 * An offer to a customer is begun: a number, and a first revision with the prices of today. Payment
 * and validity are what holds for the customer and the firm where the input does not say. Refuses
 * every fault of the input and of pricing, by its line.
 */
export const draftQuote = defineOperation({
  name: 'draftQuote',
  permission: 'sales.quote',
  async run(op, input: DraftQuoteInput): Promise<QuoteChanged> {
    refuseIfAny(lineCountFaults(input.lines.length));
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const warehouseIds = input.lines.map(({ warehouseId }) => warehouseId);
    const { paymentTermsId } = input;
    const {
      customer: found,
      head,
      facts,
    } = await readQuoteEntry(op, input, { warehouseIds, paymentTermsId }, faults);
    const usual = {
      currency: facts.currency,
      pricingOn: op.today,
      validUntil: validFor(op.today, facts.quoteValidDays),
      ...usualPayment(facts),
      taxInclusive: false,
      documentDiscountPercent: null,
      documentDiscountAmount: null,
      terms: null,
    };
    const terms = readTerms(usual, input, { ...facts, today: op.today }, faults);
    const known = { warehouseIds: new Set(facts.warehouseIds), newId: op.newId };
    const wanted = readQuoteLines(input.lines, known, faults);
    const customer = requireCustomer(found, faults);
    const content = await priceContent(op, customer.id, terms, wanted);
    return enterQuote(op, id, { ...head, customerKey: customer.id }, content);
  },
});
