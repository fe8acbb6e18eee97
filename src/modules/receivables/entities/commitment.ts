import { defineEntity, p } from '@mikro-orm/core';
import {
  amount,
  companyCurrency,
  instant,
  keeps,
  percent,
  rate,
} from '../../../platform/database/columns.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import { securedOf } from '../rules/cheque-sql.ts';
import { commitmentState } from '../rules/commitment-sql.ts';
import {
  appropriations,
  commitmentEnds,
  commitmentReasons,
  discountsOnPart,
  discountTaxModes,
  dueTriggers,
  paymentMethods,
} from '../rules/money-kinds.ts';

/** A customer is to pay so much: for what, from when on, by when, by which method. */
export const PaymentCommitmentSchema = defineEntity({
  name: 'PaymentCommitment',
  tableName: 'payment_commitment',
  indexes: [
    { name: 'payment_commitment_party_id_index', properties: ['party', 'id'] },
    { name: 'payment_commitment_owner_id_index', properties: ['owner', 'id'] },
    { name: 'payment_commitment_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('payment_commitment_number_unique'),
    party: () => p.manyToOne(Party),
    payer: () => p.manyToOne(Party).nullable().deleteRule(keeps),
    salesOrderId: p.uuid().nullable(),
    chargeOf: () => p.manyToOne(PaymentCommitment).nullable().deleteRule(keeps),
    reason: p.enum(commitmentReasons),
    lineNo: p.integer().nullable(),
    percent: percent().nullable(),
    dueTrigger: p.enum(dueTriggers),
    days: p.integer().default(0),
    dueOn: p.date().nullable(),
    datedById: p.uuid().nullable(),
    method: p.enum(paymentMethods).nullable(),
    currency: p.text(),
    amount: amount(),
    settled: amount().default('0'),
    open: amount().formula((c) => `(${c.amount} - ${c.settled})`),
    secured: amount().formula(({ id, ended, settled, amount: all }) =>
      securedOf({ id, ended, settled, amount: all }),
    ),
    unsecured: amount().formula(
      ({ id, ended, settled, amount: all }) =>
        `(${all} - ${settled} - (${securedOf({ id, ended, settled, amount: all })}))`,
    ),
    state: p
      .text()
      .formula(({ ended, settled, amount: all, dueOn }) =>
        commitmentState({ ended, settled, amount: all, dueOn }),
      ),
    billed: amount().default('0'),
    rate: rate(),
    companyAmount: amount(),
    companySettled: amount().default('0'),
    companyOpen: amount().formula((c) => `(${c.companyAmount} - ${c.companySettled})`),
    companyCurrency: companyCurrency(),
    tax: amount().default('0'),
    discountPercent: percent().nullable(),
    discountDays: p.integer().nullable(),
    discountUntil: p.date().nullable(),
    discountTaxMode: p.enum(discountTaxModes).default('NEVER'),
    discountOnPart: p.enum(discountsOnPart).default('NONE'),
    discountGraceDays: p.integer().default(0),
    appropriation: p.enum(appropriations).default('COSTS_FIRST'),
    ended: p.enum(commitmentEnds).nullable(),
    endedAt: instant().nullable(),
    endReason: p.text().nullable(),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    note: p.text().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    allocations: () => p.oneToMany(Allocation).mappedBy('commitment').orderBy({ id: 'asc' }),
    bills: () => p.oneToMany(PaymentCommitmentBill).mappedBy('commitment').orderBy({ seq: 'asc' }),
    charges: () => p.oneToMany(PaymentCommitment).mappedBy('chargeOf'),
  },
});

/** Append-only: what of an invoice is paid by which commitment. */
export const PaymentCommitmentBillSchema = defineEntity({
  name: 'PaymentCommitmentBill',
  tableName: 'payment_commitment_bill',
  uniques: [{ name: 'payment_commitment_bill_once', properties: ['invoiceId', 'commitment'] }],
  indexes: [
    { name: 'payment_commitment_bill_commitment_id_index', properties: ['commitment', 'seq'] },
  ],
  properties: {
    seq: p.bigint('string').primary().generated('identity'),
    invoiceId: p.uuid(),
    invoiceNumber: p.text(),
    commitment: () => p.manyToOne(PaymentCommitment),
    amount: amount(),
  },
});

export class PaymentCommitment extends PaymentCommitmentSchema.class {}
PaymentCommitmentSchema.setClass(PaymentCommitment);

export class PaymentCommitmentBill extends PaymentCommitmentBillSchema.class {}
PaymentCommitmentBillSchema.setClass(PaymentCommitmentBill);

// Behind the classes: allocations point back at commitments.
import { Allocation } from './receipt.ts';
