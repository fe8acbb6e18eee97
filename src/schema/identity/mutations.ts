import {
  requireTokens,
  type CreateApiKeyInput,
  type CreatePersonInput,
  type DefineRoleInput,
  type GrantRoleInput,
  type NewApiKey,
  type RefreshResult,
  type SessionTokens,
  type SetPasswordInput,
  type SignInInput,
} from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value } from '../mutation/act-field.ts';
import { ApiKeyType, PersonType, Reach, RoleType } from './types.ts';

const SessionTokensType = builder.objectRef<SessionTokens>('SessionTokens').implement({
  description: 'What a client signs its requests with: `Authorization: Bearer <accessToken>`.',
  fields: (t) => ({
    accessToken: t.exposeString('accessToken', { description: 'Short-lived.' }),
    accessExpiresAt: t.field({
      type: 'DateTime',
      description: 'When the access token ends.',
      resolve: (tokens) => tokens.accessExpiresAt,
    }),
    refreshToken: t.exposeString('refreshToken', {
      description: 'Exchanged for a new pair by refreshSession, once.',
    }),
    refreshExpiresAt: t.field({
      type: 'DateTime',
      description: 'When the session ends unless refreshed.',
      resolve: (tokens) => tokens.refreshExpiresAt,
    }),
  }),
});

const tokens = <R>(read: (result: R) => SessionTokens) =>
  value<R>(SessionTokensType, read, 'The new pair of tokens.');

actField<SignInInput, SessionTokens>({
  name: 'signIn',
  operation: (context) => context.parts.identity.operations.signIn,
  description: 'Shows login and password, and gets tokens. Limited by login and by address.',
  key: 'none',
  input: (t) => ({
    login: t.string({ required: true, description: 'In any case.' }),
    password: t.string({ required: true, description: 'The password.' }),
  }),
  complete: (input, { request }) => ({
    ...input,
    address: request.address,
    userAgent: request.userAgent ?? undefined,
  }),
  payload: { tokens: tokens((result) => result) },
});

actField<{ readonly refreshToken: string }, RefreshResult>({
  name: 'refreshSession',
  operation: (context) => context.parts.identity.operations.refreshSession,
  description: 'Exchanges a refresh token for a new pair; the old pair holds no longer.',
  key: 'none',
  input: (t) => ({
    refreshToken: t.string({ required: true, description: 'The newest one of the session.' }),
  }),
  conclude: requireTokens,
  payload: { tokens: tokens(requireTokens) },
});

actField<Record<string, never>, { sessionId: string }>({
  name: 'signOut',
  operation: (context) => context.parts.identity.operations.signOut,
  description: 'Ends the session that asks, everywhere, at once.',
  key: 'none',
  input: (t) => ({
    reason: t.string({ required: false, description: 'Not needed; kept in the log.' }),
  }),
  payload: { sessionId: value('ID', (result) => result.sessionId, 'The session that ended.') },
});

actField<{ sessionId: string }, { sessionId: string }>({
  name: 'revokeSession',
  operation: (context) => context.parts.identity.operations.revokeSession,
  description: 'Ends a session: one’s own, or anyone’s for who manages identities.',
  key: 'none',
  input: (t) => ({ sessionId: t.id({ required: true, description: 'The session.' }) }),
  payload: { sessionId: value('ID', (result) => result.sessionId, 'The session that ended.') },
});

const person = <R extends { personId: string }>() =>
  row<R>(PersonType, (result) => result.personId, 'The person.');

actField<CreatePersonInput, { personId: string }>({
  name: 'createPerson',
  operation: (context) => context.parts.identity.operations.createPerson,
  description: 'Enters a person, without any right as yet.',
  key: 'optional',
  input: (t) => ({
    personId: t.id({ description: 'Made by the client; else by the server.' }),
    login: t.string({ required: true, description: 'Unique in any case.' }),
    nameEn: t.string({ required: true, description: 'Name in English.' }),
    nameFa: t.string({ required: true, description: 'Name in Persian.' }),
    email: t.string({ description: 'E-mail address.' }),
    password: t.string({ description: '10 to 200 characters; none: cannot sign in yet.' }),
  }),
  payload: { person: person() },
});

