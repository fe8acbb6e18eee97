import {
  assignLead,
  captureLead,
  contactLead,
  disqualifyLead,
  editLead,
  markLeadDuplicate,
  nurtureLead,
  qualifyLead,
  reopenLead,
  returnLeadToPool,
  type AssignLeadInput,
  type ContactLeadInput,
  type DisqualifyLeadInput,
  type EditLeadInput,
  type LeadCaptured,
  type LeadChanged,
  type LeadInput,
  type MarkLeadDuplicateInput,
  type NurtureLeadInput,
  type SimilarLead,
} from '../../modules/crm/index.ts';
import { actorById } from '../actor.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { PossibleDuplicateType } from '../parties/duplicates.ts';
import { reference } from '../read/reference.ts';
import { DoneActivityInput, PlannedActivityInput } from './activity-inputs.ts';
import { ActivityType } from './activity-types.ts';
import { LeadState } from './enums.ts';
import { LeadType, UtmInput } from './lead-types.ts';

const lead = row<LeadChanged>(LeadType, (result) => result.leadId, 'The lead.');

const leadId = (t: InputFieldBuilder) => ({
  leadId: t.id({ required: true, description: 'The lead.' }),
});

const reason = (t: InputFieldBuilder) => ({
  reason: t.string({ description: 'Why, in words, for the history.' }),
});

const LeadLikeness = builder.enumType('LeadLikeness', {
  description: 'By what one lead is like another.',
  values: ['TAX_ID', 'PHONE', 'EMAIL', 'NAME'] as const,
});

const SimilarLeadType = builder.objectRef<SimilarLead>('SimilarLead').implement({
  description: 'A lead that may be the same as another.',
  fields: (t) => ({
    lead: t.field(
      reference<SimilarLead>(LeadType, 'The lead; null where it is another’s.', (s) => s.leadId),
    ),
    number: t.exposeString('number', { description: 'Its number.' }),
    state: t.field({ type: LeadState, description: 'Where it stands.', resolve: (s) => s.state }),
    owner: t.field(actorById<SimilarLead>('Who works on it: to be asked.', (s) => s.ownerId)),
    by: t.field({ type: [LeadLikeness], description: 'By what.', resolve: (s) => [...s.by] }),
  }),
});

actField<LeadInput, LeadCaptured>({
  name: 'captureLead',
  operation: captureLead,
  description:
    'Somebody asked, by whichever channel. Who may be the same, among leads and parties, is ' +
    'answered, and nothing is refused for it.',
  key: 'optional',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    leadSourceId: t.id({ required: true, description: 'Where it comes from.' }),
    subject: t.string({ required: true, description: 'What it is about.' }),
    companyName: t.string({ description: 'The company; it, or a person, is needed.' }),
    personName: t.string({ description: 'The person.' }),
    phone: t.string({ description: 'In any form; of the firm’s country, if none is said.' }),
    email: t.string({ description: 'In any form.' }),
    taxId: t.string({ description: 'National id of the company, or the person.' }),
    city: t.string({ description: 'Where they are.' }),
    note: t.string({ description: 'What else is to be known.' }),
    utm: t.field({ type: UtmInput, description: 'By which link; kept for ever.' }),
    segmentId: t.id({ description: 'What kind of customer it may be.' }),
    projectId: t.id({ description: 'What it belongs to.' }),
    accountId: t.id({ description: 'A customer of old who asks for something new.' }),
    ownerId: t.id({ description: 'Who works on it; else who captures it, if a salesperson.' }),
    assignByRule: t.boolean({ description: 'By segment, weight, presence and capacity.' }),
  }),
  payload: {
    lead,
    similarLeads: value([SimilarLeadType], (r) => r.similarLeads, 'Leads that may be the same.'),
    possibleParties: value(
      [PossibleDuplicateType],
      (r) => r.possibleParties,
      'Parties that it may be.',
    ),
  },
});

