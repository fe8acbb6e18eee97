import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import { claimsAsOf, waitingAsOf } from '../rules/ageing-sql.ts';
import type { AgeingGroup } from '../rules/ageing.ts';
import { requireSeen } from './within-reach.ts';

export interface AgeingQuestion {
  readonly asOf: LocalDate;
  /** When the day ends, as an instant. */
  readonly dayEndsAt: Date;
  readonly knownAt: Date;
  /** Days late, each the last of its bucket: 30, 60, 90. Six at most. */
  readonly buckets: readonly number[];
  readonly by: AgeingGroup;
  /** In the firm's currency, at the rates of the documents; else each currency by itself. */
  readonly inCompanyCurrency: boolean;
  readonly partyId?: Id | null;
  readonly teamId?: Id | null;
  readonly ownerId?: Id | null;
  readonly currency?: string | null;
  readonly first: number;
  readonly offset: number;
}

/** What is owed, by how late it is; `open` is `notDue`, `undated` and all buckets together. */
export interface AgeingFigures {
  readonly currency: string;
  readonly open: Decimal;
  readonly undated: Decimal;
  readonly notDue: Decimal;
  /** One more than the days asked for: the last is everything later. */
  readonly late: readonly Decimal[];
  /** What of `open` is in no invoice yet, less what is paid of invoices to come. */
  readonly unbilled: Decimal;
  /** What customers have to their credit. */
  readonly unallocated: Decimal;
  /** What cheques and other papers promise that are no money yet, as they stood then. */
  readonly secured: Decimal;
  /** `open` less `unbilled` and `unallocated`: the ledger's. */
  readonly balance: Decimal;
}

export interface AgeingRow extends AgeingFigures {
  /** The customer, salesperson or team; null: nobody's, or of a currency. */
  readonly key: Id | null;
}

export interface Ageing {
  /** One for each currency. */
  readonly totals: readonly AgeingFigures[];
  /** The largest first. */
  readonly rows: readonly AgeingRow[];
  readonly count: number;
}

const lateColumns = [1, 2, 3, 4, 5, 6, 7];

const sums = lateColumns
  .map((n) => `sum(open) filter (where bucket = ${n}) as late${n}`)
  .join(', ');

const told = (column: string): string => `trim_scale(coalesce(${column}, 0))::text`;

const figures = [
  `'open', ${told('open')}`,
  `'undated', ${told('undated')}`,
  `'notDue', ${told('not_due')}`,
  `'unbilled', ${told('unbilled')}`,
  `'unallocated', ${told('unallocated')}`,
  `'secured', ${told('secured')}`,
  `'balance', ${told('coalesce(open, 0) - coalesce(unbilled, 0) - coalesce(unallocated, 0)')}`,
  `'late', json_build_array(${lateColumns.map((n) => told(`late${n}`)).join(', ')})`,
].join(', ');

const seen = (alias: string): string =>
  `($6::boolean or ${alias}.owner_id = $7 or ${alias}.team_id = any($8::uuid[]))
   and ($9::uuid is null or ${alias}.team_id = $9)
   and ($10::uuid is null or ${alias}.owner_id = $10)`;

const keyOf = (alias: string, party: string): string =>
  `case $5::text when 'CUSTOMER' then ${party} when 'TEAM' then ${alias}.team_id
   when 'OWNER' then ${alias}.owner_id end`;

/** A cheque has no rate before it is money: that of the day. */
const inCompany = `round(q.amount * case
  when q.currency = (select currency from company) then 1
  else coalesce((select r.rate from exchange_rate r where r.currency = q.currency
                 and r.on_day <= $1::date order by r.on_day desc limit 1), 0) end, 4)`;

