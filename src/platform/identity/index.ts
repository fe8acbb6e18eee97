/** People, rights and credentials: the door of identity. */
export { Forbidden, Unauthenticated } from './access-error.ts';
export { reaches, reachesRecord } from './viewer.ts';
export type { Belongs, Grant, Reach, Viewer } from './viewer.ts';
export { collectPermissions, definePermissions, identityPermissions } from './permissions.ts';
export type { Permission, PermissionRegistry } from './permissions.ts';
export { createIdentity, defaultIdentitySettings } from './identity.ts';
export type {
  Identity,
  IdentityOperations,
  IdentityParts,
  IdentitySettings,
} from './identity.ts';
export { identityErrors } from './errors.ts';
export type { IdentityErrorCode } from './errors.ts';
export { identityEvents } from './events.ts';
export { identityEntities } from './entities.ts';
export { findActors } from './find-actors.ts';
export type { Actor } from './find-actors.ts';
export { identityChecks } from './checks.ts';
export { identityReadRules } from './read-rules.ts';
export { requireTokens } from './operations/refresh-session.ts';
export type { RefreshResult } from './operations/refresh-session.ts';
export type { SessionTokens } from './sessions.ts';
export type { SignInInput } from './operations/sign-in.ts';
export type { CreatePersonInput } from './operations/create-person.ts';
export type { SetPasswordInput } from './operations/set-password.ts';
export type { DefineRoleInput } from './operations/define-role.ts';
export type { GrantRoleInput } from './operations/grant-role.ts';
export type { CreateApiKeyInput, NewApiKey } from './operations/create-api-key.ts';
export type { FirstAdministrator } from './operations/bootstrap-administrator.ts';
export type { SignInLimits } from './sign-in-limits.ts';
