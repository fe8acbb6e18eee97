export const receivablesEntities = [] as const;

export { checkPoints, type CheckPoint, type ExposureChange } from './rules/credit.ts';

export { receivablesChecks } from './checks.ts';
export { receivablesErrorCodes } from './errors.ts';
export { receivablesEvents } from './events.ts';
export { receivablesPermissions } from './permissions.ts';
export { receivablesReadRules } from './read-rules.ts';
