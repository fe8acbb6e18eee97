/** PostgreSQL's answer to whatever is sent after a statement failed. */
const pastUse = '25P02';

/**
 * Statements that are on the wire together: waits for all of them and throws what failed first, in
 * the order they were sent; not what only says that the transaction was past use by then.
 */
export async function inOrder<T extends readonly unknown[]>(
  ...sent: { [K in keyof T]: Promise<T[K]> }
): Promise<T> {
  const results = await Promise.allSettled(sent);
  const failed = results.filter((result) => result.status === 'rejected');
  const cause = failed.find(({ reason }) => (reason as { code?: unknown }).code !== pastUse);
  if (failed.length > 0) throw (cause ?? failed[0])?.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
