import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation, type OperationContext } from '../../perform/operation.ts';
import { refuseWith } from '../faults.ts';
import { endSession, issueTokens, type SessionTokens, type TokenLifetimes } from '../sessions.ts';
import { readRefreshToken, type RefreshSecret } from '../tokens.ts';

export interface RefreshSessionParts {
  readonly lifetimes: TokenLifetimes;
  /** How long the token just exchanged is taken for a client's retry and not for a theft. */
  readonly graceMs: number;
}

/** The new pair; or the session was ended because an old token came back. */
export type RefreshResult =
  | { readonly tokens: SessionTokens; readonly endedSessionId: null }
  | { readonly tokens: null; readonly endedSessionId: Id };

/**
 * A refresh token is exchanged for a new pair; the old pair holds no longer. Of two exchanges of
 * one token at once one wins; the other is refused with REFRESH_TOKEN_ROTATED and changes nothing.
 * A token that was exchanged longer ago has been stolen, by this caller or from this caller: the
 * session ends. That must be committed, so it is a result and not a refusal: see `requireTokens`.
 * Unknown, expired, or of an ended session: INVALID_REFRESH_TOKEN.
 */
export const createRefreshSession = ({ lifetimes, graceMs }: RefreshSessionParts) =>
  defineOperation<{ readonly refreshToken: string }, RefreshResult>({
    name: 'refreshSession',
    permission: null,
    redact: ['refreshToken'],
    secretResult: true,
    async run(op, input) {
      const shown = readRefreshToken(input.refreshToken) ?? refuseWith('INVALID_REFRESH_TOKEN');
      const tokens = await rotate(op, shown, lifetimes);
      return tokens ? { tokens, endedSessionId: null } : judgeStale(op, shown, graceMs);
    },
  });

/** The tokens of a refresh; refuses REFRESH_TOKEN_REUSED when it ended the session instead. */
export const requireTokens = (result: RefreshResult): SessionTokens =>
  result.tokens ?? refuseWith('REFRESH_TOKEN_REUSED', ['refreshToken']);

const rotateSession = statement(
  'identity_session_rotate',
  `update session set access_token_hash = $3, access_expires_at = $4,
     previous_refresh_hash = refresh_token_hash, refresh_token_hash = $5,
     refresh_expires_at = $6, last_used_at = $7
   where refresh_family_hash = $1 and refresh_token_hash = $2 and revoked_at is null
     and refresh_expires_at > $7
     and exists (select from person where person.id = session.person_id and active)
   returning id, person_id`,
);

async function rotate(
  op: OperationContext,
  shown: RefreshSecret,
  lifetimes: TokenLifetimes,
): Promise<SessionTokens | null> {
  const issued = issueTokens(op.now, lifetimes, shown.family);
  const [session] = await op.query<{ id: Id; person_id: Id }>(rotateSession, [
    shown.familyHash,
    shown.hash,
    issued.access,
    issued.accessExpiresAt,
    issued.refresh.hash,
    issued.refreshExpiresAt,
    op.now,
  ]);
  return session ? issued.answer(session.id, session.person_id) : null;
}

const findSession = statement(
  'identity_session_of_family',
  `select id, revoked_at is null and refresh_expires_at > $3 as lives,
          refresh_token_hash = $2 as is_current,
          previous_refresh_hash is not distinct from $2 as is_previous, last_used_at
   from session where refresh_family_hash = $1 for update`,
);

interface StaleRow {
  readonly id: Id;
  readonly lives: boolean;
  readonly is_current: boolean;
  readonly is_previous: boolean;
  readonly last_used_at: Date;
}

async function judgeStale(
  op: OperationContext,
  shown: RefreshSecret,
  graceMs: number,
): Promise<RefreshResult> {
  const [session] = await op.query<StaleRow>(findSession, [shown.familyHash, shown.hash, op.now]);
  if (!session?.lives || session.is_current) refuseWith('INVALID_REFRESH_TOKEN', ['refreshToken']);
  const isRetry = op.now.getTime() - session.last_used_at.getTime() <= graceMs;
  if (session.is_previous && isRetry) refuseWith('REFRESH_TOKEN_ROTATED', ['refreshToken']);
  await endSession(op, session.id, 'REFRESH_TOKEN_REUSED');
  return { tokens: null, endedSessionId: session.id };
}
