import { defineOperation } from '../../../platform/perform/operation.ts';
import type { ProductInput } from '../rules/read-product.ts';
import type { ProductChanged } from './change-product.ts';
import { insertProducts } from './insert-products.ts';

/** A product enters the catalog, with its further units and its barcodes, in one act. */
export const createProduct = defineOperation({
  name: 'createProduct',
  permission: 'catalog.edit',
  async run(op, input: ProductInput): Promise<ProductChanged> {
    op.requireReach('catalog.edit', { ownerId: op.actorId }, 'createProduct');
    const [product] = await insertProducts(op, [input], () => []);
    if (!product) throw new Error('one product was entered, none came back');
    return { productId: product.id, version: product.version };
  },
});
