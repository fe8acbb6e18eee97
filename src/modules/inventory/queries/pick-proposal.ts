import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { proposePicks, type PickProposal, type PickWanted } from '../rules/propose-picks.ts';
import { findPickCandidates } from './pick-candidates.ts';

/** Of the lines of a voucher or a transfer, what is neither scanned nor gone yet. */
const findOpen = statement(
  'stock_pick_open_lines',
  `select l.id as "lineId", l.demand_line_id as "demandLineId", l.product_id as "productId",
     v.warehouse_id as "warehouseId",
          trim_scale(l.quantity - l.picked)::text as quantity, l.owner_id as "ownerId",
          l.from_location_id as "locationId", l.package_id as "packageId",
          case when l.lot_id is not null then array[l.lot_id] else s.ids end as "lotIds"
   from stock_voucher v
   join stock_voucher_line l on l.stock_voucher_id = v.id
   left join lateral (
     select array_agg(lot.id) as ids from expected_serial e
     join lot on lot.product_id = l.product_id and lot.code = e.code
     where e.line_id = l.id) s on true
   where v.id = $1 and v.kind in ('ISSUE', 'SUPPLIER_RETURN')
     and v.state in ('DRAFT', 'READY', 'PICKING', 'PICKED') and l.quantity > l.picked
   union all
   select l.id, null, l.product_id, t.source_id, trim_scale(l.requested - l.scanned_to_ship)::text,
     null,
          null, null, s.ids
   from stock_transfer t
   join stock_transfer_line l on l.stock_transfer_id = t.id
   left join lateral (
     select array_agg(lot.id) as ids from expected_serial e
     join lot on lot.product_id = l.product_id and lot.code = e.code
     where e.line_id = l.id) s on true
   where t.id = $1 and t.shipped_at is null and t.completed_at is null
     and l.requested > l.scanned_to_ship`,
);

const findWarehouse = statement(
  'stock_pick_warehouse',
  `select warehouse_id as "warehouseId" from stock_voucher where id = $1
   union all select source_id from stock_transfer where id = $1`,
);

/** Where to walk for the goods of a document, and what is not to be had. */
export interface ProposedWalk extends PickProposal {
  readonly warehouseId: Id;
  readonly wanted: readonly { readonly lineId: Id; readonly quantity: Decimal }[];
}

/** What is open of a document that may still be picked, and where to take it. */
export async function proposeWalk(
  db: Queryable,
  documentId: Id,
  today: LocalDate,
): Promise<PickProposal & Pick<ProposedWalk, 'wanted'>> {
  const wanted = await db.query<PickWanted>(findOpen, [documentId]);
  return { ...proposePicks(wanted, await findPickCandidates(db, wanted, today)), wanted };
}

/**
 * Where to take what is still open of a voucher or a transfer, as the stock is now; null when there
 * is no such document. Rights are the caller's: it names the warehouse.
 */
export async function loadPickProposal(
  db: Queryable,
  documentId: Id,
  today: LocalDate,
): Promise<ProposedWalk | null> {
  const [document] = await db.query<{ warehouseId: Id }>(findWarehouse, [documentId]);
  if (!document) return null;
  return { ...(await proposeWalk(db, documentId, today)), warehouseId: document.warehouseId };
}
