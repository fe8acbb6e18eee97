import { compareDecimals, isPositive, sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault } from '../errors.ts';

interface RequestedLine {
  readonly id: Id;
  readonly lineNo: number;
  readonly sku: string;
  readonly requested: Decimal;
}

interface Part {
  readonly line: { readonly id: Id };
  readonly quantity: Decimal;
}

/** What leaves of each line, by its id; lines that stay behind are there with 0. */
export const shippedByLine = (
  lines: readonly RequestedLine[],
  parts: readonly Part[],
): Map<Id, Decimal> => {
  const byLine = Map.groupBy(parts, (part) => part.line.id);
  return new Map(
    lines.map((line) => [
      line.id,
      sumDecimals((byLine.get(line.id) ?? []).map((part) => part.quantity)),
    ]),
  );
};

/** Nothing at all, more than was asked for, or less without a word that this is meant. */
export function shipmentFaults(
  lines: readonly RequestedLine[],
  shipped: ReadonlyMap<Id, Decimal>,
  acceptShort: boolean,
): Fault[] {
  if (![...shipped.values()].some(isPositive)) {
    return [fault('NOTHING_TO_SHIP', 'Nothing was scanned, and no lines were given', [])];
  }
  return lines.flatMap((line) => {
    const quantity = shipped.get(line.id) ?? '0';
    const order = compareDecimals(quantity, line.requested);
    const details = {
      stockTransferLineId: line.id,
      lineNo: line.lineNo,
      sku: line.sku,
      requested: line.requested,
      shipped: quantity,
    };
    const message = `${line.sku}: ${line.requested} requested, ${quantity} would leave`;
    if (order > 0) return [fault('MORE_THAN_REQUESTED', message, [], details)];
    if (order < 0 && !acceptShort) return [fault('SHORT_SHIPMENT', message, [], details)];
    return [];
  });
}

/** More of a line than was asked for. */
export const moreThanRequested = (
  lines: readonly RequestedLine[],
  chosen: ReadonlyMap<Id, Decimal>,
): Fault[] =>
  lines.flatMap(({ id, lineNo, sku, requested }) => {
    const quantity = chosen.get(id) ?? '0';
    if (compareDecimals(quantity, requested) <= 0) return [];
    const details = { stockTransferLineId: id, lineNo, sku, requested, picked: quantity };
    const message = `${sku}: ${requested} requested, ${quantity} picked`;
    return [fault('MORE_THAN_REQUESTED', message, [], details)];
  });

interface SerialPart {
  readonly line: {
    readonly id: Id;
    readonly sku: string;
    readonly expectedSerials: readonly string[] | null;
  };
  readonly lotCode: string | null;
  readonly path: readonly string[];
}

/** A serial number that its line does not expect, where the line says which ones it does. */
export function expectedFaults(parts: readonly SerialPart[]): Fault[] {
  const expected = new Map<Id, ReadonlySet<string>>();
  return parts.flatMap(({ line, lotCode, path }) => {
    if (line.expectedSerials === null || lotCode === null) return [];
    const codes = expected.get(line.id) ?? new Set(line.expectedSerials);
    expected.set(line.id, codes);
    if (codes.has(lotCode)) return [];
    const message = `${line.sku} ${lotCode} is not among the serial numbers that are wanted`;
    const details = { stockTransferLineId: line.id, sku: line.sku, serial: lotCode };
    return [fault('SERIAL_NOT_EXPECTED', message, path, details)];
  });
}
