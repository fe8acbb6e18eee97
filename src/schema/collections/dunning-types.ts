import { dunningLetterMachine, dunningRunMachine } from '../../modules/collections/index.ts';
import { actor } from '../actor.ts';
import { documentActions } from '../document-actions.ts';
import { money } from '../money.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { PaymentCommitmentType } from '../receivables/commitment-types.ts';
import {
  CollectionChannel,
  DunningDelivery,
  DunningLetterState,
  DunningRunState,
} from './enums.ts';
import { DunningProcedureType } from './setup-types.ts';

export const DunningRunType: ReadType = readType('DunningRun', {
  description: 'The reminders of one day: proposed, looked through, released.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Its number: `DR-000042`.'),
    runOn: property('runOn', 'The day.'),
    state: choice('state', DunningRunState, 'Where it stands.'),
    proposedAt: property('proposedAt', 'When it was proposed.'),
    proposedBy: actor('proposedBy', 'By whom.'),
    releasedAt: property('releasedAt', 'When it was released.'),
    releasedBy: actor('releasedBy', 'By whom.'),
    version: property('version', 'Rises with each change.'),
    letters: relation('letters', () => DunningLetterType, 'What is sent, within reach.'),
    availableActions: documentActions(dunningRunMachine),
  },
  filter: ['id', 'number', 'runOn', 'state'],
  order: ['number', 'runOn'],
});

export const DunningLetterType: ReadType = readType('DunningLetter', {
  description: 'What one customer is reminded of, in one currency.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Its number: `DL-000042`.'),
    dunningRun: relation('dunningRun', () => DunningRunType, 'The run.'),
    party: relation('party', () => PartyType, 'The customer.'),
    dunningProcedure: relation('dunningProcedure', () => DunningProcedureType, 'By which.'),
    currency: property('currency', 'ISO 4217.'),
    levelNo: property('levelNo', 'The highest of its lines.'),
    channel: choice('channel', CollectionChannel, 'How it goes out.'),
    state: choice('state', DunningLetterState, 'Where it stands.'),
    amount: money('amount', 'What is overdue.'),
    fee: money('fee', 'What the letter costs.'),
    interest: money('interest', 'What being late costs.'),
    feeCommitment: relation('feeCommitment', () => PaymentCommitmentType, 'The fee as owed.'),
    reason: property('reason', 'Why it was taken out, or dropped.'),
    sentAt: property('sentAt', 'When it went out.'),
    sentOn: property('sentOn', 'On which day.'),
    subject: property('subject', 'As it went out; never altered.'),
    body: property('body', 'Likewise.'),
    recipient: property('recipient', 'Address or number; null: none is known.'),
    delivery: choice('delivery', DunningDelivery, 'Whether it arrived.'),
    deliveredAt: property('deliveredAt', 'When that was noted.'),
    deliveryProof: property('deliveryProof', 'What proves it.'),
    isResolved: property('isResolved', 'Nothing that it asked for is open, charges included.'),
    version: property('version', 'Rises with each change.'),
    lines: relation('lines', () => DunningLetterLineType, 'What it asks for, the oldest first.'),
    availableActions: documentActions(dunningLetterMachine),
  },
  filter: [
    ...['id', 'number', 'dunningRun', 'party', 'currency', 'levelNo', 'channel', 'state'],
    ...['sentOn', 'delivery', 'isResolved'],
  ],
  order: ['number'],
});

export const DunningLetterLineType: ReadType = readType('DunningLetterLine', {
  description: 'One commitment on a letter.',
  fields: {
    id: property('id', 'Its id.'),
    commitment: relation('commitment', () => PaymentCommitmentType, 'What is asked for.'),
    levelNo: property('levelNo', 'Its own level.'),
    dueOn: property('dueOn', 'The day it was due.'),
    amount: money('amount', 'What of it is overdue and not disputed.'),
    interest: money('interest', 'What being late costs, as far as it was not charged.'),
    interestCommitment: relation(
      'interestCommitment',
      () => PaymentCommitmentType,
      'The interest as owed.',
    ),
  },
});
