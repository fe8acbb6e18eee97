import { refuse, refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { putInto } from '../ledger/write-packages.ts';
import { lockPackages, type PackageFacts } from '../queries/package-facts.ts';
import { inNoneFaults, nestingFaults, packageEvent } from '../rules/package-rules.ts';

export interface NestStockPackageInput {
  readonly stockPackageId: Id;
  /** Left out: it is taken out of the one that it is in. */
  readonly parentId?: Id | null;
}

/**
 * A package is put into another at the same place, or taken out of it. Refuses PACKAGE_IN_ITSELF,
 * PACKAGES_NEST_TOO_DEEP, PACKAGE_ELSEWHERE, and what is so already: SAME_PLACE, NOT_IN_PACKAGE.
 */
export const nestStockPackage = defineOperation({
  name: 'nestStockPackage',
  permission: 'inventory.relocate',
  async run(op, input: NestStockPackageInput): Promise<{ stockPackageId: Id }> {
    const parentId = input.parentId ?? null;
    const found = await lockPackages(op, [input.stockPackageId, ...(parentId ? [parentId] : [])]);
    const one = (id: Id, path: string): PackageFacts =>
      found.get(id.toLowerCase()) ??
      refuse('PACKAGE_NOT_FOUND', 'There is no such package', [path]);
    const inner = one(input.stockPackageId, 'stockPackageId');
    const outer = parentId === null ? null : one(parentId, 'parentId');
    const places = [...inner.places, ...(outer?.places ?? [])];
    const unitIds = places.flatMap(({ warehouseId }) => warehouseId ?? []);
    // What is empty is nowhere, and anyone's who may relocate.
    if (places.length > 0) {
      op.requireReach('inventory.relocate', { unitIds }, 'Nesting packages');
    }
    refuseIfAny(outer ? nestingFaults(inner, outer) : inNoneFaults(inner));
    await putInto(op, inner.id, outer?.id ?? null);
    const change = { parent: outer && { id: outer.id, sscc: outer.sscc }, from: inner.parentId };
    op.emit(packageEvent(inventoryEvents.stockPackageNested, { ...inner, places }, change));
    return { stockPackageId: inner.id };
  },
});
