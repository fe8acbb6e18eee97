import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readQuantityValue } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import type { Tracking } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { readTracking } from './read-tracking.ts';

/** What a person counted by hand of one line, in the base unit. */
export interface CountInput {
  readonly stockTransferLineId: Id;
  readonly quantity: string;
  readonly lotCode?: string | null;
  readonly serials?: readonly string[] | null;
}

interface CountableLine {
  readonly id: Id;
  readonly productId: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly baseDecimals: number;
}

/** Goods of one line and one lot (or of none); several for a count of serial numbers. */
export interface Count<Line> {
  readonly line: Line;
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly quantity: Decimal;
  readonly path: readonly string[];
  /** The entry it comes from. */
  readonly entry: number;
}

/** The counts that the entries say; every fault of every entry is added to `faults`. */
export function readCounts<Line extends CountableLine>(
  entries: readonly CountInput[],
  lines: readonly Line[],
  lotIdOf: (productId: Id, code: string) => Id | undefined,
  faults: Fault[],
): Count<Line>[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  return entries.flatMap((input, entry) => {
    const path = ['lines', String(entry)];
    const line = byId.get(input.stockTransferLineId.toLowerCase());
    if (!line) {
      const message = 'The stock transfer has no such line';
      faults.push(fault('LINE_NOT_FOUND', message, [...path, 'stockTransferLineId']));
      return [];
    }
    const rules = { decimals: line.baseDecimals, positive: true };
    const reading = readQuantityValue(input.quantity, rules);
    const quantity = gather(reading, [...path, 'quantity'], faults);
    if (quantity === null) return [];
    const given = { lot: input.lotCode ?? null, serials: input.serials ?? null };
    const tracked = readTracking(line, given, quantity, path, faults, 'lotCode');
    const count = (code: string, amount: Decimal, at: readonly string[]): Count<Line>[] => {
      const lotId = lotIdOf(line.productId, code);
      if (lotId) return [{ line, lotId, lotCode: code, quantity: amount, path: at, entry }];
      faults.push(fault('LOT_NOT_FOUND', `${line.sku} ${code} was never seen here`, at));
      return [];
    };
    if (tracked.lot !== null) return count(tracked.lot, quantity, [...path, 'lotCode']);
    if (line.tracking === 'NONE') {
      return [{ line, lotId: null, lotCode: null, quantity, path, entry }];
    }
    return tracked.serials.flatMap((serial, index) =>
      count(serial, '1', [...path, 'serials', String(index)]),
    );
  });
}
