import {
  CreditAccountSchema,
  CreditEntrySchema,
  CreditOverrideSchema,
  CreditPolicySchema,
  OpenCreditSchema,
  ReceivableSchema,
} from './entities/credit.ts';

export const receivablesEntities = [
  CreditAccountSchema,
  CreditEntrySchema,
  CreditPolicySchema,
  CreditOverrideSchema,
  ReceivableSchema,
  OpenCreditSchema,
] as const;

export {
  grantCreditOverride,
  revokeCreditOverride,
  type CreditOverrideChanged,
  type GrantCreditOverrideInput,
  type RevokeCreditOverrideInput,
} from './operations/grant-credit-override.ts';
export {
  holdCustomerCredit,
  releaseCustomerCredit,
  type HoldCustomerCreditInput,
  type ReleaseCustomerCreditInput,
} from './operations/hold-customer-credit.ts';
export {
  setCreditLimit,
  type CreditAccountChanged,
  type SetCreditLimitInput,
} from './operations/set-credit-limit.ts';
export {
  setCreditPolicy,
  type CreditPolicySet,
  type SetCreditPolicyInput,
} from './operations/set-credit-policy.ts';

export {
  loadCreditExposures,
  type CreditExposure,
  type ExposureDocument,
} from './queries/credit-exposures.ts';

export {
  checkPoints,
  creditEntryKinds,
  type CheckPoint,
  type CreditEntryKind,
  type ExposureChange,
} from './rules/credit.ts';

export { receivablesOwnedRecords } from './owned-records.ts';
export { receivablesPartyReferences } from './party-references.ts';
export { receivablesChecks } from './checks.ts';
export { receivablesErrorCodes } from './errors.ts';
export { receivablesEvents } from './events.ts';
export { receivablesPermissions } from './permissions.ts';
export { receivablesReadRules } from './read-rules.ts';
