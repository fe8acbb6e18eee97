import {
  periodsBetween,
  type Calendar,
  type Period,
  type PeriodKind,
} from '../../kernel/calendar.ts';
import { refuse, refuseIfAny } from '../../kernel/domain-error.ts';
import type { Money } from '../../kernel/money.ts';
import { requireId } from '../../kernel/require-id.ts';
import type { Arguments } from '../read/read-type.ts';

/** More would be no answer for a screen. */
export const mostPeriods = 60;

/** The periods that have a day of the stretch; refused where there are none, or too many. */
export function requirePeriods(
  from: string,
  through: string,
  kind: PeriodKind,
  calendar: Calendar,
): Period[] {
  const periods = periodsBetween(from, through, { kind, calendar, most: mostPeriods + 1 });
  if (periods.length > 0 && periods.length <= mostPeriods) return periods;
  return refuse('PERIOD_UNKNOWN', `Ask for 1 to ${mostPeriods} periods`, ['through']);
}

/** Arguments that `requirePage` reads. */
export const paged = (arg: Arguments) => ({
  first: arg.int({ description: 'How many; 100 if not said, 1000 at most.' }),
  offset: arg.int({ description: 'So many are passed over.' }),
});

export function requirePage(
  first: number | null | undefined,
  offset: number | null | undefined,
): { first: number; offset: number } {
  const page = { first: first ?? 100, offset: offset ?? 0 };
  const fail = (path: string, message: string) => ({ code: 'PAGE_SIZE', message, path: [path] });
  refuseIfAny([
    ...(page.first < 1 || page.first > 1000 ? [fail('first', 'Ask for 1 to 1000 rows')] : []),
    ...(page.offset < 0 ? [fail('offset', 'Rows are passed over from 0 on')] : []),
  ]);
  return page;
}

/** Refuses ids that are none. */
export function requireIds(
  asked: Readonly<Record<string, string | number | null | undefined>>,
  ...names: readonly string[]
): void {
  for (const name of names) if (asked[name] != null) requireId(asked[name], [name]);
}

/** A field with an amount of its parent, in the currency of that. */
export const amountIn =
  <Parent extends { readonly currency: string }>(name: keyof Parent & string) =>
  (parent: Parent): Money => ({ amount: String(parent[name]), currency: parent.currency });
