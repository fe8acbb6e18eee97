import { defineEntity, p } from '@mikro-orm/core';
import { reaches } from './viewer.ts';

/*
 * What may be shown. The columns with hashes (person.password_hash, the token hashes of session,
 * api_key.key_hash) have no property, so that no selection can reach them.
 */

const PersonSchema = defineEntity({
  name: 'Person',
  tableName: 'person',
  properties: {
    id: p.uuid().primary(),
    login: p.text().unique(),
    nameEn: p.text(),
    nameFa: p.text(),
    email: p.text().nullable(),
    active: p.boolean().default(true),
    createdAt: p.datetime().columnType('timestamptz'),
    version: p.integer().version().default(1),
    roleAssignments: () => p.oneToMany(RoleAssignment).mappedBy('person'),
    sessions: () => p.oneToMany(Session).mappedBy('person'),
    apiKeys: () => p.oneToMany(ApiKey).mappedBy('person'),
  },
});

export class Person extends PersonSchema.class {}
PersonSchema.setClass(Person);

const RoleSchema = defineEntity({
  name: 'Role',
  tableName: 'role',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique(),
    nameEn: p.text(),
    nameFa: p.text(),
    version: p.integer().version().default(1),
    permissions: () => p.oneToMany(RolePermission).mappedBy('role'),
    assignments: () => p.oneToMany(RoleAssignment).mappedBy('role'),
  },
});

/** A named set of permissions, each with its reach. */
export class Role extends RoleSchema.class {}
RoleSchema.setClass(Role);

const RolePermissionSchema = defineEntity({
  name: 'RolePermission',
  tableName: 'role_permission',
  uniques: [{ properties: ['role', 'permission'] }],
  properties: {
    id: p.uuid().primary(),
    role: () => p.manyToOne(Role),
    permission: p.text(),
    reach: p.enum(reaches),
  },
});

export class RolePermission extends RolePermissionSchema.class {}
RolePermissionSchema.setClass(RolePermission);

const RoleAssignmentSchema = defineEntity({
  name: 'RoleAssignment',
  tableName: 'role_assignment',
  uniques: [{ properties: ['person', 'role'] }],
  properties: {
    id: p.uuid().primary(),
    person: () => p.manyToOne(Person),
    role: () => p.manyToOne(Role).index(),
    unitIds: p.array().columnType('uuid[]'),
    grantedBy: () => p.manyToOne(Person).nullable().deleteRule('no action'),
    grantedAt: p.datetime().columnType('timestamptz'),
  },
});

/** A role that a person has, and the units which its permissions of reach UNIT reach. */
export class RoleAssignment extends RoleAssignmentSchema.class {}
RoleAssignmentSchema.setClass(RoleAssignment);

const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    id: p.uuid().primary(),
    person: () => p.manyToOne(Person),
    accessExpiresAt: p.datetime().columnType('timestamptz'),
    refreshExpiresAt: p.datetime().columnType('timestamptz'),
    userAgent: p.text().nullable(),
    createdAt: p.datetime().columnType('timestamptz'),
    lastUsedAt: p.datetime().columnType('timestamptz'),
    revokedAt: p.datetime().columnType('timestamptz').nullable(),
  },
});

/** One sign-in on one device, until it is signed out, revoked or not refreshed in time. */
export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session);

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    id: p.uuid().primary(),
    person: () => p.manyToOne(Person).index(),
    name: p.text(),
    prefix: p.text(),
    scopes: p.array().columnType('text[]'),
    expiresAt: p.datetime().columnType('timestamptz').nullable(),
    createdBy: () => p.manyToOne(Person).nullable().deleteRule('no action'),
    createdAt: p.datetime().columnType('timestamptz'),
    revokedAt: p.datetime().columnType('timestamptz').nullable(),
  },
});

/** A credential of a scanner or a system: acts as its person, within its scopes. */
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey);

export const identityEntities = [
  PersonSchema,
  RoleSchema,
  RolePermissionSchema,
  RoleAssignmentSchema,
  SessionSchema,
  ApiKeySchema,
] as const;
