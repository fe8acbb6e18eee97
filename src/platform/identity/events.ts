import type { EventType, NewEvent } from '../events/event.ts';
import type { Id } from '../../kernel/id.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'identity.read',
  description,
});

/** What identity announces. Servers end credentials by these, so they carry no secret. */
export const identityEvents = {
  personCreated: define('person.created', 'A person was entered'),
  personDeactivated: define('person.deactivated', 'A person may no longer sign in'),
  personPasswordSet: define('person.passwordSet', 'A password was set; other sessions ended'),
  sessionRevoked: define('session.revoked', 'A session ended before its time'),
  apiKeyCreated: define('apiKey.created', 'An API key was made'),
  apiKeyRevoked: define('apiKey.revoked', 'An API key was revoked'),
  roleDefined: define('role.defined', 'A role was made, or what it allows was replaced'),
  roleAssignmentChanged: define('roleAssignment.changed', 'A role was granted or revoked'),
} as const satisfies Record<string, EventType>;

export const personEvent = (
  type: EventType,
  personId: Id,
  data: Record<string, unknown> = {},
): NewEvent => ({
  type,
  subject: { type: 'person', id: personId },
  ownerId: personId,
  data: { personId, ...data },
});

/** Why a session was ended by something other than its expiry. */
export type SessionEnd =
  'SIGNED_OUT' | 'REVOKED' | 'REFRESH_TOKEN_REUSED' | 'PASSWORD_SET' | 'PERSON_DEACTIVATED';

export const sessionRevoked = (sessionId: Id, personId: Id, reason: SessionEnd): NewEvent => ({
  type: identityEvents.sessionRevoked,
  subject: { type: 'session', id: sessionId },
  ownerId: personId,
  data: { sessionId, personId, reason },
});

export const apiKeyEvent = (
  type: EventType,
  apiKeyId: Id,
  personId: Id,
  data: Record<string, unknown>,
): NewEvent => ({
  type,
  subject: { type: 'apiKey', id: apiKeyId },
  ownerId: personId,
  data: { apiKeyId, personId, ...data },
});

/** `granted`: the person has the role in these units from now on; otherwise had it, until now. */
export const roleAssignmentChanged = (data: {
  readonly roleAssignmentId: Id;
  readonly personId: Id;
  readonly role: string;
  readonly unitIds: readonly Id[];
  readonly granted: boolean;
}): NewEvent => ({
  type: identityEvents.roleAssignmentChanged,
  subject: { type: 'roleAssignment', id: data.roleAssignmentId },
  ownerId: data.personId,
  unitIds: data.unitIds,
  data,
});
