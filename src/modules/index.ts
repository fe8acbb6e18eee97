import { kernelErrorCodes } from '../kernel/error-codes.ts';
import {
  eventsEntities,
  eventsErrorCodes,
  eventsPermissions,
  eventsReadRules,
} from '../platform/events/index.ts';
import {
  identityChecks,
  identityEntities,
  identityErrors,
  identityPermissions,
  identityReadRules,
} from '../platform/identity/index.ts';
import {
  webhooksChecks,
  webhooksEntities,
  webhooksErrorCodes,
  webhooksPermissions,
  webhooksReadRules,
} from '../platform/webhooks/index.ts';
import { platformErrorCodes } from '../platform/error-codes.ts';
import { platformChecks } from '../platform/verify.ts';
import {
  catalogChecks,
  catalogEntities,
  catalogErrorCodes,
  catalogPermissions,
  catalogReadRules,
} from './catalog/index.ts';
import {
  inventoryChecks,
  inventoryEntities,
  inventoryErrorCodes,
  inventoryPermissions,
  inventoryReadRules,
} from './inventory/index.ts';
import {
  createHandOverRecords,
  createMergeParties,
  partiesChecks,
  partiesEntities,
  partiesErrorCodes,
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
  pricingPartyReferences,
  pricingPermissions,
  pricingReadRules,
} from './pricing/index.ts';
import {
  createFindLineProposals,
  createReceiveBankStatementLine,
  createReceiveSureBankStatementLines,
  receivablesBankReferences,
  receivablesChecks,
  receivablesEntities,
  receivablesErrorCodes,
  receivablesOwnedRecords,
  receivablesPartyReferences,
  receivablesPermissions,
  receivablesReadRules,
} from './receivables/index.ts';
import {
  collectionsChecks,
  collectionsEntities,
  collectionsErrorCodes,
  collectionsOwnedRecords,
  collectionsPartyReferences,
  collectionsPermissions,
  collectionsReadRules,
} from './collections/index.ts';
import {
  createCustomerTimeline,
  createLogActivity,
  createPlanActivity,
  createUndoLeadConversion,
  crmChecks,
  crmEntities,
  crmErrorCodes,
  crmOwnedRecords,
  crmPartyReferences,
  crmPermissions,
  crmReadRules,
  crmTimelineSources,
} from './crm/index.ts';
import {
  chequePart,
  createForecast,
  createKeepInflowForecast,
  inflowChecks,
  inflowEntities,
  inflowErrorCodes,
  inflowPermissions,
  inflowReadRules,
  opportunityLayer,
  promisePart,
  type ForecastSources,
} from './inflow/index.ts';
import {
  salesBankReferences,
  salesChecks,
  salesEntities,
  salesErrorCodes,
  salesOpportunityClaims,
  salesOwnedRecords,
  salesPartyReferences,
  salesPermissions,
  salesReadRules,
  salesTimelineSources,
} from './sales/index.ts';

export * from './event-types.ts';

/*
 * What every part of the product declares, gathered from the doors: a new module is added here, and
 * its tables, rights, events, refusals and checks take part in everything.
 */

export const entities = [
  ...identityEntities,
  ...eventsEntities,
  ...webhooksEntities,
  ...partiesEntities,
  ...catalogEntities,
  ...inventoryEntities,
  ...pricingEntities,
  ...receivablesEntities,
  ...collectionsEntities,
  ...crmEntities,
  ...inflowEntities,
  ...salesEntities,
];

export const readRules = [
  ...identityReadRules,
  ...eventsReadRules,
  ...webhooksReadRules,
  ...partiesReadRules,
  ...catalogReadRules,
  ...inventoryReadRules,
  ...pricingReadRules,
  ...receivablesReadRules,
  ...collectionsReadRules,
  ...crmReadRules,
  ...inflowReadRules,
  ...salesReadRules,
];

export const permissions = [
  identityPermissions,
  eventsPermissions,
  webhooksPermissions,
  partiesPermissions,
  catalogPermissions,
  inventoryPermissions,
  pricingPermissions,
  receivablesPermissions,
  collectionsPermissions,
  crmPermissions,
  inflowPermissions,
  salesPermissions,
].flat();

export const errorCodes: readonly string[] = [
  ...new Set([
    ...kernelErrorCodes,
    ...platformErrorCodes,
    ...Object.keys(identityErrors),
    ...eventsErrorCodes,
    ...webhooksErrorCodes,
    ...partiesErrorCodes,
    ...catalogErrorCodes,
    ...inventoryErrorCodes,
    ...pricingErrorCodes,
    ...receivablesErrorCodes,
    ...collectionsErrorCodes,
    ...crmErrorCodes,
    ...inflowErrorCodes,
    ...salesErrorCodes,
  ]),
].sort();

export const checks = [
  ...platformChecks,
  ...identityChecks,
  ...webhooksChecks,
  ...partiesChecks,
  ...catalogChecks,
  ...inventoryChecks,
  ...pricingChecks,
  ...receivablesChecks,
  ...collectionsChecks,
  ...crmChecks,
  ...inflowChecks,
  ...salesChecks,
];

/*
 * What a module below does with what modules above have: composed here, where all doors are known.
 */

const timelineSources = [...crmTimelineSources, ...salesTimelineSources];

export const customerTimeline = createCustomerTimeline(timelineSources);
export const planActivity = createPlanActivity(timelineSources);
export const logActivity = createLogActivity(timelineSources);

/** By which numbers payers may name what they pay. */
const bankReferences = [...receivablesBankReferences, ...salesBankReferences];

export const findLineProposals = createFindLineProposals(bankReferences);
export const receiveBankStatementLine = createReceiveBankStatementLine(findLineProposals);
export const receiveSureBankStatementLines = createReceiveSureBankStatementLines(findLineProposals);

/** What every module knows of the money that is to come. */
const forecastSources: ForecastSources = {
  parts: [chequePart, promisePart],
  layers: [opportunityLayer],
};

export const inflowForecast = createForecast(forecastSources);
export const keepInflowForecast = createKeepInflowForecast(forecastSources);

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
  ...collectionsPartyReferences,
];

/** Everything that somebody looks after, in the order in which rows are locked. */
export const ownedRecords: readonly OwnedRecords[] = [
  ...partiesOwnedRecords,
  ...crmOwnedRecords,
  ...salesOwnedRecords,
  ...receivablesOwnedRecords,
  ...collectionsOwnedRecords,
];

/** Composed here, for they reach into every module that knows parties. */
export const mergeParties = createMergeParties(partyReferences);
export const handOverRecords = createHandOverRecords(ownedRecords, partyReferences);
