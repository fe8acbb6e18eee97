import { actor } from '../actor.ts';
import { money } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { CheckPoint } from './enums.ts';
import { PaymentTermsType } from './terms-types.ts';

const company = { currency: 'companyCurrency' };

export const CreditAccountType: ReadType = readType('CreditAccount', {
  description:
    'What a customer owes and will owe, and may; in the firm’s currency. A customer has one from ' +
    'the first order or limit on.',
  fields: {
    id: property('id', 'The customer’s id.'),
    party: relation('party', () => PartyType, 'The customer.'),
    creditLimit: money('creditLimit', 'So much the customer may owe; null: no limit.', {
      nullable: true,
    }),
    paymentDays: property('paymentDays', 'Days after an invoice when nothing else is agreed.'),
    paymentTerms: relation(
      'paymentTerms',
      () => PaymentTermsType,
      'In place of these days, when nothing else is agreed.',
    ),
    heldReason: property('heldReason', 'Why the customer gets no credit; null: nobody holds it.'),
    ordered: money('ordered', 'Confirmed and not yet invoiced.'),
    invoiced: money('invoiced', 'Invoiced or charged, less all that was paid: may be below 0.'),
    exposure: money('exposure', 'Both together.'),
    version: property('version', 'Rises with each decision; send it as `expectedVersion`.'),
  },
  filter: ['id', 'party', 'paymentDays', 'heldReason'],
  order: ['exposure', 'ordered', 'invoiced'],
});

export const CreditEntryType: ReadType = readType('CreditEntry', {
  description:
    'What an order added to what a customer will owe, or took from it, while it is not invoiced. ' +
    'Never altered.',
  fields: {
    seq: property('seq', 'Its place; rises with time.'),
    party: relation('party', () => PartyType, 'The customer.'),
    documentId: property('documentId', 'The order.'),
    change: money('change', 'How much; below zero: less is owed.'),
    at: property('at', 'When.'),
  },
  filter: ['party', 'documentId', 'at'],
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
    overdueAmount: money('overdueAmount', 'So much overdue is passed over.'),
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
    amount: money('amount', 'How far beyond; overrides in force add up.'),
    reason: property('reason', 'Why.'),
    expiresAt: property('expiresAt', 'In force until then.'),
    revokedAt: property('revokedAt', 'When it was taken back; null: it was not.'),
    grantedAt: property('grantedAt', 'When it was granted.'),
    grantedBy: actor('grantedBy', 'Who granted it.'),
  },
  filter: ['id', 'party', 'expiresAt', 'revokedAt', 'grantedAt', 'grantedBy'],
  order: ['expiresAt', 'grantedAt'],
});

export const OpenCreditType: ReadType = readType('OpenCredit', {
  description:
    'A credit note as something to settle with: what is not used is the customer’s credit.',
  fields: {
    id: property('id', 'The credit note’s id.'),
    party: relation('party', () => PartyType, 'Whose it is.'),
    number: property('number', 'The credit note’s number.'),
    currency: property('currency', 'ISO 4217.'),
    amount: money('amount', 'The whole of it.'),
    used: money('used', 'What of it settled something.'),
    refunded: money('refunded', 'What of it was paid out.'),
    open: money('open', 'What is left.'),
    companyAmount: money('companyAmount', 'The same in the firm’s currency.', company),
    companyOpen: money('companyOpen', 'What of that is left.', company),
    datedOn: property('datedOn', 'The day of the credit note.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after it.'),
    team: relation('team', () => TeamType, 'The owner’s team at that time.'),
  },
  filter: ['id', 'party', 'number', 'currency', 'datedOn', 'owner', 'team'],
  order: ['datedOn', 'id'],
});
