import { defineEntity, p } from '@mikro-orm/core';
import {
  amount,
  companyCurrency,
  instant,
  keeps,
  percent,
} from '../../../platform/database/columns.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import { chequeStates, returnReasons } from '../rules/cheque-kinds.ts';
import { bankingDayOf } from '../rules/cheque-sql.ts';
import { PaymentCommitment } from './commitment.ts';
import { Receipt } from './receipt.ts';
import { MoneyAccount } from './terms.ts';

/** A paper by which a bank is to pay on a day: no money until it clears. */
export const ChequeSchema = defineEntity({
  name: 'Cheque',
  tableName: 'cheque',
  indexes: [
    { name: 'cheque_party_id_index', properties: ['party', 'dueOn', 'id'] },
    { name: 'cheque_due_on_index', properties: ['dueOn', 'id'] },
    { name: 'cheque_state_index', properties: ['state', 'dueOn'] },
    { name: 'cheque_owner_id_index', properties: ['owner', 'id'] },
    { name: 'cheque_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    party: () => p.manyToOne(Party),
    number: p.text(),
    series: p.text().nullable(),
    bank: p.text(),
    bankKey: p.text(),
    branch: p.text().nullable(),
    drawerName: p.text(),
    drawerAccount: p.text().index('cheque_drawer_account_index'),
    currency: p.text(),
    amount: amount(),
    issuedOn: p.date().nullable(),
    dueOn: p.date(),
    firstDueOn: p.date(),
    /** The due day, or the first banking day behind it. */
    presentOn: p.date().formula((c) => bankingDayOf(c.dueOn)),
    extensions: p.integer().default(0),
    place: p.text().nullable(),
    registrationId: p.text().nullable(),
    imageFront: p.text().nullable(),
    imageBack: p.text().nullable(),
    custody: p.text(),
    note: p.text().nullable(),
    state: p.enum(chequeStates),
    moneyAccount: () => p.manyToOne(MoneyAccount).nullable().deleteRule(keeps),
    slipNumber: p.text().nullable(),
    depositedOn: p.date().nullable(),
    endorsedTo: p.text().nullable(),
    receipt: () =>
      p.manyToOne(Receipt).nullable().deleteRule(keeps).unique('cheque_receipt_id_unique'),
    clearedOn: p.date().nullable(),
    returnedOn: p.date().nullable(),
    returnReason: p.enum(returnReasons).nullable(),
    bounces: p.integer().default(0),
    replaces: () => p.manyToOne(Cheque).nullable().deleteRule(keeps),
    settlementReceipt: () => p.manyToOne(Receipt).nullable().deleteRule(keeps),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    entries: () => p.oneToMany(ChequeEntry).mappedBy('cheque').orderBy({ seq: 'asc' }),
    coverages: () => p.oneToMany(ChequeCoverage).mappedBy('cheque').orderBy({ id: 'asc' }),
    replacedBy: () => p.oneToMany(Cheque).mappedBy('replaces'),
  },
});

/** Append-only: every step of a cheque. */
export const ChequeEntrySchema = defineEntity({
  name: 'ChequeEntry',
  tableName: 'cheque_entry',
  indexes: [{ name: 'cheque_entry_cheque_id_index', properties: ['cheque', 'seq'] }],
  properties: {
    seq: p.bigint('string').primary().generated('identity'),
    cheque: () => p.manyToOne(Cheque),
    act: p.text(),
    fromState: p.text().nullable(),
    toState: p.text(),
    effectiveOn: p.date(),
    reason: p.text().nullable(),
    reasonCode: p.text().nullable(),
    dueOn: p.date(),
    receiptId: p.uuid().nullable(),
    at: instant(),
    actorId: p.uuid().nullable(),
    operationId: p.uuid(),
  },
});

/** What of a commitment a cheque is to pay when it is money. */
export const ChequeCoverageSchema = defineEntity({
  name: 'ChequeCoverage',
  tableName: 'cheque_coverage',
  uniques: [{ name: 'cheque_coverage_once', properties: ['cheque', 'commitment'] }],
  properties: {
    id: p.uuid().primary(),
    cheque: () => p.manyToOne(Cheque),
    commitment: () => p.manyToOne(PaymentCommitment).index('cheque_coverage_commitment_id_index'),
    amount: amount(),
  },
});

/** On that day banks are closed. */
export const BankHolidaySchema = defineEntity({
  name: 'BankHoliday',
  tableName: 'bank_holiday',
  properties: {
    id: p.uuid().primary(),
    onDay: p.date().unique('bank_holiday_on_day_unique'),
    name: p.text(),
  },
});

/** What is decided once for all cheques and guarantees. One row. */
export const ChequePolicySchema = defineEntity({
  name: 'ChequePolicy',
  tableName: 'cheque_policy',
  properties: {
    id: p.integer().primary().autoincrement(false),
    weekend: p.array<number>().columnType('int[]').defaultRaw(`'{4,5}'`),
    bounceFee: amount().default('0'),
    currency: companyCurrency(),
    bouncePenaltyPercent: percent().default('0'),
    holdFrom: p.integer().nullable(),
    holdWithinDays: p.integer().default(365),
    reliefPercent: percent().default('0'),
    reliefFromCleared: p.integer().default(0),
    reliefMostReturned: p.integer().default(0),
    guaranteeAlarmDays: p.array<number>().columnType('int[]').defaultRaw(`'{30,7,1}'`),
    version: p.integer().default(1),
  },
});

export class Cheque extends ChequeSchema.class {}
ChequeSchema.setClass(Cheque);

export class ChequeEntry extends ChequeEntrySchema.class {}
ChequeEntrySchema.setClass(ChequeEntry);

export class ChequeCoverage extends ChequeCoverageSchema.class {}
ChequeCoverageSchema.setClass(ChequeCoverage);

export class BankHoliday extends BankHolidaySchema.class {}
BankHolidaySchema.setClass(BankHoliday);

export class ChequePolicy extends ChequePolicySchema.class {}
ChequePolicySchema.setClass(ChequePolicy);
