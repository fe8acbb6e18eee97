/*
 * When a delivery that failed is tried again. Attempts are counted and not days: a clock that jumps
 * can bring an attempt forward, and gives up nothing.
 */

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** After the first failure 5 seconds, and so on: three days and a little in all. */
const pauses: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** As many attempts, then the stream goes to the dead letters. */
export const attemptsInAll = pauses.length + 1;

/** What a receiver may ask for at most. */
const longestWish = day;
/** All of an endpoint waits at most so long for what one answer asked for. */
export const longestRest = hour;

/**
 * How long to wait after so many failures, or null: it has been tried long enough. Up to a tenth is
 * added by chance, so that what failed together does not come again together.
 */
export function pauseAfter(
  failures: number,
  wishedMs: number | null,
  random: () => number,
): number | null {
  const pause = pauses[failures - 1];
  if (pause === undefined) return null;
  return Math.max(pause * (1 + random() / 10), Math.min(wishedMs ?? 0, longestWish));
}

/** How long the whole endpoint is left alone: 429 and 503 speak for the server, not of an event. */
export const restFor = (wishedMs: number | null): number =>
  wishedMs === null ? 0 : Math.min(wishedMs, longestRest);
