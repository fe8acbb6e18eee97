import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps } from '../../../platform/database/columns.ts';
import { Party, Salesperson, Segment, Team } from '../../parties/index.ts';
import { leadStateNames } from '../rules/lead-states.ts';
import type { Utm } from '../rules/records.ts';
import { Activity } from './activity.ts';
import { Opportunity } from './opportunity.ts';
import { Project } from './project.ts';
import { CrmReason, LeadSource } from './setup.ts';

/** Somebody who may become a customer, or asks for something new. */
export const LeadSchema = defineEntity({
  name: 'Lead',
  tableName: 'lead',
  indexes: [
    { name: 'lead_created_at_index', properties: ['createdAt', 'id'] },
    { name: 'lead_owner_id_index', properties: ['owner', 'id'] },
    { name: 'lead_team_id_index', properties: ['team', 'id'] },
    { name: 'lead_state_index', properties: ['state', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('lead_number_unique'),
    state: p.enum(leadStateNames),
    subject: p.text(),
    companyName: p.text().nullable(),
    personName: p.text().nullable(),
    phone: p.text().nullable(),
    phoneKey: p.text().nullable(),
    email: p.text().nullable(),
    emailKey: p.text().nullable(),
    taxId: p.text().nullable(),
    taxIdKey: p.text().nullable(),
    city: p.text().nullable(),
    note: p.text().nullable(),
    utm: p.json<Utm>().nullable(),
    leadSource: () => p.manyToOne(LeadSource),
    segment: () => p.manyToOne(Segment).nullable().deleteRule(keeps),
    project: () => p.manyToOne(Project).nullable().deleteRule(keeps),
    reason: () => p.manyToOne(CrmReason).nullable().deleteRule(keeps),
    duplicateOf: () => p.manyToOne(Lead).nullable().deleteRule(keeps),
    account: () => p.manyToOne(Party).nullable().deleteRule(keeps),
    contact: () => p.manyToOne(Party).nullable().deleteRule(keeps),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    nameKey: p.text(),
    /** What a person may type to find it, folded. */
    searchText: p.text(),
    /** When the soonest thing that is planned about it is due. */
    nextActivityAt: instant()
      .formula(
        (c) => `(select min(a.due_at) from activity a
                 where a.lead_id = ${c.id} and a.state = 'PLANNED')`,
      )
      .nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    duplicates: () => p.oneToMany(Lead).mappedBy('duplicateOf'),
    opportunities: () => p.oneToMany(Opportunity).mappedBy('lead'),
    activities: () => p.oneToMany(Activity).mappedBy('lead'),
    entries: () => p.oneToMany(LeadEntry).mappedBy('lead'),
  },
});

/** The history of a lead: each state and each owner that it had, by whom and why. */
export const LeadEntrySchema = defineEntity({
  name: 'LeadEntry',
  tableName: 'lead_entry',
  indexes: [{ name: 'lead_entry_lead_id_index', properties: ['lead', 'seq'] }],
  properties: {
    seq: p.bigint('string').primary().generated('identity'),
    lead: () => p.manyToOne(Lead),
    fromState: p.text().nullable(),
    toState: p.text(),
    fromOwnerId: p.uuid().nullable(),
    toOwnerId: p.uuid().nullable(),
    reason: p.text().nullable(),
    at: instant(),
    operationId: p.uuid(),
    actorId: p.uuid().nullable(),
  },
});

export class Lead extends LeadSchema.class {}
LeadSchema.setClass(Lead);

export class LeadEntry extends LeadEntrySchema.class {}
LeadEntrySchema.setClass(LeadEntry);
