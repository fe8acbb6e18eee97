import {
  DiscountAllowanceSchema,
  DiscountRuleSchema,
  PricingSettingSchema,
} from './entities/discounts.ts';
import { PriceListItemSchema, PriceListSchema, PriceTierSchema } from './entities/price-lists.ts';
import {
  ExchangeRateSchema,
  TaxExemptionSchema,
  TaxRateSchema,
  TaxSchema,
} from './entities/taxes.ts';

export const pricingEntities = [
  ExchangeRateSchema,
  TaxSchema,
  TaxRateSchema,
  TaxExemptionSchema,
  PriceListSchema,
  PriceListItemSchema,
  PriceTierSchema,
  DiscountRuleSchema,
  DiscountAllowanceSchema,
  PricingSettingSchema,
];

export type { DiscountRuleChanged } from './operations/change-discount-rule.ts';
export type { PriceListChanged } from './operations/change-price-list.ts';
export {
  changePriceListPeriods,
  type ChangePriceListPeriodsInput,
} from './operations/change-price-list-periods.ts';
export { configurePricing, type ConfigurePricingInput } from './operations/configure-pricing.ts';
export { createDiscountRule } from './operations/create-discount-rule.ts';
export { createPriceList } from './operations/create-price-list.ts';
export {
  deactivateDiscountRule,
  editDiscountRule,
  reactivateDiscountRule,
  type EditDiscountRuleInput,
} from './operations/edit-discount-rule.ts';
export {
  deactivatePriceList,
  editPriceList,
  reactivatePriceList,
  type EditPriceListInput,
} from './operations/edit-price-list.ts';
export {
  removeDiscountAllowance,
  setDiscountAllowance,
  type SetDiscountAllowanceInput,
} from './operations/set-discount-allowance.ts';
export { setExchangeRates, type SetExchangeRatesInput } from './operations/set-exchange-rates.ts';
export { setPrices, type PricesSet, type SetPricesInput } from './operations/set-prices.ts';
export { setTaxExemptions, type SetTaxExemptionsInput } from './operations/set-tax-exemptions.ts';
export { setTax, type SetTaxInput } from './operations/set-tax.ts';

export { loadFactsOf, priceDocuments } from './queries/price-documents.ts';

export {
  comparePrices,
  type LineDifference,
  type PriceDifference,
} from './rules/compare-prices.ts';
export * from './rules/kinds.ts';
export { pricesOf } from './rules/price-document.ts';
export { effectiveRateOf, taxByLine } from './rules/tax.ts';
export {
  allowanceLimits,
  priceStepKinds,
  type AllowanceLimit,
  type EarnedFreeGoods,
  type PassedOver,
  type Priced,
  type PricedDocument,
  type PricedLine,
  type PriceLineAsked,
  type PriceOverride,
  type PricesAsked,
  type PriceStep,
  type PriceTrace,
} from './rules/priced.ts';
export type { DiscountRuleInput } from './rules/read-discount.ts';
export type { PriceItemInput, PriceTierInput } from './rules/read-item.ts';
export type { PriceListInput } from './rules/read-list.ts';

export { pricingChecks } from './checks.ts';
export { pricingErrorCodes } from './errors.ts';
export { pricingEvents } from './events.ts';
export { pricingPartyReferences } from './party-references.ts';
export { pricingPermissions } from './permissions.ts';
export { pricingReadRules } from './read-rules.ts';
