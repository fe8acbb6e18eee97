import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const secretNames = [
  'authorization',
  'cookie',
  'password',
  'newPassword',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'key',
  'apiKey',
] as const;

/** Secrets are struck out wherever they may stand in a line: at its top and two levels below. */
const redacted = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** What helps to find the place, and nothing that a library hung onto its error besides. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const facts = Object.fromEntries(
    ['code', 'detail', 'constraint', 'table', 'where']
      .map((fact) => [fact, (error as unknown as Record<string, unknown>)[fact]])
      .filter(([, value]) => typeof value === 'string'),
  );
  return { name, message, stack, ...facts, ...(cause !== undefined && { cause: plainError(cause) }) };
}

/** One JSON object a line, to the standard output unless told otherwise. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: plainError },
    redact: { paths: redacted, censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
