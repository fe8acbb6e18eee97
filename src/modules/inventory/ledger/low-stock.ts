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

/** Once for each fall: not again while it stays below. */
export function announceLowStock(
  op: Pick<OperationContext, 'emit'>,
  low: readonly LowStock[],
): void {
  for (const { productId, warehouseId, minimum, available } of low) {
    op.emit({
      type: inventoryEvents.stockFellBelowMinimum,
      subject: { type: 'product', id: productId },
      unitIds: [warehouseId],
      data: { productId, warehouseId, minimum, available },
    });
  }
}
