import { kernelErrorCodes } from '../kernel/error-codes.ts';
import type { EventType } from '../platform/events/event.ts';
import {
  identityChecks,
  identityEntities,
  identityErrors,
  identityEvents,
  identityPermissions,
  identityReadRules,
} from '../platform/identity/index.ts';
import { platformErrorCodes } from '../platform/error-codes.ts';
import { platformChecks } from '../platform/verify.ts';
import {
  catalogChecks,
  catalogEntities,
  catalogErrorCodes,
  catalogEvents,
  catalogPermissions,
  catalogReadRules,
} from './catalog/index.ts';
import {
  inventoryChecks,
  inventoryEntities,
  inventoryErrorCodes,
  inventoryEvents,
  inventoryPermissions,
  inventoryReadRules,
} from './inventory/index.ts';
import {
  createHandOverRecords,
  createMergeParties,
  partiesChecks,
  partiesEntities,
  partiesErrorCodes,
  partiesEvents,
  partiesOwnedRecords,
  partiesPartyReferences,
  partiesPermissions,
  partiesReadRules,
  type OwnedRecords,
  type PartyReference,
} from './parties/index.ts';
import {
  pricingChecks,
  pricingEntities,
  pricingErrorCodes,
  pricingEvents,
  pricingPartyReferences,
  pricingPermissions,
  pricingReadRules,
} from './pricing/index.ts';
import {
  receivablesChecks,
  receivablesEntities,
  receivablesErrorCodes,
  receivablesEvents,
  receivablesOwnedRecords,
  receivablesPartyReferences,
  receivablesPermissions,
  receivablesReadRules,
} from './receivables/index.ts';
import {
  createCustomerTimeline,
  createLogActivity,
  createPlanActivity,
  createUndoLeadConversion,
  crmChecks,
  crmEntities,
  crmErrorCodes,
  crmEvents,
  crmOwnedRecords,
  crmPartyReferences,
  crmPermissions,
  crmReadRules,
  crmTimelineSources,
} from './crm/index.ts';
import {
  salesChecks,
  salesEntities,
  salesErrorCodes,
  salesEvents,
  salesOpportunityClaims,
  salesOwnedRecords,
  salesPartyReferences,
  salesPermissions,
  salesReadRules,
  salesTimelineSources,
} from './sales/index.ts';

/*
 * What every part of the product declares, gathered from the doors: a new module is added here, and
 * its tables, rights, events, refusals and checks take part in everything.
 */

export const entities = [
  ...identityEntities,
  ...partiesEntities,
  ...catalogEntities,
  ...inventoryEntities,
  ...pricingEntities,
  ...receivablesEntities,
  ...crmEntities,
  ...salesEntities,
];

export const readRules = [
  ...identityReadRules,
  ...partiesReadRules,
  ...catalogReadRules,
  ...inventoryReadRules,
  ...pricingReadRules,
  ...receivablesReadRules,
  ...crmReadRules,
  ...salesReadRules,
];

export const permissions = [
  identityPermissions,
  partiesPermissions,
  catalogPermissions,
  inventoryPermissions,
  pricingPermissions,
  receivablesPermissions,
  crmPermissions,
  salesPermissions,
].flat();

export const allEventTypes: readonly EventType[] = [
  identityEvents,
  partiesEvents,
  catalogEvents,
  inventoryEvents,
  pricingEvents,
  receivablesEvents,
  crmEvents,
  salesEvents,
].flatMap((events) => Object.values<EventType>(events));

export const errorCodes: readonly string[] = [
  ...new Set([
    ...kernelErrorCodes,
    ...platformErrorCodes,
    ...Object.keys(identityErrors),
    ...partiesErrorCodes,
    ...catalogErrorCodes,
    ...inventoryErrorCodes,
    ...pricingErrorCodes,
    ...receivablesErrorCodes,
    ...crmErrorCodes,
    ...salesErrorCodes,
  ]),
].sort();

export const checks = [
  ...platformChecks,
  ...identityChecks,
  ...partiesChecks,
  ...catalogChecks,
  ...inventoryChecks,
  ...pricingChecks,
  ...receivablesChecks,
  ...crmChecks,
  ...salesChecks,
];

/*
 * What a module below does with what modules above have: composed here, where all doors are known.
 */

const timelineSources = [...crmTimelineSources, ...salesTimelineSources];

export const customerTimeline = createCustomerTimeline(timelineSources);
export const planActivity = createPlanActivity(timelineSources);
export const logActivity = createLogActivity(timelineSources);

/** Everything of other modules that names an opportunity. */
export const opportunityClaims = [...salesOpportunityClaims];

export const undoLeadConversion = createUndoLeadConversion(opportunityClaims);

/** Every column that names a party; a test compares them with the database. */
export const partyReferences: readonly PartyReference[] = [
  ...partiesPartyReferences,
  ...pricingPartyReferences,
  ...crmPartyReferences,
  ...salesPartyReferences,
  ...receivablesPartyReferences,
];

/** Everything that somebody looks after, in the order in which rows are locked. */
export const ownedRecords: readonly OwnedRecords[] = [
  ...partiesOwnedRecords,
  ...crmOwnedRecords,
  ...salesOwnedRecords,
  ...receivablesOwnedRecords,
];

/** Composed here, for they reach into every module that knows parties. */
export const mergeParties = createMergeParties(partyReferences);
export const handOverRecords = createHandOverRecords(ownedRecords, partyReferences);
