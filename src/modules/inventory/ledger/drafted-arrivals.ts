import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { VoucherFacts, VoucherLine } from '../queries/voucher-facts.ts';
import type { ScannedGoods } from '../queries/voucher-scans.ts';
import { loadWarehouseFacts, type WarehouseFacts } from '../queries/warehouse-facts.ts';
import { outside } from '../rules/kinds.ts';
import { serialsTwice } from '../rules/plan-receipt.ts';
import type { PostingEntry } from '../rules/plan-posting.ts';
import { readLot } from '../rules/read-goods.ts';
import { readTracking } from '../rules/read-tracking.ts';
import { arriveFromSupplier, type ArrivingLine } from './arrivals.ts';
import { lockLots } from './lots.ts';
import type { DraftedPart } from './post-draft.ts';
import { requireNewSerials } from './serials-seen.ts';

type Entry = PostingEntry<VoucherLine>;

/** What comes in as somebody or the draft says, put where it says or at the default place. */
export async function arriveAsDrafted(
  op: OperationContext,
  voucher: VoucherFacts,
  entries: readonly Entry[],
): Promise<DraftedPart[]> {
  const placeIds = entries.flatMap(({ locationId }) => (locationId === null ? [] : [locationId]));
  const warehouses = await loadWarehouseFacts(op, [voucher.warehouse.id], [...new Set(placeIds)]);
  const warehouse = warehouses.get(voucher.warehouse.id);
  if (!warehouse) throw new Error('A voucher without a warehouse');
  const faults: Fault[] = [];
  const arriving = entries.flatMap((entry) => readArrival(entry, warehouse, faults));
  faults.push(...serialsTwice(arriving));
  refuseIfAny(faults);
  const arrived = await arriveFromSupplier(op, arriving);
  return arrived.flatMap(({ parts }, index) => {
    const line = arriving[index]?.line;
    return line ? parts.map((part) => ({ ...part, line })) : [];
  });
}

function readArrival(
  entry: Entry,
  warehouse: WarehouseFacts,
  faults: Fault[],
): (ArrivingLine & { readonly line: VoucherLine })[] {
  const { line, path, packageId, status, quantity: inBase } = entry;
  const given = { lot: entry.lotCode, serials: entry.serials };
  const field = entry.lot === null ? 'lotCode' : 'lot';
  const tracked = readTracking(line, given, inBase, path, faults, field);
  const days = readLot(entry.lot, [...path, 'lot'], faults);
  const locationId = placeOf(entry, warehouse, faults);
  if (locationId === null) return [];
  const { ownerId } = line;
  const goods = { ownerId, packageId, status, locationId };
  return [{ ...tracked, ...days, ...goods, line, product: line, inBase, path }];
}

function placeOf(
  { locationId, path }: Entry,
  warehouse: WarehouseFacts,
  faults: Fault[],
): Id | null {
  const at = [...path, 'locationId'];
  if (locationId !== null) {
    if (warehouse.places.some(({ id }) => id === locationId)) return locationId;
    const message = `${warehouse.code} has no such location`;
    faults.push(fault('LOCATION_NOT_FOUND', message, at));
    return null;
  }
  if (warehouse.receiptLocation) return warehouse.receiptLocation.id;
  const message = `${warehouse.code} has no default location for receipts: name one`;
  faults.push(fault('NO_RECEIPT_LOCATION', message, at));
  return null;
}

/** What comes in as it was scanned: the lots were made by the scans. */
export async function arriveAsScanned(
  op: OperationContext,
  voucher: VoucherFacts,
  scanned: readonly ScannedGoods[],
): Promise<DraftedPart[]> {
  const lines = new Map(voucher.lines.map((line) => [line.id, line]));
  const parts = scanned.flatMap(({ lineId, locationId, packageId, ...goods }): DraftedPart[] => {
    const line = lines.get(lineId);
    if (!line) throw new Error('A scanned line is not of this stock voucher');
    return [
      {
        ...goods,
        line,
        isSerial: line.tracking === 'SERIAL',
        ownerId: line.ownerId,
        fromId: outside.supplier,
        toId: locationId,
        toStatus: line.status,
        toPackageId: packageId,
        path: [],
      },
    ];
  });
  await lockLots(
    op,
    parts.flatMap(({ lotId }) => (lotId === null ? [] : [lotId])),
  );
  await requireNewSerials(
    op,
    new Map(parts.flatMap((part) => (part.isSerial && part.lotId ? [[part.lotId, []]] : []))),
  );
  return parts;
}
