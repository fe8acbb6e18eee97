import {
  AgencyAgreementSchema,
  AgencyBandSchema,
  AgencyRemittanceLineSchema,
  AgencyRemittanceSchema,
  CollectionAgencySchema,
  PlacementItemSchema,
  PlacementSchema,
} from './entities/agency.ts';
import {
  CollectionContactSchema,
  ContactBlockSchema,
  ContactHolidaySchema,
  ContactRuleSchema,
} from './entities/contact.ts';
import { CollectionEntrySchema, DisputeSchema } from './entities/dispute.ts';
import {
  CollectionProfileSchema,
  DunningLetterLineSchema,
  DunningLetterSchema,
  DunningLevelSchema,
  DunningProcedureSchema,
  DunningRunSchema,
} from './entities/dunning.ts';
import {
  CollectionSettingSchema,
  InterestSchemeRateSchema,
  InterestSchemeSchema,
} from './entities/interest.ts';
import {
  PaymentPlanInstalmentSchema,
  PaymentPlanItemSchema,
  PaymentPlanSchema,
  PaymentPlanSettlementSchema,
} from './entities/plan.ts';
import {
  PromiseAppropriationSchema,
  PromiseCommitmentSchema,
  PromiseToPaySchema,
  PromiseTypeSchema,
} from './entities/promise.ts';

export const collectionsEntities = [
  CollectionSettingSchema,
  InterestSchemeSchema,
  InterestSchemeRateSchema,
  DunningProcedureSchema,
  DunningLevelSchema,
  CollectionProfileSchema,
  DunningRunSchema,
  DunningLetterSchema,
  DunningLetterLineSchema,
  PromiseTypeSchema,
  PromiseToPaySchema,
  PromiseCommitmentSchema,
  PromiseAppropriationSchema,
  PaymentPlanSchema,
  PaymentPlanItemSchema,
  PaymentPlanInstalmentSchema,
  PaymentPlanSettlementSchema,
  DisputeSchema,
  CollectionEntrySchema,
  ContactRuleSchema,
  ContactHolidaySchema,
  ContactBlockSchema,
  CollectionContactSchema,
  CollectionAgencySchema,
  AgencyAgreementSchema,
  AgencyBandSchema,
  PlacementSchema,
  PlacementItemSchema,
  AgencyRemittanceSchema,
  AgencyRemittanceLineSchema,
] as const;

export * from './rules/kinds.ts';
export * from './operations/collection-agencies.ts';
export * from './operations/collection-settings.ts';
export * from './operations/contact-blocks.ts';
export * from './operations/contact-rules.ts';
export * from './operations/decide-promises.ts';
export * from './operations/disputes.ts';
export * from './operations/dunning-letters.ts';
export * from './operations/dunning-procedures.ts';
export * from './operations/edit-terms.ts';
export * from './operations/interest-schemes.ts';
export * from './operations/payment-plans.ts';
export * from './operations/placements.ts';
export * from './operations/propose-dunning.ts';
export * from './operations/propose-payment-plan.ts';
export * from './operations/propose-placement.ts';
export * from './operations/record-agency-remittance.ts';
export * from './operations/record-collection-contact.ts';
export * from './operations/record-promise.ts';
export * from './operations/release-dunning.ts';
export * from './operations/review-payment-plans.ts';
export * from './operations/review-placements.ts';
export * from './operations/set-collection-profile.ts';

export {
  loadAgencyResults,
  loadAgencyStatement,
  type AgencyResult,
  type AgencyStatement,
} from './queries/agency-statement.ts';
export { loadPlacementResults, type PlacementResult } from './queries/placement-results.ts';
export { loadWorklist, type WorklistEntry } from './queries/worklist.ts';
export { agencyDifferenceKinds, type AgencyDifference } from './rules/agency-differences.ts';
export { loadPromiseReceipts } from './queries/promise-standings.ts';
export {
  disputeMachine,
  dunningLetterMachine,
  dunningRunMachine,
  placementMachine,
  planMachine,
  promiseMachine,
} from './rules/states.ts';

export { collectionsChecks } from './checks.ts';
export { collectionsErrorCodes } from './errors.ts';
export { collectionsEvents } from './events.ts';
export { collectionsOwnedRecords } from './owned-records.ts';
export { collectionsPartyReferences } from './party-references.ts';
export { collectionsPermissions } from './permissions.ts';
export { collectionsReadRules } from './read-rules.ts';
