import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { fault } from '../errors.ts';

/** By what amounts that are owed are added up. */
export const ageingGroups = ['CUSTOMER', 'OWNER', 'TEAM', 'CURRENCY'] as const;
export type AgeingGroup = (typeof ageingGroups)[number];

export const usualBuckets: readonly number[] = [30, 60, 90];

const mostBuckets = 6;
const mostDays = 36_500;

/** Days late, each more than the one before it. */
export function requireBuckets(buckets: readonly number[]): void {
  const faults: Fault[] = [];
  const rises = buckets.every((days, n) => days > (buckets[n - 1] ?? 0) && days <= mostDays);
  if (!rises || buckets.length === 0 || buckets.length > mostBuckets) {
    const message = `Buckets are 1 to ${mostBuckets} numbers of days, each more than the last`;
    faults.push(fault('BUCKETS_MALFORMED', message, ['buckets']));
  }
  refuseIfAny(faults);
}