actField<SetPasswordInput, { personId: string }>({
  name: 'setPassword',
  operation: (context) => context.parts.identity.operations.setPassword,
  description: 'Sets a password and ends the other sessions of the person.',
  key: 'none',
  input: (t) => ({
    personId: t.id({ required: true, description: 'Whose.' }),
    password: t.string({ required: true, description: '10 to 200 characters.' }),
    oldPassword: t.string({ description: 'Needed for one’s own.' }),
  }),
  payload: { personId: value('ID', (result) => result.personId, 'The person.') },
});

actField<{ personId: string; expectedVersion?: number | null }, { personId: string }>({
  name: 'deactivatePerson',
  operation: (context) => context.parts.identity.operations.deactivatePerson,
  description: 'A person leaves: sessions and keys end at once.',
  key: 'optional',
  input: (t) => ({
    personId: t.id({ required: true, description: 'Who.' }),
    expectedVersion: t.int({ description: 'Refused when it is another by now.' }),
  }),
  payload: { person: person() },
});

const RolePermissionInput = builder.inputType('RolePermissionInput', {
  description: 'A permission of a role.',
  fields: (t) => ({
    permission: t.string({ required: true, description: 'Its name.' }),
    reach: t.field({ type: Reach, required: true, description: 'How far it reaches.' }),
  }),
});

actField<DefineRoleInput, { roleId: string }>({
  name: 'defineRole',
  operation: (context) => context.parts.identity.operations.defineRole,
  description: 'Makes a role, or replaces what it allows.',
  key: 'optional',
  input: (t) => ({
    code: t.string({ required: true, description: 'Capital letters, digits and _.' }),
    nameEn: t.string({ required: true, description: 'Name in English.' }),
    nameFa: t.string({ required: true, description: 'Name in Persian.' }),
    permissions: t.field({
      type: [RolePermissionInput],
      required: true,
      description: 'All that it allows.',
    }),
    expectedVersion: t.int({ description: 'Refused when it is another by now.' }),
  }),
  payload: { role: row(RoleType, (result) => result.roleId, 'The role.') },
});

actField<GrantRoleInput, { personId: string }>({
  name: 'grantRole',
  operation: (context) => context.parts.identity.operations.grantRole,
  description: 'Gives a person a role in some units, in place of the units it was given in before.',
  key: 'optional',
  input: (t) => ({
    personId: t.id({ required: true, description: 'Who.' }),
    role: t.string({ required: true, description: 'The code of the role.' }),
    unitIds: t.idList({ description: 'Warehouses or teams that reach UNIT reaches.' }),
  }),
  payload: { person: person() },
});

actField<{ personId: string; role: string }, { personId: string }>({
  name: 'revokeRole',
  operation: (context) => context.parts.identity.operations.revokeRole,
  description: 'Takes a role from a person.',
  key: 'optional',
  input: (t) => ({
    personId: t.id({ required: true, description: 'Who.' }),
    role: t.string({ required: true, description: 'The code of the role.' }),
  }),
  payload: { person: person() },
});

actField<CreateApiKeyInput, NewApiKey>({
  name: 'createApiKey',
  operation: (context) => context.parts.identity.operations.createApiKey,
  description: 'Makes a key for a scanner or a system. It is shown here and never again.',
  key: 'optional',
  input: (t) => ({
    apiKeyId: t.id({ description: 'Made by the client; else by the server.' }),
    personId: t.id({ required: true, description: 'As whom it acts.' }),
    name: t.string({ required: true, description: 'For telling keys apart.' }),
    scopes: t.stringList({ required: true, description: 'Permissions it is limited to.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it ends.' }),
  }),
  complete: (input) => ({
    ...input,
    expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
  }),
  payload: {
    key: value('String', (result) => result.key, 'The key: keep it now.'),
    apiKey: row(ApiKeyType, (result) => result.apiKeyId, 'What is known of it; for readers.'),
  },
});

actField<{ apiKeyId: string }, { apiKeyId: string }>({
  name: 'revokeApiKey',
  operation: (context) => context.parts.identity.operations.revokeApiKey,
  description: 'Ends a key at once, everywhere.',
  key: 'none',
  input: (t) => ({ apiKeyId: t.id({ required: true, description: 'The key.' }) }),
  payload: { apiKeyId: value('ID', (result) => result.apiKeyId, 'The key that ended.') },
});
