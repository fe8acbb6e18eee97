import type { Period } from './facts.ts';

const isEmpty = ({ validFrom, validTo }: Period): boolean =>
  validTo !== null && validTo <= validFrom;

/** One that is empty, and refused for it, meets nothing. */
const doOverlap = (a: Period, b: Period): boolean =>
  !isEmpty(a) &&
  !isEmpty(b) &&
  (b.validTo === null || a.validFrom < b.validTo) &&
  (a.validTo === null || b.validFrom < a.validTo);

/** Each period that meets an earlier one of the list, with the first that it meets. */
export const overlapping = (
  periods: readonly Period[],
): { readonly at: number; readonly other: number }[] =>
  periods.flatMap((period, at) => {
    const other = periods.findIndex((earlier, i) => i < at && doOverlap(earlier, period));
    return other < 0 ? [] : [{ at, other }];
  });
