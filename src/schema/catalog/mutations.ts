import {
  addProductBarcode,
  addProductUnit,
  createProduct,
  createProductCategory,
  deactivateProduct,
  defineUnit,
  editProduct,
  editProductCategory,
  importProducts,
  importProductsCsv,
  reactivateProduct,
  removeProductBarcode,
  type CategoryChanged,
  type CreateProductCategoryInput,
  type DefineUnitInput,
  type EditProductCategoryInput,
  type ImportedProduct,
  type ImportProductsCsvInput,
  type ProductInput,
  type ProductsImported,
} from '../../modules/catalog/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import {
  BarcodeSymbology,
  ProductCategoryType,
  ProductTracking,
  ProductType,
  UnitType,
} from './types.ts';

const product = <R extends { productId: string }>() =>
  row<R>(ProductType, (result) => result.productId, 'The product.');

const productId = (t: InputFieldBuilder) => ({
  productId: t.id({ required: true, description: 'The product.' }),
});

const unitFields = (t: InputFieldBuilder) => ({
  unit: t.string({ required: true, description: 'Code of a unit.' }),
  numerator: t.string({
    required: true,
    description: 'Base units in `denominator` of it: a whole number, as text.',
  }),
  denominator: t.string({ description: 'A whole number, as text; "1" if not said.' }),
});

const barcodeFields = (t: InputFieldBuilder) => ({
  code: t.string({ required: true, description: 'As printed under the bars.' }),
  symbology: t.field({ type: BarcodeSymbology, required: true, description: 'Its kind.' }),
  unit: t.string({ description: 'What one scan counts; the base unit if not said.' }),
});

const ProductUnitInput = builder.inputType('ProductUnitInput', {
  description: 'A further unit of a product.',
  fields: unitFields,
});

const ProductBarcodeInput = builder.inputType('ProductBarcodeInput', {
  description: 'A barcode of a product.',
  fields: barcodeFields,
});

const termFields = (t: InputFieldBuilder) => ({
  categoryId: t.id({ description: 'What kind of goods it is.' }),
  taxCode: t.string({ description: "What is paid on its price; the firm's default if not said." }),
  leadTimeDays: t.int({ description: 'Days from asking for it until it is there, 0 to 3650.' }),
  warrantyMonths: t.int({ description: 'How long the firm answers for it, 0 to 1200.' }),
});

const productFields = (t: InputFieldBuilder) => ({
  id: t.id({ description: 'Made by the client; else by the server.' }),
  sku: t.string({ required: true, description: 'The code people use, unique.' }),
  nameEn: t.string({ required: true, description: 'Name in English.' }),
  nameFa: t.string({ required: true, description: 'Name in Persian.' }),
  baseUnit: t.string({ required: true, description: 'What stock is counted in: a unit’s code.' }),
  tracking: t.field({ type: ProductTracking, required: true, description: 'How told apart.' }),
  standardCost: t.field({
    type: 'Decimal',
    description: "What one base unit is worth, in the firm's currency.",
  }),
  ...termFields(t),
  units: t.field({ type: [ProductUnitInput], description: 'Further units.' }),
  barcodes: t.field({ type: [ProductBarcodeInput], description: 'What it is scanned by.' }),
});

const ProductInputType = builder.inputType('ProductInput', {
  description: 'A product to enter.',
  fields: productFields,
});

actField<DefineUnitInput, { code: string }>({
  name: 'defineUnit',
  operation: defineUnit,
  description: 'Defines a unit of measure. It stays as defined: stock is counted in it.',
  key: 'optional',
  input: (t) => ({
    code: t.string({ required: true, description: 'UN/ECE code, e.g. `PCE`.' }),
    nameEn: t.string({ required: true, description: 'Name in English.' }),
    nameFa: t.string({ required: true, description: 'Name in Persian.' }),
    decimals: t.int({ required: true, description: 'Places a quantity may have, 0 to 6.' }),
  }),
  payload: { unit: row(UnitType, (result) => result.code, 'The unit.') },
});

actField({
  name: 'createProduct',
  operation: createProduct,
  description: 'Enters a product, with its further units and its barcodes.',
  key: 'optional',
  input: productFields,
  payload: { product: product() },
});

actField<{ rows: readonly ProductInput[] }, { productIds: string[] }>({
  name: 'importProducts',
  operation: importProducts,
  description: 'Enters up to 1,000 products in one act: all rows, or none and every fault named.',
  key: 'optional',
  input: (t) => ({
    rows: t.field({ type: [ProductInputType], required: true, description: 'The products.' }),
  }),
  payload: {
    productIds: value(
      ['ID'],
      (result) => result.productIds,
      'Their ids, in the order of the rows.',
    ),
  },
});

const ImportedProductType = builder.objectRef<ImportedProduct>('ImportedProduct').implement({
  description: 'A row of a file of products as it was entered, or would be.',
  fields: (t) => ({
    line: t.exposeInt('line', { description: 'Its line in the file.' }),
    sku: t.exposeString('sku', { description: 'The code people use.' }),
    nameEn: t.exposeString('nameEn', { description: 'Name in English.' }),
    baseUnit: t.exposeString('baseUnit', { description: 'What stock of it is counted in.' }),
    tracking: t.exposeString('tracking', { description: 'How its units are told apart.' }),
    units: t.exposeInt('units', { description: 'How many further units it has.' }),
    barcodes: t.exposeInt('barcodes', { description: 'How many barcodes it has.' }),
  }),
});

