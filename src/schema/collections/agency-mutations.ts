import {
  acknowledgePlacement,
  cancelPlacement,
  defineAgencyAgreement,
  defineCollectionAgency,
  placeWithAgency,
  proposePlacement,
  recallPlacement,
  recordAgencyRemittance,
  returnPlacement,
  startPlacementWork,
  type AcknowledgePlacementInput,
  type AgencyRemittanceRecorded,
  type CancelPlacementInput,
  type DefineAgencyAgreementInput,
  type DefineCollectionAgencyInput,
  type PlacementChanged,
  type PlaceWithAgencyInput,
  type ProposePlacementInput,
  type RecallPlacementInput,
  type RecordAgencyRemittanceInput,
  type ReturnPlacementInput,
  type StartPlacementWorkInput,
} from '../../modules/collections/index.ts';
import { builder } from '../builder.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import {
  AgencyAgreementType,
  AgencyRemittanceType,
  CollectionAgencyType,
  PlacementType,
} from './agency-types.ts';
import { PlacementReturnReason, RemittanceMode } from './enums.ts';
import { codeFields, currencyField, idField, partyField, reasonField } from './input-fields.ts';

const agencyId = (t: InputFieldBuilder) => ({
  collectionAgencyId: t.id({ required: true, description: 'The agency.' }),
});

actField<DefineCollectionAgencyInput, { agencyId: string }>({
  name: 'defineCollectionAgency',
  operation: defineCollectionAgency,
  description: 'Enters a firm that collects for us.',
  key: 'optional',
  input: codeFields,
  payload: { collectionAgency: row(CollectionAgencyType, (r) => r.agencyId, 'The agency.') },
});

const AgencyBandInput = builder.inputType('AgencyBandInput', {
  description: 'The rate of claims so old and so large.',
  fields: (t) => ({
    placementNo: t.int({ required: true, description: '1: of what is placed first; to 9.' }),
    fromDays: t.int({ required: true, description: 'Overdue for so many days at least.' }),
    fromAmount: t.field({ type: 'Decimal', required: true, description: 'Of so much at least.' }),
    percent: t.field({ type: 'Decimal', required: true, description: 'Of what is collected.' }),
  }),
});

actField<DefineAgencyAgreementInput, { agencyAgreementId: string }>({
  name: 'defineAgencyAgreement',
  operation: defineAgencyAgreement,
  description: 'What is agreed with an agency: which claims, for how long, at which rates.',
  key: 'optional',
  input: (t) => ({
    ...idField(t),
    ...agencyId(t),
    code: t.string({ required: true, description: '1 to 30 of A-Z, 0-9, - and _; unique.' }),
    ...currencyField(t),
    validFrom: t.field({ type: 'LocalDate', required: true, description: 'The first day.' }),
    validTo: t.field({ type: 'LocalDate', description: 'The last day.' }),
    remittance: t.field({ type: RemittanceMode, required: true, description: 'How it pays.' }),
    feeOnDirect: t.boolean({ description: 'Whether what we are paid earns the fee; yes, else.' }),
    vatPercent: t.field({ type: 'Decimal', description: 'Upon the fee; none, if not said.' }),
    minimumFee: t.field({ type: 'Decimal', description: 'Where anything is collected.' }),
    minAmount: t.field({ type: 'Decimal', description: 'Claims below are not placed.' }),
    minDays: t.int({ description: 'Nor those overdue for fewer days.' }),
    termDays: t.int({ required: true, description: 'So long the agency has them.' }),
    isExclusive: t.boolean({ description: 'Whether we leave them to it alone; yes, else.' }),
    discountPercent: t.field({ type: 'Decimal', description: 'So much it may let go.' }),
    bands: t.field({ type: [AgencyBandInput], required: true, description: 'The rates.' }),
  }),
  payload: {
    agencyAgreement: row(AgencyAgreementType, (r) => r.agencyAgreementId, 'The agreement.'),
  },
});

const placement = row<PlacementChanged>(
  PlacementType,
  (result) => result.placementId,
  'The placement.',
);
const placementId = (t: InputFieldBuilder) => ({
  placementId: t.id({ required: true, description: 'The placement.' }),
});

