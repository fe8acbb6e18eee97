import { defineEntity, p } from '@mikro-orm/core';
import { amount, companyCurrency, percent } from '../../../platform/database/columns.ts';
import {
  appropriations,
  discountsOnPart,
  discountTaxModes,
  moneyAccountKinds,
  paymentMethods,
  termsReasons,
  termsTriggers,
} from '../rules/money-kinds.ts';

/** By when, in which parts and how customers pay. */
export const PaymentTermsSchema = defineEntity({
  name: 'PaymentTerms',
  tableName: 'payment_terms',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('payment_terms_code_unique'),
    name: p.text(),
    discountTaxMode: p.enum(discountTaxModes).default('NEVER'),
    discountOnPart: p.enum(discountsOnPart).default('NONE'),
    discountGraceDays: p.integer().default(0),
    appropriation: p.enum(appropriations).default('COSTS_FIRST'),
    isActive: p.boolean().default(true),
    version: p.integer().default(1),
    lines: () => p.oneToMany(PaymentTermsLine).mappedBy('paymentTerms'),
  },
});

/** One part: how much, from when on, after how many days. */
export const PaymentTermsLineSchema = defineEntity({
  name: 'PaymentTermsLine',
  tableName: 'payment_terms_line',
  uniques: [{ name: 'payment_terms_line_no_unique', properties: ['paymentTerms', 'lineNo'] }],
  properties: {
    id: p.uuid().primary(),
    paymentTerms: () => p.manyToOne(PaymentTerms),
    lineNo: p.integer(),
    reason: p.enum(termsReasons),
    percent: percent(),
    dueTrigger: p.enum(termsTriggers),
    days: p.integer(),
    method: p.enum(paymentMethods).nullable(),
    discountPercent: percent().nullable(),
    discountDays: p.integer().nullable(),
  },
});

/** So much whoever has a role may give up by one act; the id is the role's. */
export const WriteOffLimitSchema = defineEntity({
  name: 'WriteOffLimit',
  tableName: 'write_off_limit',
  properties: {
    id: p.uuid().primary(),
    roleCode: p.text().formula((c) => `select r.code from role r where r.id = ${c.id}`),
    amount: amount(),
    currency: companyCurrency(),
    version: p.integer().default(1),
  },
});

/** Where money is kept. */
export const MoneyAccountSchema = defineEntity({
  name: 'MoneyAccount',
  tableName: 'money_account',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('money_account_code_unique'),
    name: p.text(),
    kind: p.enum(moneyAccountKinds),
    currency: p.text(),
    bankNumber: p.text().nullable().unique('money_account_bank_number_unique'),
    isActive: p.boolean().default(true),
    version: p.integer().default(1),
  },
});

export class PaymentTerms extends PaymentTermsSchema.class {}
PaymentTermsSchema.setClass(PaymentTerms);

export class PaymentTermsLine extends PaymentTermsLineSchema.class {}
PaymentTermsLineSchema.setClass(PaymentTermsLine);

export class WriteOffLimit extends WriteOffLimitSchema.class {}
WriteOffLimitSchema.setClass(WriteOffLimit);

export class MoneyAccount extends MoneyAccountSchema.class {}
MoneyAccountSchema.setClass(MoneyAccount);
