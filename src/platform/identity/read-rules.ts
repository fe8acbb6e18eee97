import type { ReadRule } from '../read/read-rule.ts';

const permission = 'identity.read';

/** With reach OWN one sees oneself; who may manage identities sees how to reach people, too. */
export const identityReadRules: readonly ReadRule[] = [
  { entity: 'Person', permission, owner: 'id', properties: { email: 'identity.manage' } },
  { entity: 'Role', permission, everyRow: true },
  { entity: 'RolePermission', permission, everyRow: true },
  { entity: 'RoleAssignment', permission, via: 'person' },
  { entity: 'Session', permission, via: 'person' },
  { entity: 'ApiKey', permission, via: 'person' },
];
