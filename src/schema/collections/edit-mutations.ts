import {
  editCollectionAgency,
  editPromiseType,
  endAgencyAgreement,
  type EditCollectionAgencyInput,
  type EditPromiseTypeInput,
  type EndAgencyAgreementInput,
} from '../../modules/collections/index.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { AgencyAgreementType, CollectionAgencyType } from './agency-types.ts';
import { PromiseTypeType } from './setup-types.ts';

const editFields = (t: InputFieldBuilder) => ({
  expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
  name: t.string({ description: 'A new name.' }),
  isActive: t.boolean({ description: 'False: used no more.' }),
});

actField<EditCollectionAgencyInput, { agencyId: string }>({
  name: 'editCollectionAgency',
  operation: editCollectionAgency,
  description: 'An agency has another name, or gets no more claims. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    collectionAgencyId: t.id({ required: true, description: 'The agency.' }),
    ...editFields(t),
  }),
  payload: { collectionAgency: row(CollectionAgencyType, (r) => r.agencyId, 'The agency.') },
});

actField<EditPromiseTypeInput, { promiseTypeId: string }>({
  name: 'editPromiseType',
  operation: editPromiseType,
  description:
    'Changes how strictly promises are held to from now on; those made stay as they are. What is ' +
    'not said stays.',
  key: 'optional',
  input: (t) => ({
    promiseTypeId: t.id({ required: true, description: 'The type.' }),
    ...editFields(t),
    graceDays: t.int({ description: 'So many days late still counts.' }),
    thresholdPercent: t.field({ type: 'Decimal', description: 'From so much on it is kept.' }),
  }),
  payload: { promiseType: row(PromiseTypeType, (r) => r.promiseTypeId, 'The type.') },
});

actField<EndAgencyAgreementInput, { agencyAgreementId: string }>({
  name: 'endAgencyAgreement',
  operation: endAgencyAgreement,
  description:
    'Claims are placed by an agreement until a day. What is placed stays with the agency; other ' +
    'terms are another agreement.',
  key: 'optional',
  input: (t) => ({
    agencyAgreementId: t.id({ required: true, description: 'The agreement.' }),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    validTo: t.field({ type: 'LocalDate', required: true, description: 'The last day.' }),
  }),
  payload: {
    agencyAgreement: row(AgencyAgreementType, (r) => r.agencyAgreementId, 'The agreement.'),
  },
});
