import { DomainError } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { catalogFault } from '../errors.ts';
import { catalogEvents } from '../events.ts';
import { lockProduct, saveProduct, type ProductChanged } from './change-product.ts';

/** A deactivated product is traded again: the way back from a mistake. */
export const reactivateProduct = defineOperation({
  name: 'reactivateProduct',
  permission: 'catalog.edit',
  async run(op, { productId }: { productId: Id }): Promise<ProductChanged> {
    const product = await lockProduct(op, productId, 'reactivateProduct');
    if (product.active) {
      const message = `${product.sku} is active already`;
      throw new DomainError([catalogFault('PRODUCT_ALREADY_ACTIVE', message, ['productId'])]);
    }
    const type = catalogEvents.productReactivated;
    return saveProduct(op, { ...product, active: true }, type, { active: true });
  },
});
