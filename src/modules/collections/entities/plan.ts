import { defineEntity, p } from '@mikro-orm/core';
import { amount, currencyOf, instant, keeps, percent } from '../../../platform/database/columns.ts';
import { drawnNumber } from '../../../platform/database/drawn-number.ts';
import { Party } from '../../parties/index.ts';
import { Allocation, PaymentCommitment } from '../../receivables/index.ts';
import { planStates } from '../rules/kinds.ts';

/** A customer in hardship pays what it owes by instalments, which stand in place of what is due. */
export const PaymentPlanSchema = defineEntity({
  name: 'PaymentPlan',
  tableName: 'payment_plan',
  indexes: [{ name: 'payment_plan_party_id_index', properties: ['party', 'state'] }],
  properties: {
    id: p.uuid().primary(),
    number: drawnNumber('PL', 'payment_plan_number'),
    party: () => p.manyToOne(Party),
    currency: p.text(),
    state: p.enum(planStates),
    amount: amount(),
    interest: amount().default('0'),
    interestPercent: percent().default('0'),
    mostMissed: p.integer(),
    mostDaysLate: p.integer(),
    note: p.text().nullable(),
    proposedOn: p.date(),
    acceptedOn: p.date().nullable(),
    acceptedBy: p.text().nullable(),
    endedOn: p.date().nullable(),
    reason: p.text().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    items: () => p.oneToMany(PaymentPlanItem).mappedBy('paymentPlan').orderBy({ dueOn: 'asc' }),
    instalments: () =>
      p.oneToMany(PaymentPlanInstalment).mappedBy('paymentPlan').orderBy({ lineNo: 'asc' }),
    settlements: () => p.oneToMany(PaymentPlanSettlement).mappedBy('paymentPlan'),
  },
});

/** What a plan stands in place of. */
export const PaymentPlanItemSchema = defineEntity({
  name: 'PaymentPlanItem',
  tableName: 'payment_plan_item',
  uniques: [{ name: 'payment_plan_item_once', properties: ['paymentPlan', 'commitment'] }],
  properties: {
    id: p.uuid().primary(),
    paymentPlan: () => p.manyToOne(PaymentPlan),
    commitment: () => p.manyToOne(PaymentCommitment).index('payment_plan_item_commitment_id_index'),
    dueOn: p.date(),
    amount: amount(),
    currency: p.text().formula((c) => currencyOf('payment_plan', String(c.paymentPlan))),
  },
});

/** What is paid instead, and when. */
export const PaymentPlanInstalmentSchema = defineEntity({
  name: 'PaymentPlanInstalment',
  tableName: 'payment_plan_instalment',
  uniques: [{ name: 'payment_plan_instalment_no_unique', properties: ['paymentPlan', 'lineNo'] }],
  properties: {
    id: p.uuid().primary(),
    paymentPlan: () => p.manyToOne(PaymentPlan),
    lineNo: p.integer(),
    dueOn: p.date(),
    principal: amount(),
    interest: amount().default('0'),
    currency: p.text().formula((c) => currencyOf('payment_plan', String(c.paymentPlan))),
    commitment: () =>
      p
        .manyToOne(PaymentCommitment)
        .nullable()
        .unique('payment_plan_instalment_commitment_id_unique')
        .deleteRule(keeps),
    interestCommitment: () =>
      p
        .manyToOne(PaymentCommitment)
        .nullable()
        .unique('payment_plan_instalment_interest_commitment_id_unique')
        .deleteRule(keeps),
  },
});

/** Append-only: what was paid on a plan, given to what it stood for. */
export const PaymentPlanSettlementSchema = defineEntity({
  name: 'PaymentPlanSettlement',
  tableName: 'payment_plan_settlement',
  properties: {
    /** The allocation's. */
    id: p.uuid().primary().fieldName('allocation_id'),
    allocation: () =>
      p.oneToOne(Allocation).joinColumn('allocation_id').persist(false).deleteRule(keeps),
    paymentPlan: () =>
      p.manyToOne(PaymentPlan).index('payment_plan_settlement_payment_plan_id_index'),
  },
});

export class PaymentPlan extends PaymentPlanSchema.class {}
PaymentPlanSchema.setClass(PaymentPlan);

export class PaymentPlanItem extends PaymentPlanItemSchema.class {}
PaymentPlanItemSchema.setClass(PaymentPlanItem);

export class PaymentPlanInstalment extends PaymentPlanInstalmentSchema.class {}
PaymentPlanInstalmentSchema.setClass(PaymentPlanInstalment);

export class PaymentPlanSettlement extends PaymentPlanSettlementSchema.class {}
PaymentPlanSettlementSchema.setClass(PaymentPlanSettlement);
