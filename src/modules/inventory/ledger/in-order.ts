/**
 * Statements that are on the wire together: waits for all of them and throws what failed first, in
 * the order they were sent. The others only say that the transaction was past use by then.
 */
export async function inOrder<T extends readonly unknown[]>(
  ...sent: { [K in keyof T]: Promise<T[K]> }
): Promise<T> {
  const results = await Promise.allSettled(sent);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  }) as unknown as T;
}
