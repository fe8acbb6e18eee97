import type { Decimal } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable, readReason } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { lockLevels } from '../ledger/lock-levels.ts';
import { postTruth } from '../ledger/post-truth.ts';
import { postVoucher, type VoucherPlanLine } from '../ledger/post-voucher.ts';
import {
  findLevelsOfLot,
  findLotBalances,
  findLotOnItsWay,
  findLotsPastTheirDay,
  type BalanceOfLot,
} from '../queries/lot-balances.ts';
import { loadPlacedGoodsFacts } from '../queries/placed-goods.ts';
import type { WarehouseFacts } from '../queries/warehouse-facts.ts';
import type { StockStatus } from '../rules/kinds.ts';
import { partsOfGoods, readPlacedGoods, type PlacedGoodsInput } from '../rules/placed-goods.ts';
import { serialsTwice } from '../rules/plan-receipt.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { readText, sizeFaults } from '../rules/read-input.ts';

/** Goods at places of a warehouse (`lines`), or all of a lot there, or everywhere. */
export interface StatusTarget {
  /** Needed with `lines`; a lot without it is meant everywhere. */
  readonly warehouseId?: Id | null;
  readonly lotId?: Id | null;
  readonly lines?: readonly Omit<PlacedGoodsInput, 'status'>[] | null;
  /** Why, in words. */
  readonly reason: string;
  readonly reference?: string | null;
  readonly datedOn?: string | null;
}

export interface StockStatusChanged {
  /** One of each warehouse. */
  readonly stockVoucherIds: readonly Id[];
  /** Of a lot: so much is on its way between warehouses and stays as it is until it arrives. */
  readonly inTransit: Decimal;
}

interface Change {
  readonly from: StockStatus;
  readonly to: StockStatus;
  readonly reason: string;
  readonly reference: string | null;
  readonly datedOn: LocalDate;
}

/** Goods that were found, of one warehouse; they stay where they are. */
interface Held {
  readonly warehouse: { readonly id: Id; readonly code: string };
  readonly lines: readonly VoucherPlanLine[];
}

/**
 * The goods are in another condition from now on, where they are: one voucher a warehouse, all or
 * none. It wins over promises. Refuses NOTHING_THERE when nothing of a lot is in condition `from`.
 */
export async function changeStockStatus(
  op: OperationContext,
  target: StatusTarget,
  from: StockStatus,
  to: StockStatus,
): Promise<StockStatusChanged> {
  const faults: Fault[] = [];
  const wholeLot = target.lotId != null;
  if (wholeLot === (target.lines != null) || (!wholeLot && target.warehouseId == null)) {
    const message = 'Name either a lot, or lines and their warehouse';
    faults.push(fault('WHICH_GOODS', message, []));
  }
  const change: Change = {
    from,
    to,
    reason: readReason(target.reason, ['reason'], faults),
    reference: readText(target.reference, { most: 200, optional: true }, ['reference'], faults),
    datedOn: readDatedOn(target.datedOn, op.today, faults),
  };
  refuseIfAny(faults);
  const { held, inTransit } = wholeLot
    ? await wholeLotOf(op, target, change)
    : { held: [await namedGoods(op, target, change)], inTransit: '0' };
  if (to === 'AVAILABLE') await refuseExpired(op, held);
  const stockVoucherIds: Id[] = [];
  for (const part of held) stockVoucherIds.push(await post(op, part, change));
  return { stockVoucherIds, inTransit };
}

/** The next run of the job would only take them away again. */
async function refuseExpired(op: OperationContext, held: readonly Held[]): Promise<void> {
  const parts = held.flatMap(({ lines }) => lines.flatMap((line) => line.parts));
  const lotIds = [...new Set(parts.flatMap(({ lotId }) => lotId ?? []))];
  const expired = await findLotsPastTheirDay(op, lotIds, op.today);
  refuseIfAny(
    expired.map(({ id, code, removalOn }) => {
      const path = parts.find((part) => part.lotId === id)?.path ?? [];
      const message = `Lot ${code} is sold no more since ${removalOn}: correct its day first`;
      return fault('LOT_EXPIRED', message, path, { lotId: id, removalOn });
    }),
  );
}

