import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { LocationKind } from '../rules/kinds.ts';

export interface WarehousePlace {
  readonly id: Id;
  readonly code: string;
  readonly kind: LocationKind;
}

export interface WarehouseFacts {
  readonly id: Id;
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  /** Transfers from here need the word of somebody else. */
  readonly approvesTransfers: boolean;
  /** Corrections worth more wait for an approval; null: none does. */
  readonly adjustmentLimit: Decimal | null;
  /** Where goods go when nobody says where. */
  readonly receiptLocation: WarehousePlace | null;
  /** Those of the places asked for that are in this warehouse. */
  readonly places: readonly WarehousePlace[];
}

const load = statement(
  'inventory_warehouse_facts',
  `select w.id, w.code, w.name_en as "nameEn", w.name_fa as "nameFa",
     w.approves_transfers as "approvesTransfers",
     trim_scale(w.adjustment_limit)::text as "adjustmentLimit",
     (select json_build_object('id', l.id, 'code', l.code, 'kind', l.kind) from location l
      where l.warehouse_id = w.id and l.default_receipt) as "receiptLocation",
     coalesce((select json_agg(json_build_object('id', l.id, 'code', l.code, 'kind', l.kind))
      from location l where l.id = ${anyOf('$2')} and l.warehouse_id = w.id), '[]') as places
   from warehouse w where w.id = ${anyOf('$1')}`,
);

/** Warehouses by id, each with its default place and those of `placeIds` that are in it. */
export async function loadWarehouseFacts(
  db: Queryable,
  warehouseIds: readonly Id[],
  placeIds: readonly Id[] = [],
): Promise<Map<Id, WarehouseFacts>> {
  const rows = await db.query<WarehouseFacts>(load, [warehouseIds, placeIds]);
  return new Map(rows.map((row) => [row.id, row]));
}
