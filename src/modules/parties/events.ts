import type { EventType, NewEvent } from '../../platform/events/event.ts';
import type { Id } from '../../kernel/id.ts';
import type { PartyRecord } from './rules/party.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'parties.read',
  description,
});

/** What parties announces. Each bears the party as it then is, and what changed. */
export const partiesEvents = {
  partyCreated: define('party.created', 'A company or person was entered'),
  partyEdited: define('party.edited', 'It is called, reached or found otherwise'),
  partyDeactivated: define('party.deactivated', 'Nothing new is done for it'),
  partyReactivated: define('party.reactivated', 'The firm trades with it again'),
  partyAssigned: define('party.assigned', 'Somebody else looks after it'),
  partyMerged: define('party.merged', 'Two were the same, and are one now'),
  companySet: define('company.set', 'What the whole firm goes by was said anew'),
  recordsHandedOver: define(
    'salesperson.recordsHandedOver',
    'All that somebody looked after went to others',
  ),
  absenceRecorded: define('salesperson.absenceRecorded', 'Somebody will be away'),
  absenceRemoved: define('salesperson.absenceRemoved', 'Somebody will be there after all'),
  teamEdited: define('team.edited', 'A team is called otherwise'),
  segmentEdited: define('segment.edited', 'A segment is called otherwise, or is others’ to serve'),
  teamCreated: define('team.created', 'A team was set up'),
  salespersonSet: define('salesperson.set', 'Somebody looks after customers, or does so otherwise'),
  segmentCreated: define('segment.created', 'A segment was set up'),
} as const satisfies Record<string, EventType>;

/** `change` is what the act altered: `{ name: { from, to } }`, `{ taxIdAdded: … }`. */
export const partyEvent = (
  type: EventType,
  party: PartyRecord,
  change: Readonly<Record<string, unknown>> = {},
  formerUnits: readonly Id[] = [],
): NewEvent => ({
  type,
  subject: { type: 'party', id: party.id },
  ownerId: party.ownerId,
  unitIds: [...new Set([...(party.teamId === null ? [] : [party.teamId]), ...formerUnits])],
  data: { party, change },
});
