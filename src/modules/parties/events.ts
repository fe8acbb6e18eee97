import type { EventType, NewEvent } from '../../platform/events/event.ts';
import type { PartyRecord } from './rules/party.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'parties.read',
  description,
});

/** What parties announces. Each bears the party as it then is, and what changed. */
export const partiesEvents = {
  partyCreated: define('party.created', 'A company or person was entered'),
  teamCreated: define('team.created', 'A team was set up'),
  salespersonSet: define('salesperson.set', 'Somebody looks after customers, or does so otherwise'),
  segmentCreated: define('segment.created', 'A segment was set up'),
} as const satisfies Record<string, EventType>;

/** `change` is what the act altered: `{ name: { from, to } }`, `{ taxIdAdded: … }`. */
export const partyEvent = (
  type: EventType,
  party: PartyRecord,
  change: Readonly<Record<string, unknown>> = {},
): NewEvent => ({
  type,
  subject: { type: 'party', id: party.id },
  ownerId: party.ownerId,
  unitIds: party.teamId === null ? [] : [party.teamId],
  data: { party, change },
});
