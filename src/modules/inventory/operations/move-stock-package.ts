import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { postVoucher, type PostedVoucher } from '../ledger/post-voucher.ts';
import { putInto } from '../ledger/write-packages.ts';
import { lockPackage, type PackageGoods } from '../queries/package-facts.ts';
import { loadWarehouseFacts } from '../queries/warehouse-facts.ts';

export interface MoveStockPackageInput {
  readonly stockPackageId: Id;
  /** In the same warehouse. */
  readonly toLocationId: Id;
}

export type StockPackageMoved = PostedVoucher & { readonly stockPackageId: Id };

/**
 * A package is put elsewhere inside its warehouse with everything in it, by one relocation. It
 * leaves the package that it was in, which stays where it is. Refuses LOCATION_NOT_FOUND,
 * SAME_PLACE, and INSUFFICIENT_STOCK for what is promised from the place that it leaves.
 */
export const moveStockPackage = defineOperation({
  name: 'moveStockPackage',
  permission: 'inventory.relocate',
  async run(op, input: MoveStockPackageInput): Promise<StockPackageMoved> {
    const found = await lockPackage(op, input.stockPackageId);
    const [from] = found.places;
    const unitIds = askable([from?.warehouseId]);
    // What is empty is nowhere: to say so needs no reach.
    if (from) op.requireReach('inventory.relocate', { unitIds }, 'Putting a package elsewhere');
    const toId = askable([input.toLocationId])[0] ?? null;
    const [warehouse] = (await loadWarehouseFacts(op, unitIds, askable([toId]))).values();
    if (!warehouse || !from || found.goods.length === 0) {
      return refuse('NOT_IN_PACKAGE', `${found.sscc} holds nothing to be moved`, [
        'stockPackageId',
      ]);
    }
    if (!toId || !warehouse.places.some(({ id }) => id === toId)) {
      const message = `${warehouse.code} has no such location`;
      return refuse('LOCATION_NOT_FOUND', message, ['toLocationId']);
    }
    if (toId === from.id) refuse('SAME_PLACE', 'The package is there already', ['toLocationId']);
    const lines = found.goods.map((goods) => lineOf(op.newId(), goods, toId));
    const plan = { id: op.newId(), kind: 'RELOCATION' as const, warehouse, lines };
    const [, posted] = await inOrder(
      found.parentId === null ? Promise.resolve() : putInto(op, found.id, null),
      postVoucher(op, plan),
    );
    return { ...posted, stockPackageId: found.id };
  },
});

const lineOf = (id: Id, goods: PackageGoods, toId: Id) => ({
  id,
  productId: goods.productId,
  unit: goods.baseUnit,
  inUnit: goods.quantity,
  inBase: goods.quantity,
  lotId: goods.lotId,
  ownerId: goods.ownerId,
  status: goods.status,
  packageId: goods.packageId,
  fromLocationId: goods.locationId,
  toLocationId: toId,
  parts: [
    {
      lotId: goods.lotId,
      isSerial: goods.isSerial,
      ownerId: goods.ownerId,
      fromId: goods.locationId,
      toId,
      fromStatus: goods.status,
      toStatus: goods.status,
      fromPackageId: goods.packageId,
      toPackageId: goods.packageId,
      quantity: goods.quantity,
      path: ['stockPackageId'],
    },
  ],
});