async function post(op: OperationContext, held: Held, change: Change): Promise<Id> {
  const { from: _from, to: _to, ...paper } = change;
  const plan = { id: op.newId(), kind: 'STATUS_CHANGE', ...paper, ...held } as const;
  return (await postVoucher(op, plan, postTruth)).stockVoucherId;
}

async function namedGoods(
  op: OperationContext,
  target: StatusTarget,
  { from, to, reason }: Change,
): Promise<Held> {
  const inputs = target.lines ?? [];
  refuseIfAny(sizeFaults(inputs));
  const facts = await loadPlacedGoodsFacts(op, target.warehouseId ?? '', inputs);
  const faults: Fault[] = [];
  if (!facts.warehouse) {
    faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
  }
  const goods = inputs.flatMap(
    (line, index) =>
      readPlacedGoods({ ...line, status: from }, facts, ['lines', String(index)], faults) ?? [],
  );
  faults.push(...serialsTwice(goods));
  const lines = goods.map((line): VoucherPlanLine => {
    const { locationId, ownerId, packageId } = line;
    const parts = partsOfGoods(line, facts.lotId, faults);
    return {
      id: op.newId(),
      productId: line.product.productId,
      unit: line.unit,
      inUnit: line.inUnit,
      inBase: line.inBase,
      lotId: line.lot === null ? null : (parts[0]?.lotId ?? null),
      ownerId,
      status: to,
      packageId,
      fromLocationId: locationId,
      toLocationId: locationId,
      parts: parts.map((part) => ({
        ...part,
        ...staying({ locationId, ownerId, packageId }, from, to),
        reason,
      })),
    };
  });
  refuseIfAny(faults);
  return { warehouse: facts.warehouse as WarehouseFacts, lines };
}

const staying = (
  at: { readonly locationId: Id; readonly ownerId: Id | null; readonly packageId: Id | null },
  fromStatus: StockStatus,
  toStatus: StockStatus,
) => ({
  ownerId: at.ownerId,
  fromId: at.locationId,
  toId: at.locationId,
  fromStatus,
  toStatus,
  fromPackageId: at.packageId,
  toPackageId: at.packageId,
});

/** Read once its levels are locked, so that nothing of it stirs. */
async function wholeLotOf(
  op: OperationContext,
  target: StatusTarget,
  change: Change,
): Promise<{ readonly held: Held[]; readonly inTransit: Decimal }> {
  const [lotId] = askable([target.lotId]);
  const faults: Fault[] = [];
  const [warehouseId = null] = askable([target.warehouseId]);
  const found = lotId === undefined ? null : await findLevelsOfLot(op, lotId, warehouseId);
  if (!found || lotId === undefined) {
    faults.push(fault('LOT_NOT_FOUND', 'There is no such lot', ['lotId']));
  }
  if (target.warehouseId != null && !found?.warehouseIsThere) {
    faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
  }
  refuseIfAny(faults);
  const [, balances, inTransit] = await inOrder(
    lockLevels(op, found?.levels ?? []),
    findLotBalances(op, lotId as Id, change.from, warehouseId),
    findLotOnItsWay(op, lotId as Id),
  );
  if (balances.length === 0) {
    refuseIfAny([fault('NOTHING_THERE', `Nothing of the lot is ${change.from} there`, ['lotId'])]);
  }
  return { held: heldOf(op, balances, change), inTransit };
}

/** A line for each place, in the order of the warehouses, whose numbers are taken in that order. */
export function heldOf(
  op: OperationContext,
  balances: readonly BalanceOfLot[],
  { from, to, reason }: Pick<Change, 'from' | 'to' | 'reason'>,
): Held[] {
  return [...Map.groupBy(balances, (balance) => balance.warehouseId)].map(([id, there]) => ({
    warehouse: { id, code: there[0]?.warehouse ?? '' },
    lines: there.map((balance) => ({
      id: op.newId(),
      productId: balance.productId,
      unit: balance.baseUnit,
      inUnit: balance.onHand,
      inBase: balance.onHand,
      lotId: balance.lotId,
      ownerId: balance.ownerId,
      status: to,
      packageId: balance.packageId,
      fromLocationId: balance.locationId,
      toLocationId: balance.locationId,
      parts: [
        {
          lotId: balance.lotId,
          isSerial: balance.isSerial,
          quantity: balance.onHand,
          ...staying(balance, from, to),
          reason,
          path: ['lotId'],
        },
      ],
    })),
  }));
}
