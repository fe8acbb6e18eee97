import { defineEntity, p } from '@mikro-orm/core';
import { amount, instant, keeps } from '../../../platform/database/columns.ts';
import { drawnNumber } from '../../../platform/database/drawn-number.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import { OpenCredit, PaymentCommitment } from '../../receivables/index.ts';
import {
  collectionDocuments,
  disputeReasons,
  disputeResolutions,
  disputeStates,
} from '../rules/kinds.ts';

/** A customer says that part of what is claimed is not owed. */
export const DisputeSchema = defineEntity({
  name: 'Dispute',
  tableName: 'dispute',
  indexes: [
    { name: 'dispute_party_id_index', properties: ['party', 'state'] },
    { name: 'dispute_owner_id_index', properties: ['owner', 'id'] },
    { name: 'dispute_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: drawnNumber('DP', 'dispute_number'),
    commitment: () => p.manyToOne(PaymentCommitment).index('dispute_commitment_id_index'),
    party: () => p.manyToOne(Party),
    currency: p.text(),
    amount: amount(),
    cause: p.enum(disputeReasons),
    note: p.text().nullable(),
    owner: () => p.manyToOne(Salesperson),
    team: () => p.manyToOne(Team),
    answerOn: p.date(),
    state: p.enum(disputeStates),
    resolution: p.enum(disputeResolutions).nullable(),
    accepted: amount().nullable(),
    openCredit: () => p.manyToOne(OpenCredit).nullable().deleteRule(keeps),
    answer: p.text().nullable(),
    openedOn: p.date(),
    resolvedOn: p.date().nullable(),
    reopened: p.integer().default(0),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
  },
});

/** Append-only: how a document came to stand where it does. */
export const CollectionEntrySchema = defineEntity({
  name: 'CollectionEntry',
  tableName: 'collection_entry',
  indexes: [
    { name: 'collection_entry_document_id_index', properties: ['documentId', 'seq'] },
    { name: 'collection_entry_party_id_index', properties: ['party', 'seq'] },
  ],
  properties: {
    seq: p.bigint('string').primary().generated('identity'),
    document: p.enum(collectionDocuments),
    documentId: p.uuid(),
    party: () => p.manyToOne(Party),
    fromState: p.text().nullable(),
    toState: p.text(),
    reason: p.text().nullable(),
    at: instant(),
    actorId: p.uuid().nullable(),
    operationId: p.uuid(),
  },
});

export class Dispute extends DisputeSchema.class {}
DisputeSchema.setClass(Dispute);

export class CollectionEntry extends CollectionEntrySchema.class {}
CollectionEntrySchema.setClass(CollectionEntry);
