import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { Tracking } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { readCounts, type Count, type CountInput } from './read-counts.ts';

export interface ShippedLineInput extends CountInput {
  /** Where in the source warehouse the goods are taken from. */
  readonly locationId: Id;
}

interface ShippableLine {
  readonly id: Id;
  readonly productId: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly baseDecimals: number;
  readonly expectedSerials: readonly string[] | null;
}

interface Shippable<Line> {
  readonly source: { readonly id: Id; readonly code: string };
  readonly lines: readonly Line[];
}

/** Goods of a line that are to leave from a place, out of a package or loose. */
export type ShippedPart<Line = ShippableLine> = Count<Line> & {
  readonly locationId: Id;
  readonly packageId: Id | null;
  /** With the package that they are in. */
  readonly whole?: boolean;
};

interface Named {
  lotId(productId: Id, code: string): Id | undefined;
  isIn(warehouseId: Id, locationId: Id): boolean;
}

/** What a person says leaves, or is to leave; refuses with every fault of every line. */
export function readShippedLines<Line extends ShippableLine>(
  { source, lines }: Shippable<Line>,
  named: Named,
  inputs: readonly ShippedLineInput[],
): ShippedPart<Line>[] {
  const faults: Fault[] = [];
  const locationIds = inputs.map((line, index) => {
    const id = line.locationId.toLowerCase();
    if (!named.isIn(source.id, id)) {
      const message = `${source.code} has no such location`;
      faults.push(fault('LOCATION_NOT_FOUND', message, ['lines', String(index), 'locationId']));
    }
    return id;
  });
  const lotIdOf = (productId: Id, code: string) => named.lotId(productId, code);
  const counts = readCounts(inputs, lines, lotIdOf, faults);
  refuseIfAny(faults);
  return counts.map((count) => ({
    ...count,
    locationId: locationIds[count.entry] as Id,
    packageId: null,
  }));
}

interface PlacedPart {
  readonly lineId: Id;
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly packageId: Id | null;
  readonly locationId: Id;
  readonly quantity: string;
}

/** The same of what was scanned, chosen or proposed before. */
export function partsOfLines<Line extends { readonly id: Id }>(
  lines: readonly Line[],
  placed: readonly PlacedPart[],
): ShippedPart<Line>[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  return placed.map(({ lineId, ...part }, entry) => {
    const line = byId.get(lineId);
    if (!line) throw new DomainError([fault('LINE_NOT_FOUND', 'A picked line is gone')]);
    return { ...part, line, path: [], entry };
  });
}
