import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable, readReason } from '../../../kernel/read-input.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { postVoucher, type PostedVoucher, type VoucherPlanLine } from '../ledger/post-voucher.ts';
import { findNamedGoods } from '../queries/named-goods.ts';
import { loadPlacedGoodsFacts } from '../queries/placed-goods.ts';
import type { WarehouseFacts } from '../queries/warehouse-facts.ts';
import { outside } from '../rules/kinds.ts';
import {
  partsOfGoods,
  readPlacedGoods,
  type GoodsPart,
  type PlacedGoods,
  type PlacedGoodsInput,
} from '../rules/placed-goods.ts';
import { serialsTwice } from '../rules/plan-receipt.ts';
import { readDatedOn, readOwner } from '../rules/read-goods.ts';
import { readOwnId, readText, sizeFaults } from '../rules/read-input.ts';

export interface OwnedLineInput extends PlacedGoodsInput {
  /** Whose they are from now on; ours when left out. */
  readonly toOwnerId?: Id | null;
}

export interface TransferOwnershipInput {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  /** Why, in words. */
  readonly reason: string;
  readonly reference?: string | null;
  readonly datedOn?: string | null;
  readonly lines: readonly OwnedLineInput[];
}

/**
 * Goods stay where they are and are somebody else's from now on: consigned ones become ours, or
 * ours another's. Each line goes out to the suppliers and comes back in, as two lines of one
 * voucher. What is promised of ours stays ours.
 */
export const transferOwnership = defineOperation({
  name: 'transferOwnership',
  permission: 'inventory.adjust',
  async run(op, input: TransferOwnershipInput): Promise<PostedVoucher> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.adjust', { unitIds }, 'Saying whose these goods are');
    refuseIfAny(sizeFaults(input.lines));
    const facts = await loadPlacedGoodsFacts(op, input.warehouseId, input.lines);
    const owners = input.lines.map(({ toOwnerId }) => ({ ownerId: toOwnerId ?? null }));
    const named = await findNamedGoods(op, owners);
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    if (!facts.warehouse) {
      faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
    }
    const reason = readReason(input.reason, ['reason'], faults);
    const optional = true;
    const reference = readText(input.reference, { most: 200, optional }, ['reference'], faults);
    const datedOn = readDatedOn(input.datedOn, op.today, faults);
    const goods = input.lines.flatMap((line, index) => {
      const path = ['lines', String(index)];
      const read = readPlacedGoods(line, facts, path, faults);
      const found: Fault[] = [];
      const toOwnerId = readOwner(owners[index] ?? {}, named, path, found);
      const at = [...path, 'toOwnerId'];
      faults.push(...found.map((one) => ({ ...one, path: at })));
      if (read && found.length === 0 && read.ownerId === toOwnerId) {
        faults.push(fault('SAME_OWNER', 'They are whose they would be', at));
      }
      return read ? [{ read, toOwnerId, parts: partsOfGoods(read, facts.lotId, faults) }] : [];
    });
    faults.push(...serialsTwice(goods.map(({ read }) => read)));
    refuseIfAny(faults);
    return postVoucher(op, {
      id: id as Id,
      kind: 'ADJUSTMENT',
      reasonCode: 'OWNERSHIP',
      reason,
      reference,
      datedOn,
      warehouse: facts.warehouse as WarehouseFacts,
      lines: goods.flatMap(({ read, toOwnerId, parts }) => [
        lineOf(op, read, parts, read.ownerId, false),
        lineOf(op, read, parts, toOwnerId, true),
      ]),
    });
  },
});

function lineOf(
  op: OperationContext,
  goods: PlacedGoods,
  parts: readonly GoodsPart[],
  ownerId: Id | null,
  comes: boolean,
): VoucherPlanLine {
  const { status, packageId, locationId } = goods;
  const fromId = comes ? outside.supplier : locationId;
  const toId = comes ? locationId : outside.supplier;
  const side = comes
    ? { toStatus: status, toPackageId: packageId }
    : { fromStatus: status, fromPackageId: packageId };
  return {
    id: op.newId(),
    productId: goods.product.productId,
    unit: goods.unit,
    inUnit: goods.inUnit,
    inBase: goods.inBase,
    lotId: goods.lot === null ? null : (parts[0]?.lotId ?? null),
    ownerId,
    status,
    packageId,
    fromLocationId: fromId,
    toLocationId: toId,
    parts: parts.map((part) => ({ ...part, ...side, ownerId, fromId, toId })),
  };
}
