import {
  cancelDunningRun,
  excludeDunningLetter,
  includeDunningLetter,
  proposeDunning,
  recordDunningDelivery,
  releaseDunning,
  type CancelDunningRunInput,
  type DunningLetterChanged,
  type DunningProposed,
  type DunningReleased,
  type ExcludeDunningLetterInput,
  type IncludeDunningLetterInput,
  type ProposeDunningInput,
  type RecordDunningDeliveryInput,
  type ReleaseDunningInput,
} from '../../modules/collections/index.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { DunningLetterType, DunningRunType } from './dunning-types.ts';
import { DunningDelivery } from './enums.ts';
import { reasonField } from './input-fields.ts';

const run = row<{ dunningRunId: string }>(
  DunningRunType,
  (result) => result.dunningRunId,
  'The run.',
);
const letter = row<DunningLetterChanged>(
  DunningLetterType,
  (result) => result.dunningLetterId,
  'The letter.',
);
const runId = (t: InputFieldBuilder) => ({
  dunningRunId: t.id({ required: true, description: 'The run.' }),
});
const letterId = (t: InputFieldBuilder) => ({
  dunningLetterId: t.id({ required: true, description: 'The letter.' }),
});

actField<ProposeDunningInput, DunningProposed>({
  name: 'proposeDunning',
  operation: proposeDunning,
  description:
    'Proposes the reminders of a day: a letter for each customer and currency. Done again it ' +
    'adds those whom the run does not write to yet.',
  key: 'optional',
  input: (t) => ({
    on: t.field({ type: 'LocalDate', description: 'Today, if not said; not ahead.' }),
  }),
  payload: {
    dunningRun: run,
    added: value('Int', (result) => result.added, 'So many letters were added.'),
  },
});

actField<ReleaseDunningInput, DunningReleased>({
  name: 'releaseDunning',
  operation: releaseDunning,
  description:
    'Sends the letters of a run that nobody took out, less what was paid since; fees and ' +
    'interest are owed from now on, where the procedure says so.',
  key: 'required',
  input: runId,
  payload: {
    dunningRun: run,
    sent: value('Int', (result) => result.sent, 'So many letters.'),
    dropped: value('Int', (result) => result.dropped, 'Of so many nothing was left.'),
  },
});

actField<CancelDunningRunInput, { dunningRunId: string }>({
  name: 'cancelDunningRun',
  operation: cancelDunningRun,
  description: 'Nothing of a proposal is sent; another may be made for the same day.',
  key: 'optional',
  input: (t) => ({ ...runId(t), ...reasonField(t) }),
  payload: { dunningRun: run },
});

actField<ExcludeDunningLetterInput, DunningLetterChanged>({
  name: 'excludeDunningLetter',
  operation: excludeDunningLetter,
  description: 'Takes a customer out of a proposal.',
  key: 'optional',
  input: (t) => ({ ...letterId(t), ...reasonField(t) }),
  payload: { dunningLetter: letter },
});

actField<IncludeDunningLetterInput, DunningLetterChanged>({
  name: 'includeDunningLetter',
  operation: includeDunningLetter,
  description: 'Puts a customer back into a proposal.',
  key: 'optional',
  input: letterId,
  payload: { dunningLetter: letter },
});

actField<RecordDunningDeliveryInput, DunningLetterChanged>({
  name: 'recordDunningDelivery',
  operation: recordDunningDelivery,
  description: 'Notes whether a letter arrived, and what proves it.',
  key: 'optional',
  input: (t) => ({
    ...letterId(t),
    delivery: t.field({ type: DunningDelivery, required: true, description: 'Whether it did.' }),
    proof: t.string({ description: 'A receipt’s number, what a server answered.' }),
  }),
  payload: { dunningLetter: letter },
});
