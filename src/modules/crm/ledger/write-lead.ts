import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { LeadState } from '../rules/lead-states.ts';
import type { LeadRecord } from '../rules/records.ts';
import { columnsOf } from './columns-of.ts';
import { announce, changed, save, type DocumentKind } from './documents.ts';

const given: readonly (keyof LeadRecord)[] = [
  'id',
  'state',
  'subject',
  'companyName',
  'personName',
  'phone',
  'phoneKey',
  'email',
  'emailKey',
  'taxId',
  'taxIdKey',
  'city',
  'note',
  'utm',
  'leadSourceId',
  'segmentId',
  'projectId',
  'reasonId',
  'duplicateOfId',
  'accountId',
  'contactId',
  'ownerId',
  'teamId',
  'nameKey',
  'searchText',
  'createdAt',
  'createdBy',
  'version',
];
const columns = columnsOf<LeadRecord>([...given, 'number']);
const { names } = columnsOf<LeadRecord>(given);

export const leads: DocumentKind<LeadRecord> = {
  name: 'lead',
  missing: 'LEAD_NOT_FOUND',
  columns,
  lock: statement(
    'crm_lock_lead',
    `select ${columns.read} from lead where id = $1 for no key update`,
  ),
  save: statement(
    'crm_save_lead',
    `update lead set (${columns.names}) =
       (select ${columns.names} from json_populate_recordset(null::lead, $1))
     where id = ($1::json->0->>'id')::uuid`,
  ),
  silent: ['nameKey', 'searchText'],
};

const insert = statement(
  'crm_insert_leads',
  `insert into lead (number, ${names})
   select 'LD-' || nextval('lead_number'), ${names} from json_populate_recordset(null::lead, $1)
   returning id, number`,
);

const append = statement(
  'crm_append_lead_entries',
  `insert into lead_entry (lead_id, from_state, to_state, from_owner_id, to_owner_id, reason, at,
                           operation_id, actor_id)
   select lead_id, from_state, to_state, from_owner_id, to_owner_id, reason, $2, $3, $4
   from json_to_recordset($1) as e(lead_id uuid, from_state text, to_state text,
                                   from_owner_id uuid, to_owner_id uuid, reason text)`,
);

interface NewEntry {
  readonly lead_id: Id;
  readonly from_state: LeadState | null;
  readonly to_state: LeadState;
  readonly from_owner_id: Id | null;
  readonly to_owner_id: Id | null;
  readonly reason: string | null;
}

const appendEntries = (op: OperationContext, entries: readonly NewEntry[]): Promise<unknown> =>
  op.query(append, [JSON.stringify(entries), op.now, op.operationId, op.actorId]);

/** Writes new leads with the first entry of each: two statements for any number of them. */
export async function insertLeads(
  op: OperationContext,
  rows: readonly LeadRecord[],
  reason: string | null = null,
): Promise<LeadRecord[]> {
  const entries = rows.map((lead) => entryOf(null, lead, reason));
  const [inserted] = await inOrder(
    op.query<{ id: Id; number: string }>(insert, [columns.toJson(rows)]),
    appendEntries(op, entries),
  );
  const numbers = new Map(inserted.map(({ id, number }) => [id, number]));
  return rows.map((lead) => ({ ...lead, number: numbers.get(lead.id) ?? lead.number }));
}

const entryOf = (before: LeadRecord | null, after: LeadRecord, reason: string | null) => ({
  lead_id: after.id,
  from_state: before?.state ?? null,
  to_state: after.state,
  from_owner_id: before?.ownerId ?? null,
  to_owner_id: after.ownerId,
  reason,
});

/** A change of a lead that was locked. */
export interface LeadChange {
  readonly before: LeadRecord;
  readonly after: Partial<LeadRecord>;
  readonly event: EventType;
  /** In words, for the history. */
  readonly reason?: string | null;
  /** The act is told though nothing of the lead is other than before: it was called again. */
  readonly always?: true;
}

/** Writes a lead over the locked one, its history where state or owner change, and tells of it. */
export async function changeLead(op: OperationContext, change: LeadChange): Promise<LeadRecord> {
  const { before, event, reason = null, always } = change;
  const after = changed(before, change.after) ?? (always ? before : null);
  if (!after) return before;
  const moved = always ?? (before.state !== after.state || before.ownerId !== after.ownerId);
  await inOrder(
    save(op, leads, after),
    moved ? appendEntries(op, [entryOf(before, after, reason)]) : Promise.resolve(),
  );
  announce(op, leads, event, after, { before, ...(reason !== null && { reason }) });
  return after;
}

const read = statement(
  'crm_read_leads',
  `select ${columns.read} from lead where id = any($1::uuid[]) order by id`,
);
const release = statement(
  'crm_release_leads',
  `update lead set state = 'NEW', owner_id = null, version = version + 1
   where id = any($1::uuid[])`,
);

/** Leads that were locked go back to the pool: three statements for any number of them. */
export async function returnLeads(
  op: OperationContext,
  ids: readonly Id[],
  reason: string,
): Promise<{ readonly before: LeadRecord; readonly after: LeadRecord }[]> {
  if (ids.length === 0) return [];
  const rows = await op.query<LeadRecord>(read, [ids]);
  const returned = rows.map((before) => {
    const after = { ...before, state: 'NEW' as const, ownerId: null, version: before.version + 1 };
    return { before, after };
  });
  const entries = returned.map(({ before, after }) => entryOf(before, after, reason));
  await inOrder(op.query(release, [ids]), appendEntries(op, entries));
  return returned;
}
