import {
  guaranteeKinds,
  guaranteeMachine,
  guaranteeStates,
} from '../../modules/receivables/index.ts';
import { actor } from '../actor.ts';
import { builder } from '../builder.ts';
import { documentActions } from '../document-actions.ts';
import { money } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ChequeType } from './cheque-types.ts';
import { ReceiptType } from './receipt-types.ts';

export const GuaranteeKind = builder.enumType('GuaranteeKind', {
  description: 'What secures what a customer owes.',
  values: guaranteeKinds,
});

export const GuaranteeState = builder.enumType('GuaranteeState', {
  description:
    'Where a guarantee stands. It may be called while it is HELD, EXTENDED or PARTLY_CALLED and ' +
    'its last day is not over.',
  values: guaranteeStates,
});

export const GuaranteeType: ReadType = readType('Guarantee', {
  description: 'Something that secures what a customer owes, for an order or for all.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Our number: `GU-000042`.'),
    party: relation('party', () => PartyType, 'The customer.'),
    salesOrderId: property('salesOrderId', 'The order; null: of none in particular.'),
    kind: choice('kind', GuaranteeKind, 'What it is.'),
    cheque: relation('cheque', () => ChequeType, 'Of a cheque: which.'),
    issuer: property('issuer', 'Who stands for it.'),
    paperNumber: property('paperNumber', 'The issuer’s number.'),
    currency: property('currency', 'ISO 4217.'),
    amount: money('amount', 'How much.'),
    called: money('called', 'What of it was called.'),
    open: money('open', 'What of it was not.'),
    rate: property('rate', 'One unit of the currency in the firm’s, when it was recorded.'),
    haircutPercent: property('haircutPercent', 'So many of a hundred do not count.'),
    validFrom: property('validFrom', 'Its first day.'),
    validUntil: property('validUntil', 'Its last day; null: it has none.'),
    extensions: property('extensions', 'How often it was extended.'),
    custody: property('custody', 'Who has the paper.'),
    note: property('note', 'What was noted.'),
    state: choice('state', GuaranteeState, 'Where it stands.'),
    alarmedDays: property('alarmedDays', 'The fewest days before its end that were told of.'),
    releaseAskedAt: property('releaseAskedAt', 'When somebody wanted to give it up.'),
    releaseAskedBy: actor('releaseAskedBy', 'Who.'),
    releaseReason: property('releaseReason', 'Why.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after the customer.'),
    team: relation('team', () => TeamType, 'The owner’s team at that time.'),
    createdAt: property('createdAt', 'When it was entered.'),
    createdBy: actor('createdBy', 'By whom.'),
    version: property('version', 'Rises with each change.'),
    entries: relation('entries', () => GuaranteeEntryType, 'Its steps.'),
    availableActions: documentActions(guaranteeMachine, {
      jobs: ['expireGuarantees'],
      needs: ['releaseAskedAt'],
      why: (act, row) => {
        const isAsked = row['releaseAskedAt'] !== null;
        if (act === 'releaseGuarantee' && isAsked) return ['It waits for its second signature'];
        if (act === 'countersignGuaranteeRelease' && !isAsked) {
          return ['Nobody asked for its release'];
        }
        return [];
      },
    }),
  },
  filter: [
    'id',
    'number',
    'party',
    'salesOrderId',
    'kind',
    'cheque',
    'currency',
    'validFrom',
    'validUntil',
    'custody',
    'state',
    'owner',
    'team',
    'createdAt',
  ],
  order: ['number', 'createdAt', 'id'],
});

export const GuaranteeEntryType: ReadType = readType('GuaranteeEntry', {
  description: 'A step of a guarantee. Never altered.',
  fields: {
    seq: property('seq', 'Its place; rises with time.'),
    guarantee: relation('guarantee', () => GuaranteeType, 'The guarantee.'),
    act: property('act', 'What was done.'),
    fromState: property('fromState', 'Where it stood before; null: it was entered.'),
    toState: property('toState', 'Where it led.'),
    amount: property('amount', 'Of a call: how much.'),
    validUntil: property('validUntil', 'Its last day from then on.'),
    reason: property('reason', 'Why.'),
    receipt: relation('receipt', () => ReceiptType, 'The money that came.'),
    at: property('at', 'When it was written down.'),
    actor: actor('actorId', 'By whom.'),
    operationId: property('operationId', 'The act that wrote it.'),
  },
  filter: ['guarantee', 'act', 'toState', 'at'],
  order: ['seq'],
});
