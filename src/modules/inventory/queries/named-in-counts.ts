import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { lotKey } from '../rules/lot-key.ts';
import { askable } from '../rules/read-input.ts';

const findLots = statement(
  'inventory_lots_of_lines',
  `select distinct lot.id, lot.product_id as "productId", lot.code
   from unnest($1::uuid[], $2::text[]) as x(line_id, code)
   join stock_transfer_line l on l.id = x.line_id
   join lot on lot.product_id = l.product_id and lot.code = x.code`,
);

const findPlaces = statement(
  'inventory_places',
  `select l.id, l.warehouse_id as "warehouseId" from unnest($1::uuid[]) as x(id)
   join location l on l.id = x.id
   where l.warehouse_id is not null`,
);

interface Count {
  readonly stockTransferLineId: Id;
  readonly lotCode?: string | null;
  readonly serials?: readonly string[] | null;
  readonly locationId?: Id | null;
}

/** What counts by hand name, as far as it exists. */
export interface NamedInCounts {
  lotId(productId: Id, code: string): Id | undefined;
  isIn(warehouseId: Id, locationId: Id): boolean;
}

/** Asks for lots, serial numbers and places at once; sends nothing when nothing is named. */
export async function findNamedInCounts(
  db: Queryable,
  counts: readonly Count[],
): Promise<NamedInCounts> {
  const [lots, places] = await inOrder(lotsOf(db, counts), placesOf(db, counts));
  const lotIds = new Map(lots.map((row) => [lotKey(row.productId, row.code), row.id]));
  const warehouseOf = new Map(places.map((row) => [row.id, row.warehouseId]));
  return {
    lotId: (productId, code) => lotIds.get(lotKey(productId, code)),
    isIn: (warehouseId, locationId) => warehouseOf.get(locationId) === warehouseId,
  };
}

async function lotsOf(
  db: Queryable,
  counts: readonly Count[],
): Promise<{ readonly id: Id; readonly productId: Id; readonly code: string }[]> {
  const pairs = counts
    .filter((count) => askable([count.stockTransferLineId]).length > 0)
    .flatMap((count) =>
      [count.lotCode, ...(count.serials ?? [])]
        .filter((code) => code != null)
        .map((code) => [count.stockTransferLineId, code.trim()] as const),
    );
  if (pairs.length === 0) return [];
  return db.query(findLots, [pairs.map(([lineId]) => lineId), pairs.map(([, code]) => code)]);
}

async function placesOf(
  db: Queryable,
  counts: readonly Count[],
): Promise<{ readonly id: Id; readonly warehouseId: Id }[]> {
  const ids = askable(counts.map((count) => count.locationId));
  return ids.length === 0 ? [] : db.query(findPlaces, [ids]);
}
