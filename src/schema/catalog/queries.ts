import { listField, oneField } from '../read/root-fields.ts';
import { ProductCategoryType, ProductType, UnitType } from './types.ts';

oneField('product', ProductType, 'A product by its id.');
listField('products', ProductType, {
  description: 'The catalog; `search` looks in SKU, names and barcodes.',
  defaultOrder: 'SKU_ASC',
});
oneField('productCategory', ProductCategoryType, 'A category of products by its id.');
listField('productCategories', ProductCategoryType, {
  description: 'Kinds of goods, a tree.',
  defaultOrder: 'CODE_ASC',
});
listField('units', UnitType, { description: 'Units of measure.', defaultOrder: 'CODE_ASC' });
