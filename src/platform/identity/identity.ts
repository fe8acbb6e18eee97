import type { Id } from '../../kernel/id.ts';
import type { Clock } from '../clock.ts';
import type { Queryable } from '../database/statement.ts';
import type { AnnouncedEvent, RecordedEvent } from '../events/event.ts';
import type { Perform } from '../perform/operation.ts';
import { createCredentials } from './credentials.ts';
import {
  createBootstrapAdministrator,
  type FirstAdministrator,
} from './operations/bootstrap-administrator.ts';
import { createApiKey } from './operations/create-api-key.ts';
import { createPerson } from './operations/create-person.ts';
import { deactivatePerson } from './operations/deactivate-person.ts';
import { createDefineRole } from './operations/define-role.ts';
import { expireSessions } from './operations/expire-sessions.ts';
import { grantRole } from './operations/grant-role.ts';
import { createRefreshSession } from './operations/refresh-session.ts';
import { revokeApiKey } from './operations/revoke-api-key.ts';
import { revokeRole } from './operations/revoke-role.ts';
import { revokeSession } from './operations/revoke-session.ts';
import { createSetPassword } from './operations/set-password.ts';
import { createSignIn } from './operations/sign-in.ts';
import { signOut } from './operations/sign-out.ts';
import { verifyPassword } from './passwords.ts';
import type { PermissionRegistry } from './permissions.ts';
import { createAttemptLimiter, defaultSignInLimits, type SignInLimits } from './sign-in-limits.ts';
import type { Viewer } from './viewer.ts';

export interface IdentitySettings {
  /** Access tokens; 15 minutes. */
  readonly accessMs: number;
  /** Refresh tokens, from their last use; 30 days. */
  readonly refreshMs: number;
  /** After an exchange, how long the exchanged token is no proof of theft; 10 seconds. */
  readonly refreshGraceMs: number;
  /** How long a credential is believed without a look at the database; 30 seconds. */
  readonly cacheMs: number;
  readonly cacheSize: number;
  readonly signInLimits: SignInLimits;
}

export const defaultIdentitySettings: IdentitySettings = {
  accessMs: 15 * 60 * 1000,
  refreshMs: 30 * 24 * 3600 * 1000,
  refreshGraceMs: 10_000,
  cacheMs: 30_000,
  cacheSize: 10_000,
  signInLimits: defaultSignInLimits,
};

export interface IdentityParts {
  readonly database: Queryable;
  readonly clock: Clock;
  /** Of all modules; see `collectPermissions`. */
  readonly permissions: PermissionRegistry;
  readonly settings?: Partial<IdentitySettings>;
  /** Compares a password with its hash; given by tests that count comparisons. */
  readonly verify?: typeof verifyPassword;
}

export interface Identity {
  readonly permissions: PermissionRegistry;
  readonly operations: IdentityOperations;
  /**
   * Who presents this credential (the token or key alone, without `Bearer`). Null without one.
   * @throws Unauthenticated when it is malformed, unknown, expired or revoked, or its person is
   * no longer active.
   */
  authenticate(credential: string | null): Promise<Viewer | null>;
  /** To be called by `perform` after each commit, so that endings hold before the answer leaves. */
  onAnnounced(events: readonly AnnouncedEvent[]): void;
  /** To be called with each event of the log, so that endings on other servers hold here. */
  onEvent(event: RecordedEvent): void;
  /**
   * Calls `listener` when a credential that was seen here has ended, or when what its person may do
   * has changed; not when it merely expires (see `Viewer.expiresAt`). Listeners must not throw.
   * @returns a function that stops it.
   */
  onEnded(listener: (credentialId: Id) => void): () => void;
  /** On a database without people makes the first one and answers how to sign in; else null. */
  bootstrapAdministrator(perform: Perform): Promise<FirstAdministrator | null>;
}

export type IdentityOperations = ReturnType<typeof createOperations>;

/** Composes sign-in, credentials and the operations; see README.md beside this file. */
export function createIdentity(parts: IdentityParts): Identity {
  const settings = { ...defaultIdentitySettings, ...parts.settings };
  const { database, clock, permissions, verify = verifyPassword } = parts;
  const { cacheMs, cacheSize } = settings;
  const credentials = createCredentials({ database, clock, cacheMs, cacheSize });
  return {
    permissions,
    operations: createOperations(settings, permissions, verify),
    authenticate: credentials.authenticate,
    onAnnounced(events) {
      for (const { id, type, subject, data } of events) {
        credentials.handle({ id, type: type.type, subjectId: subject.id, data });
      }
    },
    onEvent: credentials.handle,
    onEnded: credentials.onEnded,
    async bootstrapAdministrator(perform) {
      const operation = createBootstrapAdministrator(permissions);
      const { created } = await perform(operation, {}, { viewer: null, system: true });
      return created;
    },
  };
}

function createOperations(
  settings: IdentitySettings,
  permissions: PermissionRegistry,
  verify: typeof verifyPassword,
) {
  const lifetimes = { accessMs: settings.accessMs, refreshMs: settings.refreshMs };
  const limiter = createAttemptLimiter(settings.signInLimits);
  return {
    signIn: createSignIn({ limiter, lifetimes, verify }),
    refreshSession: createRefreshSession({ lifetimes, graceMs: settings.refreshGraceMs }),
    signOut,
    revokeSession,
    createPerson,
    setPassword: createSetPassword(limiter),
    deactivatePerson,
    defineRole: createDefineRole(permissions),
    grantRole,
    revokeRole,
    createApiKey,
    revokeApiKey,
    expireSessions,
  };
}
