import { trackings } from '../../modules/catalog/index.ts';
import { symbologies } from '../../kernel/barcode.ts';
import { builder } from '../builder.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { quantitiesField, totalField } from '../inventory/product-quantity-types.ts';

export const ProductTracking = builder.enumType('ProductTracking', {
  description: 'How units of a product are told apart: not at all, by lot, or each by its serial.',
  values: trackings,
});

export const BarcodeSymbology = builder.enumType('BarcodeSymbology', {
  description: 'What kind of barcode it is. All but CODE_128 carry a checked GTIN.',
  values: symbologies,
});

export const UnitType: ReadType = readType('Unit', {
  description: 'What quantities are counted in: piece, carton, metre.',
  fields: {
    code: property('code', 'UN/ECE code, e.g. `PCE`.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    decimals: property('decimals', 'Places a quantity in this unit may have, 0 to 6.'),
  },
  filter: ['code', 'nameEn', 'nameFa'],
  order: ['code'],
});

export const ProductCategoryType: ReadType = readType('ProductCategory', {
  description: 'A kind of goods, within a wider one.',
  fields: {
    id: property('id', 'Made by the client or the server.'),
    code: property('code', 'The code people use, unique.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    parent: relation('parent', () => ProductCategoryType, 'The wider category that it is within.'),
    children: relation('children', () => ProductCategoryType, 'The categories within it.'),
    version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
  },
  filter: ['id', 'code', 'nameEn', 'nameFa', 'parent'],
  order: ['code', 'nameEn', 'nameFa'],
});

export const ProductType: ReadType = readType('Product', {
  description: 'Something the firm trades.',
  fields: {
    id: property('id', 'Made by the client or the server.'),
    sku: property('sku', 'The stock keeping unit: the code people use, unique.'),
    nameEn: property('nameEn', 'Name in English.'),
    nameFa: property('nameFa', 'Name in Persian.'),
    baseUnit: relation('baseUnit', () => UnitType, 'What stock of it is counted in.'),
    tracking: choice('tracking', ProductTracking, 'How its units are told apart.'),
    active: property('active', 'Inactive products take part in nothing new.'),
    standardCost: property(
      'standardCost',
      "What one base unit is worth, in the firm's currency; null: not known.",
    ),
    category: relation('category', () => ProductCategoryType, 'What kind of goods it is.'),
    taxCode: property('taxCode', "What is paid on its price; null: the firm's default tax."),
    leadTimeDays: property('leadTimeDays', 'Days from asking for it until it is there.'),
    warrantyMonths: property('warrantyMonths', 'How long the firm answers for it; null: not said.'),
    createdAt: property('createdAt', 'When it was entered.'),
    version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
    units: relation('units', () => ProductUnitType, 'Units besides the base unit.'),
    barcodes: relation('barcodes', () => ProductBarcodeType, 'What it is scanned by.'),
    quantities: quantitiesField,
    total: totalField,
  },
  filter: [
    'id',
    'sku',
    'nameEn',
    'nameFa',
    'tracking',
    'active',
    'standardCost',
    'category',
    'taxCode',
    'leadTimeDays',
    'warrantyMonths',
    'createdAt',
    'barcodes',
  ],
  order: ['sku', 'nameEn', 'nameFa', 'createdAt'],
});

export const ProductUnitType: ReadType = readType('ProductUnit', {
  description: 'A unit of a product: 1 of it is numerator / denominator base units, exactly.',
  fields: {
    id: property('id', 'Its id.'),
    unit: relation('unit', () => UnitType, 'The unit.'),
    numerator: property('numerator', 'Base units in `denominator` of this unit; whole, as text.'),
    denominator: property('denominator', 'See `numerator`.'),
  },
});

export const ProductBarcodeType: ReadType = readType('ProductBarcode', {
  description: 'A barcode printed on the goods; one scan of it means one of its unit.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'As printed.'),
    symbology: choice('symbology', BarcodeSymbology, 'What kind of barcode it is.'),
    unit: relation('unit', () => UnitType, 'What one scan counts.'),
    product: relation('product', () => ProductType, 'Whose it is.'),
  },
  filter: ['code', 'symbology'],
});
