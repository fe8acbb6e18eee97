import { isWaiting } from './cheque-sql.ts';

/*
 * What was owed as of a day, as far as it was known at an instant: what is there now, less what was
 * written since. `$1` is the day, `$2` the instant, `$3` the instant at which the day ends. What is
 * written late is little, so nothing is added up from its beginnings.
 */

/** Rows of `allocation` and `ledger_entry` that are beyond the day or what was known. */
export const later = (alias: string): string =>
  `(${alias}.effective_on > $1::date or ${alias}.at > $2::timestamptz)`;

/**
 * SQL answering `id`: cheques that were no money yet, and might become some. No step counts on a
 * later day than that of its writing, so what was written since is all that may be beyond the day.
 */
export const waitingAsOf = `
  select c.id
  from (select q.id from cheque q where ${isWaiting('q')}
        union
        select l.cheque_id from cheque_entry l
        where l.at >= least($2::timestamptz, $3::timestamptz)) c
  cross join lateral (
    select e.to_state as state from cheque_entry e
    where e.cheque_id = c.id and e.effective_on <= $1::date and e.at <= $2::timestamptz
    order by e.seq desc limit 1) e
  where ${isWaiting('e')}`;

/** Charges are posted as they are raised, by no invoice. */
const charges = `('FEE', 'INTEREST', 'SERVICE', 'OPENING')`;

/**
 * SQL: what of a commitment the ledger has posted. What stands in place of others is posted by
 * those, and is told to be as it is settled.
 */
export const postedSql = (k: string): string => `
  case when ${k}.reason in ${charges}
         then case when ${k}.ended = 'CANCELLED' then 0 else ${k}.amount end
       when ${k}.reason = 'PLAN' then ${k}.settled else ${k}.billed end`;

/** What is not both paid and posted to the end; an index is on this. */
const unfinished = (k: string): string => `(${k}.settled < ${k}.amount or (${k}.billed < ${k}.amount
  and ${k}.reason not in ('FEE', 'INTEREST', 'SERVICE', 'OPENING', 'PLAN')))`;

/**
 * The bucket of a commitment: -1 without a day, 0 not late, then by how late; `$4` are days. What
 * waited for an invoice had no day before it: `i` is that one. Joined, for a subquery looks through
 * all of them for each row once they are too many for memory.
 */
const bucket = `case
  when c.due_on is null or i.id is not null then -1
  when c.due_on >= $1::date then 0
  else 1 + width_bucket($1::date - c.due_on, $4::int[]) end`;

const asItWas = `c.party_id, c.currency, c.owner_id, c.team_id, ${bucket} as bucket,
  c.amount, c.company_amount, c.settled - coalesce(t.settled, 0) as settled,
  c.company_settled - coalesce(t.company, 0) as company_settled,
  case when c.reason = 'PLAN' then c.settled - coalesce(t.settled, 0)
       else ${postedSql('c')} - coalesce(t.billed, 0) end as posted, c.created_at,
  c.ended is null or c.ended_at > $2::timestamptz or c.ended_at >= $3::timestamptz as asked`;

/**
 * CTEs `late_invoice`, `touched`, `late_entry`, `claim` and `account`: of each customer,
 * salesperson, team and bucket what was asked for, and of each customer and currency what the
 * ledger said. `of` narrows them, given the column of the party's id.
 *
 * `open` is what is asked for, `net` what of it is in invoices, less what is paid: below zero where
 * it is paid before it is invoiced. The sum of `net`, less what customers have to their credit, is
 * the ledger's balance.
 */
export const claimsAsOf = (of: (partyId: string) => string): string => `
  late_invoice as materialized (
    select distinct e.document_id as id from ledger_entry e
    where e.kind = 'INVOICE' and ${later('e')} and ${of('e.party_id')}
  ), touched as materialized (
    select k.id as commitment_id, sum(x.settled) as settled, sum(x.company) as company,
           sum(x.billed) as billed
    from (
      select a.commitment_id, a.amount as settled, a.company_amount as company, 0::numeric as billed
      from allocation a where ${later('a')} and ${of('a.party_id')}
      union all
      select b.commitment_id, 0, 0, b.amount
      from late_invoice i join payment_commitment_bill b on b.invoice_id = i.id
      union all
      select e.document_id, 0, 0, case when e.debit = 'CUSTOMER' then e.amount else -e.amount end
      from ledger_entry e
      where e.kind in ('INVOICE', 'FEE', 'INTEREST') and ${later('e')} and ${of('e.party_id')}
    ) x
    -- By its key, so that the planner knows how many there are.
    join payment_commitment k on k.id = x.commitment_id
    group by k.id
  ), late_entry as materialized (
    select e.party_id, e.currency,
           sum(case when e.debit = 'CUSTOMER' then e.amount else -e.amount end) as amount,
           sum(case when e.debit = 'CUSTOMER' then e.company_amount else -e.company_amount end)
             as company
    from ledger_entry e where ${later('e')} and ${of('e.party_id')} group by e.party_id, e.currency
  ), claim as materialized (
    select c.party_id, c.currency, c.owner_id, c.team_id, c.bucket,
           sum(case when c.asked then c.amount - c.settled else 0 end) as open,
           sum(case when c.asked then c.company_amount - c.company_settled else 0 end)
             as company_open,
           sum(c.posted - c.settled) as net,
           sum(case when c.posted = c.amount then c.company_amount
                 else round(c.company_amount * c.posted / c.amount, 4) end - c.company_settled)
             as company_net
    from (
      select ${asItWas}
      from payment_commitment c
      left join touched t on t.commitment_id = c.id
      left join late_invoice i on i.id = c.dated_by_id
      where ${unfinished('c')}
        and ${of('c.party_id')} and c.created_at <= $2::timestamptz
      union all
      select ${asItWas}
      from touched t join payment_commitment c on c.id = t.commitment_id
      left join late_invoice i on i.id = c.dated_by_id
      where not ${unfinished('c')} and c.created_at <= $2::timestamptz
    ) c
    where c.created_at < $3::timestamptz or c.posted <> 0 or c.settled <> 0
    group by c.party_id, c.currency, c.owner_id, c.team_id, c.bucket
  ), account as materialized (
    select b.party_id, b.currency, b.debit - b.credit - coalesce(l.amount, 0) as balance,
           b.company_debit - b.company_credit - coalesce(l.company, 0) as company_balance
    from customer_balance b
    left join late_entry l on l.party_id = b.party_id and l.currency = b.currency
    where ${of('b.party_id')}
  )`;
