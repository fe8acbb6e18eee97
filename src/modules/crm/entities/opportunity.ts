import { defineEntity, p } from '@mikro-orm/core';
import { amount, instant, keeps } from '../../../platform/database/columns.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import { forecastCategories } from '../rules/kinds.ts';
import { opportunityStateNames } from '../rules/opportunity-states.ts';
import { Activity } from './activity.ts';
import { Lead } from './lead.ts';
import { Project } from './project.ts';
import { CrmReason, OpportunityStage } from './setup.ts';

const planned = (id: string): string =>
  `select from activity a where a.opportunity_id = ${id} and a.state = 'PLANNED'`;

/** Something that a customer may buy: how far it has come, and what it may bring. */
export const OpportunitySchema = defineEntity({
  name: 'Opportunity',
  tableName: 'opportunity',
  indexes: [
    { name: 'opportunity_created_at_index', properties: ['createdAt', 'id'] },
    { name: 'opportunity_account_id_index', properties: ['account', 'id'] },
    { name: 'opportunity_owner_id_index', properties: ['owner', 'id'] },
    { name: 'opportunity_team_id_index', properties: ['team', 'id'] },
    { name: 'opportunity_project_id_index', properties: ['project', 'id'] },
    { name: 'opportunity_stage_id_index', properties: ['stage', 'state', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('opportunity_number_unique'),
    state: p.enum(opportunityStateNames),
    title: p.text(),
    stage: () => p.manyToOne(OpportunityStage),
    account: () => p.manyToOne(Party),
    contact: () => p.manyToOne(Party).nullable().deleteRule(keeps),
    lead: () => p.manyToOne(Lead).nullable().deleteRule(keeps),
    project: () => p.manyToOne(Project).nullable().deleteRule(keeps),
    currency: p.text(),
    expectedAmount: amount().nullable(),
    companyAmount: amount().nullable(),
    rate: p.decimal().columnType('numeric(20,10)').nullable(),
    rateOn: p.date().nullable(),
    probability: p.integer(),
    forecastCategory: p.enum(forecastCategories),
    /** What it brings by its probability, in the firm's currency. */
    weightedAmount: amount()
      .formula((c) => `${c.companyAmount} * ${c.probability} / 100`)
      .nullable(),
    expectedCloseOn: p.date().nullable(),
    reason: () => p.manyToOne(CrmReason).nullable().deleteRule(keeps),
    competitor: p.text().nullable(),
    wonByKind: p.text().nullable(),
    wonById: p.uuid().nullable(),
    wonWithoutOrder: p.text().nullable(),
    closedAt: instant().nullable(),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    /** When the soonest thing that is planned about it is due. */
    nextActivityAt: instant()
      .formula(
        (c) => `(select min(a.due_at) from activity a
                 where a.opportunity_id = ${c.id} and a.state = 'PLANNED')`,
      )
      .nullable(),
    /** Open, with nothing planned. */
    isRotting: p
      .boolean()
      .formula((c) => `(${c.state} = 'OPEN' and not exists (${planned(String(c.id))}))`),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    activities: () => p.oneToMany(Activity).mappedBy('opportunity'),
    entries: () => p.oneToMany(OpportunityEntry).mappedBy('opportunity'),
  },
});

/** The history of an opportunity: what stage, state and owner it had from then on. */
export const OpportunityEntrySchema = defineEntity({
  name: 'OpportunityEntry',
  tableName: 'opportunity_entry',
  indexes: [{ name: 'opportunity_entry_opportunity_id_index', properties: ['opportunity', 'seq'] }],
  properties: {
    seq: p.bigint('string').primary().generated('identity'),
    opportunity: () => p.manyToOne(Opportunity),
    stage: () => p.manyToOne(OpportunityStage),
    state: p.text(),
    ownerId: p.uuid().nullable(),
    reason: p.text().nullable(),
    at: instant(),
    /** Until when it was so; null: it still is. */
    until: instant()
      .formula(
        (c) => `(select n.at from opportunity_entry n
                 where n.opportunity_id = ${c.opportunity} and n.seq > ${c.seq}
                 order by n.seq limit 1)`,
      )
      .nullable(),
    operationId: p.uuid(),
    actorId: p.uuid().nullable(),
  },
});

export class Opportunity extends OpportunitySchema.class {}
OpportunitySchema.setClass(Opportunity);

export class OpportunityEntry extends OpportunityEntrySchema.class {}
OpportunityEntrySchema.setClass(OpportunityEntry);
