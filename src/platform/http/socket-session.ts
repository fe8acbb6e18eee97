import type { Id } from '../../kernel/id.ts';
import { Unauthenticated } from '../identity/access-error.ts';
import type { Viewer } from '../identity/viewer.ts';
import { viewerOf, type Authenticate } from './credential.ts';
import type { RequestMeta } from './request-meta.ts';

/** Events are answered with rights at most this old; operations with rights of that moment. */
const rightsHoldMs = 5_000;
const longestTimerMs = 2 ** 31 - 1;

/** Who is at the other end of a socket, for as long as the credential they came with holds. */
export interface SocketSession {
  /** From the connection parameters. @throws Unauthenticated when the credential does not hold. */
  open(authorization: unknown): Promise<Viewer | null>;
  /** The viewer with the rights of now; the session is over when there is none any more. */
  viewerNow(): Promise<Viewer | null>;
  /** The same, or as it was a few seconds ago. */
  viewerLately(): Promise<Viewer | null>;
  credentialId(): Id | null;
  personId(): Id | null;
  close(): void;
}

export function createSocketSession(
  authenticate: Authenticate,
  request: RequestMeta,
  onEnded: () => void,
): SocketSession {
  let authorization: unknown;
  let viewer: Viewer | null = null;
  let checkedAt = 0;
  let expiry: NodeJS.Timeout | undefined;

  const awaitExpiry = (): void => {
    clearTimeout(expiry);
    if (!viewer) return;
    const left = viewer.expiresAt.getTime() - Date.now();
    if (left <= 0) onEnded();
    else expiry = setTimeout(awaitExpiry, Math.min(left, longestTimerMs));
  };
  const check = async (): Promise<Viewer | null> => {
    viewer = await viewerOf(authorization, request, authenticate);
    checkedAt = Date.now();
    awaitExpiry();
    return viewer;
  };
  const viewerNow = async (): Promise<Viewer | null> => {
    try {
      return await check();
    } catch (error) {
      if (error instanceof Unauthenticated) onEnded();
      throw error;
    }
  };
  return {
    open(given) {
      authorization = given;
      return check();
    },
    viewerNow,
    viewerLately: async () => (Date.now() - checkedAt < rightsHoldMs ? viewer : viewerNow()),
    credentialId: () => viewer?.credentialId ?? null,
    personId: () => viewer?.personId ?? null,
    close: () => clearTimeout(expiry),
  };
}
