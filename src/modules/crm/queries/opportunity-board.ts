import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import type { BoardQuestion } from '../rules/board-question.ts';
import type { OpportunityState } from '../rules/opportunity-states.ts';
import { requireSeen } from './within-reach.ts';

interface Figures {
  readonly count: number;
  /** In the firm's currency; what has no amount counts as nothing. */
  readonly amount: Decimal;
  /** By probability. */
  readonly weighted: Decimal;
}

/** What is open in one stage; or, without a stage, what was won or lost. */
export interface OpportunityColumn extends Figures {
  readonly state: OpportunityState;
  readonly stageId: Id | null;
  readonly oldestAt: Date | string | null;
  /** Of open ones: how long they are in this stage by now; of closed ones: how long they took. */
  readonly averageDays: string | null;
}

/** Opportunities that were lost, by why. */
export interface OpportunityReasonCount {
  readonly reasonId: Id;
  readonly count: number;
  readonly amount: Decimal;
}

export interface OpportunityBoard {
  /** ISO 4217. */
  readonly currency: string;
  /** The stages in their order, then WON, then LOST. */
  readonly columns: readonly OpportunityColumn[];
  readonly reasons: readonly OpportunityReasonCount[];
}

const sum = (amount: string): string => `trim_scale(coalesce(sum(${amount}), 0))::text`;

const load = statement(
  'crm_opportunity_board',
  `with seen as materialized (
     select o.id, o.state, o.reason_id, o.created_at, o.company_amount, o.probability,
            case when o.state = 'OPEN' then o.stage_id end as stage_id,
            coalesce(o.closed_at, $8) as until,
            case when o.state = 'OPEN' then
              (select e.at from opportunity_entry e
               where e.opportunity_id = o.id and e.stage_id = o.stage_id
                 and e.seq > coalesce((select max(b.seq) from opportunity_entry b
                       where b.opportunity_id = o.id
                         and (b.stage_id <> o.stage_id or b.state <> 'OPEN')), 0)
               order by e.seq limit 1)
            else o.created_at end as since
     from opportunity o
     where o.state <> 'WITHDRAWN'
       and ($1::boolean or o.owner_id = $2 or o.team_id = any($3::uuid[]))
       and ($4::uuid is null or o.team_id = $4) and ($5::uuid is null or o.owner_id = $5)
       and ($6::timestamptz is null or coalesce(o.closed_at, o.created_at) >= $6)
       and ($7::timestamptz is null or coalesce(o.closed_at, o.created_at) < $7)
   ), figures as (
     select state, stage_id, count(*)::int as n, min(created_at) as oldest,
            ${sum('company_amount')} as amount,
            ${sum('round(company_amount * probability / 100, 4)')} as weighted,
            round(avg(extract(epoch from until - since) / 86400)::numeric, 1)::float8 as days
     from seen group by state, stage_id
   ), place as (
     select 'OPEN' as state, s.id as stage_id, s.position::bigint as place
     from opportunity_stage s
     where s.active or exists (select from figures f where f.stage_id = s.id)
     union all values ('WON', null::uuid, 10000000::bigint), ('LOST', null, 10000001)
   )
   select c.currency,
     (select json_agg(json_build_object('state', p.state, 'stageId', p.stage_id,
                'count', coalesce(f.n, 0), 'amount', coalesce(f.amount, '0'),
                'weighted', coalesce(f.weighted, '0'), 'oldestAt', f.oldest,
                'averageDays', f.days::text) order by p.place)
      from place p
      left join figures f on f.state = p.state and f.stage_id is not distinct from p.stage_id)
       as columns,
     coalesce((select json_agg(json_build_object('reasonId', r.reason_id, 'count', r.n,
                 'amount', r.amount) order by r.n desc, r.reason_id)
      from (select reason_id, count(*)::int as n, ${sum('company_amount')} as amount
            from seen where state = 'LOST' group by reason_id) r), '[]') as reasons
   from company c where c.id = 1`,
);

/**
 * What is in the pipeline stage by stage, what was won and lost, and why: of what the viewer may
 * see, and of what is asked for; open ones by when they came, others by when they were closed. One
 * statement.
 */
export async function opportunityBoard(
  db: Queryable,
  viewer: Viewer,
  asked: BoardQuestion & { readonly now: Date },
): Promise<OpportunityBoard> {
  const { everything, personId, unitIds } = requireSeen(viewer, 'crm.read', 'Reading the board');
  const { teamId = null, ownerId = null, from = null, until = null, now } = asked;
  const values = [everything, personId, unitIds, teamId, ownerId, from, until, now];
  const [board] = await db.query<OpportunityBoard>(load, values);
  return board as OpportunityBoard;
}
