import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';

/** A warehouse has less of a product available than it should. */
export interface LowStock {
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly minimum: Decimal;
  readonly available: Decimal;
}

type Level = Pick<LowStock, 'productId' | 'warehouseId'>;

/** Levels that an act lifted to their minimum, by the act. */
const lifted = new WeakMap<object, Set<string>>();

const keyOf = ({ productId, warehouseId }: Level): string => `${productId} ${warehouseId}`;

/**
 * These were low before the act and are not at this moment: promised goods are free for an instant
 * between being consumed and leaving. When they fall again in the same act, that is no news.
 */
export function noteLifted(act: object, levels: readonly Level[]): void {
  if (levels.length === 0) return;
  lifted.set(act, new Set([...(lifted.get(act) ?? []), ...levels.map(keyOf)]));
}

/** Once for each fall: not again while it stays below. */
export function announceLowStock(
  op: Pick<OperationContext, 'emit'>,
  low: readonly LowStock[],
): void {
  for (const level of low) {
    if (lifted.get(op)?.has(keyOf(level))) continue;
    const { productId, warehouseId, minimum, available } = level;
    op.emit({
      type: inventoryEvents.stockFellBelowMinimum,
      subject: { type: 'product', id: productId },
      unitIds: [warehouseId],
      data: { productId, warehouseId, minimum, available },
    });
  }
}
