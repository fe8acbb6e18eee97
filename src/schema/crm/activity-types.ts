import { activityStates } from '../../modules/crm/index.ts';
import { actor } from '../actor.ts';
import { documentActions } from '../document-actions.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ActivityKind, ActivityOutcome, ActivityState } from './enums.ts';
import { LeadType } from './lead-types.ts';
import { OpportunityType } from './opportunity-types.ts';
import { ProjectType } from './project-types.ts';

export const ActivityType: ReadType = readType('Activity', {
  description: 'Something that was done or is planned, with whom and about what.',
  fields: {
    id: property('id', 'Its id.'),
    kind: choice('kind', ActivityKind, 'What is done.'),
    state: choice('state', ActivityState, 'Whether it is still to be done.'),
    subject: property('subject', 'What it is about, in a line.'),
    note: property('note', 'What else is to be known.'),
    dueAt: property('dueAt', 'Until when it is to be done; null: nobody had planned it.'),
    isOverdue: property('isOverdue', 'It should be done and is not.'),
    doneAt: property('doneAt', 'When it was done.'),
    at: property('at', 'When it was done, or is due.'),
    outcomeCode: choice('outcomeCode', ActivityOutcome, 'What came of it, for reports.'),
    outcome: property('outcome', 'What came of it, in words; of a cancelled one: why.'),
    party: relation('party', () => PartyType, 'With whom.'),
    lead: relation('lead', () => LeadType, 'About which lead.'),
    opportunity: relation('opportunity', () => OpportunityType, 'About which opportunity.'),
    project: relation('project', () => ProjectType, 'For which project.'),
    documentKind: property('documentKind', 'About which other document: `SALES_ORDER`.'),
    documentId: property('documentId', 'Its id.'),
    owner: relation('owner', () => SalespersonType, 'Who does it, or did.'),
    team: relation('team', () => TeamType, 'The owner’s team when it became theirs.'),
    createdAt: property('createdAt', 'When it was entered.'),
    createdBy: actor('createdBy', 'Who entered it.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    availableActions: documentActions(activityStates),
  },
  filter: [
    'id',
    'kind',
    'state',
    'subject',
    'at',
    'dueAt',
    'isOverdue',
    'doneAt',
    'outcomeCode',
    'party',
    'lead',
    'opportunity',
    'project',
    'documentKind',
    'documentId',
    'owner',
    'team',
    'createdAt',
    'createdBy',
  ],
  order: ['at', 'createdAt'],
});
