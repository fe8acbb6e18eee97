import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'pricing.read';

/** Prices are the whole firm's, but for what they tell of costs. */
export const pricingReadRules: readonly ReadRule[] = [
  { entity: 'ExchangeRate', permission, everyRow: true },
  { entity: 'Tax', permission, everyRow: true },
  { entity: 'TaxRate', permission, everyRow: true },
  { entity: 'TaxExemption', permission, everyRow: true },
  { entity: 'PriceList', permission, everyRow: true },
  { entity: 'PriceListItem', permission, everyRow: true },
  {
    entity: 'PriceTier',
    permission,
    everyRow: true,
    // With the price that comes of it, it tells the cost.
    properties: { overCost: 'pricing.seeCost' },
  },
  { entity: 'DiscountRule', permission, everyRow: true },
  { entity: 'DiscountAllowance', permission, everyRow: true },
  { entity: 'PricingSetting', permission, everyRow: true },
];
