import { compareDecimals, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault, type Path } from '../errors.ts';
import type { Period } from './facts.ts';
import type { CountedBy, PriceMethod, TierKind } from './kinds.ts';
import { readPeriod, type PeriodInput } from './read-input.ts';
import { priceLimits, readPercent, readPrice } from './read-override.ts';

export interface PriceTierInput {
  /** Zero when left out. */
  readonly minQuantity?: Decimal | null;
  /** FIXED: the price of one unit; else percent. */
  readonly value: Decimal;
}

/** What a list says of goods from a day to a day. */
export interface PriceItemInput extends PeriodInput {
  /** Of an item that is there: it is changed; else of a new one. */
  readonly id?: Id | null;
  /** One of them, or neither: all goods. */
  readonly productId?: Id | null;
  readonly categoryId?: Id | null;
  /** What a fixed price is of, the product's base unit when left out; else what tiers count in. */
  readonly unit?: string | null;
  readonly method: PriceMethod;
  readonly tierKind?: TierKind | null;
  readonly countedBy?: CountedBy | null;
  readonly tiers: readonly PriceTierInput[];
}

export interface PriceItem extends Period {
  readonly id: Id;
  readonly productId: Id | null;
  readonly categoryId: Id | null;
  readonly unit: string | null;
  readonly method: PriceMethod;
  readonly tierKind: TierKind;
  readonly countedBy: CountedBy;
  readonly tiers: readonly { readonly minQuantity: Decimal; readonly value: Decimal }[];
}

/** What items name, as far as it exists. */
export interface KnownGoods {
  /** The units of each product by code, the base unit first. */
  readonly products: ReadonlyMap<Id, { readonly sku: string; readonly units: readonly string[] }>;
  readonly categoryIds: ReadonlySet<Id>;
  readonly units: ReadonlySet<string>;
}

export const mostTiers = 50;

/** The item that was stated; every fault is added under `path`. */
export function readItem(
  input: PriceItemInput,
  path: Path,
  reading: {
    readonly known: KnownGoods;
    readonly from: LocalDate;
    readonly faults: Fault[];
    newId(): Id;
  },
): PriceItem {
  const { faults } = reading;
  const { method } = input;
  const tierKind = input.tierKind ?? 'ALL_UNITS';
  const item = {
    id: readOwnId(input.id, reading.newId, [...path, 'id'], faults),
    ...readGoods(input, path, reading.known, faults),
    method,
    tierKind,
    countedBy: input.countedBy ?? 'LINE',
    ...readPeriod(input, reading.from, path, faults),
    tiers: readTiers(input, path, faults),
  };
  if (tierKind === 'GRADUATED' && method === 'PERCENT_OFF') {
    const message = 'Percent off are of the whole quantity: graduated prices are stated outright';
    faults.push(fault('PRICE_ITEM_MALFORMED', message, [...path, 'tierKind']));
  }
  if (tierKind === 'GRADUATED' && item.tiers[0] && item.tiers[0].minQuantity !== '0') {
    const message = 'Graduated prices begin with the first unit: one tier has no minimum';
    faults.push(fault('PRICE_ITEM_MALFORMED', message, [...path, 'tiers']));
  }
  return item;
}

function readGoods(
  input: PriceItemInput,
  path: Path,
  known: KnownGoods,
  faults: Fault[],
): Pick<PriceItem, 'productId' | 'categoryId' | 'unit'> {
  const productId = input.productId?.toLowerCase() ?? null;
  const categoryId = input.categoryId?.toLowerCase() ?? null;
  const product = productId === null ? undefined : known.products.get(productId);
  if (productId !== null && categoryId !== null) {
    const message = 'A price is of a product or of a category, not of both';
    faults.push(fault('PRICE_ITEM_MALFORMED', message, [...path, 'categoryId']));
  }
  if (productId !== null && !product) {
    faults.push(fault('PRODUCT_NOT_FOUND', 'There is no such product', [...path, 'productId']));
  }
  if (categoryId !== null && !known.categoryIds.has(categoryId)) {
    faults.push(fault('CATEGORY_NOT_FOUND', 'There is no such category', [...path, 'categoryId']));
  }
  const isFixed = input.method === 'FIXED';
  const unit = input.unit?.trim().toUpperCase() ?? (isFixed ? (product?.units[0] ?? null) : null);
  if (unit === null && isFixed && !productId) {
    const message = 'A fixed price is of a unit: say which';
    faults.push(fault('PRICE_ITEM_MALFORMED', message, [...path, 'unit']));
  }
  if (unit !== null && !(product ? product.units.includes(unit) : known.units.has(unit))) {
    const message = `${unit} is not a unit of ${product?.sku ?? 'any product'}`;
    faults.push(fault('UNIT_NOT_OF_PRODUCT', message, [...path, 'unit']));
  }
  return { productId, categoryId, unit };
}

function readTiers(input: PriceItemInput, path: Path, faults: Fault[]): PriceItem['tiers'] {
  const at = [...path, 'tiers'];
  if (input.tiers.length === 0 || input.tiers.length > mostTiers) {
    const message = `A price has 1 to ${mostTiers} tiers; these are ${input.tiers.length}`;
    faults.push(fault('PRICE_ITEM_MALFORMED', message, at));
  }
  const seen = new Set<string>();
  const tiers = input.tiers.flatMap((tier, i) => {
    const own = [...at, String(i)];
    const minQuantity = readMinimum(tier.minQuantity ?? '0', [...own, 'minQuantity'], faults);
    const value = readValue(tier.value, input.method, [...own, 'value'], faults);
    if (minQuantity === null || value === null) return [];
    if (seen.has(minQuantity)) {
      const message = `There is a price from ${minQuantity} on already`;
      faults.push(fault('TIER_REPEATED', message, [...own, 'minQuantity']));
    }
    seen.add(minQuantity);
    return [{ minQuantity, value }];
  });
  return tiers.sort((a, b) => compareDecimals(a.minQuantity, b.minQuantity));
}

export function readMinimum(text: string, path: Path, faults: Fault[]): Decimal | null {
  const minimum = gather(readDecimal(text), path, faults);
  if (minimum === null || compareDecimals(minimum, '0') >= 0) return minimum;
  faults.push(fault('PRICE_ITEM_MALFORMED', 'A minimum is not less than zero', path));
  return null;
}

function readValue(text: string, method: PriceMethod, path: Path, faults: Fault[]): Decimal | null {
  if (method === 'FIXED') return readPrice(text, path, faults);
  if (method === 'PERCENT_OFF') return readPercent(text, path, faults);
  const percent = gather(readDecimal(text, priceLimits), path, faults);
  if (percent === null) return null;
  // Of a price that is all margin nothing is left for the cost.
  const most = method === 'MARGIN' ? '99.999999' : '100000';
  if (compareDecimals(percent, '0') >= 0 && compareDecimals(percent, most) <= 0) return percent;
  const message =
    method === 'MARGIN'
      ? 'A margin is a part of the price: from 0 to less than 100 percent'
      : 'A mark-up is from 0 to 100,000 percent of the cost';
  faults.push(fault('PRICE_ITEM_MALFORMED', message, path));
  return null;
}
