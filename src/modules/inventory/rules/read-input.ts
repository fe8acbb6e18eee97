import type { Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { readQuantityValue, toBase } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';

/** More would be one act that holds its locks for too long. */
export const mostLines = 1_000;
export const mostSerials = 10_000;

/** The id in lower case, or null with a fault. */
export function readId(text: string, path: readonly string[], faults: Fault[]): Id | null {
  if (isId(text)) return text.toLowerCase();
  faults.push(fault('ID_MALFORMED', 'An id is a UUID', path));
  return null;
}

/** The id the client made, a new one when it made none, or null with a fault. */
export const readOwnId = (
  text: string | null | undefined,
  newId: () => Id,
  path: readonly string[],
  faults: Fault[],
): Id | null => (text == null ? newId() : readId(text, path, faults));

/** Trimmed text of 1 to `most` characters; null, with a fault unless it may be left out. */
export function readText(
  text: string | null | undefined,
  rules: { readonly most: number; readonly optional?: boolean },
  path: readonly string[],
  faults: Fault[],
): string | null {
  const trimmed = (text ?? '').trim();
  if (trimmed === '' && rules.optional) return null;
  if (trimmed !== '' && trimmed.length <= rules.most) return trimmed;
  faults.push(fault('TEXT_MALFORMED', `1 to ${rules.most} characters are needed here`, path));
  return null;
}

/** Faults unless there is at least one line and not too many. */
export function countFaults(count: number, path = 'lines', most = mostLines): Fault[] {
  if (count === 0) return [fault('NO_LINES', 'At least one line is needed', [path])];
  if (count <= most) return [];
  return [fault('TOO_MANY_LINES', `At most ${most} at once; these are ${count}`, [path])];
}

/** Same, and not too many serial numbers in all of the lines: each of them is a move. */
export function sizeFaults(
  lines: readonly { readonly serials?: readonly string[] | null }[],
): Fault[] {
  const serials = lines.reduce((sum, line) => sum + (line.serials?.length ?? 0), 0);
  const faults = countFaults(lines.length);
  if (serials > mostSerials) {
    const message = `At most ${mostSerials} serial numbers at once; these are ${serials}`;
    faults.push(fault('TOO_MANY_LINES', message, ['lines']));
  }
  return faults;
}

/** Each id that stands twice, once for every time but the first. */
export function repeatedIds(ids: readonly (Id | null)[], path = 'lines'): Fault[] {
  const seen = new Set<Id>();
  return ids.flatMap((id, index) => {
    if (id === null || !seen.has(id)) {
      if (id !== null) seen.add(id);
      return [];
    }
    return [fault('ID_REPEATED', `Another line has the id ${id}`, [path, String(index), 'id'])];
  });
}

export interface MeasuredQuantity {
  readonly unit: string;
  readonly inUnit: string;
  readonly inBase: string;
}

/** A quantity of a product in one of its units and in its base unit, or null with faults. */
export function readMeasured(
  product: ProductMeasures,
  input: { readonly quantity: string; readonly unit: string },
  path: readonly string[],
  faults: Fault[],
): MeasuredQuantity | null {
  const unit = product.units.get(input.unit);
  if (!unit) {
    const known = [...product.units.keys()];
    const message = `${product.sku} is counted in ${known.join(', ')}, not in ${input.unit}`;
    faults.push(fault('UNKNOWN_UNIT', message, [...path, 'unit'], { known }));
    return null;
  }
  const at = [...path, 'quantity'];
  const rules = { decimals: unit.decimals, positive: true };
  const inUnit = gather(readQuantityValue(input.quantity, rules), at, faults);
  if (inUnit === null) return null;
  const inBase = gather(toBase(inUnit, unit, product.baseDecimals), at, faults);
  return inBase === null ? null : { unit: input.unit, inUnit, inBase };
}

/** The product, or null with a fault. What is no longer traded may be moved, but not come in. */
export function readProduct(
  products: ReadonlyMap<Id, ProductMeasures>,
  id: string,
  path: readonly string[],
  faults: Fault[],
  arriving = false,
): ProductMeasures | null {
  const product = products.get(id.toLowerCase());
  if (!product) {
    faults.push(fault('PRODUCT_NOT_FOUND', 'There is no such product', [...path, 'productId']));
    return null;
  }
  if (arriving && !product.active) {
    const message = `${product.sku} is no longer traded`;
    faults.push(fault('PRODUCT_INACTIVE', message, [...path, 'productId']));
  }
  return product;
}
