import { DomainError } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { catalogFault } from '../errors.ts';
import { catalogEvents } from '../events.ts';
import { lockProduct, saveProduct, type ProductChanged } from './change-product.ts';

const findStatement = statement(
  'catalog_product_of_barcode',
  'select product_id as "productId" from product_barcode where id = $1',
);

const deleteStatement = statement(
  'catalog_delete_product_barcode',
  'delete from product_barcode where id = $1 returning id',
);

/** A scan of this barcode stands for nothing any more; another product may bear it. */
export const removeProductBarcode = defineOperation({
  name: 'removeProductBarcode',
  permission: 'catalog.edit',
  async run(op, { productBarcodeId }: { productBarcodeId: Id }): Promise<ProductChanged> {
    if (!isId(productBarcodeId)) throw notFound(productBarcodeId);
    const [found] = await op.query<{ productId: Id }>(findStatement, [productBarcodeId]);
    if (!found) throw notFound(productBarcodeId);
    const product = await lockProduct(op, found.productId, 'removeProductBarcode');
    const barcode = product.barcodes.find(({ id }) => id === productBarcodeId);
    // Gone while this act waited for the lock.
    if (!barcode) throw notFound(productBarcodeId);
    await op.query(deleteStatement, [productBarcodeId]);
    const barcodes = product.barcodes.filter(({ id }) => id !== productBarcodeId);
    const change = { barcodeRemoved: barcode };
    return saveProduct(op, { ...product, barcodes }, catalogEvents.productEdited, change);
  },
});

function notFound(productBarcodeId: Id): DomainError {
  const message = `There is no barcode ${productBarcodeId}`;
  return new DomainError([catalogFault('BARCODE_NOT_FOUND', message, ['productBarcodeId'])]);
}
