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

/** Runs the work anew after an error that a fresh transaction or connection may not meet. */
export async function retrying<T>(
  work: () => Promise<T>,
  onRetry: (error: unknown) => void,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attemptsAfter(error)) throw error;
      onRetry(error);
      await pauseAfter(attempt);
    }
  }
}

/**
 * How often an act that met this error may be tried in all; 1 where a fresh attempt is of no use.
 * Trying again is safe, because each attempt bears the same id.
 */
export function attemptsAfter(error: unknown): number {
  if (isLoss(error)) return afterLoss;
  return conflictCodes.has(codeOf(error) ?? '') ? afterConflict : 1;
}

/** Whether the connection was lost, and with it perhaps the news of a commit. */
export function isLoss(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return lossCodes.has(code);
  return (
    types.isNativeError(error) &&
    /Connection terminated|Client has encountered a connection error/.test(error.message)
  );
}

/** Not by `instanceof`: the system's errors may come from another realm. */
const codeOf = (error: unknown): string | undefined =>
  types.isNativeError(error) ? (error as Error & { code?: string }).code : undefined;

/** Longer each time, and uneven, so that the two sides of a deadlock do not meet again. */
const pauseAfter = (attempt: number): Promise<void> =>
  new Promise((resolve) =>
    setTimeout(resolve, Math.min(attempt * attempt * 15, 400) * (0.5 + Math.random())),
  );
