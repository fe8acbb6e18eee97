import { createHash, randomBytes } from 'node:crypto';

/** A secret as it is handed out once, and as it is kept. */
export interface Secret {
  readonly text: string;
  readonly hash: Buffer;
}

export interface RefreshSecret extends Secret {
  /** The part that all refresh tokens of a session share; secret as well. */
  readonly family: Buffer;
  readonly familyHash: Buffer;
}

export type CredentialKind = 'session' | 'apiKey';

const prefixes: Readonly<Record<CredentialKind, string>> = { session: 'bzt_', apiKey: 'bzk_' };
const credentialForm = /^bz[tk]_[\w-]{43}$/;
const refreshForm = /^bzr_[\w-]{86}$/;
const familyBytes = 32;

/** Random 256 bits need no slow hash: there is nothing to guess. */
export const hashToken = (text: string | Buffer): Buffer =>
  createHash('sha256').update(text).digest();

export function newCredential(kind: CredentialKind): Secret {
  const text = prefixes[kind] + randomBytes(32).toString('base64url');
  return { text, hash: hashToken(text) };
}

/** A refresh token of a new session, or the next one of the session whose family it is. */
export function newRefreshToken(family: Buffer = randomBytes(familyBytes)): RefreshSecret {
  const text = `bzr_${Buffer.concat([family, randomBytes(32)]).toString('base64url')}`;
  return { text, hash: hashToken(text), family, familyHash: hashToken(family) };
}

/** Null when the text cannot be a refresh token. */
export function readRefreshToken(text: string): RefreshSecret | null {
  if (!refreshForm.test(text)) return null;
  const bytes = Buffer.from(text.slice(4), 'base64url');
  const family = bytes.subarray(0, familyBytes);
  return { text, hash: hashToken(text), family, familyHash: hashToken(family) };
}

/** What an `Authorization` header's credential may be; null when it cannot be one of ours. */
export function kindOfCredential(text: string): CredentialKind | null {
  if (!credentialForm.test(text)) return null;
  return text.startsWith(prefixes.session) ? 'session' : 'apiKey';
}
