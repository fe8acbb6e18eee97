import { actor } from '../actor.ts';
import { moneyField } from '../money-field.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { CheckPoint, CreditEntryKind } from './enums.ts';

const company = { currency: 'companyCurrency' };

export const CreditAccountType: ReadType = readType('CreditAccount', {
  description:
    'What a customer owes and will owe, and may; in the firm’s currency. A customer has one from ' +
    'the first order or limit on.',
  fields: {
    id: property('id', 'The customer’s id.'),
    party: relation('party', () => PartyType, 'The customer.'),
    creditLimit: moneyField('creditLimit', 'So much the customer may owe; null: no limit.', {
      nullable: true,
    }),
    paymentDays: property('paymentDays', 'Days after an invoice when nothing else is agreed.'),
    heldReason: property('heldReason', 'Why the customer gets no credit; null: nobody holds it.'),
    ordered: moneyField('ordered', 'Confirmed and not yet invoiced.'),
    invoiced: moneyField('invoiced', 'Invoiced and not yet settled, less open credits.'),
    exposure: moneyField('exposure', 'Both together.'),
    version: property('version', 'Rises with each decision; send it as `expectedVersion`.'),
  },
  filter: ['id', 'party', 'paymentDays', 'heldReason'],
  order: ['exposure', 'ordered', 'invoiced'],
});

export const CreditEntryType: ReadType = readType('CreditEntry', {
  description: 'What a document added to what a customer owes, or took from it. Never altered.',
  fields: {
    seq: property('seq', 'Its place; rises with time.'),
    party: relation('party', () => PartyType, 'The customer.'),
    kind: choice('kind', CreditEntryKind, 'What is owed for.'),
    documentId: property('documentId', 'The order, invoice or credit note.'),
    change: moneyField('change', 'How much; below zero: less is owed.'),
    at: property('at', 'When.'),
  },
  filter: ['party', 'kind', 'documentId', 'at'],
  order: ['seq'],
});

export const CreditPolicyType: ReadType = readType('CreditPolicy', {
  description: 'What is asked of a customer at one kind of act.',
  fields: {
    id: property('id', 'Its id.'),
    checkPoint: choice('checkPoint', CheckPoint, 'At which act.'),
    checksLimit: property('checksLimit', 'Whether the limit counts there.'),
    checksOverdue: property('checksOverdue', 'Whether it counts what is overdue.'),
    checksHold: property('checksHold', 'Whether it counts that somebody holds the credit.'),
    overdueAmount: moneyField('overdueAmount', 'So much overdue is passed over.'),
    overdueDays: property('overdueDays', 'So is what is overdue for no more days than these.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
  },
  filter: ['id', 'checkPoint', 'checksLimit', 'checksOverdue', 'checksHold'],
  order: ['checkPoint'],
});

export const CreditOverrideType: ReadType = readType('CreditOverride', {
  description: 'A customer may go beyond the limit by so much, and be overdue by it, for a while.',
  fields: {
    id: property('id', 'Its id.'),
    party: relation('party', () => PartyType, 'The customer.'),
    amount: moneyField('amount', 'How far beyond; overrides in force add up.'),
    reason: property('reason', 'Why.'),
    expiresAt: property('expiresAt', 'In force until then.'),
    revokedAt: property('revokedAt', 'When it was taken back; null: it was not.'),
    grantedAt: property('grantedAt', 'When it was granted.'),
    grantedBy: actor('grantedBy', 'Who granted it.'),
  },
  filter: ['id', 'party', 'expiresAt', 'revokedAt', 'grantedAt', 'grantedBy'],
  order: ['expiresAt', 'grantedAt'],
});

export const ReceivableType: ReadType = readType('Receivable', {
  description: 'What an invoice claims, until it is settled; credit notes settle as well.',
  fields: {
    id: property('id', 'The invoice’s id.'),
    party: relation('party', () => PartyType, 'Who owes it.'),
    number: property('number', 'The invoice’s number.'),
    currency: property('currency', 'ISO 4217.'),
    amount: moneyField('amount', 'What was claimed.'),
    settled: moneyField('settled', 'What of it is owed no more.'),
    open: moneyField('open', 'What is still owed.'),
    companyAmount: moneyField('companyAmount', 'The claim in the firm’s currency.', company),
    companySettled: moneyField('companySettled', 'What of that is settled.', company),
    companyOpen: moneyField('companyOpen', 'What of that is still owed.', company),
    datedOn: property('datedOn', 'The day of the invoice.'),
    dueOn: property('dueOn', 'The day by which it is to be paid.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after it.'),
    team: relation('team', () => TeamType, 'The owner’s team at that time.'),
  },
  filter: ['id', 'party', 'number', 'currency', 'datedOn', 'dueOn', 'owner', 'team'],
  order: ['dueOn', 'datedOn', 'open', 'id'],
});

export const OpenCreditType: ReadType = readType('OpenCredit', {
  description:
    'What of a credit note its invoice claimed no more: the customer’s, until it is used.',
  fields: {
    id: property('id', 'The credit note’s id.'),
    party: relation('party', () => PartyType, 'Whose it is.'),
    number: property('number', 'The credit note’s number.'),
    currency: property('currency', 'ISO 4217.'),
    amount: moneyField('amount', 'What it was at first.'),
    used: moneyField('used', 'What of it is used.'),
    open: moneyField('open', 'What is left.'),
    companyAmount: moneyField('companyAmount', 'The same in the firm’s currency.', company),
    companyOpen: moneyField('companyOpen', 'What of that is left.', company),
    datedOn: property('datedOn', 'The day of the credit note.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after it.'),
    team: relation('team', () => TeamType, 'The owner’s team at that time.'),
  },
  filter: ['id', 'party', 'number', 'currency', 'datedOn', 'owner', 'team'],
  order: ['datedOn', 'id'],
});
