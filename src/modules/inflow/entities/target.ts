import { defineEntity, p } from '@mikro-orm/core';
import { drawnNumber } from '../../../platform/database/drawn-number.ts';
import { calendars, periodKinds } from '../../../kernel/calendar.ts';
import {
  amount,
  companyCurrency,
  instant,
  keeps,
  percent,
} from '../../../platform/database/columns.ts';
import { Salesperson, Team } from '../../parties/index.ts';
import { Allocation, PaymentCommitment } from '../../receivables/index.ts';
import { targetScopes } from '../rules/kinds.ts';

/** What somebody, a team or the firm is to bring in. */
export const InflowTargetSchema = defineEntity({
  name: 'InflowTarget',
  tableName: 'inflow_target',
  indexes: [
    { name: 'inflow_target_from_on_index', properties: ['fromOn', 'id'] },
    { name: 'inflow_target_salesperson_id_index', properties: ['salesperson', 'fromOn'] },
    { name: 'inflow_target_team_id_index', properties: ['team', 'fromOn'] },
  ],
  properties: {
    id: p.uuid().primary(),
    scope: p.enum(targetScopes),
    salesperson: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    periodKind: p.enum(periodKinds),
    calendar: p.enum(calendars),
    period: p.text(),
    fromOn: p.date(),
    throughOn: p.date(),
    amount: amount(),
    currency: companyCurrency(),
    note: p.text().nullable(),
    setAt: instant(),
    setBy: p.uuid().nullable(),
    version: p.integer().default(1),
  },
});

/** Whose part of the money for a commitment is; those of one number are the whole. */
export const SalesCreditSchema = defineEntity({
  name: 'SalesCredit',
  tableName: 'sales_credit',
  indexes: [
    { name: 'sales_credit_commitment_id_index', properties: ['commitment', 'setNo'] },
    { name: 'sales_credit_salesperson_id_index', properties: ['salesperson', 'id'] },
    { name: 'sales_credit_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    commitment: () => p.manyToOne(PaymentCommitment),
    setNo: p.integer(),
    salesperson: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    percent: percent(),
    inForce: p.boolean(),
    setAt: instant().nullable(),
    setBy: p.uuid().nullable(),
  },
});

/** Append-only: money that came before its commitment was credited otherwise. */
export const SalesCreditKeptSchema = defineEntity({
  name: 'SalesCreditKept',
  tableName: 'sales_credit_kept',
  properties: {
    allocation: () => p.oneToOne(Allocation).primary().deleteRule(keeps).updateRule(keeps),
    setNo: p.integer(),
  },
});

/** So much of what they bring in is theirs, from a day on. */
export const CommissionRateSchema = defineEntity({
  name: 'CommissionRate',
  tableName: 'commission_rate',
  properties: {
    id: p.uuid().primary(),
    salesperson: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    fromOn: p.date(),
    percent: percent(),
    setAt: instant(),
    setBy: p.uuid().nullable(),
  },
});

/** Append-only: what of somebody's commission was paid out; below zero: paid back. */
export const CommissionPayoutSchema = defineEntity({
  name: 'CommissionPayout',
  tableName: 'commission_payout',
  indexes: [
    {
      name: 'commission_payout_salesperson_id_index',
      properties: ['salesperson', 'paidOn'],
    },
  ],
  properties: {
    id: p.uuid().primary(),
    number: drawnNumber('CM', 'commission_payout_number'),
    salesperson: () => p.manyToOne(Salesperson),
    amount: amount(),
    currency: companyCurrency(),
    paidOn: p.date(),
    throughOn: p.date(),
    reference: p.text().nullable(),
    at: instant(),
    actorId: p.uuid().nullable(),
    operationId: p.uuid(),
  },
});

export class InflowTarget extends InflowTargetSchema.class {}
InflowTargetSchema.setClass(InflowTarget);

export class SalesCredit extends SalesCreditSchema.class {}
SalesCreditSchema.setClass(SalesCredit);

export class SalesCreditKept extends SalesCreditKeptSchema.class {}
SalesCreditKeptSchema.setClass(SalesCreditKept);

export class CommissionRate extends CommissionRateSchema.class {}
CommissionRateSchema.setClass(CommissionRate);

export class CommissionPayout extends CommissionPayoutSchema.class {}
CommissionPayoutSchema.setClass(CommissionPayout);
