import { planMachine } from '../../modules/collections/index.ts';
import { actor } from '../actor.ts';
import { documentActions } from '../document-actions.ts';
import { money } from '../money.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { PaymentCommitmentType } from '../receivables/commitment-types.ts';
import { AllocationType } from '../receivables/receipt-types.ts';
import { PaymentPlanState } from './enums.ts';

export const PaymentPlanType: ReadType = readType('PaymentPlan', {
  description: 'A customer pays by instalments, which stand in place of what is due.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Its number: `PL-000042`.'),
    party: relation('party', () => PartyType, 'The customer.'),
    currency: property('currency', 'ISO 4217.'),
    state: choice('state', PaymentPlanState, 'Where it stands.'),
    amount: money('amount', 'What it stands for.'),
    interest: money('interest', 'The interest that is agreed.'),
    interestPercent: property('interestPercent', 'Percent a year, where it was said so.'),
    mostMissed: property('mostMissed', 'With more missed it is broken.'),
    mostDaysLate: property('mostDaysLate', 'With one later than so many days it is broken.'),
    note: property('note', 'What was noted.'),
    proposedOn: property('proposedOn', 'The day it was offered.'),
    acceptedOn: property('acceptedOn', 'The day from which it stands.'),
    acceptedBy: property('acceptedBy', 'Who agreed, at the customer’s.'),
    endedOn: property('endedOn', 'Since which day it stands no more.'),
    reason: property('reason', 'Why.'),
    createdAt: property('createdAt', 'When it was written down.'),
    createdBy: actor('createdBy', 'By whom.'),
    version: property('version', 'Rises with each change.'),
    items: relation('items', () => PaymentPlanItemType, 'What it stands for, oldest first.'),
    instalments: relation('instalments', () => PaymentPlanInstalmentType, 'What is paid instead.'),
    settlements: relation(
      'settlements',
      () => PaymentPlanSettlementType,
      'What was paid on it, as it settled what it stood for.',
    ),
    availableActions: documentActions(planMachine),
  },
  filter: ['id', 'number', 'party', 'currency', 'state', 'acceptedOn', 'endedOn', 'createdAt'],
  order: ['number', 'createdAt'],
});

export const PaymentPlanItemType: ReadType = readType('PaymentPlanItem', {
  description: 'Something that a plan stands in place of.',
  fields: {
    id: property('id', 'Its id.'),
    commitment: relation('commitment', () => PaymentCommitmentType, 'The commitment.'),
    dueOn: property('dueOn', 'The day it was due, and is again where the plan is broken.'),
    amount: money('amount', 'What was open of it.'),
  },
});

export const PaymentPlanInstalmentType: ReadType = readType('PaymentPlanInstalment', {
  description: 'What is paid on a plan, and when.',
  fields: {
    id: property('id', 'Its id.'),
    lineNo: property('lineNo', 'Its place, from 1.'),
    dueOn: property('dueOn', 'The day.'),
    principal: money('principal', 'Of what the plan stands for.'),
    interest: money('interest', 'Of agreed interest.'),
    commitment: relation('commitment', () => PaymentCommitmentType, 'As it is owed.'),
    interestCommitment: relation(
      'interestCommitment',
      () => PaymentCommitmentType,
      'The interest as it is owed.',
    ),
  },
});

export const PaymentPlanSettlementType: ReadType = readType('PaymentPlanSettlement', {
  description: 'What was paid on a plan, given to what it stood for.',
  fields: {
    id: property('id', 'That of the allocation.'),
    allocation: relation('allocation', () => AllocationType, 'The allocation.'),
  },
});
