export const crmEntities = [] as const;

export { crmChecks } from './checks.ts';
export { crmErrorCodes } from './errors.ts';
export { crmEvents } from './events.ts';
export { crmPermissions } from './permissions.ts';
export { crmReadRules } from './read-rules.ts';
