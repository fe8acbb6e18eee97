import { disputeMachine } from '../../modules/collections/index.ts';
import { actor } from '../actor.ts';
import { documentActions } from '../document-actions.ts';
import { money } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { PaymentCommitmentType } from '../receivables/commitment-types.ts';
import { OpenCreditType } from '../receivables/types.ts';
import { CollectionAgencyType } from './agency-types.ts';
import {
  CollectionChannel,
  CollectionDocument,
  ContactDirection,
  ContactOutcome,
  DisputeReason,
  DisputeResolution,
  DisputeState,
} from './enums.ts';

export const DisputeType: ReadType = readType('Dispute', {
  description: 'A customer says that part of what is claimed is not owed.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Its number: `DP-000042`.'),
    commitment: relation('commitment', () => PaymentCommitmentType, 'What is disputed.'),
    party: relation('party', () => PartyType, 'The customer.'),
    currency: property('currency', 'ISO 4217.'),
    amount: money('amount', 'How much of it.'),
    cause: choice('cause', DisputeReason, 'Why.'),
    note: property('note', 'What else is to be known.'),
    owner: relation('owner', () => SalespersonType, 'Who is to answer the customer.'),
    team: relation('team', () => TeamType, 'That person’s team at that time.'),
    answerOn: property('answerOn', 'By which day.'),
    state: choice('state', DisputeState, 'Whether it is decided.'),
    resolution: choice('resolution', DisputeResolution, 'How.'),
    accepted: money('accepted', 'What the firm gives way on.', { nullable: true }),
    openCredit: relation('openCredit', () => OpenCreditType, 'The credit note over it.'),
    answer: property('answer', 'What the customer was told.'),
    openedOn: property('openedOn', 'The day it began.'),
    resolvedOn: property('resolvedOn', 'The day it was decided.'),
    reopened: property('reopened', 'How often it was opened again.'),
    createdAt: property('createdAt', 'When it was written down.'),
    createdBy: actor('createdBy', 'By whom.'),
    version: property('version', 'Rises with each change.'),
    availableActions: documentActions(disputeMachine),
  },
  filter: [
    ...['id', 'number', 'commitment', 'party', 'currency', 'cause', 'owner', 'team', 'answerOn'],
    ...['state', 'resolution', 'openedOn', 'createdAt'],
  ],
  order: ['number', 'answerOn'],
});

export const ContactBlockType: ReadType = readType('ContactBlock', {
  description: 'A customer who is not to be reached, by a channel or by none at all.',
  fields: {
    id: property('id', 'Its id.'),
    party: relation('party', () => PartyType, 'The customer.'),
    channel: choice('channel', CollectionChannel, 'The channel; null: none at all.'),
    reason: property('reason', 'Why.'),
    fromOn: property('fromOn', 'The first day.'),
    untilOn: property('untilOn', 'The first day on which it holds no more.'),
    createdAt: property('createdAt', 'When it was said.'),
    createdBy: actor('createdBy', 'By whom.'),
    version: property('version', 'Rises with each change.'),
  },
  filter: ['id', 'party', 'channel', 'fromOn', 'untilOn'],
  order: ['createdAt'],
});

export const CollectionContactType: ReadType = readType('CollectionContact', {
  description: 'A customer was reached, or somebody tried. Never altered.',
  fields: {
    id: property('id', 'Its id.'),
    party: relation('party', () => PartyType, 'The customer.'),
    channel: choice('channel', CollectionChannel, 'How.'),
    direction: choice('direction', ContactDirection, 'Who reached out.'),
    outcome: choice('outcome', ContactOutcome, 'What came of it.'),
    at: property('at', 'When.'),
    note: property('note', 'What was said.'),
    collectionAgency: relation(
      'collectionAgency',
      () => CollectionAgencyType,
      'The agency, where one did it for us.',
    ),
    overrideReason: property('overrideReason', 'Why it was done against the rules.'),
    recordedAt: property('recordedAt', 'When it was written down.'),
    recordedBy: actor('recordedBy', 'By whom.'),
  },
  filter: ['id', 'party', 'channel', 'direction', 'outcome', 'at', 'collectionAgency'],
  order: ['at'],
});

export const CollectionEntryType: ReadType = readType('CollectionEntry', {
  description: 'How a document came to stand where it does. Never altered.',
  fields: {
    seq: property('seq', 'Its place; rises with time.'),
    document: choice('document', CollectionDocument, 'What kind of document.'),
    documentId: property('documentId', 'Which one.'),
    party: relation('party', () => PartyType, 'Whose.'),
    fromState: property('fromState', 'Where it stood; null: nowhere yet.'),
    toState: property('toState', 'Where it stands.'),
    reason: property('reason', 'Why.'),
    at: property('at', 'When.'),
    actor: actor('actorId', 'By whom; null: by itself.'),
  },
  filter: ['document', 'documentId', 'party', 'at'],
  order: ['seq'],
});
