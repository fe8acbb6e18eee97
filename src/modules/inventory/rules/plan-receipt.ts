import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLocalDate } from '../../../kernel/local-date.ts';
import { gather } from '../../../kernel/reading.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { readMeasured, readProduct } from './read-input.ts';
import { readTracking } from './read-tracking.ts';

export interface ReceiptLineInput {
  readonly productId: Id;
  readonly quantity: string;
  readonly unit: string;
  readonly lot?: { readonly code: string; readonly expiresOn?: string | null } | null;
  readonly serials?: readonly string[] | null;
  readonly locationId?: Id | null;
}

export interface PlannedReceiptLine {
  readonly product: ProductMeasures;
  readonly unit: string;
  readonly inUnit: string;
  readonly inBase: string;
  readonly lot: string | null;
  readonly expiresOn: string | null;
  readonly serials: readonly string[];
  readonly locationId: Id;
  readonly path: readonly string[];
}

export interface ReceiptFacts {
  readonly products: ReadonlyMap<Id, ProductMeasures>;
  /** The places of the warehouse that were asked for. */
  readonly locationIds: ReadonlySet<Id>;
  /** Where a line without a place of its own goes; null when the warehouse has none. */
  readonly receiptLocationId: Id | null;
}

/** What each line brings where; every fault of every line is added to `faults`. */
export function planReceipt(
  lines: readonly ReceiptLineInput[],
  facts: ReceiptFacts,
  faults: Fault[],
): PlannedReceiptLine[] {
  const planned = lines.flatMap((line, index) => {
    const path = ['lines', String(index)];
    const product = readProduct(facts.products, line.productId, path, faults, true);
    const locationId = placeOf(line, facts, path, faults);
    if (!product) return [];
    const measured = readMeasured(product, line, path, faults);
    const given = { lot: line.lot?.code ?? null, serials: line.serials ?? null };
    const expiresOn = expiryOf(line, path, faults);
    if (!measured) return [];
    const tracked = readTracking(product, given, measured.inBase, path, faults);
    if (!locationId) return [];
    return [{ product, ...measured, ...tracked, expiresOn, locationId, path }];
  });
  faults.push(...serialsTwice(planned));
  return planned;
}

function placeOf(
  line: ReceiptLineInput,
  facts: ReceiptFacts,
  path: readonly string[],
  faults: Fault[],
): Id | null {
  if (line.locationId == null) return facts.receiptLocationId;
  const id = line.locationId.toLowerCase();
  if (facts.locationIds.has(id)) return id;
  const message = 'The warehouse has no such location';
  faults.push(fault('LOCATION_NOT_FOUND', message, [...path, 'locationId']));
  return null;
}

function expiryOf(line: ReceiptLineInput, path: readonly string[], faults: Fault[]): string | null {
  const text = line.lot?.expiresOn;
  return text == null ? null : gather(readLocalDate(text), [...path, 'lot', 'expiresOn'], faults);
}

/** One serial number in two lines of one product. */
function serialsTwice(lines: readonly PlannedReceiptLine[]): Fault[] {
  const first = new Map<string, PlannedReceiptLine>();
  return lines.flatMap((line) =>
    [...new Set(line.serials)].flatMap((serial) => {
      const key = `${line.product.productId} ${serial}`;
      if (!first.has(key)) {
        first.set(key, line);
        return [];
      }
      const path = [...line.path, 'serials', String(line.serials.indexOf(serial))];
      return [fault('SERIAL_REPEATED', `${serial} stands in two lines`, path, { serial })];
    }),
  );
}
