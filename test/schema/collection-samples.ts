import type { Collecting } from './collections.ts';
import type { Floor } from './parties.ts';
import type { Side } from './samples.ts';

/** Samples for acts and queries on collecting, on one side. */
export function collectionSamples(
  collecting: Collecting,
  { sides }: Floor,
  side: Side,
): [string, unknown][] {
  const of = collecting[side];
  const { salespersonId } = sides[side];
  return [
    ['interestSchemeId', collecting.interestSchemeId],
    ['dunningProcedureId', collecting.dunningProcedureId],
    ['promiseTypeId', collecting.promiseTypeId],
    ['collectionAgencyId', collecting.agencyId],
    ['agencyAgreementId', collecting.agreementId],
    ['agencyRemittance.id', collecting.remittanceId],
    ['dunningRunId', collecting.runId],
    ['dunningRun.id', collecting.runId],
    ['dunningLetter.id', of.letterId],
    ['dunningLetterId', of.letterId],
    ['includeDunningLetter.dunningLetterId', of.excludedId],
    ['recordDunningDelivery.dunningLetterId', of.sentId],
    ['delivery', 'DELIVERED'],
    ['proposeDunning.on', '2026-03-21'],
    ['promiseToPay.id', of.promiseId],
    ['promiseToPayId', of.promiseId],
    ['supersedesId', of.promiseId],
    ['commitmentIds', of.claimId],
    ['proposePaymentPlan.step', 'MONTH'],
    ['paymentPlan.id', of.offeredId],
    ['paymentPlanId', of.offeredId],
    ['cancelPaymentPlan.paymentPlanId', of.activeId],
    ['dispute.id', of.disputeId],
    ['disputeId', of.disputeId],
    ['reopenDispute.disputeId', of.decidedId],
    ['openDispute.commitmentId', of.claimId],
    ['openDispute.ownerId', salespersonId],
    ['openCreditId', of.receiptId],
    ['collectionWorklist.ownerId', salespersonId],
    ['contactBlockId', of.blockId],
    ['placement.id', of.placedId],
    ['placementId', of.proposedId],
    ['acknowledgePlacement.placementId', of.placedId],
    ['startPlacementWork.placementId', of.acknowledgedId],
    ['returnPlacement.placementId', of.placedId],
    ['recallPlacement.placementId', of.placedId],
    ['recordAgencyRemittance.placementId', of.placedId],
    ['recordAgencyRemittance.receiptId', null],
    ['recordPromise.currency', 'IRR'],
    ['proposePaymentPlan.currency', 'IRR'],
    ['defineAgencyAgreement.currency', 'IRR'],
    ['recordAgencyRemittance.currency', 'IRR'],
    ['fromTime', '09:00'],
    ['untilTime', '17:00'],
    ['zone', 'Asia/Tehran'],
    ['validTo', '2099-01-01'],
  ];
}

/** Where the smallest sample does not do. */
export const goodCollectionInputs = (): Readonly<Record<string, object>> => ({
  addContactHoliday: { day: '2031-01-01' },
  defineAgencyAgreement: { validFrom: '2026-01-01' },
  editCollectionAgency: { expectedVersion: 1 },
  editDunningProcedure: { expectedVersion: 1 },
  editPromiseType: { expectedVersion: 1 },
  endAgencyAgreement: { expectedVersion: 1 },
  proposePaymentPlan: { count: 1, firstDueOn: '2030-01-01' },
  resolveDispute: { resolution: 'REJECTED' },
  recordPromise: {},
  setCollectionSetting: { expectedVersion: 1 },
});

const ofNear = `(select id from team where code = 'NEAR')`;
type Told = readonly [table: string, key: string, isOwn: string];
const ofParty = (table: string, key = 'id'): Told => [
  table,
  key,
  `select p.team_id = ${ofNear} from party p where p.id = party_id`,
];
const ofPart = (table: string, whole: string, key = 'id'): Told => [
  table,
  key,
  `select p.team_id = ${ofNear} from ${whole} d join party p on p.id = d.party_id
   where d.id = ${whole}_id`,
];

export const collectionSides: Readonly<Record<string, Told>> = {
  CollectionProfile: ofParty('collection_profile'),
  DunningLetter: ofParty('dunning_letter'),
  DunningLetterLine: ofPart('dunning_letter_line', 'dunning_letter'),
  PromiseToPay: ofParty('promise_to_pay'),
  PromiseCommitment: ofPart('promise_commitment', 'promise_to_pay'),
  PromiseAppropriation: ofPart('promise_appropriation', 'promise_to_pay'),
  PaymentPlan: ofParty('payment_plan'),
  PaymentPlanItem: ofPart('payment_plan_item', 'payment_plan'),
  PaymentPlanInstalment: ofPart('payment_plan_instalment', 'payment_plan'),
  PaymentPlanSettlement: ofPart('payment_plan_settlement', 'payment_plan', 'allocation_id'),
  Dispute: ofParty('dispute'),
  ContactBlock: ofParty('contact_block'),
  CollectionContact: ofParty('collection_contact'),
  CollectionEntry: ofParty('collection_entry', 'seq'),
  Placement: ofParty('placement'),
  PlacementItem: ofPart('placement_item', 'placement'),
  AgencyRemittanceLine: ofPart('agency_remittance_line', 'placement'),
};

/** How collecting is done is known to everyone who sees such things. */
export const collectionsOfEveryone = [
  ...['CollectionSetting', 'InterestScheme', 'InterestSchemeRate', 'DunningProcedure'],
  ...['DunningLevel', 'PromiseType', 'ContactRule', 'ContactHoliday', 'CollectionAgency'],
  ...['AgencyAgreement', 'AgencyBand', 'DunningRun', 'AgencyRemittance'],
];
