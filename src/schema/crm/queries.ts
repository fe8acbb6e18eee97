import { builder } from '../builder.ts';
import { listField, oneField } from '../read/root-fields.ts';
import { ActivityType } from './activity-types.ts';
import { LeadType } from './lead-types.ts';
import { OpportunityType } from './opportunity-types.ts';
import { ProjectType } from './project-types.ts';
import {
  CrmPolicyType,
  CrmReasonType,
  LeadSourceType,
  OpportunityStageType,
} from './setup-types.ts';

builder.queryField('crmPolicy', (t) =>
  t.field({
    type: CrmPolicyType.ref as never,
    nullable: true,
    description: 'How the firm works on leads.',
    resolve: (_root, _args, context, info) => context.reads.one('1', info) as never,
  }),
);

listField('leadSources', LeadSourceType, {
  description: 'Where leads come from.',
  defaultOrder: 'CODE_ASC',
});
listField('crmReasons', CrmReasonType, {
  description: 'Why leads are disqualified, and opportunities lost.',
  defaultOrder: 'CODE_ASC',
});
listField('opportunityStages', OpportunityStageType, {
  description: 'The stages of the pipeline, in their order.',
  defaultOrder: 'POSITION_ASC',
});

oneField('lead', LeadType, 'A lead by its id.');
listField('leads', LeadType, {
  description: 'Leads; `search` looks in names, subject, numbers, addresses and city.',
  defaultOrder: 'CREATED_AT_DESC',
});
oneField('opportunity', OpportunityType, 'An opportunity by its id.');
listField('opportunities', OpportunityType, {
  description: 'Opportunities. Those with nothing planned: `filter: { isRotting: { eq: true } }`.',
  defaultOrder: 'CREATED_AT_DESC',
});
oneField('activity', ActivityType, 'An activity by its id.');
listField('activities', ActivityType, {
  description:
    'What was done and is planned. What somebody should have done: `filter: { isOverdue: { eq: ' +
    'true }, owner: { id: { eq: … } } }`.',
  defaultOrder: 'AT_DESC',
});
oneField('project', ProjectType, 'A project by its id.');
listField('projects', ProjectType, { description: 'Projects.', defaultOrder: 'CODE_ASC' });
