import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { EmbeddedPostgres } from '../src/platform/database/embedded/index.ts';
import type { Draft } from './drafts.ts';
import { connections, type Load } from './load.ts';
import { run } from './processes.ts';
import type { Ran } from './record-statements.ts';
import { withClient } from './seed.ts';

/** A recorded act as a pgbench script, and the parameters of the draft it was recorded on. */
export interface Script {
  readonly text: string;
  /** Fetches a draft's parameters and nothing else: what the script costs beyond the statements. */
  readonly fetchOnly: string;
  readonly values: readonly string[];
}

/** Parameters of the drafts lie here, a column each, a row a draft; clients have a million each. */
const apart = 1_000_000;

export function toScript(statements: readonly Ran[]): Script {
  const values = [...new Set(statements.flatMap((ran) => ran.values.filter((v) => v !== null)))];
  const columns = values.map((_, index) => `p${index + 1}`).join(', ');
  const fetch = (k: string): string =>
    `${k}\nselect ${columns} from bench_parameter where k = :k \\gset\n`;
  const body = statements.map((ran) => `${withVariables(ran, values)};\n`).join('');
  return {
    text: `\\set n :n + 1\n${fetch(`\\set k :client_id * ${apart} + :n`)}${body}`,
    fetchOnly: fetch(`\\set k :client_id * ${apart} + random(1, :each)`),
    values,
  };
}

function withVariables({ sql, values }: Ran, known: readonly string[]): string {
  if (/(?<!:):\w/.test(sql)) throw new Error(`pgbench would take a part for a variable: ${sql}`);
  return sql.replace(/\$(\d+)/g, (_, n: string) => {
    const value = values[Number(n) - 1];
    return value === null || value === undefined ? 'null' : `:p${known.indexOf(value) + 1}`;
  });
}

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const namesOf = (draft: Draft): string[] => [
  draft.number,
  draft.transferId,
  draft.transitId,
  draft.sourceId,
  draft.sourceCode,
  draft.destinationId,
  draft.destinationCode,
  ...draft.lines.flatMap(({ id, productId, sku, locationId }) => [id, productId, sku, locationId]),
];

/**
 * The parameters that another draft would have had: its own names in place of the recorded one's,
 * `constant` ids as they are, and fresh ids where the act made some.
 */
export function parametersFor(
  recorded: Draft,
  values: readonly string[],
  constant: ReadonlySet<string>,
): (draft: Draft) => string[] {
  const from = namesOf(recorded);
  const made = new Set(values.join(' ').match(uuids));
  for (const id of [...constant, ...from]) made.delete(id);
  const all = [...from, ...made].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(all.map(escapePattern).join('|'), 'g');
  return (draft) => {
    const to = new Map(namesOf(draft).map((name, index) => [from[index] ?? '', name]));
    for (const id of made) to.set(id, v7());
    return values.map((value) => value.replace(pattern, (name) => to.get(name) ?? name));
  };
}

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Puts the parameters of so many drafts a client into place. Answers how many each client has. */
export async function loadParameters(
  url: string,
  script: Script,
  rows: readonly (readonly string[])[],
): Promise<number> {
  const each = Math.floor(rows.length / connections);
  const columns = script.values.map((_, index) => `p${index + 1}`);
  await withClient(url, async (client) => {
    await client.query('drop table if exists bench_parameter');
    await client.query(
      `create unlogged table bench_parameter (k int primary key, ${columns.join(' text, ')} text)`,
    );
    for (let start = 0; start < rows.length; start += 1000) {
      const part = rows.slice(start, start + 1000);
      const keys = part.map((_, index) => {
        const at = start + index;
        return (at % connections) * apart + Math.floor(at / connections) + 1;
      });
      const arrays = columns.map((_, column) => part.map((row) => row[column] ?? ''));
      const unnested = ['$1::int[]', ...columns.map((_, index) => `$${index + 2}::text[]`)];
      const insert = `insert into bench_parameter select * from unnest(${unnested.join(', ')})`;
      await client.query(insert, [keys, ...arrays]);
    }
    await client.query('vacuum analyze bench_parameter');
  });
  return each;
}

/** Runs a script with 8 clients and prepared statements for so long. @throws when one fails. */
export async function runPgbench(
  postgres: EmbeddedPostgres,
  database: string,
  text: string,
  options: { readonly seconds: number; readonly each: number },
): Promise<Load> {
  const file = join(tmpdir(), `bazargan-bench-${process.pid}.sql`);
  await writeFile(file, text);
  const out = await run('pgbench', [
    ...['-h', postgres.socketDir, '-p', String(postgres.port), '-U', postgres.user],
    ...['-n', '-M', 'prepared', '-c', String(connections), '-j', '1'],
    ...['-T', String(options.seconds), '-D', 'n=0', '-D', `each=${options.each}`],
    ...['-f', file, database],
  ]);
  const requests = Number(/actually processed: (\d+)/.exec(out)?.[1]);
  const perSecond = Number(/^tps = ([\d.]+)/m.exec(out)?.[1]);
  const failed = Number(/failed transactions: (\d+)/.exec(out)?.[1] ?? 0);
  if (!requests || !perSecond || failed > 0) throw new Error(`pgbench failed:\n${out}`);
  const average = Number(/latency average = ([\d.]+)/.exec(out)?.[1]);
  return { requests, seconds: requests / perSecond, p50: average, p99: Number.NaN };
}
