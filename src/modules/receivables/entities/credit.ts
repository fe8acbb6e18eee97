import { defineEntity, p } from '@mikro-orm/core';
import { amount, companyCurrency, instant, keeps } from '../../../platform/database/columns.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import { checkPoints } from '../rules/credit.ts';
import { PaymentTerms } from './terms.ts';

/** What a customer owes and will owe, and may. There is one from the first use on. */
export const CreditAccountSchema = defineEntity({
  name: 'CreditAccount',
  tableName: 'credit_account',
  properties: {
    /** The customer's. */
    id: p.uuid().primary().fieldName('party_id'),
    party: () => p.oneToOne(Party).joinColumn('party_id').persist(false).deleteRule(keeps),
    creditLimit: amount().nullable(),
    paymentDays: p.integer().default(0),
    /** When nothing else is agreed. */
    paymentTerms: () => p.manyToOne(PaymentTerms).nullable().deleteRule(keeps),
    heldReason: p.text().nullable(),
    ordered: amount().default('0'),
    invoiced: amount().default('0'),
    currency: companyCurrency(),
    exposure: amount().formula((c) => `(${c.ordered} + ${c.invoiced})`),
    version: p.integer().default(1),
  },
});

/** Append-only: what a document added to what a customer owes or will owe, or took from it. */
export const CreditEntrySchema = defineEntity({
  name: 'CreditEntry',
  tableName: 'credit_entry',
  indexes: [{ name: 'credit_entry_party_id_index', properties: ['party', 'seq'] }],
  properties: {
    seq: p.bigint('string').primary().generated('identity'),
    party: () => p.manyToOne(Party),
    documentId: p.uuid().index('credit_entry_document_id_index'),
    change: amount(),
    currency: companyCurrency(),
    at: instant(),
    operationId: p.uuid(),
  },
});

/** What is asked of a customer at one kind of act. */
export const CreditPolicySchema = defineEntity({
  name: 'CreditPolicy',
  tableName: 'credit_policy',
  properties: {
    id: p.uuid().primary(),
    checkPoint: p.enum(checkPoints).unique('credit_policy_check_point_unique'),
    checksLimit: p.boolean(),
    checksOverdue: p.boolean(),
    checksHold: p.boolean(),
    overdueAmount: amount().default('0'),
    overdueDays: p.integer().default(0),
    currency: companyCurrency(),
    version: p.integer().default(1),
  },
});

/** Somebody who may has let a customer go beyond the limit, for a while. */
export const CreditOverrideSchema = defineEntity({
  name: 'CreditOverride',
  tableName: 'credit_override',
  indexes: [{ name: 'credit_override_party_id_index', properties: ['party', 'expiresAt'] }],
  properties: {
    id: p.uuid().primary(),
    party: () => p.manyToOne(Party),
    amount: amount(),
    currency: companyCurrency(),
    reason: p.text(),
    expiresAt: instant(),
    revokedAt: instant().nullable(),
    grantedAt: instant(),
    grantedBy: p.uuid().nullable(),
  },
});

/** A credit note as something that settles; its id is the note's. */
export const OpenCreditSchema = defineEntity({
  name: 'OpenCredit',
  tableName: 'open_credit',
  properties: {
    id: p.uuid().primary(),
    party: () => p.manyToOne(Party),
    number: p.text(),
    currency: p.text(),
    amount: amount(),
    used: amount().default('0'),
    refunded: amount().default('0'),
    open: amount().formula((c) => `(${c.amount} - ${c.used} - ${c.refunded})`),
    companyAmount: amount(),
    companyUsed: amount().default('0'),
    companyCurrency: companyCurrency(),
    companyRefunded: amount().default('0'),
    companyOpen: amount().formula(
      (c) => `(${c.companyAmount} - ${c.companyUsed} - ${c.companyRefunded})`,
    ),
    datedOn: p.date(),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
  },
});

export class CreditAccount extends CreditAccountSchema.class {}
CreditAccountSchema.setClass(CreditAccount);

export class CreditEntry extends CreditEntrySchema.class {}
CreditEntrySchema.setClass(CreditEntry);

export class CreditPolicy extends CreditPolicySchema.class {}
CreditPolicySchema.setClass(CreditPolicy);

export class CreditOverride extends CreditOverrideSchema.class {}
CreditOverrideSchema.setClass(CreditOverride);

export class OpenCredit extends OpenCreditSchema.class {}
OpenCreditSchema.setClass(OpenCredit);
