import type { Queryable } from '../database/statement.ts';
import type { OperationContext } from './operation.ts';

/**
 * Sends a write that is owed. Whoever waits for it, at the latest the commit, hears how it ended.
 */
export function oweOn(
  db: Queryable,
  ...[prepared, values, explain = (error) => error]: Parameters<OperationContext['owe']>
): Promise<unknown> {
  const write = db.query(prepared, values).catch((error: unknown) => {
    throw explain(error);
  });
  // Where the act ends before, nobody asks.
  write.catch(() => undefined);
  return write;
}
