import type { Id } from '../../../kernel/id.ts';
import { DomainError } from '../../../kernel/domain-error.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { catalogFault } from '../errors.ts';
import type { ProductInput } from '../rules/read-product.ts';
import { insertProducts } from './insert-products.ts';

export const importLimit = 1000;

/**
 * A price list or an old system's products enter the catalog: up to 1,000 rows in one act. All
 * rows, or none and every fault of every row under `['rows', <index>, …]`. Refuses NO_ROWS.
 */
export const importProducts = defineOperation({
  name: 'importProducts',
  permission: 'catalog.edit',
  async run(op, input: { rows: readonly ProductInput[] }): Promise<{ productIds: Id[] }> {
    op.requireReach('catalog.edit', { ownerId: op.actorId }, 'importProducts');
    if (input.rows.length === 0) {
      const message = 'There are no products to import';
      throw new DomainError([catalogFault('NO_ROWS', message, ['rows'])]);
    }
    if (input.rows.length > importLimit) {
      const message = `An import has at most ${importLimit} rows; these are ${input.rows.length}`;
      throw new DomainError([catalogFault('TOO_MANY_ROWS', message, ['rows'])]);
    }
    const products = await insertProducts(op, input.rows, (index) => ['rows', String(index)]);
    return { productIds: products.map(({ id }) => id) };
  },
});
