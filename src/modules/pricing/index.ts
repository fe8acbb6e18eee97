export const pricingEntities = [] as const;

export { pricingChecks } from './checks.ts';
export { pricingErrorCodes } from './errors.ts';
export { pricingEvents } from './events.ts';
export { pricingPermissions } from './permissions.ts';
export { pricingReadRules } from './read-rules.ts';
