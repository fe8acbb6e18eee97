import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { EmbeddedPostgres } from '../src/platform/database/embedded/index.ts';
import type { Subject } from './act.ts';
import type { Load } from './load.ts';
import { run } from './processes.ts';
import type { Ran } from './record-statements.ts';
import { withClient } from './seed.ts';

/** A recorded act as a pgbench script. */
export interface Script {
  readonly text: string;
  /** Fetches a subject's parameters and nothing else: what the script costs beyond the act. */
  readonly fetchOnly: string;
  /** Variables that are the same for all subjects, by name. */
  readonly constants: ReadonlyMap<string, string>;
  /** The variables that are fetched, by name, as they were recorded. */
  readonly fetched: ReadonlyMap<string, string>;
}

/** The values that another subject would have had, of those that were recorded. */
export type ParametersOf = (subject: Subject) => (value: string) => string;

// The next subject's parameters; a column each, a row a subject.
const nextRow = "where k = (select nextval('bench_parameter_k'))";

export function toScript(
  statements: readonly Ran[],
  { varies }: { varies(value: string): boolean },
): Script {
  const values = [...new Set(statements.flatMap((ran) => ran.values.filter((v) => v !== null)))];
  const names = new Map(values.map((value, index) => [value, `p${index + 1}`]));
  const named = (wanted: boolean): ReadonlyMap<string, string> =>
    new Map(values.flatMap((v) => (varies(v) === wanted ? [[names.get(v) ?? '', v]] : [])));
  const fetched = named(true);
  const fetch = `select ${[...fetched.keys()].join(', ')} from bench_parameter ${nextRow} \\gset\n`;
  const body = statements.map((ran) => `${withVariables(ran, names)};\n`).join('');
  return { text: fetch + body, fetchOnly: fetch, constants: named(false), fetched };
}

function withVariables({ sql, values }: Ran, names: ReadonlyMap<string, string>): string {
  if (/(?<!:):\w/.test(sql)) throw new Error(`pgbench would take a part for a variable: ${sql}`);
  return sql.replace(/\$(\d+)/g, (_, n: string) => {
    const value = values[Number(n) - 1];
    return value === null || value === undefined ? 'null' : `:${names.get(value)}`;
  });
}

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Something that is drawn for each act beside ids: what it looks like, and another one. */
export interface Drawn {
  readonly looks: RegExp;
  another(): string;
}

/**
 * The parameters that another subject would have had: its own names in place of the recorded one's,
 * `constant` ids as they are, and fresh ids where the act or its client made some; and what else is
 * drawn.
 */
export function parametersFor(
  recorded: readonly string[],
  values: readonly string[],
  constant: ReadonlySet<string>,
  drawn: Drawn | undefined,
): { readonly of: ParametersOf; varies(value: string): boolean } {
  const said = values.join(' ');
  const made = new Set(said.match(uuids));
  for (const id of [...constant, ...recorded]) made.delete(id);
  const numbers = new Set(drawn ? said.match(drawn.looks) : []);
  const all = [...recorded, ...made, ...numbers].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(all.map(escapePattern).join('|'), 'g');
  return {
    varies: (value) => value.search(pattern) >= 0,
    of: ({ names }) => {
      const to = new Map(names.map((name, index) => [recorded[index] ?? '', name]));
      for (const id of made) to.set(id, v7());
      for (const number of numbers) to.set(number, drawn?.another() ?? number);
      return (value) => value.replace(pattern, (name) => to.get(name) ?? name);
    },
  };
}

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Puts the parameters of these subjects into place, for whichever client comes next. */
export async function loadParameters(
  url: string,
  script: Script,
  rows: readonly ((value: string) => string)[],
): Promise<void> {
  const columns = [...script.fetched.keys()];
  const recorded = [...script.fetched.values()];
  await withClient(url, async (client) => {
    await client.query('drop table if exists bench_parameter');
    await client.query('drop sequence if exists bench_parameter_k');
    await client.query(
      `create unlogged table bench_parameter (k int primary key, ${columns.join(' text, ')} text)`,
    );
    await client.query(`create unlogged sequence bench_parameter_k maxvalue ${rows.length}`);
    const arrays = columns.map((_, index) => `$${index + 2}::text[]`).join(', ');
    const insert = `insert into bench_parameter select $1 + n, ${columns.join(', ')}
      from unnest(${arrays}) with ordinality as u(${columns.join(', ')}, n)`;
    for (let start = 0; start < rows.length; start += 1000) {
      const part = rows.slice(start, start + 1000);
      const lists = recorded.map((value) => part.map((parameter) => parameter(value)));
      await client.query(insert, [start, ...lists]);
    }
    await client.query('vacuum analyze bench_parameter');
  });
}

/** How a script is run. */
export interface PgbenchRun {
  readonly seconds: number;
  readonly connections: number;
  /** The fetching alone, again and again. */
  readonly fetchOnly?: boolean;
  /** Called when what is measured begins. */
  readonly isWarm?: () => void;
}

/** Each connection prepares its statements and plans them five times before it keeps a plan. */
export const pgbenchWarmSeconds = (connections: number): number => Math.ceil(connections / 24);

/** Runs a script with prepared statements, until it is warm and then for so long. @throws */
export async function runPgbench(
  postgres: EmbeddedPostgres,
  database: string,
  script: Script,
  { seconds, connections, fetchOnly = false, isWarm = () => undefined }: PgbenchRun,
): Promise<Load> {
  const file = join(tmpdir(), `bazargan-bench-${process.pid}.sql`);
  await writeFile(file, fetchOnly ? script.fetchOnly : script.text);
  const sequence = `alter sequence bench_parameter_k ${fetchOnly ? 'cycle' : 'no cycle'}`;
  await withClient(postgres.url(database), (client) => client.query(sequence));
  const warm = pgbenchWarmSeconds(connections);
  const args = [
    ...['-h', postgres.socketDir, '-p', String(postgres.port), '-U', postgres.user],
    ...['-n', '-M', 'prepared', '-c', String(connections), '-j', '1'],
    ...['-T', String(warm + seconds), '-P', '1'],
    ...[...script.constants].flatMap(([name, value]) => ['-D', `${name}=${value}`]),
    ...['-f', file, database],
  ];
  let told: readonly Second[] = [];
  let wasWarm = false;
  const out = await run('pgbench', args, (words) => {
    told = secondsTold(words);
    if (!wasWarm && told.some(({ at }) => at > warm - 0.5)) isWarm();
    wasWarm ||= told.some(({ at }) => at > warm - 0.5);
  });
  const failed = Number(/failed transactions: (\d+)/.exec(out)?.[1] ?? 0);
  const load = loadOf(told.filter(({ at }) => at > warm + 0.5));
  if (load.requests === 0 || failed > 0) throw new Error(`pgbench failed:\n${out}`);
  return load;
}

/** What pgbench tells of each second. */
interface Second {
  readonly at: number;
  readonly perSecond: number;
  readonly latency: number;
}

const secondsTold = (words: string): Second[] =>
  [...words.matchAll(/^progress: ([\d.]+) s, ([\d.]+) tps, lat (\S+) ms/gm)].map(
    ([, at, perSecond, latency]) => ({
      at: Number(at),
      perSecond: Number(perSecond),
      latency: Number(latency),
    }),
  );

function loadOf(told: readonly Second[]): Load {
  const requests = told.reduce((sum, { perSecond }) => sum + perSecond, 0);
  const waited = told.reduce((sum, { perSecond, latency }) => sum + perSecond * (latency || 0), 0);
  return { requests, seconds: told.length, p50: waited / requests, p99: Number.NaN };
}
