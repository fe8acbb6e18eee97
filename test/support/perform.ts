import { readdir } from 'node:fs/promises';
import type { EntitySchema } from '@mikro-orm/core';
import { newId, type Id } from '../../src/kernel/id.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { connectDatabase, type Database } from '../../src/platform/database/database.ts';
import type { Grant, Reach, Viewer } from '../../src/platform/identity/viewer.ts';
import type { Caller, Perform } from '../../src/platform/perform/operation.ts';
import { createPerform } from '../../src/platform/perform/perform.ts';
import { checks, entities } from '../../src/modules/index.ts';
import { platformChecks, runChecks, type Check } from '../../src/platform/verify.ts';
import { createTestDatabase } from './database.ts';
import { createForget, type Forget } from './forget.ts';
import { patienceMs } from './wait-until.ts';

const root = new URL('../../src/', import.meta.url);

/** What the doors declare by the names of their exports: `catalogEntities`, `catalogChecks` … */
export interface Declared {
  readonly entities: EntitySchema[];
  readonly checks: Check[];
}

export interface TestClock extends Clock {
  set(instant: string | Date): void;
  advance(seconds: number): void;
}

/** The product without its GraphQL: a database of its own, and `perform` on it. */
export interface TestApp {
  readonly database: Database;
  readonly perform: Perform;
  readonly clock: TestClock;
  /** How often something was announced: what would have woken the relay. */
  announced(): number;
  /** The operations that were tried again after a deadlock or the like, one entry a time. */
  readonly retried: readonly string[];
  /** Every row of every table as text, but the operation log: equal when nothing changed. */
  tableDump(): Promise<string>;
  /** The statements that `act` sends, each by its name or text, transaction control left out. */
  statementsOf(act: () => Promise<unknown>): Promise<string[]>;
  /** Runs a statement outside the product, to prepare or to look. */
  sql<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Empties these tables and all that refer to them, much faster than `truncate … cascade`. */
  readonly forget: Forget;
  /** Every difference that the modules' checks find, as text; empty when all agree. */
  verify(): Promise<string[]>;
  /** Verifies, disconnects, drops the database; fails when a check found a difference. */
  close(): Promise<void>;
}

/** The product itself asks: no permission is needed. */
export const asSystem: Caller = { viewer: null, system: true };

/**
 * Someone signed in who may do just this: `asViewer({ 'catalog.edit': 'ALL' })`; ids of units in
 * place of a reach mean UNIT. Spread it to add a key: `{ ...clerk, idempotencyKey: 'k1' }`.
 */
export function asViewer(
  grants: Readonly<Record<string, Reach | readonly Id[]>>,
  personId: Id = newId(),
): Caller & { readonly viewer: Viewer } {
  const granted = Object.entries(grants).map(([permission, reach]): [string, Grant] => [
    permission,
    typeof reach === 'string' ? { reach, unitIds: [] } : { reach: 'UNIT', unitIds: reach },
  ]);
  const expiresAt = new Date('2100-01-01T00:00:00Z');
  return { viewer: { personId, credentialId: newId(), grants: new Map(granted), expiresAt } };
}

export async function openTestApp(options: { poolSize?: number } = {}): Promise<TestApp> {
  const { url, drop } = await createTestDatabase();
  const { poolSize = 10 } = options;
  const database = await connectDatabase({ url, entities, poolSize, connectMs: patienceMs });
  const clock = testClock('2026-03-21T08:00:00Z');
  let announced = 0;
  const retried: string[] = [];
  const perform = createPerform({
    database,
    clock,
    onAnnounced: () => void (announced += 1),
    onRetry: (operation) => retried.push(operation),
  });
  const verify = (): Promise<string[]> => findDifferences(database, checks);
  return {
    database,
    perform,
    clock,
    announced: () => announced,
    retried,
    tableDump: () => dumpTables(database),
    statementsOf: recorder(database),
    sql: async (text, values = []) => (await database.pool.query(text, [...values])).rows,
    forget: createForget(database),
    verify,
    async close() {
      const differences = await verify();
      await database.close();
      await drop();
      if (differences.length > 0) throw new Error(`Verify found\n${differences.join('\n')}`);
    },
  };
}

/** Reads the doors of the platform's parts and of the modules, as far as there are any. */
export async function declaredByDoors(): Promise<Declared> {
  const declared: Declared = { entities: [], checks: [...platformChecks] };
  for (const folder of ['platform/', 'modules/']) {
    const parts = await readdir(new URL(folder, root), { withFileTypes: true });
    for (const part of parts.filter((entry) => entry.isDirectory())) {
      const door = new URL(`${folder}${part.name}/`, root);
      if (!(await readdir(door)).includes('index.ts')) continue;
      const exports = Object.entries(await import(new URL('index.ts', door).href));
      for (const [name, value] of exports) {
        if (name.endsWith('Entities')) declared.entities.push(...(value as EntitySchema[]));
        if (name.endsWith('Checks')) declared.checks.push(...(value as Check[]));
      }
    }
  }
  // A door that is made of parts shows them one by one, too.
  return { entities: [...new Set(declared.entities)], checks: [...new Set(declared.checks)] };
}

function testClock(start: string): TestClock {
  let now = new Date(start);
  return {
    now: () => now,
    set: (instant) => void (now = new Date(instant)),
    advance: (seconds) => void (now = new Date(now.getTime() + seconds * 1000)),
  };
}

async function findDifferences(database: Database, checks: readonly Check[]): Promise<string[]> {
  const found = await runChecks(database, checks);
  return found.map(({ check, row }) => `${check}: ${JSON.stringify(row)}`);
}

/** In one statement, which is prepared: some tests look at all tables a thousand times. */
async function dumpTables({ pool }: Database): Promise<string> {
  const tables = await pool.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables
     where schemaname = 'public' and tablename not in ('operation_log', 'migration') order by 1`,
  );
  // One text for each table: rows one by one take longer to tell apart than to fetch.
  const parts = tables.rows.map(
    ({ name }, n) =>
      `select ${n} as n, concat('${name} (', count(*), ')',
         string_agg(concat(e'\\n  ', t::text), null order by t::text)) as rows from ${name} t`,
  );
  const text = `${parts.join(' union all ')} order by n`;
  const { rows } = await pool.query<{ rows: string }>({ name: `dump_${parts.length}`, text });
  return rows.map((table) => table.rows).join('\n');
}

/** Listens on every connection of the pool; one recording at a time. */
function recorder({ pool }: Database): TestApp['statementsOf'] {
  let sent: string[] | undefined;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: [string | { name?: string; text?: string }, ...unknown[]]) => {
      const [what] = args;
      const words = typeof what === 'string' ? what : (what.name ?? what.text ?? '');
      if (!/^(begin|commit|rollback)/.test(words)) sent?.push(words);
      return query(...args);
    }) as typeof client.query;
  });
  return async (act) => {
    const mine: string[] = (sent = []);
    try {
      await act();
    } finally {
      sent = undefined;
    }
    return mine;
  };
}
