import { subtractDecimals } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { findNamedLots } from '../queries/named-lots.ts';
import { findPickCandidates } from '../queries/pick-candidates.ts';
import { loadWarehouseFacts } from '../queries/warehouse-facts.ts';
import { outside } from '../rules/kinds.ts';
import { lotKey } from '../rules/lot-key.ts';
import { proposePicks, withoutPicked } from '../rules/propose-picks.ts';
import {
  chosenPick,
  readPicks,
  type EntryWanted,
  type Pick,
  type PickedLine,
  type PickEntry,
} from '../rules/read-picks.ts';
import { lockLevels } from './lock-levels.ts';
import type { VoucherPart } from './post-voucher.ts';

export interface GoodsToPick<Line extends PickedLine> {
  readonly warehouse: { readonly id: Id; readonly code: string };
  readonly entries: readonly PickEntry<Line>[];
  readonly destinationId: Id;
  /** Less than the entries say is meant. */
  readonly acceptShort: boolean;
}

/**
 * The very goods that leave: as the entries name them, else as `proposePicks` chooses behind the
 * locks of the levels. Refuses every entry at fault, INSUFFICIENT_STOCK where too little can be
 * chosen, unless less is meant, and to a customer GOODS_HELD and LOT_EXPIRED.
 */
export async function choosePicks<Line extends PickedLine>(
  op: OperationContext,
  { warehouse, entries, destinationId, acceptShort }: GoodsToPick<Line>,
): Promise<Pick<Line>[]> {
  const placeIds = entries.flatMap(({ locationId }) => (locationId === null ? [] : [locationId]));
  const [warehouses, lots] = await inOrder(
    loadWarehouseFacts(op, [warehouse.id], [...new Set(placeIds)]),
    findNamedLots(
      op,
      entries.map(({ line: { productId }, lotCode, serials }) => ({ productId, lotCode, serials })),
    ),
  );
  const places = warehouses.get(warehouse.id)?.places ?? [];
  const faults: Fault[] = [];
  const { byHand, wanted } = readPicks(
    entries,
    {
      warehouse,
      places: new Map(places.map((place) => [place.id, place])),
      lot: (productId, code) => lots.get(lotKey(productId, code)) ?? null,
      today: op.today,
      forCustomer: destinationId === outside.customer,
    },
    faults,
  );
  refuseIfAny(faults);
  if (wanted.length === 0) return [...byHand];
  return [...byHand, ...(await choose(op, wanted, byHand, acceptShort, warehouse))];
}

async function choose<Line extends PickedLine>(
  op: OperationContext,
  wanted: readonly EntryWanted<Line>[],
  byHand: readonly Pick<Line>[],
  acceptShort: boolean,
  warehouse: { readonly id: Id; readonly code: string },
): Promise<Pick<Line>[]> {
  const goods = [...wanted, ...byHand.map(({ line }) => line)];
  const keys = goods.map(({ productId }) => ({ productId, warehouseId: warehouse.id }));
  const [, facts] = await inOrder(lockLevels(op, keys), findPickCandidates(op, wanted, op.today));
  const proposal = proposePicks(wanted, withoutPicked(facts, byHand));
  if (!acceptShort) {
    refuseIfAny(
      proposal.missing.flatMap(({ index, quantity }) => {
        const line = wanted[index];
        return line ? [shortage(line, subtractDecimals(line.quantity, quantity), warehouse)] : [];
      }),
    );
  }
  return proposal.picks.map((pick) => chosenPick(pick, wanted));
}

function shortage(
  { line, quantity, path }: EntryWanted<PickedLine>,
  available: string,
  warehouse: { readonly id: Id; readonly code: string },
): Fault {
  const message =
    `${line.sku}: ${quantity} wanted in ${warehouse.code}, ${available} can be picked: ` +
    'neither promised to others, nor held, nor expired';
  return fault('INSUFFICIENT_STOCK', message, path, {
    productId: line.productId,
    sku: line.sku,
    warehouseId: warehouse.id,
    warehouse: warehouse.code,
    locationId: null,
    location: null,
    lot: null,
    wanted: quantity,
    available,
  });
}

/** A pick as a part of its line: the goods leave their place, and the package they were in. */
export const partOf = (pick: Pick<PickedLine>, destinationId: Id): VoucherPart => ({
  lotId: pick.lotId,
  isSerial: pick.line.tracking === 'SERIAL',
  ownerId: pick.line.ownerId,
  fromId: pick.locationId,
  toId: destinationId,
  fromStatus: pick.status,
  toStatus: pick.status,
  fromPackageId: pick.packageId,
  quantity: pick.quantity,
  path: pick.path,
});
