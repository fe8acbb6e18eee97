import { defineEntity, p } from '@mikro-orm/core';
import { amount, instant, keeps } from '../../../platform/database/columns.ts';
import { Party } from '../../parties/index.ts';
import { lineDirections, lineStates, statementFormats } from '../rules/statement-line.ts';
import { Receipt } from './receipt.ts';
import { MoneyAccount } from './terms.ts';

/** What a bank tells of one account: what came and went, from a day to a day. */
export const BankStatementSchema = defineEntity({
  name: 'BankStatement',
  tableName: 'bank_statement',
  indexes: [
    {
      name: 'bank_statement_money_account_id_index',
      properties: ['moneyAccount', 'throughOn', 'id'],
    },
    { name: 'bank_statement_imported_at_index', properties: ['importedAt', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    moneyAccount: () => p.manyToOne(MoneyAccount),
    format: p.enum(statementFormats),
    externalId: p.text(),
    fromOn: p.date(),
    throughOn: p.date(),
    openingBalance: amount().nullable(),
    closingBalance: amount().nullable(),
    currency: p.text(),
    lineCount: p.integer(),
    /** Of its lines: those that nothing has become of yet. */
    unmatchedCount: p.integer().formula(
      (c) => `(select count(*)::int from bank_statement_line l
                 where l.bank_statement_id = ${c.id} and l.state = 'UNMATCHED')`,
    ),
    importedAt: instant(),
    importedBy: p.uuid().nullable(),
    operationId: p.uuid(),
    lines: () =>
      p.oneToMany(BankStatementLine).mappedBy('bankStatement').orderBy({ lineNo: 'asc' }),
  },
});

/** One movement of an account, as its bank tells it, and what became of it. */
export const BankStatementLineSchema = defineEntity({
  name: 'BankStatementLine',
  tableName: 'bank_statement_line',
  uniques: [
    {
      name: 'bank_statement_line_external_id_unique',
      properties: ['moneyAccount', 'externalId'],
    },
  ],
  indexes: [
    {
      name: 'bank_statement_line_bank_statement_id_index',
      properties: ['bankStatement', 'lineNo'],
    },
    { name: 'bank_statement_line_valued_on_index', properties: ['valuedOn', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    bankStatement: () => p.manyToOne(BankStatement),
    moneyAccount: () => p.manyToOne(MoneyAccount),
    lineNo: p.integer(),
    externalId: p.text(),
    bookedOn: p.date(),
    valuedOn: p.date(),
    direction: p.enum(lineDirections),
    isReversal: p.boolean().default(false),
    amount: amount(),
    currency: p.text(),
    payerName: p.text().nullable(),
    payerAccount: p.text().nullable(),
    reference: p.text().nullable(),
    endToEndId: p.text().nullable(),
    state: p.enum(lineStates),
    receipt: () =>
      p
        .manyToOne(Receipt)
        .nullable()
        .deleteRule(keeps)
        .unique('bank_statement_line_receipt_id_unique'),
    ignoredReason: p.text().nullable(),
    settledAt: instant().nullable(),
    settledBy: p.uuid().nullable(),
    version: p.integer().default(1),
  },
});

/** An account that a customer has paid from. */
export const PayerAccountSchema = defineEntity({
  name: 'PayerAccount',
  tableName: 'payer_account',
  uniques: [{ name: 'payer_account_party_unique', properties: ['account', 'party'] }],
  properties: {
    id: p.uuid().primary(),
    account: p.text(),
    party: () => p.manyToOne(Party).index('payer_account_party_id_index'),
    payerName: p.text().nullable(),
    matches: p.integer().default(1),
    learntAt: instant(),
  },
});

export class BankStatement extends BankStatementSchema.class {}
BankStatementSchema.setClass(BankStatement);

export class BankStatementLine extends BankStatementLineSchema.class {}
BankStatementLineSchema.setClass(BankStatementLine);

export class PayerAccount extends PayerAccountSchema.class {}
PayerAccountSchema.setClass(PayerAccount);
