import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';

export interface CodeNames {
  readonly warehouse: string | null;
  readonly location: string | null;
  readonly sku: string | null;
}

/** What people call things by, as ids, as far as it exists. */
export interface NamedByCode {
  readonly warehouseIds: ReadonlyMap<string, Id>;
  /** By `TEH A-01`. */
  readonly locationIds: ReadonlyMap<string, Id>;
  readonly productIds: ReadonlyMap<string, Id>;
}

const find = statement(
  'inventory_named_by_code',
  `select 'warehouse' as what, code as name, id from warehouse where code = any($1::text[])
   union all
   select 'location', w.code || ' ' || l.code, l.id
   from unnest($1::text[], $2::text[]) as k(warehouse, location)
   join warehouse w on w.code = k.warehouse
   join location l on l.warehouse_id = w.id and l.code = k.location
   union all
   select 'product', sku, id from product where sku = any($3::text[])`,
);

/** One statement, whatever the number of rows. */
export async function findNamedByCode(
  db: Queryable,
  rows: readonly CodeNames[],
): Promise<NamedByCode> {
  const places = new Map(rows.map((row) => [`${row.warehouse} ${row.location}`, row]));
  const found = await db.query<{ what: string; name: string; id: Id }>(find, [
    [...places.values()].map((row) => row.warehouse),
    [...places.values()].map((row) => row.location),
    [...new Set(rows.map((row) => row.sku))],
  ]);
  const of = (what: string): Map<string, Id> =>
    new Map(found.flatMap((row) => (row.what === what ? [[row.name, row.id] as const] : [])));
  return {
    warehouseIds: of('warehouse'),
    locationIds: of('location'),
    productIds: of('product'),
  };
}
