import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { OpportunityRecord } from '../rules/records.ts';
import { columnsOf } from './columns-of.ts';
import { announce, changed, save, type DocumentKind } from './documents.ts';

const given: readonly (keyof OpportunityRecord)[] = [
  'id',
  'state',
  'title',
  'stageId',
  'accountId',
  'contactId',
  'leadId',
  'projectId',
  'currency',
  'expectedAmount',
  'companyAmount',
  'rate',
  'rateOn',
  'probability',
  'forecastCategory',
  'expectedCloseOn',
  'reasonId',
  'competitor',
  'wonByKind',
  'wonById',
  'wonWithoutOrder',
  'closedAt',
  'ownerId',
  'teamId',
  'createdAt',
  'createdBy',
  'version',
];
const exact: readonly (keyof OpportunityRecord)[] = ['expectedAmount', 'companyAmount', 'rate'];
const columns = columnsOf<OpportunityRecord>([...given, 'number'], exact);
const { names } = columnsOf<OpportunityRecord>(given);

export const opportunities: DocumentKind<OpportunityRecord> = {
  name: 'opportunity',
  missing: 'OPPORTUNITY_NOT_FOUND',
  columns,
  lock: statement(
    'crm_lock_opportunity',
    `select ${columns.read} from opportunity where id = $1 for no key update`,
  ),
  save: statement(
    'crm_save_opportunity',
    `update opportunity set (${columns.names}) =
       (select ${columns.names} from json_populate_recordset(null::opportunity, $1))
     where id = ($1::json->0->>'id')::uuid`,
  ),
  silent: [],
};

const lockConverted = statement(
  'crm_lock_opportunity_of_lead',
  `select ${columns.read} from opportunity where lead_id = $1 and state <> 'WITHDRAWN' for update`,
);

/**
 * What a lead became, so locked that nothing new can name it: a quote that is being written for it
 * waits, or is waited for.
 */
export async function lockOpportunityOfLead(
  op: OperationContext,
  leadId: Id,
): Promise<OpportunityRecord | null> {
  const [row] = await op.query<OpportunityRecord>(lockConverted, [leadId]);
  return row ?? null;
}

const insert = statement(
  'crm_insert_opportunity',
  `insert into opportunity (number, ${names})
   select 'OP-' || nextval('opportunity_number'), ${names}
   from json_populate_recordset(null::opportunity, $1)
   returning number`,
);

const append = statement(
  'crm_append_opportunity_entry',
  `insert into opportunity_entry (opportunity_id, stage_id, state, owner_id, reason, at,
                                  operation_id, actor_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

const appendEntry = (
  op: OperationContext,
  { id, stageId, state, ownerId }: OpportunityRecord,
  reason: string | null,
): Promise<unknown> =>
  op.query(append, [id, stageId, state, ownerId, reason, op.now, op.operationId, op.actorId]);

/** Writes a new opportunity with the first entry of its history. */
export async function insertOpportunity(
  op: OperationContext,
  row: OpportunityRecord,
): Promise<OpportunityRecord> {
  const [[inserted]] = await inOrder(
    op.query<{ number: string }>(insert, [columns.toJson([row])]),
    appendEntry(op, row, null),
  );
  return { ...row, number: inserted?.number ?? row.number };
}

/** A change of an opportunity that was locked. */
export interface OpportunityChange {
  readonly before: OpportunityRecord;
  readonly after: Partial<OpportunityRecord>;
  readonly event: EventType;
  /** In words, for the history. */
  readonly reason?: string | null;
}

/** Writes it over the locked one, its history where stage, state or owner change, and tells. */
export async function changeOpportunity(
  op: OperationContext,
  { before, after: wanted, event, reason = null }: OpportunityChange,
): Promise<OpportunityRecord> {
  const after = changed(before, wanted);
  if (!after) return before;
  const moved = (['stageId', 'state', 'ownerId'] as const).some((p) => before[p] !== after[p]);
  await inOrder(
    save(op, opportunities, after),
    moved ? appendEntry(op, after, reason) : Promise.resolve(),
  );
  announce(op, opportunities, event, after, { before, ...(reason !== null && { reason }) });
  return after;
}
