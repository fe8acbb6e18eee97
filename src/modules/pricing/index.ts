export const pricingEntities = [] as const;

export { createPriceList } from './operations/create-price-list.ts';
export type { PriceListChanged } from './operations/change-price-list.ts';
export { setPrices, type PricesSet, type SetPricesInput } from './operations/set-prices.ts';

export { priceDocuments } from './queries/price-documents.ts';

export type * from './rules/priced.ts';
export type { PriceItemInput, PriceTierInput } from './rules/read-item.ts';
export type { PriceListInput } from './rules/read-list.ts';

export { pricingChecks } from './checks.ts';
export { pricingErrorCodes } from './errors.ts';
export { pricingEvents } from './events.ts';
export { pricingPermissions } from './permissions.ts';
export { pricingReadRules } from './read-rules.ts';