actField<EditLeadInput, LeadChanged>({
  name: 'editLead',
  operation: editLead,
  description: 'What is known of a lead changes; where it came from stays. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    ...leadId(t),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    subject: t.string({ description: 'What it is about.' }),
    companyName: t.string({ description: 'The company.' }),
    personName: t.string({ description: 'The person.' }),
    phone: t.string({ description: 'In any form.' }),
    email: t.string({ description: 'In any form.' }),
    taxId: t.string({ description: 'National id.' }),
    city: t.string({ description: 'Where they are.' }),
    note: t.string({ description: 'What else is to be known.' }),
    segmentId: t.id({ description: 'What kind of customer it may be.' }),
    projectId: t.id({ description: 'What it belongs to.' }),
    withoutCompanyName: t.boolean({ description: 'There is no company.' }),
    withoutPersonName: t.boolean({ description: 'No person is known.' }),
    withoutPhone: t.boolean({ description: 'No number is known.' }),
    withoutEmail: t.boolean({ description: 'No address is known.' }),
    withoutTaxId: t.boolean({ description: 'No national id is known.' }),
    withoutCity: t.boolean({ description: 'No city is known.' }),
    withoutNote: t.boolean({ description: 'There is nothing to be noted.' }),
    withoutSegment: t.boolean({ description: 'It is of no segment.' }),
    withoutProject: t.boolean({ description: 'It belongs to no project.' }),
  }),
  payload: { lead },
});

actField<AssignLeadInput, LeadChanged & { ownerId: string | null }>({
  name: 'assignLead',
  operation: assignLead,
  description: 'Gives a lead to a person by name, or to one whom the rule chooses.',
  key: 'optional',
  input: (t) => ({
    ...leadId(t),
    ownerId: t.id({ description: 'To whom.' }),
    byRule: t.boolean({ description: 'By segment, weight, presence and capacity.' }),
    ...reason(t),
  }),
  payload: { lead },
});

actField<{ leadId: string; reason: string }, LeadChanged>({
  name: 'returnLeadToPool',
  operation: returnLeadToPool,
  description: 'Who has a lead gives it back: it is nobody’s until it is assigned.',
  key: 'optional',
  input: (t) => ({
    ...leadId(t),
    reason: t.string({ required: true, description: 'Why, in words.' }),
  }),
  payload: { lead },
});

actField<ContactLeadInput, LeadChanged & { activityId: string }>({
  name: 'contactLead',
  operation: contactLead,
  description: 'Somebody spoke or wrote to a lead; what comes next is planned in the same act.',
  key: 'optional',
  input: (t) => ({
    ...leadId(t),
    activity: t.field({ type: DoneActivityInput, required: true, description: 'What was done.' }),
    next: t.field({ type: PlannedActivityInput, description: 'What comes next.' }),
  }),
  payload: {
    lead,
    activity: row(ActivityType, (result) => result.activityId, 'What was done.'),
  },
});

actField<NurtureLeadInput, LeadChanged>({
  name: 'nurtureLead',
  operation: nurtureLead,
  description: 'A lead is not ready yet: it is kept warm, and looked at again.',
  key: 'optional',
  input: (t) => ({
    ...leadId(t),
    ...reason(t),
    next: t.field({ type: PlannedActivityInput, description: 'When it is looked at again.' }),
  }),
  payload: { lead },
});

actField<{ leadId: string; reason?: string | null }, LeadChanged>({
  name: 'qualifyLead',
  operation: qualifyLead,
  description: 'A lead is worth an opportunity: see `convertLead`.',
  key: 'optional',
  input: (t) => ({ ...leadId(t), ...reason(t) }),
  payload: { lead },
});

actField<DisqualifyLeadInput, LeadChanged>({
  name: 'disqualifyLead',
  operation: disqualifyLead,
  description: 'Nothing will come of a lead, for a reason.',
  key: 'optional',
  input: (t) => ({
    ...leadId(t),
    reasonId: t.id({ required: true, description: 'A reason of the kind DISQUALIFIED.' }),
    note: t.string({ description: 'In words, for the history.' }),
  }),
  payload: { lead },
});

actField<MarkLeadDuplicateInput, LeadChanged>({
  name: 'markLeadDuplicate',
  operation: markLeadDuplicate,
  description: 'A lead is one that was there already: work goes on there.',
  key: 'optional',
  input: (t) => ({
    ...leadId(t),
    duplicateOfId: t.id({ required: true, description: 'The lead that was there.' }),
  }),
  payload: { lead },
});

actField<{ leadId: string; reason?: string | null }, LeadChanged>({
  name: 'reopenLead',
  operation: reopenLead,
  description: 'A lead that was disqualified, or taken for a duplicate, is worked on again.',
  key: 'optional',
  input: (t) => ({ ...leadId(t), ...reason(t) }),
  payload: { lead },
});
