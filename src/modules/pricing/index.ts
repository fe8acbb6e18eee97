export const pricingEntities = [] as const;

export type {
  Priced,
  PricedDocument,
  PricedLine,
  PriceLineAsked,
  PriceOverride,
  PricesAsked,
  PriceStep,
  PriceTrace,
} from './rules/priced.ts';

export { pricingChecks } from './checks.ts';
export { pricingErrorCodes } from './errors.ts';
export { pricingEvents } from './events.ts';
export { pricingPermissions } from './permissions.ts';
export { pricingReadRules } from './read-rules.ts';
