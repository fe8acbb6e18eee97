import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { Forbidden } from '../../../platform/identity/access-error.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import { disputedOf, isPlaced, isPromised } from '../rules/dunning-sql.ts';
import type { CollectionRisk, NextAction } from '../rules/kinds.ts';

/** A customer to be seen to, and why just now. */
export interface WorklistEntry {
  readonly partyId: Id;
  readonly score: Decimal;
  /** Overdue and neither disputed nor with an agency, in the firm's currency. */
  readonly amount: Decimal;
  readonly currency: string;
  readonly oldestOn: LocalDate;
  readonly oldestDays: number;
  /** The days of what is overdue, weighed by how much it is. */
  readonly averageDays: Decimal;
  readonly ageFactor: Decimal;
  readonly risk: CollectionRisk;
  readonly riskFactor: Decimal;
  readonly brokenPromises: number;
  readonly brokenFactor: Decimal;
  readonly lastContactAt: Date | null;
  readonly lastLevel: number;
  readonly nextAction: NextAction;
}

export interface WorklistQuestion {
  readonly teamId?: Id | null;
  readonly ownerId?: Id | null;
  readonly today: LocalDate;
  readonly first: number;
  /** Beyond this score and customer. */
  readonly after?: { readonly score: Decimal; readonly partyId: Id } | null;
}

/*
 * score = amount x (1 + average days / 30) x risk (0.5, 1, 2) x (1 + broken promises / 2): told
 * with its parts. Promises broken within a year count, kept ones do not make up for them.
 */
const load = statement(
  'collections_worklist',
  `with late as materialized (
     select k.party_id, k.company_amount - k.company_settled as amount,
       $1::date - k.due_on as days, k.due_on, ${disputedOf('k.id')} * k.rate as disputed,
       ${isPromised('k.id')} as promised,
       ${isPlaced('k.id')} as placed, k.reason = 'PLAN' as planned,
       (select coalesce(max(l.level_no), 0) from dunning_letter_line l
        join dunning_letter g on g.id = l.dunning_letter_id
        where l.commitment_id = k.id and g.state = 'SENT') as level
     from payment_commitment k join party p on p.id = k.party_id
     where k.ended is null and k.settled < k.amount and k.due_on < $1::date
       and ($2::boolean or p.owner_id = $3 or p.team_id = any($4::uuid[]))
       and ($5::uuid is null or p.team_id = $5) and ($6::uuid is null or p.owner_id = $6)
   ), owed as (
     select party_id,
       sum(greatest(amount - disputed, 0)) filter (where not placed) as amount,
       sum(amount) as whole, sum(amount * days) / nullif(sum(amount), 0) as days,
       min(due_on) as oldest, bool_and(promised) as promised, bool_and(placed) as placed,
       bool_and(planned) as planned, max(level) as level
     from late group by party_id
   ), scored as (
     select o.*, coalesce(f.risk, 'MEDIUM') as risk, f.legal_hold is not null as held,
       round(1 + coalesce(o.days, 0) / 30, 4) as age_factor,
       case coalesce(f.risk, 'MEDIUM') when 'LOW' then 0.5 when 'HIGH' then 2.0 else 1.0 end
         as risk_factor,
       b.n as broken, 1 + b.n / 2.0 as broken_factor, c.at as contacted, b.last_on as broken_on,
       exists (select from dispute d where d.party_id = o.party_id and d.state = 'OPEN'
                 and d.answer_on <= $1::date) as to_answer,
       (select max(l.level_no) from dunning_level l
        join dunning_procedure q on q.id = l.dunning_procedure_id
        where case when y.id is null then q.is_default else q.id = y.id end) as last_level
     from owed o
     left join collection_profile f on f.party_id = o.party_id
     left join dunning_procedure y on y.id = f.dunning_procedure_id and y.is_active
     cross join lateral (
       select count(*)::int as n, max(p.decided_on) as last_on from promise_to_pay p
       where p.party_id = o.party_id and p.state = 'BROKEN'
         and p.decided_on > $1::date - 365) b
     left join lateral (
       select max(c.at) as at from collection_contact c where c.party_id = o.party_id) c on true
   ), ranked as (
     select s.*, round(coalesce(s.amount, 0) * s.age_factor * s.risk_factor * s.broken_factor, 4)
       as score from scored s
   )
   select r.party_id as "partyId", trim_scale(r.score)::text as score,
     trim_scale(coalesce(r.amount, 0))::text as amount, (select currency from company) as currency,
     r.oldest::text as "oldestOn", $1::date - r.oldest as "oldestDays",
     trim_scale(round(r.days, 1))::text as "averageDays",
     trim_scale(r.age_factor)::text as "ageFactor", r.risk,
     trim_scale(r.risk_factor)::text as "riskFactor", r.broken as "brokenPromises",
     trim_scale(r.broken_factor)::text as "brokenFactor", r.contacted as "lastContactAt",
     r.level as "lastLevel",
     case when r.to_answer then 'ANSWER_DISPUTE'
          when r.placed then 'WAIT_FOR_AGENCY'
          when r.held then 'LEGAL'
          when r.promised then 'WAIT_FOR_PROMISE'
          when r.planned then 'WAIT_FOR_PLAN'
          when r.broken > 0 and (r.contacted is null or r.contacted < r.broken_on)
            then 'CALL_ABOUT_BROKEN_PROMISE'
          when r.level >= r.last_level then 'PLACE_WITH_AGENCY'
          when r.level = 0 then 'DUN' else 'CALL' end as "nextAction"
   from ranked r
   where $7::numeric is null or (-r.score, r.party_id) > (-$7::numeric, $8::uuid)
   order by -r.score, r.party_id limit $9`,
);

/** Whom collectors see to next: within reach, the most pressing first. One statement. */
export async function loadWorklist(
  db: Queryable,
  viewer: Viewer,
  asked: WorklistQuestion,
): Promise<WorklistEntry[]> {
  const permission = 'collections.read';
  const grant = viewer.grants.get(permission);
  if (!grant) throw new Forbidden(permission, 'Reading the worklist');
  const unitIds = grant.reach === 'UNIT' ? grant.unitIds : [];
  const whose = [grant.reach === 'ALL', viewer.personId, unitIds];
  const { teamId = null, ownerId = null, today, first, after = null } = asked;
  const beyond = [after?.score ?? null, after?.partyId ?? null];
  return db.query<WorklistEntry>(load, [today, ...whose, teamId, ownerId, ...beyond, first]);
}
