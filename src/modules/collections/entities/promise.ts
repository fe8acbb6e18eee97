import { defineEntity, p } from '@mikro-orm/core';
import { amount, currencyOf, instant, keeps, percent } from '../../../platform/database/columns.ts';
import { drawnNumber } from '../../../platform/database/drawn-number.ts';
import { Party } from '../../parties/index.ts';
import { PaymentCommitment, Receipt } from '../../receivables/index.ts';
import { collectionChannels, promiseStates } from '../rules/kinds.ts';

/** How strictly promises are held to. */
export const PromiseTypeSchema = defineEntity({
  name: 'PromiseType',
  tableName: 'promise_type',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('promise_type_code_unique'),
    name: p.text(),
    graceDays: p.integer(),
    thresholdPercent: percent(),
    isActive: p.boolean().default(true),
    version: p.integer().default(1),
  },
});

/** A customer has said to pay so much by a day. */
export const PromiseToPaySchema = defineEntity({
  name: 'PromiseToPay',
  tableName: 'promise_to_pay',
  indexes: [{ name: 'promise_to_pay_party_id_index', properties: ['party', 'promisedOn'] }],
  properties: {
    id: p.uuid().primary(),
    number: drawnNumber('PP', 'promise_to_pay_number'),
    party: () => p.manyToOne(Party),
    promiseType: () => p.manyToOne(PromiseType),
    currency: p.text(),
    amount: amount(),
    madeOn: p.date(),
    promisedOn: p.date(),
    graceDays: p.integer(),
    thresholdPercent: percent(),
    channel: p.enum(collectionChannels),
    promisedBy: p.text(),
    state: p.enum(promiseStates),
    received: amount().default('0'),
    decidedOn: p.date().nullable(),
    supersededBy: () => p.manyToOne(PromiseToPay).nullable().deleteRule(keeps),
    note: p.text().nullable(),
    reason: p.text().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    commitments: () => p.oneToMany(PromiseCommitment).mappedBy('promiseToPay'),
    appropriations: () => p.oneToMany(PromiseAppropriation).mappedBy('promiseToPay'),
  },
});

/** What a promise is to pay. */
export const PromiseCommitmentSchema = defineEntity({
  name: 'PromiseCommitment',
  tableName: 'promise_commitment',
  uniques: [{ name: 'promise_commitment_once', properties: ['promiseToPay', 'commitment'] }],
  properties: {
    id: p.uuid().primary(),
    promiseToPay: () => p.manyToOne(PromiseToPay),
    commitment: () =>
      p.manyToOne(PaymentCommitment).index('promise_commitment_commitment_id_index'),
  },
});

/** Append-only: which money a promise had when it was decided. */
export const PromiseAppropriationSchema = defineEntity({
  name: 'PromiseAppropriation',
  tableName: 'promise_appropriation',
  uniques: [{ name: 'promise_appropriation_once', properties: ['promiseToPay', 'receipt'] }],
  properties: {
    id: p.uuid().primary(),
    promiseToPay: () => p.manyToOne(PromiseToPay),
    receipt: () => p.manyToOne(Receipt).index('promise_appropriation_receipt_id_index'),
    amount: amount(),
    currency: p.text().formula((c) => currencyOf('promise_to_pay', String(c.promiseToPay))),
  },
});

export class PromiseType extends PromiseTypeSchema.class {}
PromiseTypeSchema.setClass(PromiseType);

export class PromiseToPay extends PromiseToPaySchema.class {}
PromiseToPaySchema.setClass(PromiseToPay);

export class PromiseCommitment extends PromiseCommitmentSchema.class {}
PromiseCommitmentSchema.setClass(PromiseCommitment);

export class PromiseAppropriation extends PromiseAppropriationSchema.class {}
PromiseAppropriationSchema.setClass(PromiseAppropriation);
