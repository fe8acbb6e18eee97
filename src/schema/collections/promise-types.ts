import { loadPromiseReceipts, promiseMachine } from '../../modules/collections/index.ts';
import type { Row } from '../../platform/read/tree.ts';
import { actor } from '../actor.ts';
import type { Context } from '../context.ts';
import { documentActions } from '../document-actions.ts';
import { money, MoneyType } from '../money.ts';
import { PartyType } from '../parties/party-types.ts';
import {
  choice,
  computed,
  property,
  readType,
  relation,
  type ReadType,
} from '../read/read-type.ts';
import { PaymentCommitmentType } from '../receivables/commitment-types.ts';
import { ReceiptType } from '../receivables/receipt-types.ts';
import { CollectionChannel, PromiseState } from './enums.ts';
import { PromiseTypeType } from './setup-types.ts';

async function receivedOf(row: Row, context: Context) {
  const load = (ids: readonly string[]) => loadPromiseReceipts(context.parts.database, ids);
  const amount = await context.loadMany('promiseReceipts', row['id'] as string, load);
  return { amount: amount ?? '0', currency: row['currency'] };
}

export const PromiseToPayType: ReadType = readType('PromiseToPay', {
  description: 'A customer has said to pay so much by a day.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Its number: `PP-000042`.'),
    party: relation('party', () => PartyType, 'The customer.'),
    promiseType: relation('promiseType', () => PromiseTypeType, 'How strictly it is held to.'),
    currency: property('currency', 'ISO 4217.'),
    amount: money('amount', 'How much.'),
    received: computed({
      type: MoneyType,
      needs: ['id', 'currency'],
      description: 'What came in time: by now, or when it was decided.',
      resolve: receivedOf,
    }),
    madeOn: property('madeOn', 'The day it was given.'),
    promisedOn: property('promisedOn', 'By which day.'),
    graceDays: property('graceDays', 'So many days late still counts.'),
    thresholdPercent: property('thresholdPercent', 'From so much on it is kept.'),
    channel: choice('channel', CollectionChannel, 'How it was given.'),
    promisedBy: property('promisedBy', 'By whom, at the customer’s.'),
    state: choice('state', PromiseState, 'Where it stands.'),
    decidedOn: property('decidedOn', 'Since which day it holds no more.'),
    supersededBy: relation('supersededBy', () => PromiseToPayType, 'What took its place.'),
    note: property('note', 'What was noted.'),
    reason: property('reason', 'Why it holds no more.'),
    createdAt: property('createdAt', 'When it was written down.'),
    createdBy: actor('createdBy', 'By whom.'),
    version: property('version', 'Rises with each change.'),
    commitments: relation('commitments', () => PromiseCommitmentType, 'What it is to pay.'),
    appropriations: relation(
      'appropriations',
      () => PromiseAppropriationType,
      'Which money it had when it was decided.',
    ),
    availableActions: documentActions(promiseMachine),
  },
  filter: ['id', 'number', 'party', 'currency', 'promisedOn', 'madeOn', 'state', 'createdAt'],
  order: ['number', 'promisedOn'],
});

export const PromiseCommitmentType: ReadType = readType('PromiseCommitment', {
  description: 'Something that a promise is to pay.',
  fields: {
    id: property('id', 'Its id.'),
    commitment: relation('commitment', () => PaymentCommitmentType, 'The commitment.'),
  },
});

export const PromiseAppropriationType: ReadType = readType('PromiseAppropriation', {
  description: 'Money that a promise had when it was decided.',
  fields: {
    id: property('id', 'Its id.'),
    receipt: relation('receipt', () => ReceiptType, 'The receipt.'),
    amount: money('amount', 'How much of it.'),
  },
});
