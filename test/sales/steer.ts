import fc from 'fast-check';
import { pick } from '../inventory/tell-histories.ts';

/** Ends that are in reach of every history all the time, and tell little. */
const dull = /ILLEGAL_STATE|NOTHING_C|ALREADY_HELD|NOT_POSSIBLE|LINE_NOT_FOUND/;

/** Which step is taken, of those that a wish could mean. */
export const choice = fc.record({
  which: fc.nat(999),
  end: fc.nat(99),
  /** Whatever act it is, something that this history did not come to yet. */
  seeks: fc.nat(3).map((n) => n > 0),
  /** Also an end that tells little. */
  anyEnd: fc.nat(11).map((n) => n === 0),
});
export type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never;

/** Whether an act was not refused: `release done`, `place on hold`. */
export const isDone = (name: string): boolean => /[a-z]$/.test(name);

/**
 * Of the steps that come to an end that counts, one whose end the choice falls on: an end that is
 * rare is chosen as often as a common one, once some step comes to it. Null when there is none.
 */
export function steer<Step>(
  steps: readonly Step[],
  endOf: (step: Step) => string,
  { which, end, anyEnd }: Choice,
  counts: (end: string) => boolean = (name) => anyEnd || !dull.test(name),
): Step | null {
  const byEnd = new Map<string, Step[]>();
  for (const step of sample(steps, which, 90)) {
    const name = endOf(step);
    if (counts(name)) byEnd.set(name, [...(byEnd.get(name) ?? []), step]);
  }
  const found = [...byEnd].sort(([a], [b]) => (a < b ? -1 : 1));
  const done = found.filter(([name]) => isDone(name));
  return pick(pick([...found, ...done], end)?.[1] ?? [], which) ?? null;
}

/** So many of them at most, from all over. */
export function sample<T>(from: readonly T[], which: number, most: number): T[] {
  const stride = Math.ceil(from.length / most);
  return from.filter((_, index) => index % stride === which % stride);
}
