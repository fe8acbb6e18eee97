import { explaining } from '../database/constraint-faults.ts';
import type { Queryable } from '../database/statement.ts';
import type { OperationContext } from './operation.ts';

/**
 * Sends a write that is owed. Whoever waits for it, at the latest the commit, hears how it ended.
 */
export function oweOn(
  db: Queryable,
  ...[prepared, values, explain = (error) => error]: Parameters<OperationContext['owe']>
): Promise<unknown> {
  const write = explaining(explain, db.query(prepared, values));
  // Where the act ends before, nobody asks.
  write.catch(() => undefined);
  return write;
}
