import { definePermissions } from '../../platform/identity/permissions.ts';

export const pricingPermissions = definePermissions([
  { name: 'pricing.read', description: 'See price lists, taxes and rates, and ask for prices' },
  { name: 'pricing.edit', description: 'Set price lists, discounts, taxes and rates' },
  { name: 'pricing.seeCost', description: 'See costs and margins' },
]);
