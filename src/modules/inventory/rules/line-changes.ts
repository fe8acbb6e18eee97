import { addDecimals, sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';

/** What can become of a line's goods once they have left. */
export type ArrivalCounter = 'received' | 'lost' | 'returned';

type Counters = Readonly<Record<ArrivalCounter, Decimal>>;

/** How much each counter of a line rises. */
export type LineChange = Counters & { readonly lineId: Id };

interface Part {
  readonly line: { readonly id: Id };
  readonly quantity: Decimal;
}

/** Of the lines that the parts are of; `counterOf` says what became of a part. */
export function lineChanges<P extends Part>(
  parts: readonly P[],
  counterOf: (part: P) => ArrivalCounter,
): LineChange[] {
  const byLine = Map.groupBy(parts, (part) => part.line.id);
  return [...byLine].map(([lineId, all]) => {
    const sum = (counter: ArrivalCounter): Decimal =>
      sumDecimals(all.filter((part) => counterOf(part) === counter).map((part) => part.quantity));
    return { lineId, received: sum('received'), lost: sum('lost'), returned: sum('returned') };
  });
}

/** The lines as they are after the changes. */
export function changedLines<Line extends Counters & { readonly id: Id }>(
  lines: readonly Line[],
  changes: readonly LineChange[],
): Line[] {
  const changeOf = new Map(changes.map((change) => [change.lineId, change]));
  return lines.map((line) => {
    const change = changeOf.get(line.id);
    if (!change) return line;
    return {
      ...line,
      received: addDecimals(line.received, change.received),
      lost: addDecimals(line.lost, change.lost),
      returned: addDecimals(line.returned, change.returned),
    };
  });
}
