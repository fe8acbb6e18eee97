import { open, stat } from 'node:fs/promises';

/** A statement as PostgreSQL ran it; parameters as text, null where they were. */
export interface Ran {
  readonly session: string;
  readonly name: string;
  readonly sql: string;
  readonly values: readonly (string | null)[];
}

/** Everything that is written into PostgreSQL's log while `work` runs. */
export async function logDuring(logFile: string, work: () => Promise<void>): Promise<string> {
  const { size } = await stat(logFile);
  await work();
  const file = await open(logFile);
  try {
    const length = (await file.stat()).size - size;
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size);
    return buffer.toString('utf8');
  } finally {
    await file.close();
  }
}

/** The statements of a log written with `log_min_duration_statement = 0`, in order. */
export function readStatements(log: string): Ran[] {
  const ran: Ran[] = [];
  // By session: what its next line of details belongs to. Binding has details too, and is no run.
  const told = new Map<string, number>();
  for (const entry of log.split(/^(?=\d{4}-\d\d-\d\d \d\d:)/m)) {
    const plain = entry.replaceAll('\n\t', '\n').trim();
    const [, session = '', kind, words = ''] =
      /^\S+ \S+ \S+ \[(\d+)\] (LOG|DETAIL):\s+([^]*)$/.exec(plain) ?? [];
    const at = told.get(session);
    told.delete(session);
    if (kind === 'DETAIL' && at !== undefined) {
      ran[at] = { ...(ran[at] as Ran), values: readParameters(words) };
    }
    const [, name = '', sql] =
      /^duration: \S+ ms\s+(?:execute ([^:]+)|statement): ([^]*)$/.exec(words) ?? [];
    if (kind !== 'LOG' || sql === undefined) continue;
    told.set(session, ran.length);
    ran.push({ session, name, sql, values: [] });
  }
  return ran;
}

function readParameters(words: string): (string | null)[] {
  const values: (string | null)[] = [];
  for (const [, n, text, quoted] of words.matchAll(/\$(\d+) = (NULL|'((?:[^']|'')*)')/g)) {
    values[Number(n) - 1] = text === 'NULL' ? null : (quoted ?? '').replaceAll("''", "'");
  }
  return values;
}

/**
 * The transaction in which `operation` ran, from `begin` to `commit`, and what was read for its
 * answer after it: statements that name one of `names`. @throws when the log does not hold it.
 */
export function statementsOfAct(
  ran: readonly Ran[],
  operation: string,
  names: readonly string[],
): Ran[] {
  const opened = ran.findIndex(
    ({ name, values }) => name === 'operation_log_open' && values.includes(operation),
  );
  const session = ran[opened]?.session;
  const placed = ran.map((one, index) => ({ ...one, index }));
  const mine = placed.filter((one) => one.session === session);
  const begin = mine.findLast(({ sql, index }) => sql === 'begin' && index < opened);
  const commit = mine.find(({ sql, index }) => sql === 'commit' && index > opened);
  if (!begin || !commit) throw new Error(`The log does not show ${operation}`);
  const inside = mine.filter(({ index }) => index >= begin.index && index <= commit.index);
  const readings = ran.filter(
    ({ sql, values }, index) =>
      index > commit.index &&
      sql.startsWith('select row_to_json(r)') &&
      values.some((value) => names.some((name) => value?.includes(name))),
  );
  return [...inside, ...readings];
}
