import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'collections.read';
const ofCustomer = { permission, owner: 'party.owner', units: ['party.team'] };
const set = { permission, everyRow: true } as const;

/** What is a customer's is seen by those who look after the customer; how it is done by all. */
export const collectionsReadRules: readonly ReadRule[] = [
  { entity: 'CollectionSetting', ...set },
  { entity: 'InterestScheme', ...set },
  { entity: 'InterestSchemeRate', ...set },
  { entity: 'DunningProcedure', ...set },
  { entity: 'DunningLevel', ...set },
  { entity: 'PromiseType', ...set },
  { entity: 'ContactRule', ...set },
  { entity: 'ContactHoliday', ...set },
  { entity: 'CollectionAgency', ...set },
  { entity: 'AgencyAgreement', ...set },
  { entity: 'AgencyBand', ...set },
  { entity: 'DunningRun', ...set },
  { entity: 'AgencyRemittance', ...set },
  { entity: 'CollectionProfile', ...ofCustomer },
  { entity: 'DunningLetter', ...ofCustomer },
  { entity: 'DunningLetterLine', permission, via: 'dunningLetter' },
  { entity: 'PromiseToPay', ...ofCustomer },
  { entity: 'PromiseCommitment', permission, via: 'promiseToPay' },
  { entity: 'PromiseAppropriation', permission, via: 'promiseToPay' },
  { entity: 'PaymentPlan', ...ofCustomer },
  { entity: 'PaymentPlanItem', permission, via: 'paymentPlan' },
  { entity: 'PaymentPlanInstalment', permission, via: 'paymentPlan' },
  { entity: 'PaymentPlanSettlement', permission, via: 'paymentPlan' },
  { entity: 'Dispute', ...ofCustomer },
  { entity: 'ContactBlock', ...ofCustomer },
  { entity: 'CollectionContact', ...ofCustomer },
  { entity: 'Placement', ...ofCustomer },
  { entity: 'PlacementItem', permission, via: 'placement' },
  { entity: 'AgencyRemittanceLine', permission, via: 'placement' },
  { entity: 'CollectionEntry', ...ofCustomer },
];
