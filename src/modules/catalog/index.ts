import { ProductBarcodeSchema, ProductSchema, ProductUnitSchema } from './entities/product.ts';
import { ProductCategorySchema } from './entities/product-category.ts';
import { UnitSchema } from './entities/unit.ts';

export const catalogEntities = [
  UnitSchema,
  ProductCategorySchema,
  ProductSchema,
  ProductUnitSchema,
  ProductBarcodeSchema,
];

export { Product } from './entities/product.ts';
export { ProductCategory } from './entities/product-category.ts';
export { Unit } from './entities/unit.ts';

export {
  addProductBarcode,
  type AddProductBarcodeInput,
} from './operations/add-product-barcode.ts';
export { addProductUnit, type AddProductUnitInput } from './operations/add-product-unit.ts';
export type { ProductChanged } from './operations/change-product.ts';
export type { CategoryChanged } from './operations/change-category.ts';
export {
  createProductCategory,
  type CreateProductCategoryInput,
} from './operations/create-product-category.ts';
export {
  editProductCategory,
  type EditProductCategoryInput,
} from './operations/edit-product-category.ts';
export { createProduct } from './operations/create-product.ts';
export { deactivateProduct } from './operations/deactivate-product.ts';
export { defineUnit, type DefineUnitInput } from './operations/define-unit.ts';
export { editProduct, type EditProductInput } from './operations/edit-product.ts';
export { importLimit, importProducts } from './operations/import-products.ts';
export {
  importProductsCsv,
  type ImportedProduct,
  type ImportProductsCsvInput,
  type ProductsImported,
} from './operations/import-products-csv.ts';
export { reactivateProduct } from './operations/reactivate-product.ts';
export { removeProductBarcode } from './operations/remove-product-barcode.ts';

export { findProductByScan, type ScannedProduct } from './queries/find-product-by-scan.ts';
export { loadProductMeasures, type ProductMeasures } from './queries/load-product-measures.ts';
export { loadProducts } from './queries/load-products.ts';

export { searchWords, type ProductRecord } from './rules/product.ts';
export type { ProductBarcodeInput } from './rules/read-barcode.ts';
export type { ProductInput } from './rules/read-product.ts';
export type { ProductUnitInput } from './rules/read-unit.ts';
export { trackings, type Tracking } from './rules/tracking.ts';

export { catalogChecks } from './checks.ts';
export { catalogErrorCodes, type CatalogErrorCode } from './errors.ts';
export { catalogEvents } from './events.ts';
export { catalogPermissions } from './permissions.ts';
export { catalogReadRules } from './read-rules.ts';
