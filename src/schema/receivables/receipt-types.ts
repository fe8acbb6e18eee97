import { actor } from '../actor.ts';
import { money } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { PaymentCommitmentType } from './commitment-types.ts';
import {
  AllocationKind,
  LedgerAccount,
  LedgerEntryKind,
  PaymentMethod,
  ReceiptState,
  WriteOffReason,
} from './enums.ts';
import { MoneyAccountType } from './terms-types.ts';
import { OpenCreditType } from './types.ts';

const company = { currency: 'companyCurrency' };

export const ReceiptType: ReadType = readType('Receipt', {
  description: 'Money that came in, or that a paper promises.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Its number: `RC-000042`.'),
    party: relation('party', () => PartyType, 'Whose money it is.'),
    payerName: property('payerName', 'Who paid, by the bank.'),
    method: choice('method', PaymentMethod, 'How it came.'),
    moneyAccount: relation('moneyAccount', () => MoneyAccountType, 'Where it came in.'),
    externalId: property('externalId', 'The bank’s own: unique for the account.'),
    reference: property('reference', 'What the payer wrote.'),
    state: choice('state', ReceiptState, 'Whether the money is there.'),
    currency: property('currency', 'ISO 4217.'),
    amount: money('amount', 'What the customer paid.'),
    charge: money('charge', 'What of it the bank kept.'),
    rate: property('rate', 'One unit of the currency in the firm’s, on its value day.'),
    companyAmount: money('companyAmount', 'The same in the firm’s currency.', company),
    valuedOn: property('valuedOn', 'The day on which the money was there, by the bank.'),
    bookedOn: property('bookedOn', 'The day on which it is posted.'),
    allocated: money('allocated', 'What of it settled something.'),
    refunded: money('refunded', 'What of it was paid back.'),
    free: money('free', 'What is the customer’s credit.'),
    clearedOn: property('clearedOn', 'The day on which it became money.'),
    reversedOn: property('reversedOn', 'The day on which it was money no more.'),
    reversalReason: property('reversalReason', 'Why.'),
    note: property('note', 'What was noted.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after the customer.'),
    team: relation('team', () => TeamType, 'The owner’s team at that time.'),
    createdAt: property('createdAt', 'When it was written down.'),
    createdBy: actor('createdBy', 'By whom.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    allocations: relation('allocations', () => AllocationType, 'What it settles, or did once.'),
    refunds: relation('refunds', () => RefundType, 'What of it was paid back.'),
  },
  filter: [
    'id',
    'number',
    'party',
    'method',
    'moneyAccount',
    'externalId',
    'reference',
    'state',
    'currency',
    'valuedOn',
    'bookedOn',
    'owner',
    'team',
    'createdAt',
  ],
  order: ['valuedOn', 'bookedOn', 'number', 'createdAt', 'id'],
});

export const AllocationType: ReadType = readType('Allocation', {
  description: 'What settles what. Never altered: taken back, it is by another below zero.',
  fields: {
    id: property('id', 'Its id.'),
    commitment: relation('commitment', () => PaymentCommitmentType, 'What is settled.'),
    party: relation('party', () => PartyType, 'Whose commitment it is.'),
    kind: choice('kind', AllocationKind, 'What settles it.'),
    receipt: relation('receipt', () => ReceiptType, 'The money, if it is that.'),
    openCredit: relation('openCredit', () => OpenCreditType, 'The credit note, if it is that.'),
    amount: money('amount', 'How much of the commitment; below zero: taken back.'),
    sourceCurrency: property('sourceCurrency', 'The currency of what settles.'),
    sourceAmount: money('sourceAmount', 'How much of that.', { currency: 'sourceCurrency' }),
    companyAmount: money('companyAmount', 'What the claim was worth.', company),
    sourceCompanyAmount: money('sourceCompanyAmount', 'What came for it.', company),
    tax: money('tax', 'Of a discount: the tax in it.'),
    reason: choice('reason', WriteOffReason, 'Of a write-off: why.'),
    note: property('note', 'What was noted.'),
    effectiveOn: property('effectiveOn', 'The day from which it counts.'),
    reverses: relation('reverses', () => AllocationType, 'What it takes back.'),
    reversals: relation('reversals', () => AllocationType, 'What took it back: one at most.'),
    at: property('at', 'When it was written down.'),
    actor: actor('actorId', 'By whom.'),
    operationId: property('operationId', 'The act that wrote it.'),
  },
  filter: [
    'id',
    'commitment',
    'party',
    'kind',
    'receipt',
    'openCredit',
    'effectiveOn',
    'at',
    'operationId',
  ],
  order: ['id', 'effectiveOn'],
});

