import {
  assignOpportunity,
  createOpportunity,
  editOpportunity,
  loseOpportunity,
  moveOpportunity,
  reopenOpportunity,
  winOpportunityWithoutOrder,
  type AssignOpportunityInput,
  type CreateOpportunityInput,
  type EditOpportunityInput,
  type LoseOpportunityInput,
  type MoveOpportunityInput,
  type OpportunityChanged,
} from '../../modules/crm/index.ts';
import { actField, row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { StageForecast } from './enums.ts';
import { opportunityFields } from './opportunity-inputs.ts';
import { OpportunityType } from './opportunity-types.ts';

const opportunity = row<OpportunityChanged>(
  OpportunityType,
  (result) => result.opportunityId,
  'The opportunity.',
);

const opportunityId = (t: InputFieldBuilder) => ({
  opportunityId: t.id({ required: true, description: 'The opportunity.' }),
});

const forced = (t: InputFieldBuilder) => ({
  reason: t.string({ required: true, description: 'Why, in words.' }),
});

actField<CreateOpportunityInput, OpportunityChanged & { number: string }>({
  name: 'createOpportunity',
  operation: createOpportunity,
  description: 'A customer, or somebody who may become one, may buy something.',
  key: 'optional',
  input: (t) => ({
    title: t.string({ required: true, description: 'What it is about.' }),
    accountId: t.id({ required: true, description: 'Who may buy.' }),
    contactId: t.id({ description: 'Whom one speaks with.' }),
    ...opportunityFields(t),
    ownerId: t.id({
      description:
        'Who works on it; else who enters it, if a salesperson, else who looks after the account.',
    }),
  }),
  payload: { opportunity },
});

actField<EditOpportunityInput, OpportunityChanged>({
  name: 'editOpportunity',
  operation: editOpportunity,
  description:
    'What may be bought is known better. Another amount or currency is turned into the firm’s at ' +
    'today’s rate. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    ...opportunityId(t),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    title: t.string({ description: 'What it is about.' }),
    contactId: t.id({ description: 'Whom one speaks with.' }),
    projectId: t.id({ description: 'What it belongs to.' }),
    currency: t.string({ description: 'ISO 4217; needs the amount in it.' }),
    expectedAmount: t.field({ type: 'Decimal', description: 'What it may bring.' }),
    probability: t.int({ description: 'Percent.' }),
    forecastCategory: t.field({ type: StageForecast, description: 'What it counts as.' }),
    expectedCloseOn: t.field({ type: 'LocalDate', description: 'When the customer may decide.' }),
    competitor: t.string({ description: 'Who else offers.' }),
    withoutContact: t.boolean({ description: 'One speaks with nobody in particular.' }),
    withoutProject: t.boolean({ description: 'It belongs to no project.' }),
    withoutExpectedAmount: t.boolean({ description: 'Nobody knows what it may bring.' }),
    withoutExpectedCloseOn: t.boolean({ description: 'Nobody knows when.' }),
    withoutCompetitor: t.boolean({ description: 'Nobody else offers.' }),
  }),
  payload: { opportunity },
});

actField<AssignOpportunityInput, OpportunityChanged>({
  name: 'assignOpportunity',
  operation: assignOpportunity,
  description: 'Somebody else works on an opportunity.',
  key: 'optional',
  input: (t) => ({
    ...opportunityId(t),
    ownerId: t.id({ required: true, description: 'Who does from now on.' }),
    reason: t.string({ description: 'Why, in words, for the history.' }),
  }),
  payload: { opportunity },
});

actField<MoveOpportunityInput, OpportunityChanged>({
  name: 'moveOpportunity',
  operation: moveOpportunity,
  description: 'Puts an opportunity into another stage, on or back.',
  key: 'optional',
  input: (t) => ({
    ...opportunityId(t),
    stageId: t.id({ required: true, description: 'The stage.' }),
    probability: t.int({ description: 'Percent; the stage’s, if not said.' }),
    forecastCategory: t.field({ type: StageForecast, description: 'The stage’s, if not said.' }),
    reason: t.string({ description: 'Why, in words, for the history.' }),
  }),
  payload: { opportunity },
});

actField<{ opportunityId: string; reason: string }, OpportunityChanged>({
  name: 'winOpportunityWithoutOrder',
  operation: winOpportunityWithoutOrder,
  description: 'The customer buys, with neither quote nor order to show for it.',
  key: 'optional',
  input: (t) => ({ ...opportunityId(t), ...forced(t) }),
  payload: { opportunity },
});

actField<LoseOpportunityInput, OpportunityChanged>({
  name: 'loseOpportunity',
  operation: loseOpportunity,
  description: 'The customer does not buy, for a reason.',
  key: 'optional',
  input: (t) => ({
    ...opportunityId(t),
    reasonId: t.id({ required: true, description: 'A reason of the kind LOST.' }),
    competitor: t.string({ description: 'Who got it, if known.' }),
    note: t.string({ description: 'In words, for the history.' }),
  }),
  payload: { opportunity },
});

actField<{ opportunityId: string; reason: string }, OpportunityChanged>({
  name: 'reopenOpportunity',
  operation: reopenOpportunity,
  description: 'What was won or lost is open again, in the stage that it was closed in.',
  key: 'optional',
  input: (t) => ({ ...opportunityId(t), ...forced(t) }),
  payload: { opportunity },
});
