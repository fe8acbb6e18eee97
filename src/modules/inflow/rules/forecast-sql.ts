import type { ForecastSources } from './forecast-layers.ts';

/*
 * What is expected, part by part. `$1` is today, `$2` whether everything is seen, `$3` who asks,
 * `$4` their teams, `$5` and `$6` a team and an owner alone, `$7` a customer alone, `$8` the places
 * of the firm's currency, `$9` BUCKETS or DELAY; behind them for each layer, in their order:
 * whether it is seen at all, everything of it, and of which teams.
 */
export const fixedParameters = 9;

/** SQL: the rows of an alias that are seen, and asked for. */
export const seenRows = (alias: string): string =>
  `($2::boolean or ${alias}.owner_id = $3 or ${alias}.team_id = any($4::uuid[]))
   and ${askedRows(alias)}`;

const askedRows = (alias: string): string =>
  `($5::uuid is null or ${alias}.team_id = $5) and ($6::uuid is null or ${alias}.owner_id = $6)
   and ($7::uuid is null or ${alias}.party_id = $7)`;

/** How probable money is by how many days late it is. */
const probability = (daysLate: string): string => `
  coalesce((select p.percent from inflow_probability p
            where p.days_late <= greatest(${daysLate}, 0) order by p.days_late desc limit 1), 100)`;

/**
 * CTE `part`: layer, kind, id, party_id, owner_id, team_id, currency, method, due_on, expected_on
 * (null: nobody knows), amount, percent and expected, in the firm's currency. What a customer owes
 * is in it once: parts that are promised or secured, and the rest; together what is open.
 */
export const expectedParts = ({ parts, layers }: ForecastSources): string => `
  open as materialized (
    select k.id, k.party_id, k.owner_id, k.team_id, k.currency, k.method, k.due_on,
           k.amount - k.settled as open, k.company_amount - k.company_settled as company_open
    from payment_commitment k
    where k.settled < k.amount and k.ended is null and ${seenRows('k')}
  ), told as (
    ${parts.length === 0 ? noPart : parts.map(partText).join('\nunion all\n')}
  ), placed as (
    select o.id, t.kind, t.place, t.expected_on, t.percent, o.open, o.company_open, t.amount,
           coalesce(sum(t.amount) over (partition by o.id order by t.place, t.expected_on, t.n
             rows between unbounded preceding and 1 preceding), 0) as before
    from (select *, row_number() over () as n from told) t join open o on o.id = t.commitment_id
    where t.amount > 0
  ), counted as materialized (
    select id, kind, expected_on, percent,
           round(company_open * least(amount, open - before) / open, $8::int) as amount
    from placed where before < open
  ), rest as (
    select o.id, o.company_open - coalesce(sum(c.amount), 0) as amount
    from open o left join counted c on c.id = o.id group by o.id, o.company_open
  ), delay as materialized (
    select k.party_id, percentile_disc(0.5) within group (
             order by coalesce(r.valued_on, a.effective_on) - k.due_on) as days
    from allocation a join payment_commitment k on k.id = a.commitment_id
    join receipt r on r.id = a.receipt_id
    where $9::text = 'DELAY' and a.reverses_id is null and k.due_on is not null
      and not exists (select from allocation b where b.reverses_id = a.id)
      and k.party_id in (select party_id from open)
    group by k.party_id
  ), owed as (
    select o.id, c.kind, c.expected_on, c.percent, c.amount
    from counted c join open o on o.id = c.id
    union all
    select o.id, case when d.days is null then 'DUE' else 'DELAY' end,
           o.due_on + coalesce(d.days, 0),
           case when $9 = 'DELAY' then 100 end, r.amount
    from rest r join open o on o.id = r.id left join delay d on d.party_id = o.party_id
    where r.amount > 0
  ), part as materialized (
    select 'COMMITMENT' as layer, w.kind, o.id, o.party_id, o.owner_id, o.team_id, o.currency,
           o.method, o.due_on, ${fromToday('w.expected_on')} as expected_on,
           w.amount, x.percent,
           round(w.amount * x.percent / 100, $8::int) as expected
    from owed w join open o on o.id = w.id
    cross join lateral (
      select coalesce(w.percent, ${probability('$1::date - o.due_on')}) as percent) x
    ${layers.map((layer, n) => `union all ${layerText(layer, n)}`).join('\n')}
  )`;

/** What nobody knows the day of has none: `greatest` alone would make it today. */
const fromToday = (day: string): string =>
  `case when ${day} is not null then greatest(${day}, $1::date) end`;

const noPart = `select null::uuid as commitment_id, 0::numeric as amount, null::date as expected_on,
  null::numeric as percent, ''::text as kind, 0 as place where false`;

const partText = ({ kind, place, sql }: ForecastSources['parts'][number]): string =>
  `select commitment_id, amount, expected_on, percent, '${kind}'::text as kind, ${place} as place
   from (${sql}) s`;

function layerText({ kind, sql }: ForecastSources['layers'][number], n: number): string {
  const [held, everything, units] = [1, 2, 3].map((of) => `$${fixedParameters + 3 * n + of}`);
  return `select '${kind}', '${kind}', l.id, l.party_id, l.owner_id, l.team_id, l.currency, null,
      null, ${fromToday('l.expected_on')}, l.company_amount, l.percent,
      round(l.company_amount * l.percent / 100, $8::int)
    from (${sql}) l
    where ${held}::boolean
      and (${everything}::boolean or l.owner_id = $3 or l.team_id = any(${units}::uuid[]))
      and ${askedRows('l')}`;
}

/** SQL: by what something is cut; `slice` is the parameter with the name of the cut. */
export const sliceKey = (slice: string, alias: string): string => `
  case ${slice}::text
    when 'PERSON' then ${alias}.owner_id::text when 'TEAM' then ${alias}.team_id::text
    when 'CUSTOMER' then ${alias}.party_id::text
    when 'SEGMENT' then (select g.id::text from party_segment s
                         join segment g on g.id = s.segment_id
                         where s.party_id = ${alias}.party_id order by g.code limit 1)
    when 'METHOD' then ${alias}.method when 'CURRENCY' then ${alias}.currency end`;
