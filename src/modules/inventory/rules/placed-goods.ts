import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import type { StockStatus } from './kinds.ts';
import { readOwner, readPackage, type GoodsNames, type NamedGoods } from './read-goods.ts';
import { readMeasured, readProduct } from './read-input.ts';
import { readTracking } from './read-tracking.ts';

/** Goods at a place inside a warehouse, as a line names them. */
export interface PlacedGoodsInput extends GoodsNames {
  readonly productId: Id;
  readonly locationId: Id;
  readonly quantity: string;
  /** The base unit when left out. */
  readonly unit?: string | null;
  readonly lotCode?: string | null;
  readonly serials?: readonly string[] | null;
  /** Their condition; AVAILABLE when left out. */
  readonly status?: StockStatus | null;
}

export interface PlacedGoods {
  readonly product: ProductMeasures;
  readonly unit: string;
  readonly inUnit: Decimal;
  readonly inBase: Decimal;
  readonly lot: string | null;
  readonly serials: readonly string[];
  readonly locationId: Id;
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  readonly packageId: Id | null;
  readonly path: readonly string[];
}

export interface PlaceFacts {
  readonly products: ReadonlyMap<Id, ProductMeasures>;
  /** The places of the warehouse that were asked for. */
  readonly placeIds: ReadonlySet<Id>;
  readonly named: NamedGoods;
}

/** What a line names, or null with every fault of it. `lotField` is where its lot stands. */
export function readPlacedGoods(
  line: PlacedGoodsInput,
  facts: PlaceFacts,
  path: readonly string[],
  faults: Fault[],
  lotField = 'lotCode',
): PlacedGoods | null {
  const before = faults.length;
  const product = readProduct(facts.products, line.productId, path, faults);
  const locationId = readPlace(line.locationId, facts.placeIds, [...path, 'locationId'], faults);
  const ownerId = readOwner(line, facts.named, path, faults);
  const packageId = readPackage(line, facts.named, path, faults);
  if (!product) return null;
  const unit = line.unit ?? product.baseUnit;
  const measured = readMeasured(product, { quantity: line.quantity, unit }, path, faults);
  if (!measured) return null;
  const given = { lot: line.lotCode ?? null, serials: line.serials ?? null };
  const tracked = readTracking(product, given, measured.inBase, path, faults, lotField);
  if (faults.length > before || !locationId) return null;
  const status = line.status ?? 'AVAILABLE';
  return { product, ...measured, ...tracked, locationId, ownerId, status, packageId, path };
}

/** The place, or null with a fault when the warehouse has no such one. */
export function readPlace(
  given: Id,
  placeIds: ReadonlySet<Id>,
  path: readonly string[],
  faults: Fault[],
): Id | null {
  const id = given.toLowerCase();
  if (placeIds.has(id)) return id;
  faults.push(fault('LOCATION_NOT_FOUND', 'The warehouse has no such location', path));
  return null;
}

/** So much of one lot, one serial number, or of goods that have neither. */
export interface GoodsPart {
  readonly lotId: Id | null;
  readonly isSerial: boolean;
  readonly quantity: Decimal;
  readonly path: readonly string[];
}

/** What must be known of a line to find its lots. */
export type LotsOfLine = Pick<PlacedGoods, 'inBase' | 'lot' | 'serials' | 'path'> & {
  readonly product: Pick<ProductMeasures, 'productId' | 'sku'>;
};

/** The line by its lot or its serial numbers; a fault for each that was never seen here. */
export function partsOfGoods(
  line: LotsOfLine,
  lotId: (productId: Id, code: string) => Id | undefined,
  faults: Fault[],
  lotField = 'lotCode',
): GoodsPart[] {
  const { productId, sku } = line.product;
  const part = (code: string, quantity: Decimal, isSerial: boolean, at: readonly string[]) => {
    const id = lotId(productId, code);
    if (id) return [{ lotId: id, isSerial, quantity, path: line.path }];
    faults.push(fault('LOT_NOT_FOUND', `${sku} ${code} was never seen here`, at));
    return [];
  };
  if (line.lot !== null) return part(line.lot, line.inBase, false, [...line.path, lotField]);
  if (line.serials.length === 0) {
    return [{ lotId: null, isSerial: false, quantity: line.inBase, path: line.path }];
  }
  return line.serials.flatMap((serial, index) =>
    part(serial, '1', true, [...line.path, 'serials', String(index)]),
  );
}
