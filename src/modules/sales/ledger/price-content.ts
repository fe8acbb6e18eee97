import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { priceDocuments, type PricesAsked } from '../../pricing/index.ts';
import { discountPercentOf, type QuoteContent } from '../rules/quote-content.ts';
import type { QuoteLineWanted, QuoteTerms } from '../rules/quote-terms.ts';

/**
 * The lines with their prices of the day of the terms, by the allowances of whoever writes them;
 * refuses every fault that pricing finds.
 */
export async function priceContent(
  op: OperationContext,
  customerId: Id,
  terms: QuoteTerms,
  wanted: readonly QuoteLineWanted[],
): Promise<QuoteContent> {
  const [priced] = await priceDocuments(op, [
    { ...pricesAsked(customerId, terms, wanted), byPersonId: op.actorId },
  ]);
  if (!priced) throw new Error('pricing answered for no document');
  if (!priced.document) {
    refuseIfAny(priced.faults);
    throw new Error('pricing refused without a fault');
  }
  const { rate, net, discount, tax, total, margin } = priced.document;
  const lines = wanted.map((line, index) => {
    const found = priced.document.lines[index];
    if (!found) throw new Error(`pricing left out line ${line.lineNo}`);
    return { ...line, ...found, discountPercent: discountPercentOf(found) };
  });
  return { ...terms, rate, net, discount, tax, total, margin, lines };
}

const pricesAsked = (
  customerId: Id,
  terms: QuoteTerms,
  lines: readonly QuoteLineWanted[],
): PricesAsked => ({
  customerId,
  currency: terms.currency,
  pricingOn: terms.pricingOn,
  taxInclusive: terms.taxInclusive,
  taxedPercent: terms.taxedPercent,
  documentDiscount: {
    percent: terms.documentDiscountPercent,
    amount: terms.documentDiscountAmount,
  },
  lines: lines.map((line, index) => ({
    productId: line.productId,
    unit: line.unit,
    quantityInUnit: line.quantityInUnit,
    override: line.override,
    isOptional: line.isOptional,
    path: ['lines', String(index)],
  })),
});
