import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { readLine } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import type { Statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type CrmErrorCode } from '../errors.ts';

/** What sources, reasons and stages have in common. */
export interface SetUpNames {
  readonly nameEn: string;
  readonly nameFa: string;
}

/** Each stays as it is when absent. */
export interface SetUpEdit {
  /** The version that the editor has seen. */
  readonly expectedVersion: number;
  readonly nameEn?: string | null;
  readonly nameFa?: string | null;
  /** False: it is chosen no more, and stays where it was chosen. */
  readonly active?: boolean | null;
}

export interface SetUpRow extends SetUpNames {
  readonly id: Id;
  readonly active: boolean;
  readonly version: number;
}

export const setUpClashes = {
  ...clash('lead_source_pkey', 'ID_TAKEN', 'This id is taken', 'id'),
  ...clash('crm_reason_pkey', 'ID_TAKEN', 'This id is taken', 'id'),
  ...clash('opportunity_stage_pkey', 'ID_TAKEN', 'This id is taken', 'id'),
  ...clash('lead_source_code_unique', 'CODE_TAKEN', 'Another source has this code', 'code'),
  ...clash('crm_reason_code_unique', 'CODE_TAKEN', 'Another reason has this code', 'code'),
  ...clash('opportunity_stage_code_unique', 'CODE_TAKEN', 'Another stage has this code', 'code'),
  ...clash(
    'opportunity_stage_position_unique',
    'POSITION_TAKEN',
    'Another stage has this position',
    'position',
  ),
};

function clash(constraint: string, code: CrmErrorCode, message: string, field: string) {
  return { [constraint]: (): Fault => fault(code, message, [field]) };
}

export const readNames = (input: SetUpNames, faults: Fault[]): SetUpNames => ({
  nameEn: readLine(input.nameEn, 100, ['nameEn'], faults),
  nameFa: readLine(input.nameFa, 100, ['nameFa'], faults),
});

/** Writes a new row, or refuses with all faults and with what is taken. */
export async function insertSetUp(
  op: OperationContext,
  insert: Statement,
  values: readonly unknown[],
  faults: readonly Fault[],
): Promise<void> {
  refuseIfAny(faults);
  await refusingClashes(setUpClashes, () => op.query(insert, values));
}

/** What is edited: locked, and still as the editor has seen it. */
export async function lockSetUp<Row extends SetUpRow>(
  op: OperationContext,
  lock: Statement,
  id: Id,
  edit: SetUpEdit,
  missing: { readonly code: CrmErrorCode; readonly path: string; readonly name: string },
): Promise<Row> {
  const [row] = isId(id) ? await op.query<Row>(lock, [id]) : [];
  if (!row) return refuse(missing.code, `There is no such ${missing.name}`, [missing.path]);
  const { version } = row;
  if (version === edit.expectedVersion) return row;
  const message = `Someone has changed this ${missing.name} meanwhile: it is at version ${version}`;
  throw new DomainError([fault('STALE', message, ['expectedVersion'], { version })]);
}

export const editNames = <Row extends SetUpRow>(
  row: Row,
  edit: SetUpEdit,
  faults: Fault[],
): Row => ({
  ...row,
  ...readNames({ nameEn: edit.nameEn ?? row.nameEn, nameFa: edit.nameFa ?? row.nameFa }, faults),
  active: edit.active ?? row.active,
});
