import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable } from '../../../kernel/read-input.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { lockLevels } from '../ledger/lock-levels.ts';
import { findPromisedHere, withFollowing } from '../ledger/move-reservations.ts';
import { postMoves } from '../ledger/post-moves.ts';
import { postVoucher, type PostedVoucher } from '../ledger/post-voucher.ts';
import { endDue } from '../ledger/release-reservations.ts';
import { loadPlacedGoodsFacts } from '../queries/placed-goods.ts';
import type { WarehouseFacts } from '../queries/warehouse-facts.ts';
import { planFollowing, type GoingGoods } from '../rules/follow-goods.ts';
import {
  partsOfGoods,
  readPlace,
  readPlacedGoods,
  type GoodsPart,
  type PlacedGoods,
  type PlacedGoodsInput,
} from '../rules/placed-goods.ts';
import { serialsTwice } from '../rules/plan-receipt.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { readOwnId, readText, sizeFaults } from '../rules/read-input.ts';

export interface RelocatedLineInput extends PlacedGoodsInput {
  /** In the same warehouse; what was in a package is loose there. */
  readonly toLocationId: Id;
}

export interface RelocateStockInput {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  readonly reason?: string | null;
  readonly reference?: string | null;
  readonly datedOn?: string | null;
  /** Promises of the very goods go along with them. */
  readonly moveReservations?: boolean | null;
  readonly lines: readonly RelocatedLineInput[];
}

interface Going extends PlacedGoods {
  readonly id: Id;
  readonly toId: Id;
  readonly parts: readonly GoodsPart[];
}

interface Relocation {
  readonly id: Id;
  readonly warehouse: WarehouseFacts;
  readonly reason: string | null;
  readonly reference: string | null;
  readonly datedOn: LocalDate;
  readonly lines: readonly Going[];
}

/**
 * Goods are put elsewhere inside a warehouse, in their condition and with their owner: up to 1,000
 * lines, all or none. Goods that are promised from this very place stay, RESERVED_HERE naming the
 * promises, unless these go along; and what has to stay sellable is not put where nothing is sold.
 */
export const relocateStock = defineOperation({
  name: 'relocateStock',
  permission: 'inventory.relocate',
  async run(op, input: RelocateStockInput): Promise<PostedVoucher> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.relocate', { unitIds }, 'Putting goods elsewhere');
    const { lines, warehouse, ...paper } = await plan(op, input);
    const keys = lines.map(({ product: { productId } }) => ({
      productId,
      warehouseId: warehouse.id,
    }));
    const places = lines.map(({ product: { productId }, locationId }) => ({
      productId,
      locationId,
    }));
    // What has run out ends now: once promises are on their way it would be met half moved.
    await endDue(op, await lockLevels(op, keys));
    const promised = await findPromisedHere(op, places);
    const faults: Fault[] = [];
    const follow = input.moveReservations ?? false;
    const going = goingGoods(lines, warehouse);
    const following = planFollowing(going, promised, follow, faults);
    refuseIfAny(faults);
    const voucher = { ...paper, kind: 'RELOCATION' as const, warehouse, lines: lines.map(papered) };
    const posted = await postVoucher(op, voucher, (...moves) =>
      withFollowing(op, following, () => postMoves(...moves)),
    );
    for (const { id, toId } of following) {
      op.emit({
        type: inventoryEvents.stockReservationMoved,
        subject: { type: 'stockReservation', id },
        unitIds: [warehouse.id],
        data: { stockReservation: { id, locationId: toId }, stockVoucherId: posted.stockVoucherId },
      });
    }
    return posted;
  },
});

async function plan(op: OperationContext, input: RelocateStockInput): Promise<Relocation> {
  refuseIfAny(sizeFaults(input.lines));
  const facts = await loadPlacedGoodsFacts(op, input.warehouseId, input.lines);
  const faults: Fault[] = [];
  const id = readOwnId(input.id, op.newId, ['id'], faults);
  if (!facts.warehouse) {
    faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
  }
  const optional = true;
  const reason = readText(input.reason, { most: 500, optional }, ['reason'], faults);
  const reference = readText(input.reference, { most: 200, optional }, ['reference'], faults);
  const datedOn = readDatedOn(input.datedOn, op.today, faults);
  const lines = input.lines.flatMap((line, index): Going[] => {
    const path = ['lines', String(index)];
    const goods = readPlacedGoods(line, facts, path, faults);
    const at = [...path, 'toLocationId'];
    const toId = readPlace(line.toLocationId, facts.placeIds, at, faults);
    if (goods && toId === goods.locationId) {
      faults.push(fault('SAME_PLACE', 'The goods are there already', at));
    }
    if (!goods || !toId) return [];
    return [{ ...goods, id: op.newId(), toId, parts: partsOfGoods(goods, facts.lotId, faults) }];
  });
  faults.push(...serialsTwice(lines));
  refuseIfAny(faults);
  const warehouse = facts.warehouse as WarehouseFacts;
  return { id: id as Id, warehouse, reason, reference, datedOn, lines };
}

/** What can be promised at all: our own available goods. */
function goingGoods(lines: readonly Going[], { places }: WarehouseFacts): GoingGoods[] {
  const storage = new Set(places.filter(({ kind }) => kind === 'STORAGE').map(({ id }) => id));
  return lines
    .filter((line) => line.status === 'AVAILABLE' && line.ownerId === null)
    .flatMap((line) =>
      line.parts.map(({ lotId, quantity, path }) => ({
        productId: line.product.productId,
        fromId: line.locationId,
        lotId,
        packageId: line.packageId,
        toId: line.toId,
        toStorage: storage.has(line.toId),
        quantity,
        path,
      })),
    );
}

const papered = (line: Going) => ({
  id: line.id,
  productId: line.product.productId,
  unit: line.unit,
  inUnit: line.inUnit,
  inBase: line.inBase,
  lotId: line.lot === null ? null : (line.parts[0]?.lotId ?? null),
  ownerId: line.ownerId,
  status: line.status,
  packageId: line.packageId,
  fromLocationId: line.locationId,
  toLocationId: line.toId,
  parts: line.parts.map((part) => ({
    ...part,
    ownerId: line.ownerId,
    fromId: line.locationId,
    toId: line.toId,
    fromStatus: line.status,
    toStatus: line.status,
    fromPackageId: line.packageId,
  })),
});
