import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readQuantityValue, toBase } from '../../../kernel/quantity.ts';
import { readDay } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import type { AvailabilityAsked } from '../../inventory/index.ts';
import { fault, type Path } from '../errors.ts';

/** What somebody would order. */
export interface AvailabilityLineInput {
  readonly productId: Id;
  readonly quantity: Decimal;
  /** The base unit when left out. */
  readonly unit?: string | null;
  /** Anywhere when left out. */
  readonly warehouseId?: Id | null;
  /** A line of an order: what is set aside for it is its own, and it keeps its place. */
  readonly salesOrderLineId?: Id | null;
}

export interface AvailabilityInput {
  readonly lines: readonly AvailabilityLineInput[];
  readonly requestedOn?: LocalDate | null;
}

/** What is asked of availability, in base units; every fault of every line is added to `faults`. */
export function readAvailability(
  { lines, requestedOn }: AvailabilityInput,
  products: ReadonlyMap<Id, ProductMeasures>,
  faults: Fault[],
): AvailabilityAsked[] {
  const day = readDay(requestedOn, ['requestedOn'], faults);
  return lines.flatMap((line, index): AvailabilityAsked[] => {
    const path = ['lines', String(index)];
    const product = products.get(line.productId.toLowerCase());
    const warehouseId = readId(line.warehouseId, [...path, 'warehouseId'], faults);
    const lineId = readId(line.salesOrderLineId, [...path, 'salesOrderLineId'], faults);
    if (!product) {
      const message = 'There is no such product';
      faults.push(fault('PRODUCT_NOT_FOUND', message, [...path, 'productId']));
      return [];
    }
    const quantity = readBase(line, product, path, faults);
    if (quantity === null) return [];
    return [{ productId: product.productId, quantity, warehouseId, requestedOn: day, lineId }];
  });
}

function readId(given: Id | null | undefined, path: Path, faults: Fault[]): Id | null {
  if (given == null) return null;
  if (isId(given)) return given.toLowerCase();
  faults.push(fault('ID_MALFORMED', 'An id is a UUID', path));
  return null;
}

function readBase(
  { quantity, unit: given }: AvailabilityLineInput,
  product: ProductMeasures,
  path: Path,
  faults: Fault[],
): Decimal | null {
  const code = given ?? product.baseUnit;
  const unit = product.units.get(code);
  if (!unit) {
    const known = [...product.units.keys()];
    const message = `${product.sku} is counted in ${known.join(', ')}, not in ${code}`;
    faults.push(fault('UNKNOWN_UNIT', message, [...path, 'unit'], { known }));
    return null;
  }
  const at = [...path, 'quantity'];
  const rules = { decimals: unit.decimals, positive: true };
  const inUnit = gather(readQuantityValue(quantity, rules), at, faults);
  return inUnit === null ? null : gather(toBase(inUnit, unit, product.baseDecimals), at, faults);
}
