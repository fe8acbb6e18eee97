import type {
  DuplicateReason,
  PartyCreated,
  PossibleDuplicate,
} from '../../modules/parties/index.ts';
import {
  findPossibleDuplicates,
  loadCompany,
  probeOfQuestion,
} from '../../modules/parties/index.ts';
import { Forbidden } from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import { value } from '../mutation/act-field.ts';
import { refuseBadInput } from '../mutation/check-input.ts';
import { DuplicateKey, PartyKind } from './enums.ts';
import { SalespersonType } from './floor-types.ts';
import { PartyType } from './party-types.ts';

const DuplicateReasonType = builder.objectRef<DuplicateReason>('DuplicateReason').implement({
  description: 'By what one looks like another, and how much.',
  fields: (t) => ({
    by: t.field({ type: DuplicateKey, description: 'By what.', resolve: ({ by }) => by }),
    similarity: t.field({
      type: 'Decimal',
      description: 'From 0 to 1; 1: the same.',
      resolve: ({ similarity }) => String(similarity),
    }),
  }),
});

export const PossibleDuplicateType = builder
  .objectRef<PossibleDuplicate>('PossibleDuplicate')
  .implement({
    description: 'A party that may be the same as one that is being entered.',
    fields: (t) => ({
      party: t.field({
        type: PartyType.ref as never,
        nullable: true,
        description: 'The party; null where it is another’s customer, whom only its owner shows.',
        resolve: ({ partyId }, _args, context, info) =>
          (partyId === null ? null : context.reads.reference(partyId, info)) as never,
      }),
      owner: t.field({
        type: SalespersonType.ref as never,
        nullable: true,
        description: 'Who looks after it, if anyone: to be asked.',
        resolve: ({ ownerId }, _args, context, info) =>
          (ownerId === null ? null : context.reads.reference(ownerId, info)) as never,
      }),
      reasons: t.field({
        type: [DuplicateReasonType],
        description: 'By what it is alike; nothing is told where `party` is null.',
        resolve: ({ reasons }) => [...reasons],
      }),
    }),
  });

export const duplicatesFound = value<PartyCreated>(
  [PossibleDuplicateType],
  (result) => result.possibleDuplicates,
  'Who may be the same, the likeliest first. Nothing is refused for it.',
);

const PossibleDuplicatesInput = builder.inputType('PossibleDuplicatesInput', {
  description: 'What is known so far of somebody who may be there already.',
  fields: (t) => ({
    kind: t.field({ type: PartyKind, required: true, description: 'A company or a person.' }),
    name: t.string({ description: 'The name.' }),
    phones: t.stringList({ description: 'Telephone numbers, in any form.' }),
    emails: t.stringList({ description: 'E-mail addresses.' }),
    taxIds: t.stringList({ description: 'Tax ids of any kind.' }),
  }),
});

builder.queryField('possibleDuplicates', (t) =>
  t.field({
    type: [PossibleDuplicateType],
    description: 'Who may be the same as somebody who is about to be entered; 20 at most.',
    args: {
      input: t.arg({
        type: PossibleDuplicatesInput,
        required: true,
        description: 'What is known of them.',
      }),
    },
    resolve: async (_root, { input }, context, info) => {
      const viewer = context.requireViewer();
      if (!viewer.grants.has('parties.read')) {
        throw new Forbidden('parties.read', 'Looking for duplicates');
      }
      refuseBadInput('PossibleDuplicatesInput', input, info);
      const { database } = context.parts;
      const { country } = await loadCompany(database);
      return findPossibleDuplicates(database, viewer, [probeOfQuestion(input, country)]);
    },
  }),
);
