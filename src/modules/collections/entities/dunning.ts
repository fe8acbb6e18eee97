import { defineEntity, p } from '@mikro-orm/core';
import {
  amount,
  companyCurrency,
  currencyOf,
  instant,
  keeps,
} from '../../../platform/database/columns.ts';
import { drawnNumber } from '../../../platform/database/drawn-number.ts';
import { Party } from '../../parties/index.ts';
import { PaymentCommitment } from '../../receivables/index.ts';
import {
  collectionChannels,
  collectionRisks,
  deliveries,
  dunningLetterStates,
  dunningRunStates,
  interestStarts,
} from '../rules/kinds.ts';
import { letterIsResolved } from '../rules/dunning-sql.ts';
import { InterestScheme } from './interest.ts';

/** How customers are reminded: by which levels, how often, at what price. */
export const DunningProcedureSchema = defineEntity({
  name: 'DunningProcedure',
  tableName: 'dunning_procedure',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('dunning_procedure_code_unique'),
    name: p.text(),
    isDefault: p.boolean().default(false),
    isActive: p.boolean().default(true),
    graceDays: p.integer().default(0),
    intervalDays: p.integer().default(7),
    mostAttempts: p.integer().default(5),
    charges: p.boolean().default(true),
    chargeDays: p.integer().default(14),
    interestScheme: () => p.manyToOne(InterestScheme).nullable().deleteRule(keeps),
    interestStarts: p.enum(interestStarts).default('DUE'),
    version: p.integer().default(1),
    levels: () =>
      p.oneToMany(DunningLevel).mappedBy('dunningProcedure').orderBy({ levelNo: 'asc' }),
  },
});

/** One step of a procedure: how late, by which channel, in which words, at what price. */
export const DunningLevelSchema = defineEntity({
  name: 'DunningLevel',
  tableName: 'dunning_level',
  uniques: [{ name: 'dunning_level_no_unique', properties: ['dunningProcedure', 'levelNo'] }],
  properties: {
    id: p.uuid().primary(),
    dunningProcedure: () => p.manyToOne(DunningProcedure),
    levelNo: p.integer(),
    days: p.integer(),
    fee: amount().default('0'),
    minAmount: amount().default('0'),
    companyCurrency: companyCurrency(),
    hasInterest: p.boolean().default(false),
    channel: p.enum(collectionChannels),
    subject: p.text(),
    body: p.text(),
  },
});

/** How one customer is collected from, where that differs from others. */
export const CollectionProfileSchema = defineEntity({
  name: 'CollectionProfile',
  tableName: 'collection_profile',
  properties: {
    id: p.uuid().primary(),
    party: () => p.oneToOne(Party).unique('collection_profile_party_id_unique').deleteRule(keeps),
    dunningProcedure: () => p.manyToOne(DunningProcedure).nullable().deleteRule(keeps),
    legalHold: p.text().nullable(),
    risk: p.enum(collectionRisks).default('MEDIUM'),
    version: p.integer().default(1),
  },
});

/** The reminders of one day. */
export const DunningRunSchema = defineEntity({
  name: 'DunningRun',
  tableName: 'dunning_run',
  properties: {
    id: p.uuid().primary(),
    number: drawnNumber('DR', 'dunning_run_number'),
    runOn: p.date(),
    state: p.enum(dunningRunStates),
    proposedAt: instant(),
    proposedBy: p.uuid().nullable(),
    releasedAt: instant().nullable(),
    releasedBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    letters: () => p.oneToMany(DunningLetter).mappedBy('dunningRun').orderBy({ number: 'asc' }),
  },
});

/** What one customer is reminded of, in one currency. */
export const DunningLetterSchema = defineEntity({
  name: 'DunningLetter',
  tableName: 'dunning_letter',
  indexes: [
    { name: 'dunning_letter_dunning_run_id_index', properties: ['dunningRun', 'id'] },
    { name: 'dunning_letter_party_id_index', properties: ['party', 'sentOn'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: drawnNumber('DL', 'dunning_letter_number'),
    dunningRun: () => p.manyToOne(DunningRun),
    party: () => p.manyToOne(Party),
    dunningProcedure: () => p.manyToOne(DunningProcedure),
    currency: p.text(),
    levelNo: p.integer(),
    channel: p.enum(collectionChannels),
    state: p.enum(dunningLetterStates),
    amount: amount(),
    fee: amount().default('0'),
    interest: amount().default('0'),
    feeCommitment: () => p.manyToOne(PaymentCommitment).nullable().deleteRule(keeps),
    reason: p.text().nullable(),
    sentAt: instant().nullable(),
    sentOn: p.date().nullable(),
    subject: p.text().nullable(),
    body: p.text().nullable(),
    recipient: p.text().nullable(),
    delivery: p.enum(deliveries).nullable(),
    deliveredAt: instant().nullable(),
    deliveryProof: p.text().nullable(),
    isResolved: p.boolean().formula((c) => letterIsResolved(String(c.id), String(c.state))),
    operationId: p.uuid(),
    version: p.integer().default(1),
    lines: () => p.oneToMany(DunningLetterLine).mappedBy('dunningLetter').orderBy({ dueOn: 'asc' }),
  },
});

/** One commitment on a letter. */
export const DunningLetterLineSchema = defineEntity({
  name: 'DunningLetterLine',
  tableName: 'dunning_letter_line',
  uniques: [{ name: 'dunning_letter_line_once', properties: ['dunningLetter', 'commitment'] }],
  properties: {
    id: p.uuid().primary(),
    dunningLetter: () => p.manyToOne(DunningLetter),
    commitment: () =>
      p.manyToOne(PaymentCommitment).index('dunning_letter_line_commitment_id_index'),
    levelNo: p.integer(),
    dueOn: p.date(),
    amount: amount(),
    interest: amount().default('0'),
    currency: p.text().formula((c) => currencyOf('dunning_letter', String(c.dunningLetter))),
    interestCommitment: () => p.manyToOne(PaymentCommitment).nullable().deleteRule(keeps),
  },
});

export class DunningProcedure extends DunningProcedureSchema.class {}
DunningProcedureSchema.setClass(DunningProcedure);

export class DunningLevel extends DunningLevelSchema.class {}
DunningLevelSchema.setClass(DunningLevel);

export class CollectionProfile extends CollectionProfileSchema.class {}
CollectionProfileSchema.setClass(CollectionProfile);

export class DunningRun extends DunningRunSchema.class {}
DunningRunSchema.setClass(DunningRun);

export class DunningLetter extends DunningLetterSchema.class {}
DunningLetterSchema.setClass(DunningLetter);

export class DunningLetterLine extends DunningLetterLineSchema.class {}
DunningLetterLineSchema.setClass(DunningLetterLine);
