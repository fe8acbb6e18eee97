import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { scanSchemeClashes } from '../rules/clashes.ts';
import { readOwnId } from '../rules/read-input.ts';

export interface DefineScanSchemeInput {
  readonly id?: Id | null;
  /** What such labels begin with: 20 to 29, or 02. */
  readonly prefix: string;
  /** 4 or 5 digits of measure, `decimals` of them behind the point. */
  readonly measureDigits: number;
  readonly decimals: number;
  /** A digit that checks the measure stands before it. */
  readonly measureCheckDigit?: boolean | null;
  /** What is measured, by the unit's code. */
  readonly unit: string;
}

const insert = statement(
  'scan_scheme_insert',
  `insert into scan_scheme (id, prefix, measure_digits, decimals, measure_check_digit, unit_code,
                            created_at)
   select $1, $2, $3, $4, $5, u.code, $7 from unit u where u.code = $6
   returning id`,
);

/** Labels that scales print are read this way from now on. Refuses UNKNOWN_UNIT, CODE_TAKEN. */
export const defineScanScheme = defineOperation({
  name: 'defineScanScheme',
  permission: 'inventory.configure',
  async run(op, input: DefineScanSchemeInput): Promise<{ scanSchemeId: Id }> {
    op.requireReach('inventory.configure', {}, 'Saying how labels of scales are read');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const { prefix, measureDigits, decimals, unit } = input;
    if (!/^(2\d|02)$/.test(prefix)) {
      faults.push(fault('CODE_MALFORMED', 'Such labels begin with 20 to 29 or 02', ['prefix']));
    }
    if (![4, 5].includes(measureDigits)) {
      faults.push(fault('CODE_MALFORMED', 'A measure has 4 or 5 digits', ['measureDigits']));
    }
    if (!Number.isInteger(decimals) || decimals < 0 || decimals > measureDigits) {
      const message = `0 to ${measureDigits} digits can be behind the point`;
      faults.push(fault('CODE_MALFORMED', message, ['decimals']));
    }
    refuseIfAny(faults);
    const measureCheckDigit = input.measureCheckDigit ?? false;
    const values = [id, prefix, measureDigits, decimals, measureCheckDigit, unit, op.now];
    const made = await refusingClashes(scanSchemeClashes, () => op.query(insert, values));
    if (made.length === 0) {
      refuseIfAny([fault('UNKNOWN_UNIT', `There is no unit ${unit}`, ['unit'])]);
    }
    op.emit({
      type: inventoryEvents.scanSchemeDefined,
      subject: { type: 'scanScheme', id: id as Id },
      unitIds: [],
      data: { scanScheme: { id, prefix, measureDigits, decimals, measureCheckDigit, unit } },
    });
    return { scanSchemeId: id as Id };
  },
});
