import { builder } from '../builder.ts';
import type { InputFieldBuilder } from '../mutation/act-field.ts';
import { ActivityKind, ActivityOutcome } from './enums.ts';

const common = (t: InputFieldBuilder) => ({
  id: t.id({ description: 'Made by the client; else by the server.' }),
  kind: t.field({ type: ActivityKind, required: true, description: 'What is done.' }),
  subject: t.string({ required: true, description: 'What it is about, in a line.' }),
  note: t.string({ description: 'What else is to be known.' }),
});

export const plannedFields = (t: InputFieldBuilder) => ({
  ...common(t),
  dueAt: t.field({ type: 'DateTime', required: true, description: 'Until when.' }),
});

export const outcomeFields = (t: InputFieldBuilder) => ({
  doneAt: t.field({ type: 'DateTime', description: 'When; now, if not said.' }),
  outcomeCode: t.field({ type: ActivityOutcome, description: 'What came of it, for reports.' }),
  outcome: t.string({ description: 'What came of it, in words.' }),
});

export const doneFields = (t: InputFieldBuilder) => ({ ...common(t), ...outcomeFields(t) });

export const PlannedActivityInput = builder.inputType('PlannedActivityInput', {
  description: 'What comes next, about the same things and for the same person.',
  fields: plannedFields,
});

export const DoneActivityInput = builder.inputType('DoneActivityInput', {
  description: 'What was done.',
  fields: doneFields,
});

export const aboutFields = (t: InputFieldBuilder) => ({
  partyId: t.id({ description: 'With whom; else that of what it is about.' }),
  leadId: t.id({ description: 'About which lead.' }),
  opportunityId: t.id({ description: 'About which opportunity.' }),
  projectId: t.id({ description: 'For which project.' }),
  documentKind: t.string({
    description: 'About which other document, as the timeline calls it: `SALES_ORDER`.',
  }),
  documentId: t.id({ description: 'Its id.' }),
  ownerId: t.id({
    description: 'Who does it; else who says so, if a salesperson, else who has what it is about.',
  }),
});
