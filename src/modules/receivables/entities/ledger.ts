import { defineEntity, p } from '@mikro-orm/core';
import { amount, companyCurrency, instant, keeps } from '../../../platform/database/columns.ts';
import { Party } from '../../parties/index.ts';
import { ledgerAccounts, ledgerEntryKinds } from '../rules/money-kinds.ts';
import { MoneyAccount } from './terms.ts';

/** Append-only: an amount on the debit of one account and the credit of another. */
export const LedgerEntrySchema = defineEntity({
  name: 'LedgerEntry',
  tableName: 'ledger_entry',
  indexes: [
    {
      name: 'ledger_entry_party_id_index',
      properties: ['party', 'currency', 'effectiveOn', 'seq'],
    },
  ],
  properties: {
    seq: p.bigint('string').primary().generated('identity'),
    party: () => p.manyToOne(Party),
    currency: p.text(),
    kind: p.enum(ledgerEntryKinds),
    debit: p.enum(ledgerAccounts),
    credit: p.enum(ledgerAccounts),
    amount: amount(),
    companyAmount: amount(),
    companyCurrency: companyCurrency(),
    documentId: p.uuid().index('ledger_entry_document_id_index'),
    moneyAccount: () => p.manyToOne(MoneyAccount).nullable().deleteRule(keeps),
    effectiveOn: p.date().index('ledger_entry_effective_on_index'),
    at: instant(),
    operationId: p.uuid(),
  },
});

/** The sums of a customer's entries in one currency. */
export const CustomerBalanceSchema = defineEntity({
  name: 'CustomerBalance',
  tableName: 'customer_balance',
  uniques: [{ name: 'customer_balance_currency_unique', properties: ['party', 'currency'] }],
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    party: () => p.manyToOne(Party),
    currency: p.text(),
    debit: amount().default('0'),
    credit: amount().default('0'),
    balance: amount().formula((c) => `(${c.debit} - ${c.credit})`),
    companyDebit: amount().default('0'),
    companyCredit: amount().default('0'),
    companyBalance: amount().formula((c) => `(${c.companyDebit} - ${c.companyCredit})`),
    companyCurrency: companyCurrency(),
  },
});

/** Up to which day nothing is posted any more. One row. */
export const LedgerPeriodSchema = defineEntity({
  name: 'LedgerPeriod',
  tableName: 'ledger_period',
  properties: {
    id: p.integer().primary().autoincrement(false),
    closedThrough: p.date().nullable(),
    changedAt: instant().nullable(),
    changedBy: p.uuid().nullable(),
    version: p.integer().default(1),
  },
});

export class LedgerEntry extends LedgerEntrySchema.class {}
LedgerEntrySchema.setClass(LedgerEntry);

export class CustomerBalance extends CustomerBalanceSchema.class {}
CustomerBalanceSchema.setClass(CustomerBalance);

export class LedgerPeriod extends LedgerPeriodSchema.class {}
LedgerPeriodSchema.setClass(LedgerPeriod);
