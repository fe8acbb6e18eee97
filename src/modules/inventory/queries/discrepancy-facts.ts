import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Tracking } from '../../catalog/index.ts';
import type { DiscrepancyKind, DiscrepancyState } from '../rules/kinds.ts';

/** Something that did not go as its transfer was written. */
export interface DiscrepancyFacts {
  readonly id: Id;
  readonly stockTransferId: Id;
  readonly lineId: Id | null;
  readonly kind: DiscrepancyKind;
  readonly state: DiscrepancyState;
  readonly productId: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly otherLotId: Id | null;
  readonly otherLotCode: string | null;
  readonly quantity: Decimal;
  readonly locationId: Id | null;
}

const columns = `
  d.id, d.stock_transfer_id as "stockTransferId", d.stock_transfer_line_id as "lineId", d.kind,
  d.state, d.product_id as "productId", p.sku, p.tracking, d.lot_id as "lotId",
  lot.code as "lotCode", d.other_lot_id as "otherLotId", other.code as "otherLotCode",
  trim_scale(d.quantity)::text as quantity, d.location_id as "locationId"
  from stock_transfer_discrepancy d
  join product p on p.id = d.product_id
  left join lot on lot.id = d.lot_id
  left join lot other on other.id = d.other_lot_id`;

const byIds = statement(
  'stock_transfer_discrepancies_by_ids',
  `select ${columns} where d.id = any($1::uuid[])`,
);

/** By id. Whether they are open still is sure only behind the locks of their transfers. */
export async function loadDiscrepancies(
  db: Queryable,
  ids: readonly Id[],
): Promise<Map<Id, DiscrepancyFacts>> {
  const rows = await db.query<DiscrepancyFacts>(byIds, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

const open = statement(
  'stock_transfer_discrepancies_open',
  `select ${columns} where d.stock_transfer_id = $1 and d.state = 'OPEN' order by d.id`,
);

/** Those of a transfer that are not settled, oldest first. */
export const loadOpenDiscrepancies = (db: Queryable, transferId: Id): Promise<DiscrepancyFacts[]> =>
  db.query<DiscrepancyFacts>(open, [transferId]);

const whereIs = statement(
  'stock_serial_place',
  `select b.location_id as "locationId", l.code as location, l.warehouse_id as "warehouseId",
          w.code as warehouse, b.status = 'AVAILABLE' and b.owner_id is null
            and b.package_id is null as free
   from stock_balance b
   join location l on l.id = b.location_id
   left join warehouse w on w.id = l.warehouse_id
   where b.lot_id = $1 and b.is_serial and b.on_hand > 0`,
);

/** Where a serial number is by the book; null: nowhere in stock. */
export async function findSerialPlace(db: Queryable, lotId: Id): Promise<SerialPlace | null> {
  const [place] = await db.query<SerialPlace>(whereIs, [lotId]);
  return place ?? null;
}

export interface SerialPlace {
  readonly locationId: Id;
  readonly location: string;
  readonly warehouseId: Id | null;
  readonly warehouse: string | null;
  /** Ours, available and loose: it may be shipped. */
  readonly free: boolean;
}
