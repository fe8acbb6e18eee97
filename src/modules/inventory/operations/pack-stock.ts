import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import type { PlannedMove } from '../rules/planned-move.ts';
import { postMoves } from '../ledger/post-moves.ts';
import { lockPackage } from '../queries/package-facts.ts';
import { loadPlacedGoodsFacts } from '../queries/placed-goods.ts';
import { packageEvent, togetherFaults } from '../rules/package-rules.ts';
import { partsOfGoods, readPlacedGoods, type PlacedGoodsInput } from '../rules/placed-goods.ts';
import { serialsTwice } from '../rules/plan-receipt.ts';
import { sizeFaults } from '../rules/read-input.ts';

export interface PackStockInput {
  readonly stockPackageId: Id;
  readonly warehouseId: Id;
  /** Goods at one place; those with a package of their own come out of it. */
  readonly lines: readonly PlacedGoodsInput[];
}

/**
 * Goods at a place go into a package, which is there from then on: up to 1,000 lines, all or none.
 * Refuses PACKAGE_ELSEWHERE when the package, or what it is in, is at another place.
 */
export const packStock = defineOperation({
  name: 'packStock',
  permission: 'inventory.relocate',
  async run(op, input: PackStockInput): Promise<{ stockPackageId: Id }> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.relocate', { unitIds }, 'Packing goods');
    refuseIfAny(sizeFaults(input.lines));
    const [found, facts] = await inOrder(
      lockPackage(op, input.stockPackageId),
      loadPlacedGoodsFacts(op, input.warehouseId, input.lines),
    );
    const faults: Fault[] = [];
    if (!facts.warehouse) {
      faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
    }
    const lines = input.lines.flatMap((line, index) => {
      const goods = readPlacedGoods(line, facts, ['lines', String(index)], faults);
      return goods ? [goods] : [];
    });
    faults.push(...serialsTwice(lines));
    const [place] = lines.map((line) => line.locationId);
    for (const { locationId, packageId, path } of lines) {
      const at = [...path, 'locationId'];
      if (locationId !== place) {
        faults.push(fault('PACKAGE_ELSEWHERE', 'A package is in one place', at));
      }
      if (packageId === found.id) {
        const message = 'The goods are in this package already';
        faults.push(fault('SAME_PLACE', message, [...path, 'packageId']));
      }
    }
    if (place) faults.push(...togetherFaults(found, [place], ['stockPackageId']));
    const moves = lines.flatMap((line) =>
      partsOfGoods(line, facts.lotId, faults).map((part): PlannedMove => ({
        ...part,
        kind: 'PACKING',
        productId: line.product.productId,
        ownerId: line.ownerId,
        fromId: line.locationId,
        toId: line.locationId,
        fromStatus: line.status,
        toStatus: line.status,
        fromPackageId: line.packageId,
        toPackageId: found.id,
        documentId: found.id,
        lineId: found.id,
      })),
    );
    refuseIfAny(faults);
    await postMoves(op, moves);
    const packed = lines.map(({ product, inBase, lot, serials, locationId }) => ({
      ...{ sku: product.sku, productId: product.productId, quantity: inBase },
      ...{ lot, serials, locationId },
    }));
    op.emit({
      ...packageEvent(inventoryEvents.stockPackagePacked, found, { packed }),
      unitIds,
    });
    return { stockPackageId: found.id };
  },
});
