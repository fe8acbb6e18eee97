import { compareDecimals, subtractDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { PricedDocument, PricedLine } from './priced.ts';

/** What a figure was and would be. */
export interface PriceChange {
  readonly from: Decimal;
  readonly to: Decimal;
  readonly difference: Decimal;
}

const lineFigures = ['listPrice', 'unitPrice', 'discount', 'net', 'tax', 'total'] as const;
const documentFigures = ['rate', 'net', 'discount', 'tax', 'total'] as const;

export interface LineDifference {
  /** Which of the lines, from 0. */
  readonly index: number;
  readonly productId: Id;
  /** The list that the price is of, where it is another. */
  readonly list: { readonly from: string | null; readonly to: string | null } | null;
  readonly changes: Readonly<Partial<Record<(typeof lineFigures)[number], PriceChange>>>;
}

export interface PriceDifference {
  readonly changes: Readonly<Partial<Record<(typeof documentFigures)[number], PriceChange>>>;
  /** Lines whose price is another; none: nothing would change for the customer. */
  readonly lines: readonly LineDifference[];
}

/**
 * What pricing a document anew would change: prices are never changed unseen, but by an act that
 * shows this. Both have the same lines in the same order.
 */
export function comparePrices(before: PricedDocument, after: PricedDocument): PriceDifference {
  const lines = before.lines.flatMap((line, index) => {
    const other = after.lines[index];
    if (!other) return [];
    const difference = compareLines(line, other, index);
    return difference.list || Object.keys(difference.changes).length > 0 ? [difference] : [];
  });
  return { changes: changesOf(documentFigures, before, after), lines };
}

function compareLines(before: PricedLine, after: PricedLine, index: number): LineDifference {
  const [from, to] = [before.trace.list?.code ?? null, after.trace.list?.code ?? null];
  return {
    index,
    productId: before.productId,
    list: from === to ? null : { from, to },
    changes: changesOf(lineFigures, before, after),
  };
}

function changesOf<Figure extends string>(
  figures: readonly Figure[],
  before: Readonly<Record<Figure, Decimal>>,
  after: Readonly<Record<Figure, Decimal>>,
): Partial<Record<Figure, PriceChange>> {
  const changed = figures.filter((figure) => compareDecimals(before[figure], after[figure]) !== 0);
  return Object.fromEntries(
    changed.map((figure) => {
      const [from, to] = [before[figure], after[figure]];
      return [figure, { from, to, difference: subtractDecimals(to, from) }];
    }),
  ) as Partial<Record<Figure, PriceChange>>;
}
