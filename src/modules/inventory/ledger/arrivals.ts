import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Tracking } from '../../catalog/index.ts';
import { outside, type StockStatus } from '../rules/kinds.ts';
import { lotKey } from '../rules/lot-key.ts';
import { lotDayFaults, type ReadLot } from '../rules/read-goods.ts';
import { ensureLots, type KnownLot, type WantedLot } from './lots.ts';
import type { VoucherPart } from './post-voucher.ts';
import { requireNewSerials } from './serials-seen.ts';

/** Goods of one product that come in from outside: of one lot, or so many serials. */
export interface ArrivingLine extends ReadLot {
  readonly product: {
    readonly productId: Id;
    readonly sku: string;
    readonly tracking: Tracking;
  };
  readonly inBase: string;
  readonly lot: string | null;
  readonly serials: readonly string[];
  readonly locationId: Id;
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  readonly packageId: Id | null;
  readonly path: readonly string[];
}

export interface ArrivedLine {
  /** Of a line of one lot; those of serials are in its parts. */
  readonly lotId: Id | null;
  readonly parts: readonly VoucherPart[];
}

/**
 * What each line brings from a supplier: its lots are made where they are new, and locked. Refuses
 * LOT_EXPIRY_DIFFERS, SERIAL_ALREADY_IN_STOCK and SERIAL_SEEN_BEFORE, each with every line.
 */
export async function arriveFromSupplier(
  op: OperationContext,
  lines: readonly ArrivingLine[],
): Promise<ArrivedLine[]> {
  const lots = await ensureLots(op, lines.flatMap(wantedLots));
  refuseIfAny(lines.flatMap((line) => dayFaults(line, lots)));
  await requireNewSerials(op, serialPaths(lines, lots));
  return lines.map((line) => arrived(line, outside.supplier, lots));
}

const wantedLots = (line: ArrivingLine): WantedLot[] => {
  const { productId } = line.product;
  const { expiresOn, bestBeforeOn, removalOn, supplierLot } = line;
  return line.lot !== null
    ? [
        {
          productId,
          kind: 'LOT',
          code: line.lot,
          expiresOn,
          bestBeforeOn,
          removalOn,
          supplierLot,
        },
      ]
    : line.serials.map((code) => ({ productId, kind: 'SERIAL', code, expiresOn: null }));
};

function lotOf(lots: ReadonlyMap<string, KnownLot>, productId: Id, code: string): KnownLot {
  const lot = lots.get(lotKey(productId, code));
  if (!lot) throw new Error(`Lot ${code} was neither found nor made`);
  return lot;
}

function dayFaults(line: ArrivingLine, lots: ReadonlyMap<string, KnownLot>): Fault[] {
  if (line.lot === null) return [];
  const known = lotOf(lots, line.product.productId, line.lot);
  return lotDayFaults(line.product.sku, line.lot, line, known, [...line.path, 'lot']);
}

const serialPaths = (
  lines: readonly ArrivingLine[],
  lots: ReadonlyMap<string, KnownLot>,
): Map<Id, readonly string[]> =>
  new Map(
    lines.flatMap((line) =>
      line.serials.map((serial, index) => [
        lotOf(lots, line.product.productId, serial).id,
        [...line.path, 'serials', String(index)],
      ]),
    ),
  );

function arrived(line: ArrivingLine, fromId: Id, lots: ReadonlyMap<string, KnownLot>): ArrivedLine {
  const { productId } = line.product;
  const part = {
    isSerial: line.product.tracking === 'SERIAL',
    ownerId: line.ownerId,
    fromId,
    toId: line.locationId,
    toStatus: line.status,
    toPackageId: line.packageId,
    path: line.path,
  };
  if (line.serials.length === 0) {
    const lotId = line.lot === null ? null : lotOf(lots, productId, line.lot).id;
    return { lotId, parts: [{ ...part, lotId, quantity: line.inBase }] };
  }
  const parts = line.serials.map((serial) => ({
    ...part,
    lotId: lotOf(lots, productId, serial).id,
    quantity: '1',
  }));
  return { lotId: null, parts };
}
