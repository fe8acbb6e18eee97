import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Ownership } from '../../parties/index.ts';
import { chooseOwner, type Candidate } from '../rules/choose-owner.ts';
import { openLeadStates } from '../rules/lead-states.ts';
import type { LeadRecord } from '../rules/records.ts';

/** One act gives leads by rule at a time: what it decides by is what the others have given. */
const takeTurn = statement(
  'crm_take_turn_to_choose',
  `select pg_advisory_xact_lock(hashtext('crm.chooseOwners'))`,
);

const states = openLeadStates.map((state) => `'${state}'`).join(', ');

const load = statement(
  'crm_candidates',
  `select s.id, s.team_id as "teamId", s.weight, s.capacity,
     (select count(*)::int from lead l where l.owner_id = s.id and l.state in (${states})) as load,
     array(select g.segment_id from segment_salesperson g where g.salesperson_id = s.id)
       as "segmentIds"
   from salesperson s
   where s.active and s.weight > 0
     and not exists (select from absence a where a.salesperson_id = s.id
                       and $1::date between a.from_on and a.through_on)
   order by s.id`,
);

/** Who gets these leads by rule, by their ids; those for whom there is nobody are left out. */
export async function chooseOwners(
  op: OperationContext,
  leads: readonly Pick<LeadRecord, 'id' | 'segmentId'>[],
): Promise<Map<Id, Ownership>> {
  if (leads.length === 0) return new Map();
  await op.query(takeTurn);
  return chooseOwner(leads, await op.query<Candidate>(load, [op.today]));
}
