import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import { z } from 'zod';
import { daysOf } from './kernel/local-date.ts';
import { logLevels, type LogLevel } from './platform/log.ts';
import type { HttpSettings } from './platform/http/index.ts';

/** Everything that is decided outside of the code; frozen, read once at start. */
export interface Config {
  /** Of a PostgreSQL of one's own; null: the embedded one in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly databasePool: number;
  readonly logLevel: LogLevel;
  readonly demoData: boolean;
  /** The company's zone (IANA): its business days begin and end there. */
  readonly timeZone: string;
  /** The firm's GS1 prefix: the numbers of its packages begin with it. */
  readonly companyPrefix: string | null;
  readonly tokens: { readonly accessMinutes: number; readonly refreshDays: number };
  readonly signIn: { readonly attempts: number; readonly minutes: number };
  readonly webhooks: WebhookSettings;
  readonly http: HttpSettings;
}

/** Where events may be sent, and how many at a time. */
export interface WebhookSettings {
  readonly ports: readonly number[];
  readonly loopback: boolean;
  readonly timeoutMs: number;
  readonly parallel: number;
  readonly deadStreamsAtMost: number;
  readonly leaseMs: number;
}

/** One environment variable: its check, its default as one would write it, its meaning. */
export interface Setting {
  readonly check: z.ZodType;
  readonly byDefault: string;
  readonly meaning: string;
  /** May also be given as `<NAME>_FILE`: the path of a file that holds it. */
  readonly secret?: true;
}

const whole = (least: number, most: number): z.ZodType<number> =>
  z.coerce.number(`a whole number from ${least} to ${most}`).int().min(least).max(most);
const seconds = z.coerce.number('a number of seconds').min(0).max(3600);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const prefix = z.string().regex(/^(\d{4,12})?$/, 'a GS1 prefix of 4 to 12 digits');
const url = z.string().regex(/^postgres(ql)?:\/\/./, 'a URL that begins with postgresql://');
const isZone = (name: string): boolean => {
  try {
    daysOf(name);
    return true;
  } catch {
    return false;
  }
};
const zone = z.string().refine(isZone, 'a time zone such as Asia/Tehran');
const origins = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.string().regex(/^https?:\/\/[^/]+$/, 'origins such as https://desk.example')));

const ports = z
  .string()
  .transform((text) => text.split(',').map((part) => Number(part.trim())))
  .pipe(z.array(z.number('ports such as 443,8443').int().min(1).max(65_535)));

const setting = <Check extends z.ZodType>(
  check: Check,
  byDefault: string,
  meaning: string,
): { check: Check; byDefault: string; meaning: string } => ({ check, byDefault, meaning });

/** The whole table, in the order of `docs/settings.md`. */
export const settings = {
  PORT: setting(whole(0, 65_535), '4000', 'Port of HTTP and WebSocket; 0 takes a free one'),
  HOST: setting(z.string().min(1), '127.0.0.1', 'Address to listen on; `0.0.0.0` for all'),
  DATA_DIR: setting(z.string().min(1), './.data', 'Folder of the embedded database'),
  DATABASE_URL: {
    ...setting(url.optional(), '', 'A PostgreSQL 15 or later of your own, instead'),
    secret: true as const,
  },
  DATABASE_POOL: setting(whole(2, 500), '10', 'Connections to the database at most'),
  DEMO_DATA: setting(flag, 'true', 'Loads the demo company into an empty embedded database'),
  TIME_ZONE: setting(zone, 'Asia/Tehran', "The company's zone, which business days are told in"),
  GS1_COMPANY_PREFIX: setting(
    prefix,
    '',
    "The firm's GS1 prefix, which numbers of its packages begin with",
  ),
  LOG_LEVEL: setting(
    z.enum(logLevels),
    'info',
    logLevels.map((level) => `\`${level}\``).join(', '),
  ),
  DRAIN_SECONDS: setting(seconds, '10', 'How long what runs may take to finish when stopping'),
  EXECUTOR: setting(
    z.enum(['jit', 'graphql-js']),
    'jit',
    'How operations run: compiled (`jit`) or interpreted (`graphql-js`)',
  ),
  INTROSPECTION: setting(flag, 'true', 'Whether clients may ask for the schema'),
  IDE: setting(flag, 'true', 'Whether the IDE is served at `/`'),
  ALLOWED_ORIGINS: setting(origins, '', 'Other sites whose pages may call, by commas'),
  TRUSTED_PROXIES: setting(whole(0, 10), '0', 'Proxies in front that add to `x-forwarded-for`'),
  ACCESS_TOKEN_MINUTES: setting(whole(1, 1440), '15', 'How long an access token holds'),
  REFRESH_TOKEN_DAYS: setting(whole(1, 365), '30', 'How long a refresh token holds when unused'),
  SIGN_IN_ATTEMPTS: setting(whole(1, 1000), '10', 'Failed sign-ins for one login and address'),
  SIGN_IN_MINUTES: setting(whole(1, 1440), '15', 'The time in which failed sign-ins are counted'),
  WEBHOOK_PORTS: setting(ports, '443,8443', 'Ports that events are sent to, by commas'),
  WEBHOOK_LOOPBACK: setting(
    flag,
    'false',
    'Whether they are sent to this machine, too, by http and at any port: for development',
  ),
  WEBHOOK_TIMEOUT_SECONDS: setting(whole(1, 60), '15', 'How long a receiver may take to answer'),
  WEBHOOK_PARALLEL: setting(whole(1, 100), '8', 'Requests to one receiver at a time'),
  WEBHOOK_DEAD_STREAMS: setting(
    whole(1, 1_000_000),
    '100',
    'So many dead streams pause an endpoint',
  ),
  WEBHOOK_LEASE_SECONDS: setting(
    whole(1, 600),
    '15',
    'After so long another server takes over from one that died',
  ),
  MAX_TOKENS: setting(whole(10, 100_000), '1000', 'Lexical tokens of one document'),
  MAX_DEPTH: setting(whole(1, 100), '15', 'Levels of nesting of one operation'),
  MAX_ALIASES: setting(whole(0, 1000), '50', 'Aliases in one operation'),
  MAX_ROOT_FIELDS: setting(whole(1, 1000), '20', 'Root fields of one operation'),
  MAX_COMPLEXITY: setting(
    whole(1, 10_000_000),
    '20000',
    'Values one answer may hold, estimated from the pages asked for',
  ),
  MAX_LIST_SIZE: setting(whole(1, 1000), '100', 'Items of one page of a list'),
  MAX_BODY_BYTES: setting(whole(1000, 100_000_000), '1000000', 'Bytes of one request or message'),
  MAX_CONNECTIONS: setting(whole(1, 100_000), '2000', 'Open connections of all clients'),
  MAX_SOCKETS_PER_ADDRESS: setting(whole(1, 100_000), '200', 'Open WebSockets of one address'),
  MAX_SOCKETS_PER_PERSON: setting(whole(1, 10_000), '20', 'Open WebSockets of one person'),
  MAX_OPERATIONS_PER_SOCKET: setting(whole(1, 1000), '50', 'Running operations of one WebSocket'),
  MAX_SOCKET_BUFFER_BYTES: setting(
    whole(1000, 1_000_000_000),
    '4194304',
    'Bytes that may wait for a slow reader of a WebSocket',
  ),
} satisfies Record<string, Setting>;

