import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { announce } from '../ledger/documents.ts';
import { leads, returnLeads } from '../ledger/write-lead.ts';
import { idleLeadStates } from '../rules/lead-states.ts';

/** More would hold their locks for too long; the rest goes back the next time. */
const most = 200;

const states = idleLeadStates.map((state) => `'${state}'`).join(', ');

/** Nobody did anything since `$1` less the days of the policy, and nothing is planned to come. */
const idle = `l.state in (${states})
  and not exists (select from lead_entry e where e.lead_id = l.id
                    and e.at > $1::timestamptz - make_interval(days => p.idle_days))
  and not exists (select from activity a where a.lead_id = l.id
                    and (greatest(a.created_at, a.done_at)
                           > $1::timestamptz - make_interval(days => p.idle_days)
                         or (a.state = 'PLANNED' and a.due_at > $1)))`;

const any = statement(
  'crm_any_idle_leads',
  `select exists (select from lead l, crm_policy p where p.idle_days is not null and ${idle})
     as idle`,
);

/** Whether there is a lead to go back; none where the firm has not said after how long. */
export async function hasIdleLeads(db: Queryable, now: Date): Promise<boolean> {
  const [row] = await db.query<{ idle: boolean }>(any, [now]);
  return row?.idle ?? false;
}

const lock = statement(
  'crm_lock_idle_leads',
  `select id from lead where id in (
     select l.id from lead l, crm_policy p where p.idle_days is not null and ${idle}
     order by l.id limit ${most})
   order by id for no key update`,
);

// Looked at again behind the locks: what somebody did meanwhile keeps the lead where it is.
const still = statement(
  'crm_still_idle_leads',
  `select l.id from lead l, crm_policy p where l.id = any($2::uuid[]) and ${idle}`,
);

/**
 * Leads on which nobody did anything for so many days as the firm has said go back to the pool,
 * with the reason in their history: somebody else may be given them.
 */
export const returnIdleLeads = defineOperation({
  name: 'returnIdleLeads',
  permission: 'crm.assign',
  async run(op): Promise<{ readonly returned: number; readonly isAll: boolean }> {
    const locked = await op.query<{ id: Id }>(lock, [op.now]);
    const ids = locked.map(({ id }) => id);
    const found = await op.query<{ id: Id }>(still, [op.now, ids]);
    const returned = await returnLeads(
      op,
      found.map(({ id }) => id),
      'Nothing was done with it',
    );
    for (const { before, after } of returned) {
      announce(op, leads, crmEvents.leadReturned, after, { before });
    }
    return { returned: returned.length, isAll: ids.length < most };
  },
});
