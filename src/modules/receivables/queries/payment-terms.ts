import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { ScheduleLine } from '../rules/commitment.ts';

/** SQL: the lines of the payment terms `t`, as JSON in the form of `ScheduleLine`. */
export const termsLinesOf = (t: string): string => `(
  select json_agg(json_build_object('lineNo', l.line_no, 'reason', l.reason,
    'percent', trim_scale(l.percent)::text, 'dueTrigger', l.due_trigger, 'days', l.days,
    'dueOn', null, 'method', l.method,
    'discountPercent', trim_scale(l.discount_percent)::text, 'discountDays', l.discount_days,
    'discountTaxMode', ${t}.discount_tax_mode, 'discountOnPart', ${t}.discount_on_part,
    'discountGraceDays', ${t}.discount_grace_days, 'appropriation', ${t}.appropriation)
    order by l.line_no)
  from payment_terms_line l where l.payment_terms_id = ${t}.id)`;

/**
 * SQL: percent of what is sold by the payment terms `t` that bears tax. Less than all where their
 * discount lowers the tax from the start (ALWAYS): each part less its discount.
 */
export const taxedPercentOf = (t: string): string => `(
  select trim_scale(100 - case ${t}.discount_tax_mode when 'ALWAYS'
      then round(coalesce(sum(l.percent * l.discount_percent), 0) / 100, 6) else 0 end)::text
  from payment_terms_line l where l.payment_terms_id = ${t}.id)`;

/** What schedules are made of, beside their orders. */
export interface ScheduleTerms {
  readonly companyCurrency: string;
  readonly terms: readonly { readonly id: Id; readonly lines: readonly ScheduleLine[] }[];
}

const loadAll = statement(
  'payment_schedule_terms',
  `select currency as "companyCurrency",
     (select coalesce(json_agg(json_build_object('id', t.id, 'lines', ${termsLinesOf('t')})), '[]')
      from payment_terms t where t.id = ${anyOf('$1')}) as terms
   from company`,
);

/** Of terms by their ids, and the firm's currency. One statement. */
export async function loadScheduleTerms(
  db: Queryable,
  ids: readonly (Id | null)[],
): Promise<ScheduleTerms> {
  const named = [...new Set(ids.filter((id) => id !== null))];
  const [facts] = await db.query<ScheduleTerms>(loadAll, [named]);
  return facts as ScheduleTerms;
}

const load = statement(
  'payment_terms_lines',
  `select t.id, ${termsLinesOf('t')} as lines from payment_terms t where t.id = ${anyOf('$1')}`,
);

/** What terms of payment say, by their ids. */
export async function loadTermsLines(
  db: Queryable,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, readonly ScheduleLine[]>> {
  const found = await db.query<{ id: Id; lines: ScheduleLine[] | null }>(load, [ids]);
  return new Map(found.map(({ id, lines }) => [id, lines ?? []]));
}
