import { defineEntity, p } from '@mikro-orm/core';
import { symbologies } from '../../../kernel/barcode.ts';
import { trackings } from '../rules/tracking.ts';
import { ProductCategory } from './product-category.ts';
import { Unit } from './unit.ts';

/** Something the firm trades, with the units it is counted in and the barcodes it is scanned by. */
export const ProductSchema = defineEntity({
  name: 'Product',
  tableName: 'product',
  indexes: [
    { name: 'product_name_en_index', properties: ['nameEn', 'id'] },
    { name: 'product_name_fa_index', properties: ['nameFa', 'id'] },
    { name: 'product_created_at_index', properties: ['createdAt', 'id'] },
    { name: 'product_category_id_index', properties: ['category', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    sku: p.text().unique('product_sku_unique'),
    nameEn: p.text(),
    nameFa: p.text(),
    baseUnit: () => p.manyToOne(Unit),
    tracking: p.enum(trackings),
    /** SKU, names and barcodes folded by `foldText`; see `searchWords`. */
    searchText: p.text(),
    active: p.boolean().default(true),
    /** Of one base unit, in the firm's currency, until goods are valued by what was paid. */
    standardCost: p.decimal().columnType('numeric(20,6)').nullable(),
    category: () => p.manyToOne(ProductCategory).nullable().deleteRule('no action'),
    /** What is paid on its price; null: the firm's default tax. */
    taxCode: p.text().nullable(),
    leadTimeDays: p.integer().nullable(),
    warrantyMonths: p.integer().nullable(),
    createdAt: p.datetime().columnType('timestamptz'),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    units: () => p.oneToMany(ProductUnit).mappedBy('product'),
    barcodes: () => p.oneToMany(ProductBarcode).mappedBy('product'),
  },
});

/** A further unit of a product: 1 unit is numerator / denominator base units, exactly. */
export const ProductUnitSchema = defineEntity({
  name: 'ProductUnit',
  tableName: 'product_unit',
  uniques: [{ name: 'product_unit_product_id_unit_code_unique', properties: ['product', 'unit'] }],
  properties: {
    id: p.uuid().primary(),
    product: () => p.manyToOne(Product),
    unit: () => p.manyToOne(Unit),
    numerator: p.bigint('bigint'),
    denominator: p.bigint('bigint'),
  },
});

/** What is printed on the goods; one scan of it stands for one `unit` of the product. */
export const ProductBarcodeSchema = defineEntity({
  name: 'ProductBarcode',
  tableName: 'product_barcode',
  properties: {
    id: p.uuid().primary(),
    product: () => p.manyToOne(Product).index('product_barcode_product_id_index'),
    unit: () => p.manyToOne(Unit),
    code: p.text(),
    symbology: p.enum(symbologies),
    /** What a scan is looked up by; see `scanKey`. */
    scanKey: p.text().unique('product_barcode_scan_key_unique'),
  },
});

export class Product extends ProductSchema.class {}
ProductSchema.setClass(Product);

export class ProductUnit extends ProductUnitSchema.class {}
ProductUnitSchema.setClass(ProductUnit);

export class ProductBarcode extends ProductBarcodeSchema.class {}
ProductBarcodeSchema.setClass(ProductBarcode);
