import * as kinds from '../../modules/collections/index.ts';
import { builder } from '../builder.ts';

const choice = <Values extends readonly string[]>(
  name: string,
  values: Values,
  description: string,
) => builder.enumType(name, { description, values });

export const DayCount = choice(
  'DayCount',
  kinds.dayCounts,
  'How days and years are counted for interest.',
);
export const InterestStart = choice(
  'InterestStart',
  kinds.interestStarts,
  'From when on interest runs once grace is over: the day it was due, or the end of grace.',
);
export const CollectionChannel = choice(
  'CollectionChannel',
  kinds.collectionChannels,
  'How a customer is reached; CALL: somebody rings.',
);
export const CollectionRisk = choice(
  'CollectionRisk',
  kinds.collectionRisks,
  'How hard a customer is to collect from.',
);
export const DunningRunState = choice(
  'DunningRunState',
  kinds.dunningRunStates,
  'Where the reminders of a day stand.',
);
export const DunningLetterState = choice(
  'DunningLetterState',
  kinds.dunningLetterStates,
  'Where a letter stands; EXCLUDED: taken out; DROPPED: nothing was left to ask for.',
);
export const DunningDelivery = choice(
  'DunningDelivery',
  kinds.deliveries,
  'Whether a letter arrived.',
);
export const PromiseState = choice('PromiseState', kinds.promiseStates, 'Where a promise stands.');
export const PaymentPlanState = choice(
  'PaymentPlanState',
  kinds.planStates,
  'Where a plan stands.',
);
export const PlanStep = choice('PlanStep', kinds.planSteps, 'How far instalments lie apart.');
export const DisputeState = choice(
  'DisputeState',
  kinds.disputeStates,
  'Whether a dispute is decided.',
);
export const DisputeReason = choice(
  'DisputeReason',
  kinds.disputeReasons,
  'Why a customer says that something is not owed.',
);
export const DisputeResolution = choice(
  'DisputeResolution',
  kinds.disputeResolutions,
  'CREDIT_NOTE: the firm gives way; REJECTED: it does not; SPLIT: on a part.',
);
export const ContactDirection = choice(
  'ContactDirection',
  kinds.contactDirections,
  'OUT: we reached out; IN: the customer did.',
);
export const ContactOutcome = choice(
  'ContactOutcome',
  kinds.contactOutcomes,
  'What came of reaching out.',
);
export const RemittanceMode = choice(
  'RemittanceMode',
  kinds.remittanceModes,
  'GROSS: an agency pays all and bills its fee; NET: it keeps the fee.',
);
export const PlacementState = choice(
  'PlacementState',
  kinds.placementStates,
  'Where claims that were given to an agency stand.',
);
export const PlacementReturnReason = choice(
  'PlacementReturnReason',
  kinds.returnReasons,
  'Why an agency gave claims back.',
);
export const CollectionDocument = choice(
  'CollectionDocument',
  kinds.collectionDocuments,
  'Kinds of documents whose history is kept.',
);
export const CollectionNextAction = choice(
  'CollectionNextAction',
  kinds.nextActions,
  'What a collector does next about a customer.',
);
export const AgencyDifferenceKind = choice(
  'AgencyDifferenceKind',
  kinds.agencyDifferenceKinds,
  'In what an agency’s paper differs from our books.',
);
