import { heldStates, waitingStates } from './cheque-kinds.ts';

/*
 * What rows of cheques and guarantees say, as SQL.
 */

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/** SQL condition: money may yet come of the cheque `q`. */
export const isWaiting = (q: string): string => `${q}.state in (${quoted(waitingStates)})`;

/** SQL condition: the guarantee `g` may be called. */
export const isHeld = (g: string): string => `${g}.state in (${quoted(heldStates)})`;

type CommitmentColumns = Readonly<Record<'id' | 'ended' | 'settled' | 'amount', unknown>>;

/** SQL: what of a commitment cheques cover that are no money yet; never more than is open. */
export const securedOf = (k: CommitmentColumns): string =>
  `case when ${k.ended} is not null then 0 else least(${k.amount} - ${k.settled}, coalesce((
     select sum(v.amount) from cheque_coverage v join cheque q on q.id = v.cheque_id
     where v.commitment_id = ${k.id} and ${isWaiting('q')}), 0)) end`;

/** SQL: the first day from `day` on, on which banks are open. */
export const bankingDayOf = (day: unknown): string =>
  `coalesce((
     select min(d.day) from (select ${day} + n as day from generate_series(0, 60) n) d
     where extract(isodow from d.day)::int <> all ((select weekend from cheque_policy)::int[])
       and not exists (select from bank_holiday h where h.on_day = d.day)), ${day})`;

/**
 * SQL answering `commitment_id, amount, clears_on`: what cheques that are no money yet cover, and
 * the day on which each may be: a day of banks behind the one on which a bank has it.
 */
export const coverageToClear = `
  select v.commitment_id, v.amount, d.clears_on
  from cheque q
  join cheque_coverage v on v.cheque_id = q.id
  join (
    select p.day, ${bankingDayOf('p.presented + 1')} as clears_on
    from (select x.day, ${bankingDayOf('x.day')} as presented
          from (select distinct greatest(q.due_on, q.deposited_on) as day
                from cheque q where ${isWaiting('q')}) x
          offset 0) p
  ) d on d.day = greatest(q.due_on, q.deposited_on)
  where ${isWaiting('q')}`;

/** SQL: what customers have open and cheques cover, in the firm's currency. */
const coveredSql = (party: unknown, and: string): string =>
  `(select coalesce(sum(round((k.company_amount - k.company_settled)
       * least(k.amount - k.settled, v.amount) / (k.amount - k.settled), 4)), 0)
    from (select v.commitment_id, sum(v.amount) as amount
          from cheque q join cheque_coverage v on v.cheque_id = q.id
          where q.party_id = ${party} and ${isWaiting('q')} and ${and} group by 1) v
    join payment_commitment k on k.id = v.commitment_id
    where k.settled < k.amount and k.ended is null)`;

export const securedSql = (party: unknown): string => coveredSql(party, 'true');

/** SQL condition: the drawer of `q` has the history that the policy `s` asks for. */
const isTrusted = `(
  select count(*) filter (where e.to_state = 'CLEARED') >= s.relief_from_cleared
     and count(*) filter (where e.to_state = 'RETURNED') <= s.relief_most_returned
  from cheque o join cheque_entry e on e.cheque_id = o.id
  where o.drawer_account = q.drawer_account and o.bank_key = q.bank_key)`;

/** SQL: what guarantees of a customer that hold on a day are worth, less their haircut. */
export const guaranteedSql = (party: unknown, day: string): string =>
  `(select coalesce(sum(round(
       (g.amount - g.called) * g.rate * (100 - g.haircut_percent) / 100, 4)), 0)
    from guarantee g
    where g.party_id = ${party} and ${isHeld('g')}
      and (g.cheque_id is null or exists (
        select from cheque q where q.id = g.cheque_id and q.state = 'HELD_AS_SECURITY'))
      and g.valid_from <= ${day} and (g.valid_until is null or g.valid_until >= ${day}))`;

/** SQL: by so much cheques and guarantees lower what counts against a customer's limit. */
export const relievedSql = (party: unknown, day: string): string =>
  `(${guaranteedSql(party, day)} + (
    select case when s.relief_percent = 0 then 0
                else round(${coveredSql(party, isTrusted)} * s.relief_percent / 100, 4) end
    from cheque_policy s))`;

/** SQL: how many cheques of a customer came back, from `from` on where that is said. */
export const bouncesSql = (party: unknown, from: string | null = null): string =>
  `(select count(*)::int from cheque q join cheque_entry e on e.cheque_id = q.id
    where q.party_id = ${party} and e.to_state = 'RETURNED'
      ${from === null ? '' : `and e.effective_on > ${from}`})`;
