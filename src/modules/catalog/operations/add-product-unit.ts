import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { catalogEvents } from '../events.ts';
import { knownUnits } from '../queries/known-units.ts';
import { readUnit, unitRepeated, type ProductUnitInput } from '../rules/read-unit.ts';
import { lockProduct, saveProduct, type ProductChanged } from './change-product.ts';

export interface AddProductUnitInput extends ProductUnitInput {
  readonly productId: Id;
}

const insertStatement = statement(
  'catalog_add_product_unit',
  `insert into product_unit (id, product_id, unit_code, numerator, denominator)
   values ($1, $2, $3, $4, $5)`,
);

/** The product may be counted in this unit too. Its factor stays: documents are written in it. */
export const addProductUnit = defineOperation({
  name: 'addProductUnit',
  permission: 'catalog.edit',
  async run(
    op,
    { productId, ...input }: AddProductUnitInput,
  ): Promise<ProductChanged & { productUnitId: Id }> {
    const product = await lockProduct(op, productId, 'addProductUnit');
    const faults: Fault[] = [];
    const known = await knownUnits(op);
    const unit = { id: op.newId(), ...readUnit(input, product.baseUnit, known, [], faults) };
    // Under the product's lock nobody else adds one, so looking is enough.
    if (product.units.some((other) => other.unit === unit.unit)) {
      faults.push(unitRepeated(unit.unit, ['unit']));
    }
    refuseIfAny(faults);
    const { id, numerator, denominator } = unit;
    await op.query(insertStatement, [id, productId, unit.unit, numerator, denominator]);
    const after = { ...product, units: [...product.units, unit] };
    const saved = await saveProduct(op, after, catalogEvents.productEdited, { unitAdded: unit });
    return { ...saved, productUnitId: id };
  },
});
