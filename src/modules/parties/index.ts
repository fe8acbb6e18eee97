export const partiesEntities = [] as const;

export { partiesChecks } from './checks.ts';
export { partiesErrorCodes } from './errors.ts';
export { partiesEvents } from './events.ts';
export { partiesPermissions } from './permissions.ts';
export { partiesReadRules } from './read-rules.ts';
