import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { changesBetween } from '../rules/changes-between.ts';
import type { CrmReasonKind } from '../rules/kinds.ts';
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

export interface DefineCrmReasonInput extends SetUpNames {
  readonly id?: Id | null;
  /** What it is a reason for. */
  readonly kind: CrmReasonKind;
  readonly code: string;
}

const insert = statement(
  'crm_insert_reason',
  'insert into crm_reason (id, kind, code, name_en, name_fa) values ($1, $2, $3, $4, $5)',
);

/** From now on leads can be disqualified, or opportunities lost, for this reason. */
export const defineCrmReason = defineOperation({
  name: 'defineCrmReason',
  permission: 'crm.configure',
  async run(op, input: DefineCrmReasonInput): Promise<{ crmReasonId: Id }> {
    op.requireReach('crm.configure', {}, 'Defining reasons');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const code = readCode(input.code, ['code'], faults);
    const { nameEn, nameFa } = readNames(input, faults);
    await insertSetUp(op, insert, [id, input.kind, code, nameEn, nameFa], faults);
    return { crmReasonId: id };
  },
});

export interface EditCrmReasonInput extends SetUpEdit {
  readonly crmReasonId: Id;
}

const lock = statement(
  'crm_lock_reason',
  `select id, name_en as "nameEn", name_fa as "nameFa", active, version
   from crm_reason where id = $1 for no key update`,
);
const save = statement(
  'crm_save_reason',
  `update crm_reason set name_en = $2, name_fa = $3, active = $4, version = version + 1
   where id = $1`,
);

/** A reason is called otherwise, retired, or used again. What was closed for it stays so. */
export const editCrmReason = defineOperation({
  name: 'editCrmReason',
  permission: 'crm.configure',
  async run(op, input: EditCrmReasonInput): Promise<{ crmReasonId: Id; version: number }> {
    op.requireReach('crm.configure', {}, 'Editing reasons');
    const missing = { code: 'CRM_REASON_NOT_FOUND', path: 'crmReasonId', name: 'reason' } as const;
    const before = await lockSetUp<SetUpRow>(op, lock, input.crmReasonId, input, missing);
    const faults: Fault[] = [];
    const after = editNames(before, input, faults);
    refuseIfAny(faults);
    const { id: crmReasonId, version } = before;
    if (!changesBetween(before, after)) return { crmReasonId, version };
    await op.query(save, [crmReasonId, after.nameEn, after.nameFa, after.active]);
    return { crmReasonId, version: version + 1 };
  },
});
