import { defineEntity, p } from '@mikro-orm/core';
import {
  amount,
  companyCurrency,
  instant,
  keeps,
  rate,
} from '../../../platform/database/columns.ts';
import { drawnNumber } from '../../../platform/database/drawn-number.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import {
  allocationKinds,
  paymentMethods,
  receiptStates,
  writeOffReasons,
} from '../rules/money-kinds.ts';
import { PaymentCommitment } from './commitment.ts';
import { OpenCredit } from './credit.ts';
import { MoneyAccount } from './terms.ts';

/** Money that came in, or that a paper promises. */
export const ReceiptSchema = defineEntity({
  name: 'Receipt',
  tableName: 'receipt',
  uniques: [{ name: 'receipt_external_id_unique', properties: ['moneyAccount', 'externalId'] }],
  indexes: [
    { name: 'receipt_party_id_index', properties: ['party', 'valuedOn', 'id'] },
    { name: 'receipt_valued_on_index', properties: ['valuedOn', 'id'] },
    { name: 'receipt_owner_id_index', properties: ['owner', 'id'] },
    { name: 'receipt_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: drawnNumber('RC', 'receipt_number'),
    party: () => p.manyToOne(Party),
    payerName: p.text().nullable(),
    method: p.enum(paymentMethods),
    moneyAccount: () => p.manyToOne(MoneyAccount).nullable().deleteRule(keeps),
    externalId: p.text().nullable(),
    reference: p.text().nullable(),
    currency: p.text(),
    amount: amount(),
    charge: amount().default('0'),
    rate: rate(),
    companyAmount: amount(),
    companyCurrency: companyCurrency(),
    valuedOn: p.date(),
    bookedOn: p.date(),
    state: p.enum(receiptStates),
    allocated: amount().default('0'),
    refunded: amount().default('0'),
    free: amount().formula(
      (c) =>
        `case ${c.state} when 'CLEARED' then ${c.amount} - ${c.allocated} - ${c.refunded}
              else 0 end`,
    ),
    companyAllocated: amount().default('0'),
    companyRefunded: amount().default('0'),
    clearedOn: p.date().nullable(),
    reversedOn: p.date().nullable(),
    reversalReason: p.text().nullable(),
    note: p.text().nullable(),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    allocations: () => p.oneToMany(Allocation).mappedBy('receipt').orderBy({ id: 'asc' }),
    refunds: () => p.oneToMany(Refund).mappedBy('receipt'),
  },
});

/** Append-only: what settles what. A reversal is a row that takes another back. */
export const AllocationSchema = defineEntity({
  name: 'Allocation',
  tableName: 'allocation',
  indexes: [
    { name: 'allocation_commitment_id_index', properties: ['commitment', 'id'] },
    { name: 'allocation_party_id_index', properties: ['party', 'effectiveOn'] },
    { name: 'allocation_effective_on_index', properties: ['effectiveOn', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    commitment: () => p.manyToOne(PaymentCommitment),
    party: () => p.manyToOne(Party),
    kind: p.enum(allocationKinds),
    receipt: () => p.manyToOne(Receipt).nullable().deleteRule(keeps),
    openCredit: () => p.manyToOne(OpenCredit).nullable().deleteRule(keeps),
    amount: amount(),
    currency: p
      .text()
      .formula((c) => `(select k.currency from payment_commitment k where k.id = ${c.commitment})`),
    sourceCurrency: p.text(),
    sourceAmount: amount(),
    companyAmount: amount(),
    sourceCompanyAmount: amount(),
    companyCurrency: companyCurrency(),
    tax: amount().default('0'),
    reason: p.enum(writeOffReasons).nullable(),
    note: p.text().nullable(),
    effectiveOn: p.date(),
    reverses: () =>
      p.manyToOne(Allocation).nullable().deleteRule(keeps).unique('allocation_reversed_once'),
    reversals: () => p.oneToMany(Allocation).mappedBy('reverses'),
    at: instant(),
    actorId: p.uuid().nullable(),
    operationId: p.uuid(),
  },
});

/** Paid out of what a customer had to its credit. */
export const RefundSchema = defineEntity({
  name: 'Refund',
  tableName: 'refund',
  indexes: [{ name: 'refund_party_id_index', properties: ['party', 'refundedOn'] }],
  properties: {
    id: p.uuid().primary(),
    number: drawnNumber('RF', 'refund_number'),
    party: () => p.manyToOne(Party),
    receipt: () => p.manyToOne(Receipt).nullable().deleteRule(keeps),
    openCredit: () => p.manyToOne(OpenCredit).nullable().deleteRule(keeps),
    moneyAccount: () => p.manyToOne(MoneyAccount).nullable().deleteRule(keeps),
    method: p.enum(paymentMethods),
    reference: p.text().nullable(),
    currency: p.text(),
    amount: amount(),
    companyAmount: amount(),
    companyCurrency: companyCurrency(),
    reason: p.text(),
    refundedOn: p.date(),
    at: instant(),
    actorId: p.uuid().nullable(),
    operationId: p.uuid(),
  },
});

export class Receipt extends ReceiptSchema.class {}
ReceiptSchema.setClass(Receipt);

export class Allocation extends AllocationSchema.class {}
AllocationSchema.setClass(Allocation);

export class Refund extends RefundSchema.class {}
RefundSchema.setClass(Refund);
