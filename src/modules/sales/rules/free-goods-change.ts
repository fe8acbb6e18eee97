import type { Id } from '../../../kernel/id.ts';
import type { PriceTrace } from '../../pricing/index.ts';

interface Line {
  readonly id: Id;
  readonly productId: Id;
  readonly priceTrace: PriceTrace;
}

/**
 * Lines of which other units are free than before, because of goods that were asked anew: free
 * goods hang on the quantities of other lines, and go with them.
 */
export function freeGoodsChanged(
  before: readonly Line[],
  after: readonly Line[],
  askedAnew: ReadonlySet<Id>,
): ReadonlySet<Id> {
  const now = new Map(after.map((line) => [line.id, line]));
  const was = new Map(before.map((line) => [line.id, line]));
  const changed = [...before, ...after].filter(
    ({ id }) => askedAnew.has(id) || !now.has(id) || !was.has(id),
  );
  const products = new Set(changed.map(({ productId }) => productId));
  const affected = after.filter(
    (line) => freeOf(line, products) !== freeOf(was.get(line.id), products),
  );
  return new Set(affected.map(({ id }) => id));
}

/** The units that are free for the sake of these products, by rule; as text, to be compared. */
const freeOf = (line: Line | undefined, products: ReadonlySet<Id>): string =>
  (line?.priceTrace.steps ?? [])
    .filter(({ earnedBy }) => earnedBy?.some((id) => products.has(id)))
    .map(({ ruleId, freeQuantity }) => `${ruleId} ${freeQuantity}`)
    .join();
