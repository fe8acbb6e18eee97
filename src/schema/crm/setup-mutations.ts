import {
  defineCrmReason,
  defineLeadSource,
  defineOpportunityStage,
  editCrmReason,
  editLeadSource,
  editOpportunityStage,
  setCrmPolicy,
  type DefineCrmReasonInput,
  type DefineLeadSourceInput,
  type DefineOpportunityStageInput,
  type EditCrmReasonInput,
  type EditLeadSourceInput,
  type EditOpportunityStageInput,
  type SetCrmPolicyInput,
} from '../../modules/crm/index.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { CrmReasonKind, StageForecast } from './enums.ts';
import {
  CrmPolicyType,
  CrmReasonType,
  LeadSourceType,
  OpportunityStageType,
} from './setup-types.ts';

const named = (t: InputFieldBuilder) => ({
  id: t.id({ description: 'Made by the client; else by the server.' }),
  code: t.string({ required: true, description: '1 to 30 of A-Z, 0-9, - and _; unique.' }),
  nameEn: t.string({ required: true, description: 'Name in English.' }),
  nameFa: t.string({ required: true, description: 'Name in Persian.' }),
});

const renamed = (t: InputFieldBuilder) => ({
  expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
  nameEn: t.string({ description: 'A new name in English.' }),
  nameFa: t.string({ description: 'A new name in Persian.' }),
  active: t.boolean({ description: 'False: chosen no more; true: chosen again.' }),
});

const source = row<{ leadSourceId: string }>(
  LeadSourceType,
  (result) => result.leadSourceId,
  'The source.',
);
const reason = row<{ crmReasonId: string }>(
  CrmReasonType,
  (result) => result.crmReasonId,
  'The reason.',
);
const stage = row<{ opportunityStageId: string }>(
  OpportunityStageType,
  (result) => result.opportunityStageId,
  'The stage.',
);

actField<DefineLeadSourceInput, { leadSourceId: string }>({
  name: 'defineLeadSource',
  operation: defineLeadSource,
  description: 'Defines where leads may come from.',
  key: 'optional',
  input: named,
  payload: { leadSource: source },
});

actField<EditLeadSourceInput, { leadSourceId: string; version: number }>({
  name: 'editLeadSource',
  operation: editLeadSource,
  description: 'Renames a source of leads, retires it, or uses it again.',
  key: 'optional',
  input: (t) => ({
    leadSourceId: t.id({ required: true, description: 'The source.' }),
    ...renamed(t),
  }),
  payload: { leadSource: source },
});

actField<DefineCrmReasonInput, { crmReasonId: string }>({
  name: 'defineCrmReason',
  operation: defineCrmReason,
  description: 'Defines why leads may be disqualified, or opportunities lost.',
  key: 'optional',
  input: (t) => ({
    ...named(t),
    kind: t.field({ type: CrmReasonKind, required: true, description: 'What it is for.' }),
  }),
  payload: { crmReason: reason },
});

actField<EditCrmReasonInput, { crmReasonId: string; version: number }>({
  name: 'editCrmReason',
  operation: editCrmReason,
  description: 'Renames a reason, retires it, or uses it again.',
  key: 'optional',
  input: (t) => ({
    crmReasonId: t.id({ required: true, description: 'The reason.' }),
    ...renamed(t),
  }),
  payload: { crmReason: reason },
});

actField<DefineOpportunityStageInput, { opportunityStageId: string }>({
  name: 'defineOpportunityStage',
  operation: defineOpportunityStage,
  description: 'Defines a stage that opportunities pass through.',
  key: 'optional',
  input: (t) => ({
    ...named(t),
    position: t.int({ required: true, description: 'The first is the lowest; unique.' }),
    probability: t.int({ required: true, description: 'Percent.' }),
    forecastCategory: t.field({
      type: StageForecast,
      required: true,
      description: 'What opportunities in it count as.',
    }),
  }),
  payload: { opportunityStage: stage },
});

actField<EditOpportunityStageInput, { opportunityStageId: string; version: number }>({
  name: 'editOpportunityStage',
  operation: editOpportunityStage,
  description:
    'Renames, moves or values a stage, retires it, or uses it again. Opportunities that are in ' +
    'it keep their probability.',
  key: 'optional',
  input: (t) => ({
    opportunityStageId: t.id({ required: true, description: 'The stage.' }),
    ...renamed(t),
    position: t.int({ description: 'Another place, free of stages.' }),
    probability: t.int({ description: 'Percent, of those that come from now on.' }),
    forecastCategory: t.field({ type: StageForecast, description: 'What those count as.' }),
  }),
  payload: { opportunityStage: stage },
});

actField<SetCrmPolicyInput, { policyId: string }>({
  name: 'setCrmPolicy',
  operation: setCrmPolicy,
  description: 'Says after how many idle days leads go back to the pool, or that none does.',
  key: 'optional',
  input: (t) => ({
    idleDays: t.int({ description: '1 to 365.' }),
    withoutIdleDays: t.boolean({ description: 'True: none goes back.' }),
  }),
  payload: {
    crmPolicy: row(CrmPolicyType, (result) => result.policyId, 'How leads are worked on now.'),
  },
});
