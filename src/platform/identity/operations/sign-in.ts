import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation, type OperationContext } from '../../perform/operation.ts';
import { foldLogin, refuseWith } from '../faults.ts';
import type { verifyPassword } from '../passwords.ts';
import { issueTokens, type SessionTokens, type TokenLifetimes } from '../sessions.ts';
import type { AttemptLimiter } from '../sign-in-limits.ts';

export interface SignInInput {
  readonly login: string;
  readonly password: string;
  /** Where the request came from, for the rate limit. */
  readonly address?: string | undefined;
  /** Shown in the list of sessions, so that a person recognises the device. */
  readonly userAgent?: string | undefined;
}

export interface SignInParts {
  readonly limiter: AttemptLimiter;
  readonly lifetimes: TokenLifetimes;
  readonly verify: typeof verifyPassword;
}

interface PersonRow {
  readonly id: Id;
  readonly password_hash: string | null;
  readonly active: boolean;
}

/**
 * A person shows login and password and gets a session: an access token for a quarter of an hour
 * and a refresh token for the next ones. An unknown login, a wrong password and an inactive person
 * are refused alike (INVALID_CREDENTIALS) and take alike; too many failures: TOO_MANY_ATTEMPTS.
 */
export const createSignIn = ({ limiter, lifetimes, verify }: SignInParts) =>
  defineOperation<SignInInput, SessionTokens, PersonRow | null>({
    name: 'signIn',
    permission: null,
    redact: ['password'],
    secretResult: true,
    async prepare(before, input) {
      const login = foldLogin(input.login);
      const address = input.address ?? 'unknown';
      await limiter.take(login, address);
      const [person] = await before.query<PersonRow>(findPersonByLogin, [login]);
      const matches = await verify(input.password, person?.password_hash ?? null);
      if (!person?.active || !matches) return null;
      await limiter.succeeded(login, address);
      return person;
    },
    async run(op, input, person) {
      const tokens = person && (await startSession(op, person, input, lifetimes));
      return tokens ?? refuseWith('INVALID_CREDENTIALS');
    },
  });

const findPersonByLogin = statement(
  'identity_person_by_login',
  'select id, password_hash, active from person where login = $1',
);

/** The lock makes a deactivation or a new password either seen here, or end this session. */
const insertSession = statement(
  'identity_session_insert',
  `insert into session (id, person_id, access_token_hash, access_expires_at, refresh_family_hash,
     refresh_token_hash, refresh_expires_at, user_agent, created_at, last_used_at)
   select $1, id, $4, $5, $6, $7, $8, $9, $10, $10 from person
   where id = $2 and active and password_hash = $3
   for share
   returning id`,
);

async function startSession(
  op: OperationContext,
  person: PersonRow,
  input: SignInInput,
  lifetimes: TokenLifetimes,
): Promise<SessionTokens | null> {
  const issued = issueTokens(op.now, lifetimes);
  const sessionId = op.newId();
  const inserted = await op.query(insertSession, [
    sessionId,
    person.id,
    person.password_hash,
    issued.access,
    issued.accessExpiresAt,
    issued.refresh.familyHash,
    issued.refresh.hash,
    issued.refreshExpiresAt,
    input.userAgent?.slice(0, 300) ?? null,
    op.now,
  ]);
  return inserted.length === 0 ? null : issued.answer(sessionId, person.id);
}
