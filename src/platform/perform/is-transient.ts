/** PostgreSQL's codes for "the same act in a fresh transaction may well succeed". */
const transientCodes = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
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

/** Whether a fresh attempt is safe and useful. Safe, because each attempt bears the same id. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as Error & { code?: string }).code;
  if (code !== undefined) return transientCodes.has(code);
  return /Connection terminated|Client has encountered a connection error/.test(error.message);
}
