import { LRUCache } from 'lru-cache';
import type { Id } from '../../kernel/id.ts';
import type { Clock } from '../clock.ts';
import { statement, type Queryable } from '../database/statement.ts';
import { Unauthenticated } from './access-error.ts';
import { grantRowsOf, mergeGrants, type GrantRow } from './grants.ts';
import { identityEvents } from './events.ts';
import { hashToken, kindOfCredential, type CredentialKind } from './tokens.ts';
import type { Viewer } from './viewer.ts';

export interface CredentialsParts {
  readonly database: Queryable;
  readonly clock: Clock;
  /** How long a resolved credential is believed without asking the database again. */
  readonly cacheMs: number;
  /** Credentials remembered at most. */
  readonly cacheSize: number;
}

/** What identity needs of an event, announced here or read from the log. */
export interface EndingEvent {
  readonly id: Id;
  readonly type: string;
  readonly subjectId: Id;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Credentials {
  authenticate(text: string | null): Promise<Viewer | null>;
  handle(event: EndingEvent): void;
  onEnded(listener: (credentialId: Id) => void): () => void;
}

interface Resolved {
  readonly viewer: Viewer;
  readonly roleIds: readonly Id[];
  readonly staleAt: number;
}

/** Resolves credentials to viewers, remembers them for a while, and forgets them on events. */
export function createCredentials(parts: CredentialsParts): Credentials {
  const cache = new LRUCache<string, Resolved>({ max: parts.cacheSize });
  const known = new Map<Id, Resolved>();
  const handled = new LRUCache<Id, true>({ max: 1000 });
  const listeners = new Set<(credentialId: Id) => void>();
  let endings = 0;
  let pruneAt = parts.cacheSize;

  const isFresh = (resolved: Resolved, now: number): boolean =>
    now < resolved.staleAt && now < resolved.viewer.expiresAt.getTime();

  function remember(key: string, resolved: Resolved): void {
    cache.set(key, resolved);
    known.set(resolved.viewer.credentialId, resolved);
    if (known.size < pruneAt) return;
    const now = parts.clock.now();
    for (const [id, { viewer }] of known) if (viewer.expiresAt <= now) known.delete(id);
    pruneAt = Math.max(parts.cacheSize, 2 * known.size);
  }

  async function authenticate(text: string | null): Promise<Viewer | null> {
    if (text === null) return null;
    const kind = kindOfCredential(text);
    if (!kind) throw new Unauthenticated('This is not a token or API key of this server');
    const hash = hashToken(text);
    const key = hash.toString('base64url');
    const cached = cache.get(key);
    if (cached && isFresh(cached, parts.clock.now().getTime())) return cached.viewer;
    for (;;) {
      const endingsBefore = endings;
      const resolved = await resolve(parts, kind, hash);
      // What was read may be from before the ending that was just announced.
      if (endings !== endingsBefore) continue;
      if (resolved) {
        remember(key, resolved);
        return resolved.viewer;
      }
      cache.delete(key);
      throw new Unauthenticated('This token or API key has expired or was revoked');
    }
  }

  function handle(event: EndingEvent): void {
    const concerns = whomItConcerns(event);
    // An event comes twice to the process that announced it: at commit, and from the log.
    if (!concerns || handled.has(event.id)) return;
    handled.set(event.id, true);
    endings += 1;
    for (const [key, resolved] of cache) if (concerns(resolved)) cache.delete(key);
    const ended = [...known].filter(([, resolved]) => concerns(resolved)).map(([id]) => id);
    for (const id of ended) known.delete(id);
    for (const id of ended) for (const listener of listeners) listener(id);
  }

  return {
    authenticate,
    handle,
    onEnded(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Whose credentials an event ends or alters; null for events that touch none. */
function whomItConcerns(event: EndingEvent): ((resolved: Resolved) => boolean) | null {
  switch (event.type) {
    case identityEvents.sessionRevoked.type:
    case identityEvents.apiKeyRevoked.type:
      return ({ viewer }) => viewer.credentialId === event.subjectId;
    case identityEvents.personDeactivated.type:
    case identityEvents.roleAssignmentChanged.type:
      return ({ viewer }) => viewer.personId === event.data['personId'];
    case identityEvents.roleDefined.type:
      return ({ roleIds }) => roleIds.includes(event.subjectId);
    default:
      return null;
  }
}

interface CredentialRow {
  readonly credential_id: Id;
  readonly person_id: Id;
  readonly expires_at: Date | null;
  readonly scopes: readonly string[] | null;
  readonly grants: readonly GrantRow[];
}

const resolveSql = (credential: string): string => `
  select c.id as credential_id, c.person_id, c.expires_at, c.scopes,
         ${grantRowsOf('p.id')} as grants
  from (${credential} and revoked_at is null) c
  join person p on p.id = c.person_id and p.active
  where c.expires_at is null or c.expires_at > $2`;

const resolveStatements = {
  session: statement(
    'identity_resolve_session',
    resolveSql(`select id, person_id, access_expires_at as expires_at, null::text[] as scopes
                from session where access_token_hash = $1`),
  ),
  apiKey: statement(
    'identity_resolve_api_key',
    resolveSql('select id, person_id, expires_at, scopes from api_key where key_hash = $1'),
  ),
} as const;

/** A key without an expiry ends when it is revoked; the viewer has a date all the same. */
const never = new Date('9999-12-31T00:00:00Z');

async function resolve(
  { database, clock, cacheMs }: CredentialsParts,
  kind: CredentialKind,
  hash: Buffer,
): Promise<Resolved | null> {
  const now = clock.now();
  const [row] = await database.query<CredentialRow>(resolveStatements[kind], [hash, now]);
  if (!row) return null;
  const viewer: Viewer = {
    personId: row.person_id,
    credentialId: row.credential_id,
    grants: mergeGrants(row.grants, row.scopes),
    expiresAt: row.expires_at ?? never,
  };
  const roleIds = [...new Set(row.grants.map((grant) => grant.roleId))];
  return { viewer, roleIds, staleAt: now.getTime() + cacheMs };
}
