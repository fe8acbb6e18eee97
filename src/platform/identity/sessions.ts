import type { Id } from '../../kernel/id.ts';
import { statement } from '../database/statement.ts';
import type { OperationContext } from '../perform/operation.ts';
import { apiKeyEvent, identityEvents, sessionRevoked, type SessionEnd } from './events.ts';
import { newCredential, newRefreshToken, type RefreshSecret } from './tokens.ts';

export interface TokenLifetimes {
  readonly accessMs: number;
  readonly refreshMs: number;
}

/** What a client keeps after signing in or refreshing. The tokens are shown this once. */
export interface SessionTokens {
  readonly sessionId: Id;
  readonly personId: Id;
  readonly accessToken: string;
  /** ISO 8601 instants. */
  readonly accessExpiresAt: string;
  readonly refreshToken: string;
  readonly refreshExpiresAt: string;
}

/** New tokens with their expiries: what the statements write, and what the client is answered. */
export function issueTokens(now: Date, lifetimes: TokenLifetimes, family?: Buffer): Issued {
  const access = newCredential('session');
  const refresh = newRefreshToken(family);
  return {
    access: access.hash,
    accessExpiresAt: new Date(now.getTime() + lifetimes.accessMs),
    refresh,
    refreshExpiresAt: new Date(now.getTime() + lifetimes.refreshMs),
    answer(sessionId, personId) {
      return {
        sessionId,
        personId,
        accessToken: access.text,
        accessExpiresAt: this.accessExpiresAt.toISOString(),
        refreshToken: refresh.text,
        refreshExpiresAt: this.refreshExpiresAt.toISOString(),
      };
    },
  };
}

export interface Issued {
  readonly access: Buffer;
  readonly accessExpiresAt: Date;
  readonly refresh: RefreshSecret;
  readonly refreshExpiresAt: Date;
  answer(sessionId: Id, personId: Id): SessionTokens;
}

const endSessionsOf = statement(
  'identity_end_sessions',
  `update session set revoked_at = $2
   where person_id = $1 and revoked_at is null and id is distinct from $3 returning id`,
);

/** Ends a person's sessions but one, with an event each. */
export async function endSessions(
  op: OperationContext,
  personId: Id,
  reason: SessionEnd,
  except: Id | null = null,
): Promise<void> {
  const ended = await op.query<{ id: Id }>(endSessionsOf, [personId, op.now, except]);
  for (const { id } of ended) op.emit(sessionRevoked(id, personId, reason));
}

const endSessionById = statement(
  'identity_end_session',
  `update session set revoked_at = $2 where id = $1 and revoked_at is null
   returning id, person_id`,
);

/** Ends one session; one that has ended already stays as it is. */
export async function endSession(
  op: OperationContext,
  sessionId: Id,
  reason: SessionEnd,
): Promise<void> {
  const ended = await op.query<{ id: Id; person_id: Id }>(endSessionById, [sessionId, op.now]);
  for (const { id, person_id } of ended) op.emit(sessionRevoked(id, person_id, reason));
}

const endKeysOf = statement(
  'identity_end_api_keys',
  `update api_key set revoked_at = $2 where person_id = $1 and revoked_at is null
   returning id, name`,
);

/** Revokes all API keys of a person, with an event each. */
export async function endApiKeys(op: OperationContext, personId: Id): Promise<void> {
  const ended = await op.query<{ id: Id; name: string }>(endKeysOf, [personId, op.now]);
  for (const { id, name } of ended) {
    op.emit(apiKeyEvent(identityEvents.apiKeyRevoked, id, personId, { name }));
  }
}
