import { defineEntity, p } from '@mikro-orm/core';
import { Product } from '../../catalog/index.ts';
import { lotKinds } from '../rules/kinds.ts';
import { instant, keeps } from './columns.ts';
import { StockBalance, StockMove } from './stock.ts';

/** A lot, or a serial number: a lot of exactly one. */
export const LotSchema = defineEntity({
  name: 'Lot',
  tableName: 'lot',
  uniques: [{ name: 'lot_product_id_code_unique', properties: ['product', 'code'] }],
  properties: {
    id: p.uuid().primary(),
    product: () => p.manyToOne(Product),
    kind: p.enum(lotKinds),
    code: p.text().index('lot_code_index'),
    expiresOn: p.date().nullable(),
    bestBeforeOn: p.date().nullable(),
    /** From this day on it is no longer sold. */
    removalOn: p.date().nullable().index('lot_removal_on_index'),
    supplierLot: p.text().nullable(),
    version: p.integer().default(1),
    createdAt: instant(),
    balances: () => p.oneToMany(StockBalance).mappedBy('lot'),
    moves: () => p.oneToMany(StockMove).mappedBy('lot'),
  },
});

/** A carton or pallet with a label of its own. */
export const StockPackageSchema = defineEntity({
  name: 'StockPackage',
  tableName: 'stock_package',
  properties: {
    id: p.uuid().primary(),
    sscc: p.text().unique('stock_package_sscc_unique'),
    parent: () => p.manyToOne(StockPackage).nullable().deleteRule(keeps),
    note: p.text().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    packages: () => p.oneToMany(StockPackage).mappedBy('parent'),
    balances: () => p.oneToMany(StockBalance).mappedBy('package'),
  },
});

export class Lot extends LotSchema.class {}
LotSchema.setClass(Lot);

export class StockPackage extends StockPackageSchema.class {}
StockPackageSchema.setClass(StockPackage);
