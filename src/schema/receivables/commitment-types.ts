import { actor } from '../actor.ts';
import { money } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import {
  Appropriation,
  CommitmentEnd,
  CommitmentReason,
  CommitmentState,
  DiscountOnPart,
  DiscountTaxMode,
  DueTrigger,
  PaymentMethod,
} from './enums.ts';
import { AllocationType } from './receipt-types.ts';

const company = { currency: 'companyCurrency' };

export const PaymentCommitmentType: ReadType = readType('PaymentCommitment', {
  description: 'A customer is to pay so much: for what, from when on, by when, by which method.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'That of its order, and its place there: `SO-1007-2`.'),
    party: relation('party', () => PartyType, 'Who owes it.'),
    payer: relation('payer', () => PartyType, 'Who pays it, where that is somebody else.'),
    salesOrderId: property('salesOrderId', 'The order; null: of none.'),
    chargeOf: relation('chargeOf', () => PaymentCommitmentType, 'Of a charge: upon what.'),
    charges: relation('charges', () => PaymentCommitmentType, 'What is charged upon it.'),
    reason: choice('reason', CommitmentReason, 'What it is for.'),
    lineNo: property('lineNo', 'Which line of the terms.'),
    percent: property('percent', 'That line’s part of a hundred.'),
    dueTrigger: choice('dueTrigger', DueTrigger, 'From when its days are counted.'),
    days: property('days', 'So many days later it is due.'),
    dueOn: property('dueOn', 'The day; null: what it waits for has not happened yet.'),
    datedById: property('datedById', 'The delivery or invoice that gave it the day.'),
    method: choice('method', PaymentMethod, 'How it is to be paid; null: as the customer likes.'),
    state: choice('state', CommitmentState, 'Where it stands.'),
    currency: property('currency', 'ISO 4217.'),
    amount: money('amount', 'How much.'),
    settled: money('settled', 'What of it is settled.'),
    open: money('open', 'What of it is not.'),
    secured: money('secured', 'What of that is covered by cheques that are no money yet.'),
    unsecured: money('unsecured', 'What of it is not.'),
    billed: money('billed', 'What of it is in posted invoices.'),
    rate: property('rate', 'One unit of the currency in the firm’s.'),
    companyAmount: money('companyAmount', 'The whole in the firm’s currency.', company),
    companyOpen: money('companyOpen', 'What of that is open.', company),
    tax: money('tax', 'The tax in it.'),
    discountPercent: property('discountPercent', 'Of a hundred, for who pays early.'),
    discountUntil: property('discountUntil', 'The last day for that.'),
    discountTaxMode: choice('discountTaxMode', DiscountTaxMode, 'The discount and the tax.'),
    discountOnPart: choice('discountOnPart', DiscountOnPart, 'The discount of part payments.'),
    discountGraceDays: property('discountGraceDays', 'So many days late it is granted yet.'),
    appropriation: choice('appropriation', Appropriation, 'What money settles first.'),
    ended: choice('ended', CommitmentEnd, 'Why it is asked for no more; null: it is.'),
    endedAt: property('endedAt', 'Since when.'),
    endReason: property('endReason', 'Why, in words.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after it.'),
    team: relation('team', () => TeamType, 'The owner’s team at that time.'),
    note: property('note', 'What was noted.'),
    createdAt: property('createdAt', 'When it arose.'),
    createdBy: actor('createdBy', 'By whose act.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    allocations: relation('allocations', () => AllocationType, 'What settled it, or did once.'),
    bills: relation('bills', () => PaymentCommitmentBillType, 'The invoices that it pays.'),
  },
  filter: [
    'id',
    'number',
    'party',
    'salesOrderId',
    'reason',
    'dueTrigger',
    'dueOn',
    'state',
    'method',
    'currency',
    'ended',
    'discountUntil',
    'owner',
    'team',
    'createdAt',
  ],
  order: ['number', 'createdAt', 'id'],
});

export const PaymentCommitmentBillType: ReadType = readType('PaymentCommitmentBill', {
  description: 'What of an invoice is paid by a commitment.',
  fields: {
    seq: property('seq', 'Its place; rises with time.'),
    invoiceId: property('invoiceId', 'The invoice.'),
    invoiceNumber: property('invoiceNumber', 'Its number.'),
    commitment: relation('commitment', () => PaymentCommitmentType, 'The commitment.'),
    amount: property('amount', 'How much, in its currency.'),
  },
  filter: ['invoiceId', 'invoiceNumber', 'commitment'],
  order: ['seq'],
});
