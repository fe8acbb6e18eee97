/*
 * The words of collections: for tables, rules and the schema alike.
 */

/** How days and years are counted for interest. */
export const dayCounts = ['ACT_365', 'ACT_360', 'ACT_ACT', 'THIRTY_E_360'] as const;
export type DayCount = (typeof dayCounts)[number];

/** From when on interest runs once the days of grace are over. */
export const interestStarts = ['DUE', 'GRACE'] as const;
export type InterestStart = (typeof interestStarts)[number];

/** How customers are reached; CALL: somebody rings them. */
export const collectionChannels = ['LETTER', 'EMAIL', 'SMS', 'CALL', 'VISIT'] as const;
export type CollectionChannel = (typeof collectionChannels)[number];

export const dunningRunStates = ['PROPOSED', 'RELEASED', 'CANCELLED'] as const;
export type DunningRunState = (typeof dunningRunStates)[number];

/** DROPPED: nothing was left to ask for when the run was released. */
export const dunningLetterStates = ['PROPOSED', 'EXCLUDED', 'DROPPED', 'SENT'] as const;
export type DunningLetterState = (typeof dunningLetterStates)[number];

export const deliveries = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type Delivery = (typeof deliveries)[number];

export const promiseStates = [
  'OPEN',
  'KEPT',
  'PARTIALLY_KEPT',
  'BROKEN',
  'CANCELLED',
  'SUPERSEDED',
] as const;
export type PromiseState = (typeof promiseStates)[number];

export const planStates = ['PROPOSED', 'ACTIVE', 'COMPLETED', 'BROKEN', 'CANCELLED'] as const;
export type PlanState = (typeof planStates)[number];

export const planSteps = ['WEEK', 'MONTH'] as const;
export type PlanStep = (typeof planSteps)[number];

export const disputeStates = ['OPEN', 'RESOLVED'] as const;
export type DisputeState = (typeof disputeStates)[number];

export const disputeReasons = [
  'PRICE',
  'QUANTITY',
  'QUALITY',
  'NOT_DELIVERED',
  'ALREADY_PAID',
  'NOT_ORDERED',
  'OTHER',
] as const;
export type DisputeReason = (typeof disputeReasons)[number];

/** CREDIT_NOTE: all of it is credited; REJECTED: all of it stays owed; SPLIT: part of it. */
export const disputeResolutions = ['CREDIT_NOTE', 'REJECTED', 'SPLIT'] as const;
export type DisputeResolution = (typeof disputeResolutions)[number];

export const contactDirections = ['OUT', 'IN'] as const;
export type ContactDirection = (typeof contactDirections)[number];

export const contactOutcomes = ['REACHED', 'NO_ANSWER', 'WRONG_NUMBER', 'REFUSED'] as const;
export type ContactOutcome = (typeof contactOutcomes)[number];

/** How hard a customer is to collect from. */
export const collectionRisks = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type CollectionRisk = (typeof collectionRisks)[number];

/** GROSS: the agency sends all that it gets and bills its fee; NET: it keeps the fee. */
export const remittanceModes = ['GROSS', 'NET'] as const;
export type RemittanceMode = (typeof remittanceModes)[number];

export const placementStates = [
  'PROPOSED',
  'PLACED',
  'ACKNOWLEDGED',
  'WORKING',
  'PARTLY_COLLECTED',
  'COLLECTED',
  'RETURNED',
  'RECALLED',
  'CANCELLED',
] as const;
export type PlacementState = (typeof placementStates)[number];

export const returnReasons = [
  'UNCOLLECTIBLE',
  'BANKRUPT',
  'NOT_FOUND',
  'DISPUTED',
  'SETTLED',
  'TERM_OVER',
] as const;
export type ReturnReason = (typeof returnReasons)[number];

/** Documents whose history is kept. */
export const collectionDocuments = ['PROMISE', 'PLAN', 'DISPUTE', 'PLACEMENT', 'DUNNING'] as const;
export type CollectionDocument = (typeof collectionDocuments)[number];

/** What a collector does next about a customer. */
export const nextActions = [
  'ANSWER_DISPUTE',
  'WAIT_FOR_PROMISE',
  'WAIT_FOR_PLAN',
  'WAIT_FOR_AGENCY',
  'LEGAL',
  'CALL_ABOUT_BROKEN_PROMISE',
  'PLACE_WITH_AGENCY',
  'DUN',
  'CALL',
] as const;
export type NextAction = (typeof nextActions)[number];
