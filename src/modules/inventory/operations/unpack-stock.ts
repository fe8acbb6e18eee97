import { compareDecimals } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readQuantityValue } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { postMoves } from '../ledger/post-moves.ts';
import { lockPackage, type PackageGoods } from '../queries/package-facts.ts';
import { packageEvent } from '../rules/package-rules.ts';
import { countFaults } from '../rules/read-input.ts';

export interface UnpackedLineInput {
  readonly productId: Id;
  /** In the base unit. */
  readonly quantity: string;
  readonly lotCode?: string | null;
}

export interface UnpackStockInput {
  readonly stockPackageId: Id;
  /** Left out: everything in the package itself; packages in it stay in it. */
  readonly lines?: readonly UnpackedLineInput[] | null;
}

/**
 * Goods are taken out of a package and lie loose where it is: some, or all that is in it. Refuses
 * NOT_IN_PACKAGE for each line that the package does not hold so much of.
 */
export const unpackStock = defineOperation({
  name: 'unpackStock',
  permission: 'inventory.relocate',
  async run(op, input: UnpackStockInput): Promise<{ stockPackageId: Id }> {
    if (input.lines) refuseIfAny(countFaults(input.lines.length));
    const found = await lockPackage(op, input.stockPackageId);
    const unitIds = found.places.flatMap(({ warehouseId }) => warehouseId ?? []);
    // What is empty is nowhere: to say so needs no reach.
    if (found.places.length > 0) {
      op.requireReach('inventory.relocate', { unitIds }, 'Unpacking goods');
    }
    const inside = found.goods.filter(({ packageId }) => packageId === found.id);
    if (inside.length === 0 || unitIds.length === 0) {
      refuse('NOT_IN_PACKAGE', `Nothing in ${found.sscc} can be taken out`, ['stockPackageId']);
    }
    const all = inside.map((goods): Taken => ({ ...goods, path: ['stockPackageId'] }));
    const taken = input.lines ? readLines(input.lines, inside) : all;
    await postMoves(
      op,
      taken.map((goods) => ({
        kind: 'PACKING',
        productId: goods.productId,
        lotId: goods.lotId,
        isSerial: goods.isSerial,
        ownerId: goods.ownerId,
        fromId: goods.locationId,
        toId: goods.locationId,
        fromStatus: goods.status,
        toStatus: goods.status,
        fromPackageId: found.id,
        toPackageId: null,
        quantity: goods.quantity,
        documentId: found.id,
        lineId: found.id,
        path: goods.path,
      })),
    );
    const unpacked = taken.map(({ sku, lotCode, quantity }) => ({ sku, lotCode, quantity }));
    op.emit(packageEvent(inventoryEvents.stockPackageUnpacked, found, { unpacked }));
    return { stockPackageId: found.id };
  },
});

type Taken = PackageGoods & { readonly path: readonly string[] };

/** Goods of the package that lines name; each line sees those before it. */
function readLines(lines: readonly UnpackedLineInput[], inside: readonly PackageGoods[]): Taken[] {
  const faults: Fault[] = [];
  const seen = new Set<PackageGoods>();
  const taken = lines.flatMap(({ productId, lotCode, quantity }, index): Taken[] => {
    const path = ['lines', String(index)];
    const lot = lotCode?.trim() || null;
    const goods = inside.find(
      (one) => one.productId === productId.toLowerCase() && one.lotCode === lot && !seen.has(one),
    );
    const rules = { decimals: goods?.baseDecimals ?? 6, positive: true };
    const value = gather(readQuantityValue(quantity, rules), [...path, 'quantity'], faults);
    if (!goods || (value !== null && compareDecimals(value, goods.quantity) > 0)) {
      faults.push(fault('NOT_IN_PACKAGE', 'The package does not hold so much of it', path));
    }
    if (!goods || value === null) return [];
    seen.add(goods);
    return [{ ...goods, quantity: value, path }];
  });
  refuseIfAny(faults);
  return taken;
}
