import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, price } from '../../../platform/database/columns.ts';
import { Product, ProductCategory, Unit } from '../../catalog/index.ts';
import { Party, Segment } from '../../parties/index.ts';
import { countedBys, priceMethods, priceScopes, tierKinds } from '../rules/kinds.ts';

/** What goods cost somebody, from a day to a day. */
export const PriceListSchema = defineEntity({
  name: 'PriceList',
  tableName: 'price_list',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('price_list_code_unique'),
    name: p.text(),
    currency: p.text(),
    scope: p.enum(priceScopes),
    party: () => p.manyToOne(Party).nullable().deleteRule(keeps),
    segment: () => p.manyToOne(Segment).nullable().deleteRule(keeps),
    priority: p.integer().default(0),
    taxInclusive: p.boolean().default(false),
    /** Computed prices are brought to whole multiples of this. */
    roundTo: price().nullable(),
    converts: p.boolean().default(false),
    discountable: p.boolean().default(true),
    validFrom: p.date(),
    validTo: p.date().nullable(),
    active: p.boolean().default(true),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    items: () => p.oneToMany(PriceListItem).mappedBy('priceList'),
  },
});

/** What a list says of a product, of a category and those below it, or of all goods. */
export const PriceListItemSchema = defineEntity({
  name: 'PriceListItem',
  tableName: 'price_list_item',
  indexes: [{ name: 'price_list_item_price_list_id_index', properties: ['priceList', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    priceList: () => p.manyToOne(PriceList),
    product: () => p.manyToOne(Product).nullable().deleteRule(keeps),
    category: () => p.manyToOne(ProductCategory).nullable().deleteRule(keeps),
    unit: () => p.manyToOne(Unit).nullable().deleteRule(keeps),
    method: p.enum(priceMethods),
    tierKind: p.enum(tierKinds).default('ALL_UNITS'),
    countedBy: p.enum(countedBys).default('LINE'),
    validFrom: p.date(),
    validTo: p.date().nullable(),
    tiers: () => p.oneToMany(PriceTier).mappedBy('item'),
  },
});

/** From so much on: the price of one unit or percent off; or percent over the cost, guarded. */
export const PriceTierSchema = defineEntity({
  name: 'PriceTier',
  tableName: 'price_tier',
  uniques: [{ name: 'price_tier_once', properties: ['item', 'minQuantity'] }],
  properties: {
    id: p.uuid().primary(),
    item: () => p.manyToOne(PriceListItem).joinColumn('price_list_item_id').deleteRule('cascade'),
    minQuantity: price(),
    value: price().nullable(),
    overCost: price().nullable(),
  },
});

export class PriceList extends PriceListSchema.class {}
PriceListSchema.setClass(PriceList);

export class PriceListItem extends PriceListItemSchema.class {}
PriceListItemSchema.setClass(PriceListItem);

export class PriceTier extends PriceTierSchema.class {}
PriceTierSchema.setClass(PriceTier);
