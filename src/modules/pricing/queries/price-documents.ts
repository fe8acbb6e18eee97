import { isId } from '../../../kernel/id.ts';
import type { Queryable } from '../../../platform/database/statement.ts';
import type { PriceFacts } from '../rules/facts.ts';
import { pricesOf } from '../rules/price-document.ts';
import type { Priced, PricesAsked } from '../rules/priced.ts';
import { loadPriceFacts } from './price-facts.ts';

/**
 * The prices of any number of documents, as of the day that each of them names: one statement for
 * all of them. Refuses by faults, each document's own; who may ask is the caller's to decide.
 */
export async function priceDocuments(
  db: Queryable,
  asked: readonly PricesAsked[],
): Promise<readonly Priced[]> {
  return asked.length === 0 ? [] : pricesOf(await loadFactsOf(db, asked), asked);
}

/** All that these documents are priced by, with `pricesOf`; whatever of them bears tax. */
export const loadFactsOf = (db: Queryable, asked: readonly PricesAsked[]): Promise<PriceFacts> =>
  loadPriceFacts(
    db,
    asked.map(({ customerId, currency, pricingOn, byPersonId }) => ({
      customerId: customerId !== null && isId(customerId) ? customerId : null,
      currency,
      pricingOn,
      byPersonId: byPersonId ?? null,
    })),
    asked.flatMap(({ lines }) => lines.map(({ productId }) => productId).filter(isId)),
  );
