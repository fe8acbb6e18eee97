import type { Fault } from '../../../kernel/domain-error.ts';
import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import type { Statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type CollectionsErrorCode } from '../errors.ts';
import { collectionsEvents } from '../events.ts';

const clash = (constraint: string, code: CollectionsErrorCode, message: string, field: string) => ({
  [constraint]: (): Fault => fault(code, message, [field]),
});

const tables = [
  ...['interest_scheme', 'dunning_procedure', 'promise_type'],
  ...['collection_agency', 'agency_agreement'],
];
const documents = ['promise_to_pay', 'payment_plan', 'dispute', 'placement'];
const others = ['contact_holiday', 'contact_block', 'collection_contact', 'agency_remittance'];

/** What two who act at once may clash over, in words. */
export const collectionClashes = Object.assign(
  {},
  ...tables.map((table) =>
    clash(`${table}_code_unique`, 'CODE_TAKEN', 'Something has this code already', 'code'),
  ),
  ...[...tables, ...documents, ...others].map((table) =>
    clash(`${table}_pkey`, 'ID_TAKEN', 'This id is taken', 'id'),
  ),
  clash('contact_holiday_day_unique', 'HOLIDAY_TAKEN', 'That day is a holiday already', 'day'),
  clash(
    'agency_remittance_reference_unique',
    'REFERENCE_TAKEN',
    'The agency has accounted for this already',
    'reference',
  ),
) as Readonly<Record<string, () => Fault>>;

/** Says that nobody but who may everywhere sets up how all customers are collected from. */
export const requireConfigure = (op: OperationContext): void =>
  op.requireReach('collections.configure', {}, 'Saying how customers are collected from');

/** Writes a row, or refuses with all faults and with what is taken. */
export async function writeRow(
  op: OperationContext,
  write: Statement,
  values: readonly unknown[],
  faults: readonly Fault[],
): Promise<void> {
  refuseIfAny(faults);
  await refusingClashes(collectionClashes, () => op.query(write, values));
}

/** Announces how it is set up now. */
export const emitConfigured = (
  op: OperationContext,
  type: string,
  id: Id,
  data: Readonly<Record<string, unknown>>,
): void => {
  op.emit({ type: collectionsEvents.configured, subject: { type, id }, data });
};
