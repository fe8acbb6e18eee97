import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps } from '../../../platform/database/columns.ts';
import { Product } from '../../catalog/index.ts';
import { lotKinds, serialStates } from '../rules/kinds.ts';
import { StockBalance, StockMove } from './stock.ts';

/** Where it is tells of one that is here; where its last move went, of one that is not. */
const serialState = (id: string, kind: string): string => `
  case when ${kind} = 'SERIAL' then coalesce(
    (select case when l.kind = 'TRANSIT' then 'IN_TRANSIT' when b.hard_reserved > 0 then 'RESERVED'
                 else 'IN_STOCK' end
     from stock_balance b join location l on l.id = b.location_id where b.lot_id = ${id}),
    (select case l.kind when 'CUSTOMER' then 'WITH_CUSTOMER' when 'SUPPLIER' then 'WITH_SUPPLIER'
                        when 'SCRAP' then 'SCRAPPED' when 'LOST_IN_TRANSIT' then 'LOST'
                        else 'ADJUSTED_OUT' end
     from stock_move m join location l on l.id = m.to_location_id
     where m.lot_id = ${id} order by m.seq desc limit 1),
    'EXPECTED') end`;

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
    removalOn: p.date().nullable(),
    supplierLot: p.text().nullable(),
    /** What goes first stands first; what keeps, last. */
    goesOn: p.date().formula((c) => `coalesce(${c.removalOn}, ${c.expiresOn}, 'infinity'::date)`),
    version: p.integer().default(1),
    createdAt: instant(),
    balances: () => p.oneToMany(StockBalance).mappedBy('lot'),
    moves: () => p.oneToMany(StockMove).mappedBy('lot'),
    /** Of a serial number; null of a lot. */
    state: p
      .enum(serialStates)
      .nullable()
      .formula((c) => serialState(`${c.id}`, `${c.kind}`)),
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
