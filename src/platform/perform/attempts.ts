import { types } from 'node:util';

/** PostgreSQL's codes for "another act was in the way; not so in a fresh transaction". */
const conflictCodes = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
]);

/** Codes for "the connection is gone": PostgreSQL's and the system's. */
const lossCodes = new Set([
  '57P01', // admin_shutdown: the backend was ended under us
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: the server is starting
  '08000',
  '08003',
  '08006', // connection failures
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT', // the socket is away while the server restarts
]);

const afterConflict = 4;
/** About three seconds: PostgreSQL restarts meanwhile, and the pool drops its dead connections. */
const afterLoss = 12;

/**
 * How often an act that met this error may be tried in all; 1 where a fresh attempt is of no use.
 * Trying again is safe, because each attempt bears the same id.
 */
export function attemptsAfter(error: unknown): number {
  // Not `instanceof`: the system's errors may come from another realm.
  if (!types.isNativeError(error)) return 1;
  const code = (error as Error & { code?: string }).code;
  if (code !== undefined && conflictCodes.has(code)) return afterConflict;
  return isLoss(error, code) ? afterLoss : 1;
}

function isLoss(error: Error, code: string | undefined): boolean {
  if (code !== undefined) return lossCodes.has(code);
  return /Connection terminated|Client has encountered a connection error/.test(error.message);
}

/** Longer each time, and uneven, so that the two sides of a deadlock do not meet again. */
export const pauseAfter = (attempt: number): Promise<void> =>
  new Promise((resolve) =>
    setTimeout(resolve, Math.min(attempt * attempt * 15, 400) * (0.5 + Math.random())),
  );
