import fc from 'fast-check';

/** All rounds together, with the time to shrink what failed. */
const patienceMs = 900_000 + Number(process.env['RUNS'] ?? 0) * 1_500;
/** What a test that tells histories may take: whatever failed is printed before it is given up. */
export const historyTimeout = patienceMs + 60_000;
/** Of so many histories each: by then all that can be reached should have been. */
const mostRounds = 6;

export interface Telling {
  /** Histories of a round, if RUNS does not say otherwise. */
  readonly runs: number;
  /** What the histories have reached so far, by name. */
  readonly seen: { has(end: string): boolean; readonly size: number } & Iterable<unknown>;
  /** What they must reach: a generator that never gets anywhere proves nothing. */
  readonly ends: readonly string[];
}

/**
 * Lives a round of histories from a seed that is printed when one fails (`SEED=… RUNS=…` repeat it,
 * `SHOW=1` shows what was reached), and further rounds as long as something was not reached by
 * chance.
 */
export async function tellHistories<History>(
  histories: fc.Arbitrary<History>,
  live: (history: History) => Promise<void>,
  { runs, seen, ends }: Telling,
): Promise<void> {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  const numRuns = Number(process.env['RUNS'] ?? runs);
  const unseen = (): string[] => ends.filter((end) => !seen.has(end));
  const until = Date.now() + patienceMs;
  for (let round = 0; round === 0 || (round < mostRounds && unseen().length > 0); round += 1) {
    await fc.assert(fc.asyncProperty(histories, live), {
      seed: (seed + round) % 2 ** 31,
      numRuns,
      verbose: 1,
      interruptAfterTimeLimit: Math.max(until - Date.now(), 1),
      markInterruptAsFailure: true,
    });
  }
  if (process.env['SHOW']) console.log(seed, [...seen].map(String).sort().join('\n'));
  expect({ seed, unseen: unseen() }).toEqual({ seed, unseen: [] });
}

/** One of the acts, each as often as its weight says. */
export const anyActOf = <Act extends string>(
  weights: Readonly<Record<Act, number>>,
): fc.Arbitrary<Act> =>
  fc.oneof(
    ...Object.entries<number>(weights).map(([act, weight]) => ({
      weight,
      arbitrary: fc.constant(act as Act),
    })),
  );

/** Of what there is, the one that a number falls on. */
export const pick = <T>(from: readonly T[], which: number): T | undefined =>
  from[which % from.length];