type Name = keyof typeof settings;
type Values = { readonly [N in Name]: z.output<(typeof settings)[N]['check']> };
type Environment = Readonly<Record<string, string | undefined>>;

/** The environment cannot be used. Its message names every faulty variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The project's folder, which relative paths by default start from. */
const checkout = fileURLToPath(new URL('../', import.meta.url));

/** @throws ConfigError naming each faulty variable and what it should be. */
export function readConfig(environment: Environment): Config {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, one] of Object.entries<Setting>(settings)) {
    const text = textOf(name, one, environment, faults);
    const parsed = one.check.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else faults.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join(', ')}`);
  }
  if (faults.length > 0) throw new ConfigError(`Settings to mend:\n  ${faults.join('\n  ')}`);
  return freeze(arrange(values as Values, environment));
}

/** An empty variable counts as absent, as shells and compose files write it. */
function textOf(
  name: string,
  { byDefault, secret }: Setting,
  environment: Environment,
  faults: string[],
): string | undefined {
  const given = environment[name] || undefined;
  const file = secret ? environment[`${name}_FILE`] : undefined;
  if (!file) return given ?? (secret ? undefined : byDefault);
  if (given) faults.push(`${name}: give it or ${name}_FILE, not both`);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    faults.push(`${name}_FILE: ${file} cannot be read`);
    return undefined;
  }
}

function arrange(given: Values, environment: Environment): Config {
  return {
    databaseUrl: given.DATABASE_URL ?? null,
    dataDir: environment['DATA_DIR'] ? resolve(given.DATA_DIR) : resolve(checkout, given.DATA_DIR),
    databasePool: given.DATABASE_POOL,
    logLevel: given.LOG_LEVEL,
    demoData: given.DEMO_DATA,
    timeZone: given.TIME_ZONE,
    companyPrefix: given.GS1_COMPANY_PREFIX || null,
    tokens: { accessMinutes: given.ACCESS_TOKEN_MINUTES, refreshDays: given.REFRESH_TOKEN_DAYS },
    signIn: { attempts: given.SIGN_IN_ATTEMPTS, minutes: given.SIGN_IN_MINUTES },
    webhooks: {
      ports: given.WEBHOOK_PORTS,
      loopback: given.WEBHOOK_LOOPBACK,
      timeoutMs: given.WEBHOOK_TIMEOUT_SECONDS * 1_000,
      parallel: given.WEBHOOK_PARALLEL,
      deadStreamsAtMost: given.WEBHOOK_DEAD_STREAMS,
      leaseMs: given.WEBHOOK_LEASE_SECONDS * 1_000,
    },
    http: {
      port: given.PORT,
      host: given.HOST,
      allowedOrigins: given.ALLOWED_ORIGINS,
      trustedProxies: given.TRUSTED_PROXIES,
      executor: given.EXECUTOR,
      introspection: given.INTROSPECTION,
      ide: given.IDE,
      drainSeconds: given.DRAIN_SECONDS,
      limits: {
        tokens: given.MAX_TOKENS,
        depth: given.MAX_DEPTH,
        aliases: given.MAX_ALIASES,
        rootFields: given.MAX_ROOT_FIELDS,
        complexity: given.MAX_COMPLEXITY,
        listSize: given.MAX_LIST_SIZE,
        bodyBytes: given.MAX_BODY_BYTES,
        connections: given.MAX_CONNECTIONS,
        socketsPerAddress: given.MAX_SOCKETS_PER_ADDRESS,
        socketsPerPerson: given.MAX_SOCKETS_PER_PERSON,
        operationsPerSocket: given.MAX_OPERATIONS_PER_SOCKET,
        socketBufferBytes: given.MAX_SOCKET_BUFFER_BYTES,
      },
    },
  };
}

function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) freeze(part);
  }
  return Object.freeze(value);
}
