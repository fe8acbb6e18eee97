import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps } from '../../../platform/database/columns.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import { activityStateNames } from '../rules/activity-states.ts';
import { activityKinds, activityOutcomes } from '../rules/kinds.ts';
import { Lead } from './lead.ts';
import { Opportunity } from './opportunity.ts';
import { Project } from './project.ts';

/** Something that was done or is planned, with whom and about what. */
export const ActivitySchema = defineEntity({
  name: 'Activity',
  tableName: 'activity',
  indexes: [
    { name: 'activity_created_at_index', properties: ['createdAt', 'id'] },
    { name: 'activity_owner_id_index', properties: ['owner', 'dueAt', 'id'] },
    { name: 'activity_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    kind: p.enum(activityKinds),
    state: p.enum(activityStateNames),
    subject: p.text(),
    note: p.text().nullable(),
    dueAt: instant().nullable(),
    doneAt: instant().nullable(),
    outcomeCode: p.enum(activityOutcomes).nullable(),
    outcome: p.text().nullable(),
    party: () => p.manyToOne(Party).nullable().deleteRule(keeps),
    lead: () => p.manyToOne(Lead).nullable().deleteRule(keeps),
    opportunity: () => p.manyToOne(Opportunity).nullable().deleteRule(keeps),
    project: () => p.manyToOne(Project).nullable().deleteRule(keeps),
    documentKind: p.text().nullable(),
    documentId: p.uuid().nullable(),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    /** When it was done, or is due. */
    at: instant().formula((c) => `coalesce(${c.doneAt}, ${c.dueAt}, ${c.createdAt})`),
    isOverdue: p
      .boolean()
      .formula((c) => `(${c.state} = 'PLANNED' and coalesce(${c.dueAt} < now(), false))`),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
  },
});

export class Activity extends ActivitySchema.class {}
ActivitySchema.setClass(Activity);
