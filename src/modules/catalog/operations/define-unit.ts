import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { catalogFault } from '../errors.ts';
import { readName } from '../rules/read-product.ts';
import { unitCode } from '../rules/read-unit.ts';

export interface DefineUnitInput {
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  /** Places that a quantity in it may have, 0 to 6. */
  readonly decimals: number;
}

const insertStatement = statement(
  'catalog_insert_unit',
  `insert into unit (code, name_en, name_fa, decimals) values ($1, $2, $3, $4)
   on conflict (code) do nothing returning code`,
);

/**
 * From now on things can be counted in this unit. A unit stays as it was defined, for stock is
 * counted in it: a code that is there already is refused with UNIT_CODE_TAKEN.
 */
export const defineUnit = defineOperation({
  name: 'defineUnit',
  permission: 'catalog.edit',
  async run(op, input: DefineUnitInput): Promise<{ code: string }> {
    op.requireReach('catalog.edit', {}, 'defineUnit');
    const faults: Fault[] = [];
    const code = unitCode(input.code);
    if (!/^[A-Z0-9]{1,8}$/.test(code)) {
      const message = 'A unit code has 1 to 8 Latin letters and digits';
      faults.push(catalogFault('UNIT_CODE_MALFORMED', message, ['code']));
    }
    const nameEn = readName(input.nameEn, ['nameEn'], faults);
    const nameFa = readName(input.nameFa, ['nameFa'], faults);
    const { decimals } = input;
    if (!Number.isInteger(decimals) || decimals < 0 || decimals > 6) {
      const message = 'A unit has 0 to 6 decimal places';
      faults.push(catalogFault('DECIMALS_MALFORMED', message, ['decimals']));
    }
    refuseIfAny(faults);
    const inserted = await op.query(insertStatement, [code, nameEn, nameFa, decimals]);
    if (inserted.length === 0) {
      const message = `There is a unit ${code} already`;
      throw new DomainError([catalogFault('UNIT_CODE_TAKEN', message, ['code'])]);
    }
    return { code };
  },
});
