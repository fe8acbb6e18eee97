import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { catalogEvents } from '../events.ts';
import { findTaken } from '../queries/find-taken.ts';
import { takenFault } from '../rules/clashes.ts';
import { readBarcode, type ProductBarcodeInput } from '../rules/read-barcode.ts';
import { lockProduct, saveProduct, type ProductChanged } from './change-product.ts';

export interface AddProductBarcodeInput extends ProductBarcodeInput {
  readonly productId: Id;
}

const insertStatement = statement(
  'catalog_add_product_barcode',
  `insert into product_barcode (id, product_id, unit_code, code, symbology, scan_key)
   values ($1, $2, $3, $4, $5, $6)`,
);

/** From now on a scan of this barcode stands for one `unit` of the product. */
export const addProductBarcode = defineOperation({
  name: 'addProductBarcode',
  permission: 'catalog.edit',
  async run(
    op,
    { productId, ...input }: AddProductBarcodeInput,
  ): Promise<ProductChanged & { productBarcodeId: Id }> {
    const product = await lockProduct(op, productId, 'addProductBarcode');
    const faults: Fault[] = [];
    const units = new Set([product.baseUnit, ...product.units.map(({ unit }) => unit)]);
    const barcode = { id: op.newId(), ...readBarcode(input, product.baseUnit, units, [], faults) };
    const { id, unit, code, symbology, scanKey } = barcode;
    const clash = (holder?: string): Fault =>
      takenFault('scanKeys', { path: ['code'], text: code }, holder);
    const taken = await findTaken(op, { scanKeys: [scanKey] });
    const holder = taken.scanKeys.get(scanKey);
    if (holder !== undefined) faults.push(clash(holder));
    refuseIfAny(faults);
    await refusingClashes({ product_barcode_scan_key_unique: () => clash() }, () =>
      op.query(insertStatement, [id, productId, unit, code, symbology, scanKey]),
    );
    const after = { ...product, barcodes: [...product.barcodes, barcode] };
    const change = { barcodeAdded: barcode };
    const saved = await saveProduct(op, after, catalogEvents.productEdited, change);
    return { ...saved, productBarcodeId: id };
  },
});
