import { money } from '../money.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import {
  Appropriation,
  DiscountOnPart,
  DiscountTaxMode,
  MoneyAccountKind,
  PaymentMethod,
  TermsReason,
  TermsTrigger,
} from './enums.ts';

export const PaymentTermsType: ReadType = readType('PaymentTerms', {
  description: 'By when, in which parts and how customers pay.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Its code.'),
    name: property('name', 'Its name.'),
    discountTaxMode: choice('discountTaxMode', DiscountTaxMode, 'Discounts and the tax.'),
    discountOnPart: choice('discountOnPart', DiscountOnPart, 'Discounts and part payments.'),
    discountGraceDays: property('discountGraceDays', 'So many days late it is granted yet.'),
    appropriation: choice('appropriation', Appropriation, 'What money settles first.'),
    isActive: property('isActive', 'Whether it may be agreed upon.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    lines: relation('lines', () => PaymentTermsLineType, 'The parts.'),
  },
  filter: ['id', 'code', 'name', 'isActive'],
  order: ['code', 'name'],
});

export const PaymentTermsLineType: ReadType = readType('PaymentTermsLine', {
  description: 'One part of what is to be paid.',
  fields: {
    id: property('id', 'Its id.'),
    lineNo: property('lineNo', 'Its place, from 1.'),
    reason: choice('reason', TermsReason, 'What it is for.'),
    percent: property('percent', 'So many of a hundred.'),
    dueTrigger: choice('dueTrigger', TermsTrigger, 'From when on.'),
    days: property('days', 'It is due so many days later.'),
    method: choice('method', PaymentMethod, 'How it is to be paid; null: as the customer likes.'),
    discountPercent: property('discountPercent', 'Of a hundred, for who pays early.'),
    discountDays: property('discountDays', 'Within so many days, the last one included.'),
  },
  filter: ['id', 'lineNo', 'reason', 'dueTrigger'],
  order: ['lineNo'],
});

export const WriteOffLimitType: ReadType = readType('WriteOffLimit', {
  description: 'So much whoever has a role may give up by one act.',
  fields: {
    id: property('id', 'The role’s id.'),
    roleCode: property('roleCode', 'The role’s code.'),
    amount: money('amount', 'How much.'),
    version: property('version', 'Rises with each change.'),
  },
  filter: ['id'],
  order: ['id'],
});

export const MoneyAccountType: ReadType = readType('MoneyAccount', {
  description: 'Where money is kept: an account at a bank, a till, a card terminal.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Its code.'),
    name: property('name', 'Its name.'),
    kind: choice('kind', MoneyAccountKind, 'What it is.'),
    currency: property('currency', 'ISO 4217.'),
    bankNumber: property('bankNumber', 'As the bank writes it on statements: an IBAN, say.'),
    isActive: property('isActive', 'Whether money may come in there.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
  },
  filter: ['id', 'code', 'name', 'kind', 'currency', 'isActive'],
  order: ['code', 'name'],
});
