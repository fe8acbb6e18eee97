import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { addDays, type LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { Forbidden } from '../../../platform/identity/access-error.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import { bankingDayOf } from '../rules/cheque-sql.ts';

/** Cheques of one currency. */
export interface ChequeSum {
  readonly currency: string;
  readonly count: number;
  readonly amount: Decimal;
}

/** Cheques in hand that may be presented within one day or week, from its first day on. */
export interface ChequePeriod extends ChequeSum {
  readonly from: LocalDate;
}

/** What is to be done with cheques, and what they promise. */
export interface ChequeCalendar {
  readonly today: LocalDate;
  /** To be deposited today, and on the next day. */
  readonly depositToday: readonly ChequeSum[];
  readonly depositTomorrow: readonly ChequeSum[];
  /** In hand though their day is over. */
  readonly missed: readonly ChequeSum[];
  /** With a bank. */
  readonly deposited: readonly ChequeSum[];
  /** Came back, and nothing came of them yet. */
  readonly returned: readonly ChequeSum[];
  readonly periods: readonly ChequePeriod[];
}

const sums = (where: string): string => `(
  select coalesce(json_agg(json_build_object('currency', s.currency, 'count', s.count,
           'amount', trim_scale(s.amount)::text) order by s.currency), '[]')
  from (select currency, count(*)::int as count, sum(amount) as amount
        from seen where ${where} group by 1) s)`;
const inHand = `state in ('RECEIVED', 'EXTENDED')`;

const load = statement(
  'cheque_calendar',
  `with seen as materialized (
     select q.currency, q.amount, q.state, ${bankingDayOf('q.due_on')} as day
     from cheque q
     where q.state in ('RECEIVED', 'EXTENDED', 'DEPOSITED', 'RE_PRESENTED', 'RETURNED')
       and ($1::boolean or q.owner_id = $2 or q.team_id = any($3::uuid[]))
       and ($4::uuid is null or q.party_id = $4)
   )
   select $5::date as today,
     ${sums(`${inHand} and day = $5`)} as "depositToday",
     ${sums(`${inHand} and day = $5::date + 1`)} as "depositTomorrow",
     ${sums(`${inHand} and day < $5`)} as missed,
     ${sums(`state in ('DEPOSITED', 'RE_PRESENTED')`)} as deposited,
     ${sums(`state = 'RETURNED'`)} as returned,
     (select coalesce(json_agg(json_build_object('from', p.first, 'currency', p.currency,
               'count', p.count, 'amount', trim_scale(p.amount)::text)
               order by p.first, p.currency), '[]')
      from (select $5::date + (day - $5::date) / $7::int * $7::int as first, currency,
                   count(*)::int as count, sum(amount) as amount
            from seen where ${inHand} and day >= $5 and day < $6::date group by 1, 2) p)
       as periods`,
);

/** So many days ahead at most. */
export const mostCalendarDays = 731;

/**
 * Cheques by what is to be done with them, and the sums that may be presented in the days to come:
 * of what the viewer may see, by the day on which banks are open. One statement.
 */
export async function chequeCalendar(
  db: Queryable,
  viewer: Viewer,
  asked: {
    readonly today: LocalDate;
    readonly days: number;
    readonly isByWeek: boolean;
    readonly partyId: Id | null;
  },
): Promise<ChequeCalendar> {
  const grant = viewer.grants.get('receivables.read');
  if (!grant) throw new Forbidden('receivables.read', 'Reading cheques');
  const { today, days, isByWeek, partyId } = asked;
  const until = addDays(today, Math.min(Math.max(days, 1), mostCalendarDays));
  const reach = [grant.reach === 'ALL', viewer.personId, grant.unitIds];
  const values = [...reach, partyId, today, until, isByWeek ? 7 : 1];
  const [found] = await db.query<ChequeCalendar>(load, values);
  return found as ChequeCalendar;
}
