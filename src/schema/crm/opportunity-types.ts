import { opportunityStates } from '../../modules/crm/index.ts';
import { actor } from '../actor.ts';
import { documentActions } from '../document-actions.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ActivityType } from './activity-types.ts';
import { ForecastCategory, OpportunityState } from './enums.ts';
import { LeadType } from './lead-types.ts';
import { ProjectType } from './project-types.ts';
import { CrmReasonType, OpportunityStageType } from './setup-types.ts';

export const OpportunityType: ReadType = readType('Opportunity', {
  description: 'Something that a customer may buy: how far it has come, and what it may bring.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'For people: `OP-1042`.'),
    state: choice('state', OpportunityState, 'Where it stands.'),
    title: property('title', 'What it is about.'),
    stage: relation('stage', () => OpportunityStageType, 'How far it has come, or had.'),
    account: relation('account', () => PartyType, 'Who may buy.'),
    contact: relation('contact', () => PartyType, 'Whom one speaks with.'),
    lead: relation('lead', () => LeadType, 'What it was before.'),
    project: relation('project', () => ProjectType, 'What it belongs to.'),
    currency: property('currency', 'ISO 4217: what the customer would pay in.'),
    expectedAmount: property('expectedAmount', 'What it may bring, in `currency`.'),
    companyAmount: property('companyAmount', 'The same in the firm’s currency, at `rate`.'),
    weightedAmount: property('weightedAmount', '`companyAmount` by its probability.'),
    rate: property('rate', 'What one of `currency` was worth in the firm’s.'),
    rateOn: property('rateOn', 'Since which day it was.'),
    probability: property('probability', 'Percent.'),
    forecastCategory: choice('forecastCategory', ForecastCategory, 'What it counts as.'),
    expectedCloseOn: property('expectedCloseOn', 'When the customer may decide.'),
    reason: relation('reason', () => CrmReasonType, 'Why it was lost.'),
    competitor: property('competitor', 'Who else offers, or who got it.'),
    wonByKind: property('wonByKind', 'What the customer accepted: `SALES_ORDER`.'),
    wonById: property('wonById', 'Its id.'),
    wonWithoutOrder: property('wonWithoutOrder', 'Why it was won without one.'),
    closedAt: property('closedAt', 'When it was won or lost.'),
    owner: relation('owner', () => SalespersonType, 'Who works on it.'),
    team: relation('team', () => TeamType, 'The owner’s team when it became theirs.'),
    nextActivityAt: property('nextActivityAt', 'When the soonest that is planned is due.'),
    isRotting: property('isRotting', 'It is open, and nothing is planned about it.'),
    createdAt: property('createdAt', 'When it was entered.'),
    createdBy: actor('createdBy', 'Who entered it.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    activities: relation('activities', () => ActivityType, 'What was done and is planned.'),
    entries: relation('entries', () => OpportunityEntryType, 'How long it was in each stage.'),
    availableActions: documentActions(opportunityStates),
  },
  filter: [
    'id',
    'number',
    'state',
    'title',
    'stage',
    'account',
    'contact',
    'lead',
    'project',
    'currency',
    'expectedAmount',
    'companyAmount',
    'weightedAmount',
    'probability',
    'forecastCategory',
    'expectedCloseOn',
    'reason',
    'competitor',
    'closedAt',
    'owner',
    'team',
    'nextActivityAt',
    'isRotting',
    'createdAt',
    'createdBy',
    'activities',
    'entries',
    'wonByKind',
    'wonById',
  ],
  order: ['createdAt', 'number', 'probability'],
});

export const OpportunityEntryType: ReadType = readType('OpportunityEntry', {
  description: 'A stretch in the history of an opportunity: its stage, state and owner meanwhile.',
  fields: {
    seq: property('seq', 'Its place in the order.'),
    stage: relation('stage', () => OpportunityStageType, 'How far it had come.'),
    state: choice('state', OpportunityState, 'Where it stood.'),
    owner: actor('ownerId', 'Whose it was.'),
    reason: property('reason', 'Why it came to that, in words.'),
    at: property('at', 'From when on.'),
    until: property('until', 'Until when; null: it still is so.'),
    actor: actor('actorId', 'Who did it; null: the product itself.'),
  },
  filter: ['stage', 'state', 'at', 'until'],
});
