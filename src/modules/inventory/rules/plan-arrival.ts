import {
  addDecimals,
  compareDecimals,
  isPositive,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault } from '../errors.ts';
import type { StockTransferState } from './stock-transfer-states.ts';

interface Part {
  readonly lineId: Id;
  readonly lotId: Id | null;
  readonly quantity: Decimal;
}

interface Counted {
  readonly line: { readonly id: Id; readonly sku: string };
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly quantity: Decimal;
  readonly path: readonly string[];
  /** Scanned by the label of their package, and still in it. */
  readonly whole?: boolean;
  readonly packageId?: Id | null;
}

export const partKey = (lineId: Id, lotId: Id | null): string => `${lineId} ${lotId ?? ''}`;

export function sumByPart(parts: readonly Part[]): Map<string, Decimal> {
  const sums = new Map<string, Decimal>();
  for (const part of parts) {
    const key = partKey(part.lineId, part.lotId);
    sums.set(key, addDecimals(sums.get(key) ?? '0', part.quantity));
  }
  return sums;
}

/**
 * Only what is on its way in this transfer can arrive, be lost or go back. Entries for the same
 * goods see each other. `reserved` was scanned at the destination: it is there, so not missing.
 */
export function arrivalFaults(
  counts: readonly Counted[],
  inTransit: readonly Part[],
  reserved: readonly Part[] = [],
): Fault[] {
  const there = sumByPart(inTransit);
  const scanned = sumByPart(reserved);
  const taken = new Map<string, Decimal>();
  return counts.flatMap(({ line, lotId, lotCode, quantity, path }) => {
    const key = partKey(line.id, lotId);
    const wanted = addDecimals(taken.get(key) ?? '0', quantity);
    taken.set(key, wanted);
    const available = there.get(key) ?? '0';
    const missing = subtractDecimals(available, scanned.get(key) ?? '0');
    const what = [line.sku, lotCode].filter(Boolean).join(' ');
    const details = { stockTransferLineId: line.id, sku: line.sku, lot: lotCode, wanted };
    if (compareDecimals(wanted, available) > 0) {
      const message = `${what}: ${wanted} named, ${available} of it on its way here`;
      return [fault('NOT_IN_TRANSIT', message, path, { ...details, inTransit: available })];
    }
    if (compareDecimals(wanted, missing) <= 0) return [];
    const message = `${what}: ${wanted} named as missing, ${missing} not scanned yet`;
    return [fault('SCANNED_NOT_RECEIVED', message, path, { ...details, missing })];
  });
}

interface PackedPart extends Part {
  readonly packageId: Id | null;
}

/**
 * The same goods, by the packages that they are on their way in: loose ones first. What is counted
 * must be there (`arrivalFaults`). `reserved` was scanned in these very packages: not drawn from.
 */
export function drawFromTransit<C extends Counted>(
  counts: readonly C[],
  inTransit: readonly PackedPart[],
  reserved: readonly PackedPart[] = [],
): (C & { readonly packageId: Id | null })[] {
  const there = Map.groupBy(leftOf(inTransit, reserved), (part) =>
    partKey(part.lineId, part.lotId),
  );
  return counts.flatMap((count) => {
    let wanted = count.quantity;
    const drawn: (C & { readonly packageId: Id | null })[] = [];
    for (const part of there.get(partKey(count.line.id, count.lotId)) ?? []) {
      if (count.whole && part.packageId !== count.packageId) continue;
      const quantity = lesser(wanted, part.left);
      if (!isPositive(quantity)) continue;
      drawn.push({ ...count, quantity, packageId: part.packageId });
      part.left = subtractDecimals(part.left, quantity);
      wanted = subtractDecimals(wanted, quantity);
    }
    if (isPositive(wanted)) throw new Error('Less is on its way in these packages than is counted');
    return drawn;
  });
}

function leftOf(inTransit: readonly PackedPart[], reserved: readonly PackedPart[]) {
  const keyOf = (part: PackedPart): string =>
    `${partKey(part.lineId, part.lotId)} ${part.packageId}`;
  const scanned = Map.groupBy(reserved, keyOf);
  return inTransit.map(({ quantity, ...part }) => {
    const there = scanned.get(keyOf({ quantity, ...part })) ?? [];
    return { ...part, left: subtractDecimals(quantity, sumDecimals(there.map((s) => s.quantity))) };
  });
}

const lesser = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) < 0 ? a : b);

interface CountedLine {
  readonly shipped: Decimal;
  readonly received: Decimal;
  readonly lost: Decimal;
  readonly returned: Decimal;
}

/**
 * Where a shipped transfer stands by its lines, and by how much of what did not go as written is
 * still open: it is not CLOSED before all of that is settled.
 */
export function stateAfterArrival(
  lines: readonly CountedLine[],
  openDiscrepancies = 0,
): StockTransferState {
  const arrived = sumDecimals(lines.map((line) => line.received));
  const settled = sumDecimals(lines.flatMap((line) => [line.lost, line.returned]));
  const shipped = sumDecimals(lines.map((line) => line.shipped));
  const gone = addDecimals(arrived, settled);
  if (compareDecimals(gone, shipped) < 0)
    return isPositive(gone) ? 'PARTIALLY_RECEIVED' : 'SHIPPED';
  if (!isPositive(settled)) return 'RECEIVED';
  return openDiscrepancies > 0 ? 'PARTIALLY_RECEIVED' : 'CLOSED';
}
