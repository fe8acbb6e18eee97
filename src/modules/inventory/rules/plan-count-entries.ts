import { isPositive, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readQuantityValue, toBase } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import {
  countAgains,
  type CountAgain,
  type CountKey,
  type CountLineState,
  type CountLocationState,
} from './count-kinds.ts';
import { stockStatuses, type StockStatus } from './kinds.ts';
import { readOwner, readPackage, type GoodsNames, type NamedGoods } from './read-goods.ts';
import { readProduct } from './read-input.ts';
import { readTracking } from './read-tracking.ts';

/** What somebody counted of a product at a place. */
export interface CountedLineInput extends GoodsNames {
  readonly locationId: Id;
  readonly productId: Id;
  /** In `unit`; 0: there is none. */
  readonly quantity: string;
  readonly unit: string;
  readonly lotCode?: string | null;
  /** As many as base units; with 0: these are not here. */
  readonly serials?: readonly string[] | null;
  readonly status?: StockStatus | null;
  /** What it means that the same was counted before; left out: it was not. */
  readonly again?: CountAgain | null;
}

/** So much of one key, its lot still by code. */
export interface CountedGoods {
  readonly key: Omit<CountKey, 'lotId'>;
  readonly lotCode: string | null;
  readonly sku: string;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly inUnit: Decimal;
  readonly again: CountAgain | null;
  readonly path: readonly string[];
}

export interface CountedFacts {
  readonly products: ReadonlyMap<Id, ProductMeasures>;
  readonly named: NamedGoods;
  readonly everyLocation: boolean;
  /** Those asked for that the count is about. */
  readonly productIds: readonly Id[];
  /** Those asked for that are in the warehouse; no state: the count has not been there. */
  readonly places: readonly {
    readonly locationId: Id;
    readonly code: string;
    readonly state: CountLocationState | null;
  }[];
}

/** What the lines say was counted, serial by serial; every fault of every line goes to `faults`. */
export function readCounted(
  lines: readonly CountedLineInput[],
  facts: CountedFacts,
  faults: Fault[],
): CountedGoods[] {
  const places = new Map(facts.places.map((place) => [place.locationId, place]));
  return lines.flatMap((line, index) => {
    const path = ['lines', String(index)];
    const locationId = line.locationId.toLowerCase();
    faults.push(...placeFaults(places.get(locationId), facts.everyLocation, path));
    const product = readProduct(facts.products, line.productId, path, faults);
    const ownerId = readOwner(line, facts.named, path, faults);
    const packageId = readPackage(line, facts.named, path, faults);
    const { status = 'AVAILABLE', again = null } = line;
    if (status !== null && !stockStatuses.includes(status)) {
      const message = `A status is ${stockStatuses.join(', ')}`;
      faults.push(fault('CODE_MALFORMED', message, [...path, 'status']));
    }
    if (again !== null && !countAgains.includes(again)) {
      const message = `Again means ${countAgains.join(' or ')}`;
      faults.push(fault('CODE_MALFORMED', message, [...path, 'again']));
    }
    if (!product) return [];
    if (!facts.productIds.includes(product.productId)) {
      const message = `This count is not about ${product.sku}`;
      faults.push(fault('NOT_IN_COUNT', message, [...path, 'productId']));
    }
    const isSerial = product.tracking === 'SERIAL';
    const { productId, sku } = product;
    const stock = { ownerId, status: status ?? ('AVAILABLE' as const), packageId };
    const key = { locationId, productId, isSerial, ...stock };
    return readQuantities(line, product, path, faults).map((part) => ({
      ...part,
      key,
      sku,
      again,
    }));
  });
}

function placeFaults(
  place: CountedFacts['places'][number] | undefined,
  everyLocation: boolean,
  path: readonly string[],
): Fault[] {
  const at = [...path, 'locationId'];
  if (!place) return [fault('LOCATION_NOT_FOUND', 'The warehouse has no such location', at)];
  if (place.state === null && !everyLocation) {
    return [fault('NOT_IN_COUNT', `This count does not go to ${place.code}`, at)];
  }
  if (place.state !== 'COUNTED') return [];
  return [fault('LOCATION_COUNTED', `${place.code} is done`, at)];
}

type Part = Pick<CountedGoods, 'lotCode' | 'quantity' | 'unit' | 'inUnit' | 'path'>;

/** Nothing found is a count, too: of a lot, of serial numbers that are missed, of the product. */
function readQuantities(
  line: CountedLineInput,
  product: ProductMeasures,
  path: readonly string[],
  faults: Fault[],
): Part[] {
  const unit = product.units.get(line.unit);
  if (!unit) {
    const known = [...product.units.keys()];
    const message = `${product.sku} is counted in ${known.join(', ')}, not in ${line.unit}`;
    faults.push(fault('UNKNOWN_UNIT', message, [...path, 'unit'], { known }));
    return [];
  }
  const at = [...path, 'quantity'];
  const inUnit = gather(readQuantityValue(line.quantity, { decimals: unit.decimals }), at, faults);
  if (inUnit === null) return [];
  if (inUnit.startsWith('-')) {
    faults.push(fault('NEGATIVE_COUNT', 'Less than nothing cannot be counted', at));
    return [];
  }
  const inBase = gather(toBase(inUnit, unit, product.baseDecimals), at, faults);
  if (inBase === null) return [];
  const given = { lot: line.lotCode ?? null, serials: line.serials ?? null };
  const isMissing = product.tracking === 'SERIAL' && !isPositive(inBase);
  const pieces = isMissing ? String(Math.max(given.serials?.length ?? 0, 1)) : inBase;
  const known = faults.length;
  const tracked = readTracking(product, given, pieces, path, faults, 'lotCode');
  if (faults.length > known) return [];
  if (product.tracking !== 'SERIAL') {
    return [{ lotCode: tracked.lot, quantity: inBase, unit: line.unit, inUnit, path }];
  }
  const one = isMissing ? '0' : '1';
  return tracked.serials.map((lotCode, index) => ({
    lotCode,
    quantity: one,
    unit: product.baseUnit,
    inUnit: one,
    path: [...path, 'serials', String(index)],
  }));
}

/** A line that the count has of a key, as the actor may go on with it. */
export interface LineToCount {
  readonly id: Id;
  readonly state: CountLineState;
  readonly round: number;
  readonly counted: Decimal | null;
  readonly countedBefore: boolean;
}

/** What an entry does to its line. */
export interface EntryStep {
  readonly round: number;
  readonly anew: boolean;
}

/**
 * How a further count of a line goes on; a fault when the line is settled, when it wants another
 * person, or when the same was counted already and nobody says what that means.
 */
export function stepOf(
  line: LineToCount | undefined,
  goods: { readonly isSerial: boolean; readonly what: string },
  again: CountAgain | null,
  path: readonly string[],
): EntryStep | Fault {
  if (!line) return { round: 1, anew: true };
  if (line.state === 'COUNTED' || line.state === 'DISPUTED') {
    return fault('LINE_SETTLED', `${goods.what} is counted; nobody counts it again`, path);
  }
  if (line.countedBefore) {
    const message = `You counted ${goods.what} before: somebody else has to count it again`;
    return fault('SAME_PERSON', message, path);
  }
  const { round } = line;
  if (line.counted === null) return { round, anew: true };
  if (again === 'ANEW') return { round, anew: true };
  if (again === 'ADD' && !goods.isSerial) return { round, anew: false };
  const message = `${goods.what} was counted already: say whether there is more, or start anew`;
  return fault('ALREADY_COUNTED', message, path);
}
