import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { ActivityRecord } from '../rules/records.ts';
import { columnsOf } from './columns-of.ts';
import { announce, changed, save, type DocumentKind } from './documents.ts';

const columns = columnsOf<ActivityRecord>([
  'id',
  'kind',
  'state',
  'subject',
  'note',
  'dueAt',
  'doneAt',
  'outcomeCode',
  'outcome',
  'partyId',
  'leadId',
  'opportunityId',
  'projectId',
  'documentKind',
  'documentId',
  'ownerId',
  'teamId',
  'createdAt',
  'createdBy',
  'version',
]);

export const activities: DocumentKind<ActivityRecord> = {
  name: 'activity',
  missing: 'ACTIVITY_NOT_FOUND',
  columns,
  lock: statement(
    'crm_lock_activity',
    `select ${columns.read} from activity where id = $1 for no key update`,
  ),
  save: statement(
    'crm_save_activity',
    `update activity set (${columns.names}) =
       (select ${columns.names} from json_populate_recordset(null::activity, $1))
     where id = ($1::json->0->>'id')::uuid`,
  ),
  silent: [],
};

const insert = statement(
  'crm_insert_activities',
  `insert into activity (${columns.names})
   select ${columns.names} from json_populate_recordset(null::activity, $1)`,
);

export const insertActivities = (
  op: OperationContext,
  rows: readonly ActivityRecord[],
): Promise<unknown> => op.query(insert, [columns.toJson(rows)]);

/** Writes it over the locked one, and tells of it. */
export async function changeActivity(
  op: OperationContext,
  before: ActivityRecord,
  wanted: Partial<ActivityRecord>,
  event: EventType,
): Promise<ActivityRecord> {
  const after = changed(before, wanted);
  if (!after) return before;
  await save(op, activities, after);
  announce(op, activities, event, after, { before });
  return after;
}

const relink = statement(
  'crm_relink_activities_of_lead',
  `with of_lead as (
     select id from activity where lead_id = $1 or opportunity_id = $4
     order by id for no key update
   )
   update activity a
   set lead_id = $1, party_id = coalesce($2, a.party_id), opportunity_id = $3,
       version = version + 1
   from of_lead where a.id = of_lead.id`,
);

/**
 * What was done and is planned about a lead is about its account and opportunity as well from now
 * on. When the conversion is taken back, also what came later is about the lead alone; the account
 * stays, for it is who the lead is.
 */
export const relinkActivities = (
  op: OperationContext,
  leadId: Id,
  to: {
    readonly partyId?: Id;
    readonly opportunityId?: Id;
    /** Whose activities come back to the lead. */
    readonly withdrawnId?: Id;
  },
): Promise<unknown> =>
  op.query(relink, [leadId, to.partyId ?? null, to.opportunityId ?? null, to.withdrawnId ?? null]);
