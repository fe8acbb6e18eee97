import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in ticks of 10 ms, whatever the kernel's own rate. */
const tickMs = 10;

interface Stat {
  readonly parent: number;
  readonly ownMs: number;
  /** Of children that ended and were waited for. */
  readonly endedChildrenMs: number;
}

function readStat(pid: number | string): Stat | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The second field is the program's name in brackets, and may hold anything.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0] = fields.slice(1);
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11);
  return {
    parent,
    ownMs: (user + system) * tickMs,
    endedChildrenMs: (childUser + childSystem) * tickMs,
  };
}

/** CPU time that a process, all its threads, has used so far. */
export const processMs = (pid: number): number => readStat(pid)?.ownMs ?? 0;

/** CPU time of a PostgreSQL: the postmaster and every process it ever started. */
export function postgresMs(postmaster: number): number {
  const own = readStat(postmaster);
  let total = (own?.ownMs ?? 0) + (own?.endedChildrenMs ?? 0);
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(name) : null;
    if (stat?.parent === postmaster) total += stat.ownMs;
  }
  return total;
}