actField<ProposePlacementInput, PlacementChanged>({
  name: 'proposePlacement',
  operation: proposePlacement,
  description:
    'Claims of a customer are to be given to an agency. Refused with everything that keeps any ' +
    'of them from it.',
  key: 'optional',
  input: (t) => ({
    ...idField(t),
    ...partyField(t),
    agencyAgreementId: t.id({ required: true, description: 'By which terms.' }),
    commitmentIds: t.idList({ required: true, description: 'What is given away.' }),
    note: t.string({ description: 'What else is to be known.' }),
  }),
  payload: { placement },
});

actField<PlaceWithAgencyInput, PlacementChanged>({
  name: 'placeWithAgency',
  operation: placeWithAgency,
  description:
    'The agency gets the claims: what is open of each and its rate are frozen. We remind the ' +
    'customer of them no more.',
  key: 'required',
  input: placementId,
  payload: { placement },
});

actField<AcknowledgePlacementInput, PlacementChanged>({
  name: 'acknowledgePlacement',
  operation: acknowledgePlacement,
  description: 'The agency has taken the claims on.',
  key: 'optional',
  input: (t) => ({
    ...placementId(t),
    agencyReference: t.string({ description: 'Under what it files them.' }),
  }),
  payload: { placement },
});

actField<StartPlacementWorkInput, PlacementChanged>({
  name: 'startPlacementWork',
  operation: startPlacementWork,
  description: 'The agency is at work on the claims.',
  key: 'optional',
  input: placementId,
  payload: { placement },
});

actField<CancelPlacementInput, PlacementChanged>({
  name: 'cancelPlacement',
  operation: cancelPlacement,
  description: 'The claims are not given to an agency after all.',
  key: 'optional',
  input: (t) => ({ ...placementId(t), ...reasonField(t) }),
  payload: { placement },
});

actField<ReturnPlacementInput, PlacementChanged>({
  name: 'returnPlacement',
  operation: returnPlacement,
  description: 'The agency gives the claims back.',
  key: 'required',
  input: (t) => ({
    ...placementId(t),
    returnReason: t.field({ type: PlacementReturnReason, required: true, description: 'Why.' }),
    ...reasonField(t),
  }),
  payload: { placement },
});

actField<RecallPlacementInput, PlacementChanged>({
  name: 'recallPlacement',
  operation: recallPlacement,
  description: 'We take the claims back. What settled them until then earns its fee.',
  key: 'required',
  input: (t) => ({ ...placementId(t), ...reasonField(t) }),
  payload: { placement },
});

const RemittanceLineInput = builder.inputType('AgencyRemittanceLineInput', {
  description: 'What an agency says of one placement.',
  fields: (t) => ({
    placementId: t.id({ required: true, description: 'The placement.' }),
    receiptId: t.id({
      description: 'As what its money was entered; none of what the customer paid us.',
    }),
    collected: t.field({ type: 'Decimal', required: true, description: 'What was paid.' }),
    fee: t.field({ type: 'Decimal', required: true, description: 'What it asks for that.' }),
  }),
});

actField<RecordAgencyRemittanceInput, AgencyRemittanceRecorded>({
  name: 'recordAgencyRemittance',
  operation: recordAgencyRemittance,
  description:
    'Writes down what an agency accounts for. Nothing is judged: `agencyStatement` names what ' +
    'differs from our books.',
  key: 'required',
  input: (t) => ({
    ...idField(t),
    ...agencyId(t),
    reference: t.string({ required: true, description: 'The number of its own paper; unique.' }),
    ...currencyField(t),
    remittedOn: t.field({ type: 'LocalDate', required: true, description: 'The day of that.' }),
    vat: t.field({ type: 'Decimal', required: true, description: 'Upon its fee.' }),
    paid: t.field({ type: 'Decimal', required: true, description: 'What it paid us.' }),
    note: t.string({ description: 'What else is to be known.' }),
    lines: t.field({ type: [RemittanceLineInput], required: true, description: 'By placement.' }),
  }),
  payload: {
    agencyRemittance: row(
      AgencyRemittanceType,
      (result) => result.agencyRemittanceId,
      'What it accounted for.',
    ),
  },
});
