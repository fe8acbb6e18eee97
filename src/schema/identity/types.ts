import { reaches } from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';

export const Reach = builder.enumType('Reach', {
  description:
    'How far a permission reaches: records one made, records of one’s units (warehouses, teams), ' +
    'or all.',
  values: reaches,
});

export const PersonType: ReadType = readType('Person', {
  description: 'Someone who signs in, or a system that does.',
  fields: {
    id: property('id', 'Their id.'),
    login: property('login', 'What they sign in with, unique.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    email: property('email', 'Shown to those who manage identities; null to others.'),
    active: property('active', 'False: may no longer sign in.'),
    createdAt: property('createdAt', 'When they were entered.'),
    version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
    roleAssignments: relation('roleAssignments', () => RoleAssignmentType, 'The roles they have.'),
    sessions: relation('sessions', () => SessionType, 'Where they signed in.'),
    apiKeys: relation('apiKeys', () => ApiKeyType, 'Keys that act as them.'),
  },
  filter: ['id', 'login', 'nameEn', 'nameFa', 'email', 'active', 'roleAssignments'],
  order: ['login', 'nameEn', 'createdAt'],
});

export const RoleType: ReadType = readType('Role', {
  description: 'A named set of permissions, each with its reach.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Unique, e.g. `CLERK`.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
    permissions: relation('permissions', () => RolePermissionType, 'What it allows.'),
    assignments: relation('assignments', () => RoleAssignmentType, 'Who has it.'),
  },
  filter: ['id', 'code', 'nameEn', 'nameFa', 'permissions'],
  order: ['code'],
});

export const RolePermissionType: ReadType = readType('RolePermission', {
  description: 'A permission within a role.',
  fields: {
    permission: property('permission', 'Its name, e.g. `inventory.transfer`.'),
    reach: choice('reach', Reach, 'How far it reaches.'),
  },
  filter: ['permission', 'reach'],
});

export const RoleAssignmentType: ReadType = readType('RoleAssignment', {
  description: 'A role that a person has.',
  fields: {
    id: property('id', 'Its id.'),
    person: relation('person', () => PersonType, 'Who has it.'),
    role: relation('role', () => RoleType, 'The role.'),
    unitIds: property('unitIds', 'The warehouses or teams that reach UNIT reaches.'),
    grantedAt: property('grantedAt', 'Since when.'),
  },
  filter: ['person', 'role', 'grantedAt'],
});

export const SessionType: ReadType = readType('Session', {
  description: 'One sign-in on one device.',
  fields: {
    id: property('id', 'Its id.'),
    userAgent: property('userAgent', 'What the device calls itself.'),
    createdAt: property('createdAt', 'When they signed in.'),
    lastUsedAt: property('lastUsedAt', 'When it was last refreshed.'),
    refreshExpiresAt: property('refreshExpiresAt', 'When it ends unless refreshed.'),
    revokedAt: property('revokedAt', 'When it was ended before its time; null if it was not.'),
  },
  filter: ['createdAt', 'lastUsedAt', 'revokedAt'],
});

export const ApiKeyType: ReadType = readType('ApiKey', {
  description: 'A credential of a scanner or a system. The key itself is never shown again.',
  fields: {
    id: property('id', 'Its id.'),
    person: relation('person', () => PersonType, 'As whom it acts.'),
    name: property('name', 'For telling keys apart.'),
    prefix: property('prefix', 'How the key begins, to recognise it.'),
    scopes: property('scopes', 'Permissions it is limited to.'),
    createdAt: property('createdAt', 'When it was made.'),
    expiresAt: property('expiresAt', 'When it ends; null: not by itself.'),
    revokedAt: property('revokedAt', 'When it was revoked; null if it was not.'),
  },
  filter: ['name', 'person', 'createdAt', 'expiresAt', 'revokedAt'],
});
