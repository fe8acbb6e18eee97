import { DomainError } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { catalogFault } from '../errors.ts';
import { catalogEvents } from '../events.ts';
import { lockProduct, saveProduct, type ProductChanged } from './change-product.ts';

/** The product takes part in nothing new. What is on the shelf stays there, and can be scanned. */
export const deactivateProduct = defineOperation({
  name: 'deactivateProduct',
  permission: 'catalog.edit',
  async run(op, { productId }: { productId: Id }): Promise<ProductChanged> {
    const product = await lockProduct(op, productId, 'deactivateProduct');
    if (!product.active) {
      const message = `${product.sku} is inactive already`;
      throw new DomainError([catalogFault('PRODUCT_ALREADY_INACTIVE', message, ['productId'])]);
    }
    const type = catalogEvents.productDeactivated;
    return saveProduct(op, { ...product, active: false }, type, { active: false });
  },
});
