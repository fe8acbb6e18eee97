import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import type { BoardQuestion } from '../rules/board-question.ts';
import { leadStateNames, type LeadState } from '../rules/lead-states.ts';
import { requireSeen } from './within-reach.ts';

export interface LeadColumn {
  readonly state: LeadState;
  readonly count: number;
  /** When the oldest of them came. */
  readonly oldestAt: Date | string | null;
  /** How long they are in this state by now, on average. */
  readonly averageDays: string | null;
}

/** Leads that were put away, by why. */
export interface LeadReasonCount {
  readonly reasonId: Id;
  readonly count: number;
}

export interface LeadBoard {
  /** Every state, also those with no lead. */
  readonly columns: readonly LeadColumn[];
  readonly reasons: readonly LeadReasonCount[];
}

const order = leadStateNames.map((state, i) => `('${state}', ${i})`).join(', ');

const load = statement(
  'crm_lead_board',
  `with seen as materialized (
     select l.id, l.state, l.reason_id, l.created_at,
            (select max(e.at) from lead_entry e
             where e.lead_id = l.id and e.to_state = l.state
               and e.from_state is distinct from e.to_state) as since
     from lead l
     where ($1::boolean or l.owner_id = $2 or l.team_id = any($3::uuid[]))
       and ($4::uuid is null or l.team_id = $4) and ($5::uuid is null or l.owner_id = $5)
       and ($6::timestamptz is null or l.created_at >= $6)
       and ($7::timestamptz is null or l.created_at < $7)
   )
   select
     (select json_agg(json_build_object('state', s.state, 'count', coalesce(c.n, 0),
                'oldestAt', c.oldest, 'averageDays', c.days::text) order by s.place)
      from (values ${order}) as s(state, place)
      left join (
        select state, count(*)::int as n, min(created_at) as oldest,
               round(avg(extract(epoch from $8::timestamptz - since) / 86400)::numeric, 1)::float8
                 as days
        from seen group by state
      ) c using (state)) as columns,
     coalesce((select json_agg(json_build_object('reasonId', r.reason_id, 'count', r.n)
                 order by r.n desc, r.reason_id)
      from (select reason_id, count(*)::int as n from seen
            where state = 'DISQUALIFIED' group by reason_id) r), '[]') as reasons`,
);

/**
 * How many leads are in each state, since when, and why those that were put away were: of what the
 * viewer may see, and of what is asked for. One statement.
 */
export async function leadBoard(
  db: Queryable,
  viewer: Viewer,
  asked: BoardQuestion & { readonly now: Date },
): Promise<LeadBoard> {
  const { everything, personId, unitIds } = requireSeen(viewer, 'crm.read', 'Reading the board');
  const { teamId = null, ownerId = null, from = null, until = null, now } = asked;
  const filters = [teamId, ownerId, from, until];
  const rows = await db.query<LeadBoard>(load, [everything, personId, unitIds, ...filters, now]);
  return rows[0] as LeadBoard;
}
