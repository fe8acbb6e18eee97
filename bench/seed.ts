import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { checks } from '../src/modules/index.ts';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../src/platform/database/embedded/index.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { runChecks } from '../src/platform/verify.ts';
import { enterCompany, openProduct } from './company.ts';
import { helpers, pastTrips, writeTrips } from './goods-sql.ts';
import { writeStock } from './stock-sql.ts';

/** A database to measure on. */
export interface Seed {
  readonly name: string;
  /** What is in it, for people and for the stamp. */
  readonly content: string;
  /** The files beside this one that its content follows from. */
  readonly files: readonly string[];
  /** Fills it, once it is migrated. */
  fill(url: string): Promise<void>;
}

/** Transfers under way: a company has as many whether it is one year old or ten. */
const underWay = 200;

/** A company that has moved so much so far. */
const goodsSeed = (name: string, transfers: number, moves: number): Seed => ({
  name,
  content: `${transfers} transfers and ${moves} moves, ${underWay} under way`,
  files: ['company.ts', 'goods-sql.ts', 'stock-sql.ts'],
  fill: (url) => fillGoods(url, transfers, moves),
});

export const large = goodsSeed('bench_large', 50_000, 1_000_000);
export const small = goodsSeed('bench_small', 500, 10_000);

const root = fileURLToPath(new URL('../', import.meta.url));

/** The benchmark's own PostgreSQL, set up as `npm start` does: commits wait for the disk. */
export const startPostgres = (): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dataDir: join(root, '.data', 'bench') });

/** Runs `work` on one connection of its own. */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Makes the database unless one is there that the same code made. What is made passes the product's
 * own checks.
 */
export async function sow(postgres: EmbeddedPostgres, seed: Seed): Promise<void> {
  const stamp = await stampOf(seed);
  const admin = postgres.url('postgres');
  const known = await withClient(admin, (client) =>
    client.query<{ stamp: string | null }>(
      `select shobj_description(oid, 'pg_database') as stamp from pg_database where datname = $1`,
      [seed.name],
    ),
  );
  if (known.rows[0]?.stamp === stamp) return;
  const startedAt = performance.now();
  await withClient(admin, async (client) => {
    await client.query(`drop database if exists ${seed.name} with (force)`);
    await client.query(`create database ${seed.name} template template0`);
  });
  const url = postgres.url(seed.name);
  await migrate(url);
  await seed.fill(url);
  await requireSound(url);
  await withClient(admin, (client) =>
    client.query(`comment on database ${seed.name} is '${stamp}'`),
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`${seed.content}: made in ${seconds} s`);
}

async function fillGoods(url: string, transfers: number, moves: number): Promise<void> {
  const product = await openProduct(url);
  const actor = await enterCompany(product);
  await product.close();
  await withClient(url, async (client) => {
    await client.query('begin');
    for (const sql of helpers) await client.query(sql);
    await client.query(literal(pastTrips, [0, transfers, underWay]));
    for (const { sql, actor: takes } of writeTrips) {
      await client.query(sql, takes ? [actor] : []);
    }
    for (const { sql, takes } of writeStock) {
      if (takes === 'moves') await client.query(literal(sql, [moves]));
      else await client.query(sql, takes === 'actor' ? [actor] : []);
    }
    await client.query('commit');
    await client.query('vacuum (analyze)');
    await client.query('checkpoint');
  });
}

/** `create table as` takes no parameters. Numbers and instants only. */
export const literal = (sql: string, values: readonly (number | string)[]): string =>
  sql.replace(/\$(\d)/g, (_, n: string) => {
    const value = values[Number(n) - 1];
    return typeof value === 'number' ? String(value) : `'${value}'`;
  });

/** @throws when a check of the product finds a difference. */
export async function requireSound(url: string): Promise<void> {
  const product = await openProduct(url);
  try {
    const differences = await runChecks(product.database, checks);
    if (differences.length === 0) return;
    const some = differences.slice(0, 5).map(({ check, row }) => `${check} ${JSON.stringify(row)}`);
    throw new Error(`${differences.length} differences, among them\n${some.join('\n')}`);
  } finally {
    await product.close();
  }
}

/** Of everything that the content follows from, but what the product's own operations write. */
async function stampOf(seed: Seed): Promise<string> {
  const migrations = join(root, 'migrations');
  const files = (await readdir(migrations)).sort().map((name) => join(migrations, name));
  const own = seed.files.map((name) => join(root, 'bench', name));
  const hash = createHash('sha256').update(seed.content);
  for (const file of [...files, ...own]) hash.update(await readFile(file));
  return hash.digest('hex');
}

/** A copy to run on, so that each run begins with the same rows on the same pages. */
export async function copyOf(postgres: EmbeddedPostgres, seed: Seed): Promise<string> {
  const name = `${seed.name}_run`;
  await withClient(postgres.url('postgres'), async (client) => {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name} template ${seed.name} strategy file_copy`);
  });
  return postgres.url(name);
}
