import {
  compareDecimals,
  multiplyDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readQuantityValue, toBase, type UnitFactor } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault } from '../errors.ts';
import {
  holdsOn,
  type CustomerFacts,
  type ItemFacts,
  type ListFacts,
  type PriceFacts,
  type ProductFacts,
  type RuleFacts,
} from './facts.ts';
import type { CountedBy } from './kinds.ts';
import type { PriceLineAsked, PricesAsked } from './priced.ts';

/** A line that can be priced: its product, and how much in its unit and in the base unit. */
export interface GoodsLine {
  readonly index: number;
  readonly asked: PriceLineAsked;
  readonly product: ProductFacts;
  readonly unit: string;
  readonly factor: UnitFactor;
  readonly quantityInUnit: Decimal;
  readonly quantity: Decimal;
}

/** A document that asks for prices, with what they are decided by. */
export interface Asking {
  readonly asked: PricesAsked;
  readonly facts: PriceFacts;
  readonly items: ItemIndex;
  readonly customer: CustomerFacts | null;
  /** One unit of the document's currency in the firm's. */
  readonly rate: Decimal;
  readonly lines: readonly GoodsLine[];
  /** Lists that the document may use, by id; and rules that may hold for it. */
  readonly lists: ReadonlyMap<Id, ListFacts>;
  readonly rules: readonly RuleFacts[];
}

/** Items by what they are for. */
export interface ItemIndex {
  readonly byGoods: ReadonlyMap<Id, readonly ItemFacts[]>;
  readonly ofAll: readonly ItemFacts[];
}

export function indexItems(items: readonly ItemFacts[]): ItemIndex {
  const named = Map.groupBy(items, (item) => item.productId ?? item.categoryId);
  const ofAll = named.get(null) ?? [];
  named.delete(null);
  return { byGoods: named as ReadonlyMap<Id, readonly ItemFacts[]>, ofAll };
}

/** The lists of the document's day and customer, in its currency or converting to it. */
export function usableLists(
  facts: PriceFacts,
  asked: PricesAsked,
  customer: CustomerFacts | null,
): ReadonlyMap<Id, ListFacts> {
  const usable = facts.lists.filter(
    (list) =>
      holdsOn(list, asked.pricingOn) &&
      (list.currency === asked.currency ||
        (list.converts && list.currency === facts.firm.currency)) &&
      (list.partyId === null || list.partyId === customer?.id) &&
      (list.segmentId === null || customer?.segmentIds.includes(list.segmentId)),
  );
  return new Map(usable.map((list) => [list.id, list]));
}

/** The rules of the document's day, customer and currency, whatever its goods. */
export const usableRules = (
  facts: PriceFacts,
  asked: PricesAsked,
  customer: CustomerFacts | null,
): readonly RuleFacts[] =>
  facts.rules.filter(
    (rule) =>
      holdsOn(rule, asked.pricingOn) &&
      (rule.currency === null || rule.currency === asked.currency) &&
      (rule.partyId === null || rule.partyId === customer?.id) &&
      (rule.segmentId === null || customer?.segmentIds.includes(rule.segmentId) === true),
  );

/** The line of goods; null where something is wrong, and every fault of it is added. */
export function readGoodsLine(
  asked: PriceLineAsked,
  index: number,
  facts: PriceFacts,
  faults: Fault[],
): GoodsLine | null {
  const { path } = asked;
  const product = facts.products.get(asked.productId.toLowerCase());
  if (!product) {
    faults.push(fault('PRODUCT_NOT_FOUND', 'There is no such product', [...path, 'productId']));
    return null;
  }
  if (!product.active) {
    const message = `${product.sku} is traded no longer`;
    faults.push(fault('PRODUCT_INACTIVE', message, [...path, 'productId']));
  }
  const unit = asked.unit ?? product.baseUnit;
  const measure = product.units.get(unit);
  const base = product.units.get(product.baseUnit);
  if (!measure || !base) {
    const message = `${unit} is not a unit of ${product.sku}`;
    faults.push(fault('UNIT_NOT_OF_PRODUCT', message, [...path, 'unit']));
    return null;
  }
  const at = [...path, 'quantity'];
  const rules = { decimals: measure.decimals, positive: true };
  const quantityInUnit = gather(readQuantityValue(asked.quantityInUnit, rules), at, faults);
  if (quantityInUnit === null) return null;
  const quantity = gather(toBase(quantityInUnit, measure, base.decimals), at, faults);
  if (quantity === null) return null;
  return { index, asked, product, unit, factor: measure, quantityInUnit, quantity };
}

/** What something is for: a product, a category and those below it, or all goods. */
export interface Goods {
  readonly productId: Id | null;
  readonly categoryId: Id | null;
}

/** 0: the product itself; 1: its category, 2: the one above … Infinity: all goods; null: not it. */
export function levelOf({ productId, categoryId }: Goods, product: ProductFacts): number | null {
  if (productId !== null) return productId === product.id ? 0 : null;
  if (categoryId === null) return Infinity;
  const depth = product.categoryIds.indexOf(categoryId);
  return depth < 0 ? null : depth + 1;
}

/** The lines that count towards a minimum for `line`. */
export function countedWith(
  line: GoodsLine,
  lines: readonly GoodsLine[],
  goods: Goods,
  by: CountedBy,
): readonly GoodsLine[] {
  if (by === 'LINE') return [line];
  if (by === 'PRODUCT') return lines.filter(({ product }) => product.id === line.product.id);
  return lines.filter(({ product }) => levelOf(goods, product) !== null);
}

export const sumQuantities = (lines: readonly GoodsLine[]): Decimal => {
  const [only, ...more] = lines;
  if (only && more.length === 0) return only.quantity;
  return sumDecimals(lines.map(({ quantity }) => quantity));
};

/** Whether so much of the base unit is at least `least` of a unit with this factor; exact. */
export function reaches(inBase: Decimal, least: Decimal, factor: UnitFactor): boolean {
  const { numerator, denominator } = factor;
  const asked = denominator === 1n ? inBase : multiplyDecimals(inBase, String(denominator));
  const wanted = numerator === 1n ? least : multiplyDecimals(least, String(numerator));
  return compareDecimals(asked, wanted) >= 0;
}
