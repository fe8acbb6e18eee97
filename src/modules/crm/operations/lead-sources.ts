import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { changesBetween } from '../rules/changes-between.ts';
import { readCode } from '../rules/read-input.ts';
import {
  editNames,
  insertSetUp,
  lockSetUp,
  readNames,
  type SetUpEdit,
  type SetUpNames,
  type SetUpRow,
} from './set-up-row.ts';

export interface DefineLeadSourceInput extends SetUpNames {
  readonly id?: Id | null;
  readonly code: string;
}

const insert = statement(
  'crm_insert_lead_source',
  'insert into lead_source (id, code, name_en, name_fa) values ($1, $2, $3, $4)',
);

/** From now on leads may come from there. */
export const defineLeadSource = defineOperation({
  name: 'defineLeadSource',
  permission: 'crm.configure',
  async run(op, input: DefineLeadSourceInput): Promise<{ leadSourceId: Id }> {
    op.requireReach('crm.configure', {}, 'Defining sources of leads');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const code = readCode(input.code, ['code'], faults);
    const { nameEn, nameFa } = readNames(input, faults);
    await insertSetUp(op, insert, [id, code, nameEn, nameFa], faults);
    return { leadSourceId: id };
  },
});

export interface EditLeadSourceInput extends SetUpEdit {
  readonly leadSourceId: Id;
}

const lock = statement(
  'crm_lock_lead_source',
  `select id, name_en as "nameEn", name_fa as "nameFa", active, version
   from lead_source where id = $1 for no key update`,
);
const save = statement(
  'crm_save_lead_source',
  `update lead_source set name_en = $2, name_fa = $3, active = $4, version = version + 1
   where id = $1`,
);

/** A source is called otherwise, retired, or used again. Its code stays: files name it. */
export const editLeadSource = defineOperation({
  name: 'editLeadSource',
  permission: 'crm.configure',
  async run(op, input: EditLeadSourceInput): Promise<{ leadSourceId: Id; version: number }> {
    op.requireReach('crm.configure', {}, 'Editing sources of leads');
    const missing = {
      code: 'LEAD_SOURCE_NOT_FOUND',
      path: 'leadSourceId',
      name: 'source',
    } as const;
    const before = await lockSetUp<SetUpRow>(op, lock, input.leadSourceId, input, missing);
    const faults: Fault[] = [];
    const after = editNames(before, input, faults);
    refuseIfAny(faults);
    const { id: leadSourceId, version } = before;
    if (!changesBetween(before, after)) return { leadSourceId, version };
    await op.query(save, [leadSourceId, after.nameEn, after.nameFa, after.active]);
    return { leadSourceId, version: version + 1 };
  },
});