export const RefundType: ReadType = readType('Refund', {
  description: 'What was paid out of what a customer had to its credit.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Its number: `RF-000007`.'),
    party: relation('party', () => PartyType, 'To whom.'),
    receipt: relation('receipt', () => ReceiptType, 'Out of this money, if it is that.'),
    openCredit: relation('openCredit', () => OpenCreditType, 'Out of this credit note.'),
    moneyAccount: relation('moneyAccount', () => MoneyAccountType, 'Where it went out.'),
    method: choice('method', PaymentMethod, 'How.'),
    reference: property('reference', 'The bank’s reference.'),
    currency: property('currency', 'ISO 4217.'),
    amount: money('amount', 'How much.'),
    companyAmount: money('companyAmount', 'The same in the firm’s currency.', company),
    reason: property('reason', 'Why.'),
    refundedOn: property('refundedOn', 'The day.'),
    at: property('at', 'When it was written down.'),
    actor: actor('actorId', 'By whom.'),
  },
  filter: ['id', 'number', 'party', 'receipt', 'openCredit', 'refundedOn'],
  order: ['refundedOn', 'number'],
});

export const LedgerEntryType: ReadType = readType('LedgerEntry', {
  description:
    'An amount on the debit of one account and the credit of another; one of the two is the ' +
    'customer’s. Never altered.',
  fields: {
    seq: property('seq', 'Its place; rises with time.'),
    party: relation('party', () => PartyType, 'The customer.'),
    currency: property('currency', 'ISO 4217.'),
    kind: choice('kind', LedgerEntryKind, 'Why.'),
    debit: choice('debit', LedgerAccount, 'The account that is debited.'),
    credit: choice('credit', LedgerAccount, 'The account that is credited.'),
    amount: money('amount', 'How much.'),
    companyAmount: money('companyAmount', 'The same in the firm’s currency.', company),
    documentId: property('documentId', 'The paper, commitment or allocation behind it.'),
    moneyAccount: relation('moneyAccount', () => MoneyAccountType, 'Of MONEY: which.'),
    effectiveOn: property('effectiveOn', 'The day that it is posted on.'),
    at: property('at', 'When it was written down.'),
    operationId: property('operationId', 'The act that wrote it.'),
  },
  filter: ['party', 'currency', 'kind', 'debit', 'credit', 'documentId', 'effectiveOn', 'at'],
  order: ['seq', 'effectiveOn'],
});

export const CustomerBalanceType: ReadType = readType('CustomerBalance', {
  description: 'What a customer owes in one currency: the sum of the ledger’s entries.',
  fields: {
    id: property('id', 'Its id.'),
    party: relation('party', () => PartyType, 'The customer.'),
    currency: property('currency', 'ISO 4217.'),
    debit: money('debit', 'All that was ever charged.'),
    credit: money('credit', 'All that was ever paid or taken back.'),
    balance: money('balance', 'What is owed; below zero: is the customer’s.'),
    companyBalance: money('companyBalance', 'That, in the firm’s currency.', company),
  },
  filter: ['id', 'party', 'currency'],
  order: ['balance', 'companyBalance'],
});

export const LedgerPeriodType: ReadType = readType('LedgerPeriod', {
  description: 'Up to which day nothing is posted any more.',
  fields: {
    closedThrough: property('closedThrough', 'The last day that is closed; null: none is.'),
    changedAt: property('changedAt', 'When that was decided.'),
    changedBy: actor('changedBy', 'By whom.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
  },
});
