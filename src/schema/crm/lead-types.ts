import { leadStates } from '../../modules/crm/index.ts';
import { actor } from '../actor.ts';
import { builder } from '../builder.ts';
import { documentActions } from '../document-actions.ts';
import { SalespersonType, SegmentType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import {
  choice,
  computed,
  property,
  readType,
  relation,
  type ReadType,
} from '../read/read-type.ts';
import { ActivityType } from './activity-types.ts';
import { LeadState } from './enums.ts';
import { OpportunityType } from './opportunity-types.ts';
import { ProjectType } from './project-types.ts';
import { CrmReasonType, LeadSourceType } from './setup-types.ts';

type UtmShown = Readonly<Record<string, string | null>>;

const utmFields = {
  source: 'The site or paper: `google`.',
  medium: 'How: `cpc`, `email`.',
  campaign: 'Which campaign.',
  term: 'What was searched for.',
  content: 'Which of several links.',
} as const;

const UtmType = builder.objectRef<UtmShown>('Utm').implement({
  description: 'Where somebody came from who found us by a link; kept for ever.',
  fields: (t) => ({
    source: t.string({ nullable: true, description: utmFields.source, resolve: said('source') }),
    medium: t.string({ nullable: true, description: utmFields.medium, resolve: said('medium') }),
    campaign: t.string({
      nullable: true,
      description: utmFields.campaign,
      resolve: said('campaign'),
    }),
    term: t.string({ nullable: true, description: utmFields.term, resolve: said('term') }),
    content: t.string({ nullable: true, description: utmFields.content, resolve: said('content') }),
  }),
});

function said(field: keyof typeof utmFields) {
  return (utm: UtmShown): string | null => utm[field] ?? null;
}

export const UtmInput = builder.inputType('UtmInput', {
  description: 'Where somebody came from who found us by a link.',
  fields: (t) => ({
    source: t.string({ description: utmFields.source }),
    medium: t.string({ description: utmFields.medium }),
    campaign: t.string({ description: utmFields.campaign }),
    term: t.string({ description: utmFields.term }),
    content: t.string({ description: utmFields.content }),
  }),
});

export const LeadType: ReadType = readType('Lead', {
  description: 'Somebody who may become a customer, or a customer who asks for something new.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'For people: `LD-1042`.'),
    state: choice('state', LeadState, 'Where it stands.'),
    subject: property('subject', 'What it is about.'),
    companyName: property('companyName', 'The company, if there is one.'),
    personName: property('personName', 'The person, if known.'),
    phone: property('phone', 'As it was heard.'),
    email: property('email', 'As it was given.'),
    taxId: property('taxId', 'National id, as it was given.'),
    city: property('city', 'Where they are.'),
    note: property('note', 'What else is to be known.'),
    utm: computed({
      type: UtmType,
      nullable: true,
      needs: ['utm'],
      description: 'By which link they came, if by one.',
      resolve: (row) => row['utm'],
    }),
    leadSource: relation('leadSource', () => LeadSourceType, 'The channel it came by.'),
    segment: relation('segment', () => SegmentType, 'What kind of customer it may be.'),
    project: relation('project', () => ProjectType, 'What it belongs to.'),
    reason: relation('reason', () => CrmReasonType, 'Why it was disqualified.'),
    duplicateOf: relation('duplicateOf', () => LeadType, 'Where work goes on.'),
    duplicates: relation('duplicates', () => LeadType, 'What turned out to be the same.'),
    account: relation('account', () => PartyType, 'Who it is, once that is known.'),
    contact: relation('contact', () => PartyType, 'The person one speaks with, once entered.'),
    opportunities: relation(
      'opportunities',
      () => OpportunityType,
      'What it became: one, and those that were withdrawn.',
    ),
    owner: relation('owner', () => SalespersonType, 'Who works on it; null: it is in the pool.'),
    team: relation('team', () => TeamType, 'The owner’s team when it became theirs.'),
    nextActivityAt: property('nextActivityAt', 'When the soonest that is planned is due.'),
    createdAt: property('createdAt', 'When they asked.'),
    createdBy: actor('createdBy', 'Who captured it.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    activities: relation('activities', () => ActivityType, 'What was done and is planned.'),
    entries: relation('entries', () => LeadEntryType, 'Each state and each owner it had.'),
    availableActions: documentActions(leadStates),
  },
  filter: [
    'id',
    'number',
    'state',
    'subject',
    'companyName',
    'personName',
    'city',
    'leadSource',
    'segment',
    'project',
    'reason',
    'duplicateOf',
    'account',
    'contact',
    'owner',
    'team',
    'nextActivityAt',
    'createdAt',
    'createdBy',
    'activities',
    'phone',
    'email',
    'taxId',
    'opportunities',
  ],
  order: ['createdAt', 'number'],
});

export const LeadEntryType: ReadType = readType('LeadEntry', {
  description: 'A step in the history of a lead: another state, or another owner.',
  fields: {
    seq: property('seq', 'Its place in the order.'),
    fromState: choice('fromState', LeadState, 'Where it stood; null: it came.'),
    toState: choice('toState', LeadState, 'Where it stood from then on.'),
    fromOwner: actor('fromOwnerId', 'Whose it was.'),
    toOwner: actor('toOwnerId', 'Whose it was from then on.'),
    reason: property('reason', 'Why, in words.'),
    at: property('at', 'When.'),
    actor: actor('actorId', 'Who did it; null: the product itself.'),
  },
});
