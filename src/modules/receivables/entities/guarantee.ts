import { defineEntity, p } from '@mikro-orm/core';
import { amount, instant, keeps, percent, rate } from '../../../platform/database/columns.ts';
import { drawnNumber } from '../../../platform/database/drawn-number.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import { guaranteeKinds, guaranteeStates } from '../rules/cheque-kinds.ts';
import { Cheque } from './cheque.ts';
import { Receipt } from './receipt.ts';

/** Something that secures what a customer owes: of a bank, a person, a thing. */
export const GuaranteeSchema = defineEntity({
  name: 'Guarantee',
  tableName: 'guarantee',
  indexes: [
    { name: 'guarantee_party_id_index', properties: ['party', 'id'] },
    { name: 'guarantee_valid_until_index', properties: ['validUntil', 'id'] },
    { name: 'guarantee_owner_id_index', properties: ['owner', 'id'] },
    { name: 'guarantee_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: drawnNumber('GU', 'guarantee_number'),
    party: () => p.manyToOne(Party),
    salesOrderId: p.uuid().nullable(),
    kind: p.enum(guaranteeKinds),
    cheque: () => p.manyToOne(Cheque).nullable().deleteRule(keeps),
    issuer: p.text(),
    paperNumber: p.text().nullable(),
    currency: p.text(),
    amount: amount(),
    called: amount().default('0'),
    open: amount().formula((c) => `(${c.amount} - ${c.called})`),
    rate: rate(),
    haircutPercent: percent(),
    validFrom: p.date(),
    validUntil: p.date().nullable(),
    extensions: p.integer().default(0),
    custody: p.text(),
    note: p.text().nullable(),
    state: p.enum(guaranteeStates),
    alarmedDays: p.integer().nullable(),
    releaseAskedAt: instant().nullable(),
    releaseAskedBy: p.uuid().nullable(),
    releaseReason: p.text().nullable(),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    entries: () => p.oneToMany(GuaranteeEntry).mappedBy('guarantee').orderBy({ seq: 'asc' }),
  },
});

/** Append-only: every step of a guarantee. */
export const GuaranteeEntrySchema = defineEntity({
  name: 'GuaranteeEntry',
  tableName: 'guarantee_entry',
  indexes: [{ name: 'guarantee_entry_guarantee_id_index', properties: ['guarantee', 'seq'] }],
  properties: {
    seq: p.bigint('string').primary().generated('identity'),
    guarantee: () => p.manyToOne(Guarantee),
    act: p.text(),
    fromState: p.text().nullable(),
    toState: p.text(),
    amount: amount().nullable(),
    validUntil: p.date().nullable(),
    reason: p.text().nullable(),
    receipt: () => p.manyToOne(Receipt).nullable().deleteRule(keeps),
    at: instant(),
    actorId: p.uuid().nullable(),
    operationId: p.uuid(),
  },
});

export class Guarantee extends GuaranteeSchema.class {}
GuaranteeSchema.setClass(Guarantee);

export class GuaranteeEntry extends GuaranteeEntrySchema.class {}
GuaranteeEntrySchema.setClass(GuaranteeEntry);
