import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps } from '../../../platform/database/columns.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import { projectStateNames } from '../rules/project-states.ts';
import { Activity } from './activity.ts';
import { Lead } from './lead.ts';
import { Opportunity } from './opportunity.ts';

/** What opportunities, quotes, orders and invoices belong to that are one undertaking. */
export const ProjectSchema = defineEntity({
  name: 'Project',
  tableName: 'project',
  indexes: [
    { name: 'project_party_id_index', properties: ['party', 'id'] },
    { name: 'project_owner_id_index', properties: ['owner', 'id'] },
    { name: 'project_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('project_code_unique'),
    name: p.text(),
    party: () => p.manyToOne(Party).nullable().deleteRule(keeps),
    state: p.enum(projectStateNames),
    startsOn: p.date().nullable(),
    endsOn: p.date().nullable(),
    note: p.text().nullable(),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    leads: () => p.oneToMany(Lead).mappedBy('project'),
    opportunities: () => p.oneToMany(Opportunity).mappedBy('project'),
    activities: () => p.oneToMany(Activity).mappedBy('project'),
  },
});

export class Project extends ProjectSchema.class {}
ProjectSchema.setClass(Project);
