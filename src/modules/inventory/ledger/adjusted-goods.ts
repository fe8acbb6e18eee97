import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { findLotIds } from '../queries/placed-goods.ts';
import { lotKey } from '../rules/lot-key.ts';
import { outsideOf } from '../rules/plan-adjustment.ts';
import type { AdjustmentReason, StockStatus } from '../rules/kinds.ts';
import { partsOfGoods, type LotsOfLine } from '../rules/placed-goods.ts';
import { lotDayFaults, type ReadLot } from '../rules/read-goods.ts';
import { ensureLots, type KnownLot, type WantedLot } from './lots.ts';
import type { VoucherPart } from './post-voucher.ts';
import { serialsInStock } from './serials-in-stock.ts';

/** Goods of one line that turned out to be there, or not to be. */
export interface AdjustedLine extends LotsOfLine, ReadLot {
  readonly found: boolean;
  readonly locationId: Id;
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  readonly packageId: Id | null;
}

export interface AdjustedParts {
  /** Of a line of one lot; those of serials are in its parts. */
  readonly lotId: Id | null;
  readonly parts: readonly VoucherPart[];
}

/**
 * The lots of what was found, made where they are new, and locked. Refuses LOT_EXPIRY_DIFFERS with
 * every line whose lot has other days.
 */
export async function ensureFoundLots(
  op: OperationContext,
  lines: readonly AdjustedLine[],
): Promise<Map<string, KnownLot>> {
  const found = lines.filter((line) => line.found);
  const lots = await ensureLots(op, found.flatMap(wantedLots));
  refuseIfAny(
    found.flatMap((line) => {
      const { productId, sku } = line.product;
      const known = line.lot === null ? undefined : lots.get(lotKey(productId, line.lot));
      if (line.lot === null || !known) return [];
      return lotDayFaults(sku, line.lot, line, known, [...line.path, 'lot']);
    }),
  );
  return lots;
}

/**
 * What each line moves: goods found come from outside, those that are not there go to it. Refuses
 * LOT_NOT_FOUND, and SERIAL_ALREADY_IN_STOCK for a serial that is found while it is in stock.
 */
export async function adjustedParts(
  op: OperationContext,
  lines: readonly AdjustedLine[],
  reasonCode: AdjustmentReason | null,
  reason: string | null,
): Promise<AdjustedParts[]> {
  const lots = await ensureFoundLots(op, lines);
  const gone = await findLotIds(
    op,
    lines
      .filter((line) => !line.found)
      .map(({ product, lot, serials }) => ({
        productId: product.productId,
        lotCode: lot,
        serials,
      })),
  );
  const faults: Fault[] = [];
  const planned = lines.map((line) => {
    const lotId = (productId: Id, code: string): Id | undefined =>
      line.found ? lots.get(lotKey(productId, code))?.id : gone(productId, code);
    const parts = partsOfGoods(line, lotId, faults, 'lot');
    return { line, parts, lotId: line.lot === null ? null : (parts[0]?.lotId ?? null) };
  });
  refuseIfAny(faults);
  const serials = new Map(
    planned.flatMap(({ line, parts }) =>
      line.found && line.serials.length > 0
        ? parts.map((part, n) => [part.lotId as Id, [...line.path, 'serials', String(n)]] as const)
        : [],
    ),
  );
  if (serials.size > 0) refuseIfAny(await serialsInStock(op, serials));
  return planned.map(({ line, parts, lotId }) => {
    const { ownerId } = line;
    const elsewhere = outsideOf(line.found, reasonCode);
    const way = line.found
      ? {
          fromId: elsewhere,
          toId: line.locationId,
          toStatus: line.status,
          toPackageId: line.packageId,
        }
      : {
          fromId: line.locationId,
          toId: elsewhere,
          fromStatus: line.status,
          fromPackageId: line.packageId,
        };
    return { lotId, parts: parts.map((part) => ({ ...part, ...way, ownerId, reason })) };
  });
}

const wantedLots = (line: AdjustedLine): WantedLot[] => {
  const { productId } = line.product;
  const { expiresOn, bestBeforeOn, removalOn, supplierLot } = line;
  const dates = { expiresOn, bestBeforeOn, removalOn, supplierLot };
  return line.lot !== null
    ? [{ productId, kind: 'LOT', code: line.lot, ...dates }]
    : line.serials.map((code) => ({ productId, kind: 'SERIAL', code, expiresOn: null }));
};
