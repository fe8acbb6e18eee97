import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { DunnedClaim, ProcedureFacts } from '../rules/dunning-facts.ts';
import { disputedOf, isPlaced, isPromised } from '../rules/dunning-sql.ts';

/** Counters begin anew when a commitment was paid, though the payment came back later. */
const lastPaid = `(select max(x.at) from (
    select a.at, sum(a.amount) over (order by a.at, a.id) as settled
    from allocation a where a.commitment_id = k.id) x
  where x.settled >= k.amount)`;

const letters = `lateral (
    select count(*)::int as attempts, coalesce(max(l.level_no), 0) as last_level,
           max(h.sent_on) as last_on
    from dunning_letter_line l join dunning_letter h on h.id = l.dunning_letter_id
    where l.commitment_id = k.id and h.state = 'SENT'
      and h.sent_at > coalesce(${lastPaid}, '-infinity'::timestamptz)
  ) s`;

const columns = `k.id, k.number, k.party_id as "partyId", k.currency,
  trim_scale(k.rate)::text as rate, trim_scale(k.amount)::text as amount,
  trim_scale(k.amount - k.settled)::text as open, k.due_on::text as "dueOn",
  k.reason in ('FEE', 'INTEREST') as "isCharge",
  trim_scale(${disputedOf('k.id')})::text as disputed,
  ${isPromised('k.id')} as "isPromised",
  ${isPlaced('k.id')} or k.charge_of_id is not null and ${isPlaced('k.charge_of_id')} as "isPlaced",
  f.legal_hold is not null as "isOnLegalHold", coalesce(q.id, d.id) as "procedureId",
  array(select coalesce(b.channel, 'ALL') from contact_block b
        where b.party_id = k.party_id and b.from_on <= $1::date
          and (b.until_on is null or b.until_on > $1::date)) as "blockedBy",
  s.attempts, s.last_level as "lastLevel", s.last_on::text as "lastOn",
  coalesce((select json_agg(json_build_object('on', a.effective_on, 'amount', a.amount::text)
                            order by a.id)
            from allocation a where a.commitment_id = k.id), '[]') as settlements,
  coalesce((select json_agg(json_build_object('from', p.accepted_on,
                                              'until', coalesce(p.ended_on, $1::date)))
            from (select i.payment_plan_id as id from payment_plan_item i
                  where i.commitment_id = k.id
                  union all
                  select l.payment_plan_id from payment_plan_instalment l
                  where l.commitment_id = k.id) x
            join payment_plan p on p.id = x.id
            where p.accepted_on is not null), '[]')
    as pauses,
  coalesce((select trim_scale(sum(c.amount))::text from payment_commitment c
            where c.charge_of_id = k.id and c.reason = 'INTEREST'
              and c.ended is distinct from 'CANCELLED'
              and not exists (select from payment_plan_instalment l
                              where l.interest_commitment_id = c.id)), '0') as charged,
  k.owner_id as "ownerId", k.team_id as "teamId"
 from payment_commitment k
 left join collection_profile f on f.party_id = k.party_id
 left join dunning_procedure q on q.id = f.dunning_procedure_id and q.is_active
 left join dunning_procedure d on d.is_default
 cross join ${letters}`;

const overdue = statement(
  'dunning_claims_overdue',
  `select ${columns}
   where k.ended is null and k.settled < k.amount and k.due_on < $1::date
     and not exists (select from dunning_letter g
                     where g.dunning_run_id = $2 and g.party_id = k.party_id)
   order by k.party_id, k.currency, k.due_on, k.id`,
);

const again = statement(
  'dunning_claims_again',
  `select ${columns}
   where k.id = ${anyOf('$2')} and k.ended is null and $1::date is not null
   order by k.party_id, k.currency, k.due_on, k.id`,
);

/** All that is overdue on a day, of customers whom the run does not write to yet. */
export const loadOverdue = (
  op: Pick<OperationContext, 'query'>,
  on: LocalDate,
  runId: Id,
): Promise<DunnedClaim[]> => op.query<DunnedClaim>(overdue, [on, runId]);

/** The same of certain commitments, as they are now. */
export const loadDunned = (
  op: Pick<OperationContext, 'query'>,
  on: LocalDate,
  ids: readonly Id[],
): Promise<DunnedClaim[]> => op.query<DunnedClaim>(again, [on, ids]);

const procedures = statement(
  'dunning_procedures_load',
  `select p.id, p.grace_days as "graceDays", p.interval_days as "intervalDays",
     p.most_attempts as "mostAttempts", p.charges, p.charge_days as "chargeDays",
     p.interest_starts as "interestStarts", s.basis,
     coalesce((select json_agg(json_build_object('validFrom', r.valid_from,
                                                 'percent', trim_scale(r.percent)::text))
               from interest_scheme_rate r where r.interest_scheme_id = s.id), '[]') as rates,
     (select json_agg(json_build_object('levelNo', l.level_no, 'days', l.days,
        'fee', trim_scale(l.fee)::text, 'minAmount', trim_scale(l.min_amount)::text,
        'hasInterest', l.has_interest, 'channel', l.channel, 'subject', l.subject, 'body', l.body)
        order by l.level_no)
      from dunning_level l where l.dunning_procedure_id = p.id) as levels
   from dunning_procedure p left join interest_scheme s on s.id = p.interest_scheme_id`,
);

/** All procedures, by id. */
export async function loadProcedures(
  op: Pick<OperationContext, 'query'>,
): Promise<Map<Id, ProcedureFacts>> {
  const rows = await op.query<ProcedureFacts>(procedures);
  return new Map(rows.map((row) => [row.id, row]));
}
