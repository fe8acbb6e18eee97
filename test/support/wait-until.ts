/** Far beyond what a wait takes, also on a machine that is lent to others now and then. */
export const patienceMs = 120_000;

/** Waits until `isSo`. @throws Error naming `what` when it does not come about */
export async function waitUntil(
  isSo: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  for (const end = Date.now() + patienceMs; !(await isSo());) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