actField<ImportProductsCsvInput, ProductsImported>({
  name: 'importProductsCsv',
  operation: importProductsCsv,
  description:
    'Enters a file of up to 1,000 products in one act: all rows, or none and every bad row named ' +
    'by line and column.',
  key: 'optional',
  input: (t) => ({
    csv: t.field({
      type: 'Csv',
      required: true,
      description:
        'Columns sku, name_en, name_fa, base_unit; and where needed tracking, units ' +
        '(`CT=12|BX=5/2`), barcodes (`EAN_13:4006381333931|CODE_128:ABC@CT`), standard_cost, ' +
        'category (its code), tax_code, lead_time_days, warranty_months.',
    }),
    dryRun: t.boolean({
      description: 'True: does all of it and takes it back. Its idempotency key is used by that.',
    }),
  }),
  payload: {
    dryRun: value('Boolean', (imported) => imported.dryRun, 'Nothing was kept.'),
    created: value('Int', (imported) => imported.created, 'Products entered.'),
    productIds: value(
      ['ID'],
      (imported) => imported.productIds,
      'Their ids, in the order of the rows; none after a dry run.',
    ),
    rows: value([ImportedProductType], (imported) => imported.rows, 'The first 20 of them.'),
  },
});

actField({
  name: 'editProduct',
  operation: editProduct,
  description: 'Renames, renumbers, values or files a product. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    ...productId(t),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    sku: t.string({ description: 'A new SKU.' }),
    nameEn: t.string({ description: 'A new name in English.' }),
    nameFa: t.string({ description: 'A new name in Persian.' }),
    standardCost: t.field({ type: 'Decimal', description: 'What one base unit is now worth.' }),
    ...termFields(t),
    withoutCategory: t.boolean({ description: 'True: it is of no category from now on.' }),
    withoutTaxCode: t.boolean({ description: "True: it bears the firm's default tax." }),
    withoutLeadTime: t.boolean({ description: 'True: nobody knows how long it takes.' }),
    withoutWarranty: t.boolean({ description: 'True: nothing is said of a warranty.' }),
  }),
  payload: { product: product() },
});

actField({
  name: 'addProductUnit',
  operation: addProductUnit,
  description: 'Lets a product be counted in a further unit. Its factor stays.',
  key: 'optional',
  input: (t) => ({ ...productId(t), ...unitFields(t) }),
  payload: { product: product() },
});

actField({
  name: 'addProductBarcode',
  operation: addProductBarcode,
  description: 'From now on a scan of this barcode stands for one `unit` of the product.',
  key: 'optional',
  input: (t) => ({ ...productId(t), ...barcodeFields(t) }),
  payload: { product: product() },
});

actField({
  name: 'removeProductBarcode',
  operation: removeProductBarcode,
  description: 'A scan of this barcode stands for nothing any more.',
  key: 'optional',
  input: (t) => ({ productBarcodeId: t.id({ required: true, description: 'The barcode.' }) }),
  payload: { product: product() },
});

actField({
  name: 'deactivateProduct',
  operation: deactivateProduct,
  description: 'The product takes part in nothing new; what is in stock stays.',
  key: 'optional',
  input: productId,
  payload: { product: product() },
});

actField({
  name: 'reactivateProduct',
  operation: reactivateProduct,
  description: 'A deactivated product is traded again.',
  key: 'optional',
  input: productId,
  payload: { product: product() },
});

const category = row<CategoryChanged>(
  ProductCategoryType,
  (result) => result.productCategoryId,
  'The category.',
);

actField<CreateProductCategoryInput, CategoryChanged>({
  name: 'createProductCategory',
  operation: createProductCategory,
  description: 'Makes a category that products can be filed in.',
  key: 'optional',
  input: (t) => ({
    id: t.id({ description: 'Made by the client; else by the server.' }),
    code: t.string({ required: true, description: 'The code people use, unique.' }),
    nameEn: t.string({ required: true, description: 'Name in English.' }),
    nameFa: t.string({ required: true, description: 'Name in Persian.' }),
    parentId: t.id({ description: 'The wider category that it is within.' }),
  }),
  payload: { productCategory: category },
});

actField<EditProductCategoryInput, CategoryChanged>({
  name: 'editProductCategory',
  operation: editProductCategory,
  description: 'Renames a category, or moves it in the tree with all that is below it.',
  key: 'optional',
  input: (t) => ({
    productCategoryId: t.id({ required: true, description: 'The category.' }),
    expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
    code: t.string({ description: 'A new code.' }),
    nameEn: t.string({ description: 'A new name in English.' }),
    nameFa: t.string({ description: 'A new name in Persian.' }),
    parentId: t.id({ description: 'The wider category that it goes to.' }),
    withoutParent: t.boolean({ description: 'True: it is within no other.' }),
  }),
  payload: { productCategory: category },
});
