import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import type { EntitySchema } from '@mikro-orm/core';
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Queryable, Statement } from './statement.ts';

export interface Database extends Queryable {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly orm: MikroORM;
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** How long a free or a new connection is waited for; 10 s unless told. */
  readonly connectMs?: number;
  readonly onError?: (error: Error) => void;
}

export interface DatabaseOptions extends PoolOptions {
  readonly entities: readonly EntitySchema[];
}

/** Days stay text (`2026-03-21`): a Date would shift them by the zone of the machine. */
const dayOid = 1082;
const types = new pg.TypeOverrides();
types.setTypeParser(dayOid, (text) => text);

/** One pool serves prepared statements and MikroORM alike. */
export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const pool = createPool(options);
  const orm = await MikroORM.init({
    driver: (await import('@mikro-orm/postgresql')).PostgreSqlDriver,
    dbName: 'bazargan',
    entities: [...options.entities],
    driverOptions: () => new PostgresDialect({ pool }),
    discovery: { checkDuplicateTableNames: true, warnWhenNoEntities: false },
    allowGlobalContext: false,
    ensureDatabase: false,
  });
  return {
    url: options.url,
    pool,
    orm,
    query: (prepared, values) => runPrepared(pool, prepared, values),
    close: () => closeAll(pool, orm),
  };
}

/**
 * The pool says that it has ended before its connections have; a server that is stopped right after
 * would end them with an error each.
 */
async function closeAll(pool: pg.Pool, orm: MikroORM): Promise<void> {
  const open = pool.totalCount;
  const gone = new Promise<void>((resolve) => {
    let removed = 0;
    if (open === 0) resolve();
    else pool.on('remove', () => (removed += 1) === open && resolve());
  });
  await orm.close(true);
  // MikroORM ends a pool that it has used, and only then.
  if (!pool.ending) await pool.end();
  await gone;
}

/** `pipeline` lets an operation send `begin` and its first statement in one round trip. */
export function createPool({ url, poolSize, connectMs = 10_000, onError }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    pipeline: true,
    types,
    application_name: 'bazargan',
    keepAlive: true,
    connectionTimeoutMillis: connectMs,
    // Nobody waits for a statement this long, and a lost client must not keep its locks.
    options:
      '-c timezone=UTC -c jit=off -c statement_timeout=60s ' +
      '-c idle_in_transaction_session_timeout=60s',
  } as pg.PoolConfig);
  const report = (error: Error): void => onError?.(error);
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}

/** Runs a prepared statement on a pool or a client. */
export async function runPrepared<Row>(
  client: Pick<pg.ClientBase, 'query'> | pg.Pool,
  { name, text }: Statement,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const result = await client.query({ name, text, values: values as unknown[] });
  return result.rows as Row[];
}

export type { EntityManager };
