import { projectStates } from '../../modules/crm/index.ts';
import { actor } from '../actor.ts';
import { documentActions } from '../document-actions.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ActivityType } from './activity-types.ts';
import { ProjectState } from './enums.ts';
import { LeadType } from './lead-types.ts';
import { OpportunityType } from './opportunity-types.ts';

export const ProjectType: ReadType = readType('Project', {
  description: 'One undertaking, to which opportunities, quotes, orders and invoices may belong.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'What people name it by; unique.'),
    name: property('name', 'Its name.'),
    party: relation('party', () => PartyType, 'For whom, if for one.'),
    state: choice('state', ProjectState, 'Whether it takes new documents.'),
    startsOn: property('startsOn', 'The first day, if known.'),
    endsOn: property('endsOn', 'The last day, if known.'),
    note: property('note', 'What else is to be known.'),
    owner: relation('owner', () => SalespersonType, 'Who is in charge.'),
    team: relation('team', () => TeamType, 'The owner’s team when it became theirs.'),
    createdAt: property('createdAt', 'When it was set up.'),
    createdBy: actor('createdBy', 'Who set it up.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    leads: relation('leads', () => LeadType, 'Its leads.'),
    opportunities: relation('opportunities', () => OpportunityType, 'Its opportunities.'),
    activities: relation('activities', () => ActivityType, 'What was done for it and is planned.'),
    availableActions: documentActions(projectStates),
  },
  filter: [
    'id',
    'code',
    'name',
    'party',
    'state',
    'startsOn',
    'endsOn',
    'owner',
    'team',
    'createdAt',
    'createdBy',
  ],
  order: ['code', 'name', 'createdAt'],
});
