import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ProductCategoryType, ProductType, UnitType } from '../catalog/types.ts';
import { SegmentType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { CountedBy, PriceMethod, PriceScope, TierKind } from './enums.ts';

export const PriceListType: ReadType = readType('PriceList', {
  description: 'What goods cost somebody, from a day to a day.',
  fields: {
    id: property('id', 'Made by the client or the server.'),
    code: property('code', 'The code people use, unique.'),
    name: property('name', 'What it is called.'),
    currency: property('currency', 'ISO 4217.'),
    scope: choice('scope', PriceScope, 'Whose it is.'),
    party: relation('party', () => PartyType, 'The customer, of a CUSTOMER or CONTRACT list.'),
    segment: relation('segment', () => SegmentType, 'Of a SEGMENT list.'),
    priority: property('priority', 'The higher goes first among lists of one scope.'),
    taxInclusive: property('taxInclusive', 'Its prices have tax in them.'),
    roundTo: property('roundTo', 'Computed prices are whole multiples of this.'),
    converts: property('converts', 'It prices documents of other currencies as well.'),
    discountable: property('discountable', 'Discounts of lines are taken off its prices.'),
    validFrom: property('validFrom', 'The first day on which it holds.'),
    validTo: property('validTo', 'The first day on which it does not; null: until further notice.'),
    active: property('active', 'Inactive lists price nothing.'),
    createdAt: property('createdAt', 'When it was opened.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
  },
  filter: [
    'id',
    'code',
    'name',
    'currency',
    'scope',
    'party',
    'segment',
    'priority',
    'validFrom',
    'validTo',
    'active',
  ],
  order: ['code', 'createdAt'],
});

export const PriceListItemType: ReadType = readType('PriceListItem', {
  description: 'What a list says of a product, of a category and those below it, or of all goods.',
  fields: {
    id: property('id', 'Its id; price traces name it.'),
    priceList: relation('priceList', () => PriceListType, 'The list.'),
    product: relation('product', () => ProductType, 'Of one product.'),
    category: relation('category', () => ProductCategoryType, 'Or of a category.'),
    unit: relation('unit', () => UnitType, 'What its price is of and its tiers count in.'),
    method: choice('method', PriceMethod, 'How the price is stated.'),
    tierKind: choice('tierKind', TierKind, 'How its tiers are meant.'),
    countedBy: choice('countedBy', CountedBy, 'What reaches them.'),
    validFrom: property('validFrom', 'The first day on which it holds.'),
    validTo: property('validTo', 'The first day on which it does not; null: until further notice.'),
    tiers: relation('tiers', () => PriceTierType, 'What it comes to, by quantity.'),
  },
  filter: ['id', 'priceList', 'product', 'category', 'method', 'validFrom', 'validTo'],
  order: ['id'],
});

export const PriceTierType: ReadType = readType('PriceTier', {
  description: 'What a price comes to from a quantity on.',
  fields: {
    id: property('id', 'Its id.'),
    minQuantity: property('minQuantity', 'From so much on.'),
    value: property('value', 'FIXED: the price of one unit; PERCENT_OFF: percent.'),
    overCost: property('overCost', 'MARGIN, MARK_UP: percent; to who may see costs.'),
  },
});
