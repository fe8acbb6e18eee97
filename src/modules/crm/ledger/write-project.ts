import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { ProjectRecord } from '../rules/records.ts';
import { columnsOf } from './columns-of.ts';
import { announce, changed, save, type DocumentKind } from './documents.ts';

const columns = columnsOf<ProjectRecord>([
  'id',
  'code',
  'name',
  'partyId',
  'state',
  'startsOn',
  'endsOn',
  'note',
  'ownerId',
  'teamId',
  'createdAt',
  'createdBy',
  'version',
]);

export const projects: DocumentKind<ProjectRecord> = {
  name: 'project',
  missing: 'PROJECT_NOT_FOUND',
  columns,
  lock: statement(
    'crm_lock_project',
    `select ${columns.read} from project where id = $1 for no key update`,
  ),
  save: statement(
    'crm_save_project',
    `update project set (${columns.names}) =
       (select ${columns.names} from json_populate_recordset(null::project, $1))
     where id = ($1::json->0->>'id')::uuid`,
  ),
  silent: [],
};

const insert = statement(
  'crm_insert_project',
  `insert into project (${columns.names})
   select ${columns.names} from json_populate_recordset(null::project, $1)`,
);

export const insertProject = (op: OperationContext, row: ProjectRecord): Promise<unknown> =>
  op.query(insert, [columns.toJson([row])]);

/** Writes it over the locked one, and tells of it. */
export async function changeProject(
  op: OperationContext,
  before: ProjectRecord,
  wanted: Partial<ProjectRecord>,
  event: EventType,
): Promise<ProjectRecord> {
  const after = changed(before, wanted);
  if (!after) return before;
  await save(op, projects, after);
  announce(op, projects, event, after, { before });
  return after;
}