const text = (of: (partyId: string) => string): string => `
  with ${claimsAsOf(of)}, credit as (
    select a.party_id, a.currency, coalesce(n.net, 0) - a.balance as amount,
           coalesce(n.company_net, 0) - a.company_balance as company
    from account a
    left join (select party_id, currency, sum(net) as net, sum(company_net) as company_net
               from claim group by party_id, currency) n
      on n.party_id = a.party_id and n.currency = a.currency
  ), part as (
    select ${keyOf('c', 'c.party_id')} as key, c.currency, c.bucket,
           sum(case when $11 then c.company_open else c.open end) as open,
           sum(case when $11 then c.company_open - c.company_net else c.open - c.net end)
             as unbilled,
           0 as unallocated, 0 as secured
    from claim c where ${seen('c')} group by 1, 2, 3
    union all
    select ${keyOf('p', 'p.id')}, c.currency, null, 0, 0,
           case when $11 then c.company else c.amount end, 0
    from credit c join party p on p.id = c.party_id
    where ${seen('p')} and (c.amount <> 0 or c.company <> 0)
    union all
    select ${keyOf('r', 'r.party_id')}, r.currency, null, 0, 0, 0,
           case when $11 then r.company_amount else r.amount end
    from receipt r
    where (r.state = 'PENDING' or r.cleared_on > $1::date
           or (r.cleared_on is null and r.reversed_on > $1::date))
      and r.booked_on <= $1::date and r.created_at <= $2::timestamptz
      and ${of('r.party_id')} and ${seen('r')}
    union all
    select ${keyOf('q', 'q.party_id')}, q.currency, null, 0, 0, 0,
           case when $11 then ${inCompany} else q.amount end
    from (${waitingAsOf}) s join cheque q on q.id = s.id where ${of('q.party_id')} and ${seen('q')}
  ), grouped as (
    select grouping(key) as is_total, key,
           case when $11 then (select currency from company) else currency end as currency,
           sum(open) as open, sum(open) filter (where bucket = -1) as undated,
           sum(open) filter (where bucket = 0) as not_due, ${sums},
           sum(unbilled) as unbilled, sum(unallocated) as unallocated, sum(secured) as secured
    from part where $12::text is null or currency = $12
    group by grouping sets ((key, 3), (3))
    having sum(open) <> 0 or sum(unbilled) <> 0 or sum(unallocated) <> 0 or sum(secured) <> 0
  )
  select
    (select coalesce(json_agg(json_build_object('currency', currency, ${figures})
                              order by currency), '[]')
     from grouped where is_total = 1) as totals,
    (select count(*)::int from grouped where is_total = 0) as count,
    (select coalesce(json_agg(json_build_object('key', key, 'currency', currency, ${figures})
                              order by open desc, key, currency), '[]')
     from (select * from grouped where is_total = 0
           order by open desc, key, currency limit $13 offset $14) page) as rows`;

const ofAll = statement(
  'receivables_ageing',
  text(() => 'true'),
);
const ofOne = statement(
  'receivables_ageing_of_one',
  text((partyId) => `${partyId} = $15::uuid`),
);

/**
 * What is owed as of any day, as far as it was known at any instant, by how late it was: of what
 * the viewer may see. One statement; it reads what is open, and what was written since.
 */
export async function receivablesAgeing(
  db: Queryable,
  viewer: Viewer,
  asked: AgeingQuestion,
): Promise<Ageing> {
  const who = requireSeen(viewer, 'receivables.read', 'Reading what is owed');
  const { partyId = null, teamId = null, ownerId = null, currency = null } = asked;
  const thresholds = asked.buckets.map((days) => days + 1);
  const values = [
    ...[asked.asOf, asked.knownAt, asked.dayEndsAt, thresholds, asked.by],
    ...[who.everything, who.personId, who.unitIds, teamId, ownerId],
    ...[asked.inCompanyCurrency, currency, asked.first, asked.offset],
  ];
  const [found] =
    partyId === null
      ? await db.query<Ageing>(ofAll, values)
      : await db.query<Ageing>(ofOne, [...values, partyId]);
  const shown = asked.buckets.length + 1;
  const cut = <T extends AgeingFigures>(one: T): T => ({ ...one, late: one.late.slice(0, shown) });
  const { totals = [], rows = [], count = 0 } = found ?? {};
  return { totals: totals.map(cut), rows: rows.map(cut), count };
}
