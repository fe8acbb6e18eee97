import type pg from 'pg';
import { waitUntil } from './wait-until.ts';

const key = 7_700;

/** In the text of a statement: whoever comes here waits until the gate is open. */
export const gate = `pg_advisory_xact_lock_shared(${key})`;

interface Meeting {
  /** The gate opens when so many wait at it. */
  readonly of: number;
  /** Done before it opens; only begun, when it waits for a lock that those at the gate hold. */
  readonly meanwhile?: () => Promise<unknown>;
  /** Told at the moment before it opens, with whether `meanwhile` is done. */
  readonly opening?: (isDone: boolean) => void;
}

/**
 * Begins `acts` with the gate closed, and ends with them. So they have all looked before any of
 * them writes, however slow the machine is.
 */
export async function atGate<T>(
  pool: pg.Pool,
  { of, meanwhile, opening }: Meeting,
  acts: () => Promise<T>,
): Promise<T> {
  const keeper = await pool.connect();
  const waiting = async (where: string) => (await keeper.query(`${waiters} ${where}`)).rowCount;
  let done = false;
  try {
    await keeper.query(`select pg_advisory_lock(${key})`);
    const ends = acts();
    await waitUntil(async () => (await waiting(atTheGate)) === of, `${of} at the gate`);
    const other = meanwhile?.().finally(() => (done = true));
    const behind = async () => ((await waiting('')) ?? 0) > of;
    if (other) await waitUntil(async () => done || (await behind()), 'the other to be done');
    opening?.(done);
    await keeper.query(`select pg_advisory_unlock(${key})`);
    const result = await ends;
    await other;
    return result;
  } finally {
    keeper.release(true);
  }
}

/**
 * Whether `second`, which begins when `first` waits at the gate, waits for the end of `first`. In
 * which order they are answered says nothing: the answer to the first may be read later.
 */
export async function waitsForTheEnd(
  pool: pg.Pool,
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<boolean> {
  let waited = false;
  const opening = (isDone: boolean) => void (waited = !isDone);
  await atGate(pool, { of: 1, meanwhile: second, opening }, first);
  return waited;
}

/**
 * Two acts, the second of which begins when the first waits at the gate: both as they ended, for
 * whoever counts that.
 */
export async function overtaking(
  pool: pg.Pool,
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<readonly Promise<unknown>[]> {
  const acts: Promise<unknown>[] = [];
  const begin = (act: () => Promise<unknown>): Promise<unknown> => {
    const begun = act();
    acts.push(begun);
    return begun.catch(() => undefined);
  };
  await atGate(pool, { of: 1, meanwhile: () => begin(second) }, () => begin(first));
  return acts;
}

const atTheGate = `and locktype = 'advisory' and objid = ${key}`;
const waiters = `
  select 1 from pg_locks join pg_stat_activity using (pid)
  where datname = current_database() and not granted`;
