import { Unauthenticated } from '../identity/access-error.ts';
import type { Viewer } from '../identity/viewer.ts';
import type { RequestMeta } from './request-meta.ts';

/** Who holds this token or API key; null when it is unknown, expired or revoked. */
export type Authenticate = (credential: string, request: RequestMeta) => Promise<Viewer | null>;

const bearer = /^bearer +([^\s]{1,4096})$/i;

/**
 * Who asks, from the text of an `Authorization` header. Nobody when there is none: signing in must
 * be possible. @throws Unauthenticated when there is one and it does not hold.
 */
export async function viewerOf(
  authorization: unknown,
  request: RequestMeta,
  authenticate: Authenticate,
): Promise<Viewer | null> {
  if (authorization === undefined || authorization === null) return null;
  const credential = typeof authorization === 'string' && bearer.exec(authorization)?.[1];
  if (!credential) throw new Unauthenticated('Send the credential as `Bearer <token or API key>`');
  const viewer = await authenticate(credential, request);
  if (!viewer) throw new Unauthenticated('This token or API key does not hold any more');
  return viewer;
}
