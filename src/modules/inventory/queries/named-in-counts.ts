import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { lotKey } from '../rules/lot-key.ts';

/** Lots have a code and places none. */
const findNamed = statement(
  'inventory_named_in_counts',
  `select distinct lot.id, lot.product_id as "ownerId", lot.code
   from unnest($1::uuid[], $2::text[]) as x(line_id, code)
   join stock_transfer_line l on l.id = x.line_id
   join lot on lot.product_id = l.product_id and lot.code = x.code
   union all
   select l.id, l.warehouse_id, null from unnest($3::uuid[]) as x(id)
   join location l on l.id = x.id
   where l.warehouse_id is not null`,
);

interface Named {
  readonly id: Id;
  /** The lot's product, the place's warehouse. */
  readonly ownerId: Id;
  readonly code: string | null;
}

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
  const pairs = codesOf(counts);
  const placeIds = askable(counts.map((count) => count.locationId));
  const rows =
    pairs.length === 0 && placeIds.length === 0
      ? []
      : await db.query<Named>(findNamed, [
          pairs.map(([lineId]) => lineId),
          pairs.map(([, code]) => code),
          placeIds,
        ]);
  const lotIds = new Map<string, Id>();
  const warehouseOf = new Map<Id, Id>();
  for (const { id, ownerId, code } of rows) {
    if (code === null) warehouseOf.set(id, ownerId);
    else lotIds.set(lotKey(ownerId, code), id);
  }
  return {
    lotId: (productId, code) => lotIds.get(lotKey(productId, code)),
    isIn: (warehouseId, locationId) => warehouseOf.get(locationId) === warehouseId,
  };
}

const codesOf = (counts: readonly Count[]): (readonly [Id, string])[] =>
  counts
    .filter((count) => askable([count.stockTransferLineId]).length > 0)
    .flatMap((count) =>
      [count.lotCode, ...(count.serials ?? [])]
        .filter((code) => code != null)
        .map((code) => [count.stockTransferLineId, code.trim()] as const),
    );
