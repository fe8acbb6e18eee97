import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import type { StockStatus } from './kinds.ts';
import {
  readLot,
  readOwner,
  readPackage,
  type GoodsNames,
  type LotInput,
  type NamedGoods,
  type ReadLot,
} from './read-goods.ts';
import { readMeasured, readProduct } from './read-input.ts';
import { readTracking } from './read-tracking.ts';

export interface ReceiptLineInput extends GoodsNames {
  readonly productId: Id;
  readonly quantity: string;
  readonly unit: string;
  readonly lot?: LotInput | null;
  readonly serials?: readonly string[] | null;
  readonly locationId?: Id | null;
  /** Their condition; AVAILABLE when left out. */
  readonly status?: StockStatus | null;
}

export interface PlannedReceiptLine extends ReadLot {
  readonly product: ProductMeasures;
  readonly unit: string;
  readonly inUnit: string;
  readonly inBase: string;
  readonly lot: string | null;
  readonly serials: readonly string[];
  readonly locationId: Id;
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  readonly packageId: Id | null;
  readonly path: readonly string[];
}

export interface ReceiptFacts {
  readonly products: ReadonlyMap<Id, ProductMeasures>;
  /** The places of the warehouse that were asked for. */
  readonly locationIds: ReadonlySet<Id>;
  /** Where a line without a place of its own goes; null when the warehouse has none. */
  readonly receiptLocationId: Id | null;
  readonly named: NamedGoods;
  /** Also products that are no longer traded come in. */
  readonly mayBeInactive?: boolean;
  /** What the input calls its lot; `lot` when left out. */
  readonly lotField?: string;
}

/** What each line brings where; every fault of every line is added to `faults`. */
export function planReceipt(
  lines: readonly ReceiptLineInput[],
  facts: ReceiptFacts,
  faults: Fault[],
): PlannedReceiptLine[] {
  const planned = lines.flatMap((line, index) => {
    const path = ['lines', String(index)];
    const product = readProduct(facts.products, line.productId, path, faults, !facts.mayBeInactive);
    const locationId = placeOf(line, facts, path, faults);
    if (!product) return [];
    const measured = readMeasured(product, line, path, faults);
    const given = { lot: line.lot?.code ?? null, serials: line.serials ?? null };
    const lot = readLot(line.lot, [...path, 'lot'], faults);
    const goods = {
      ownerId: readOwner(line, facts.named, path, faults),
      packageId: readPackage(line, facts.named, path, faults),
      status: line.status ?? ('AVAILABLE' as const),
    };
    if (!measured) return [];
    const tracked = readTracking(product, given, measured.inBase, path, faults, facts.lotField);
    if (!locationId) return [];
    return [{ product, ...measured, ...tracked, ...lot, ...goods, locationId, path }];
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

interface LineOfSerials {
  readonly product: { readonly productId: Id };
  readonly serials: readonly string[];
  readonly path: readonly string[];
}

/** One serial number in two lines of one product. */
export function serialsTwice(lines: readonly LineOfSerials[]): Fault[] {
  const first = new Map<string, LineOfSerials>();
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
