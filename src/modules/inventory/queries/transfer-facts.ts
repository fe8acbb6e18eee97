import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement, type Statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Tracking } from '../../catalog/index.ts';
import type { StockTransferState } from '../rules/stock-transfer-states.ts';

/** Quantities but `requestedInUnit` are in the base unit. */
export interface TransferLine {
  readonly id: Id;
  readonly lineNo: number;
  readonly productId: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly baseUnit: string;
  readonly baseDecimals: number;
  readonly unit: string;
  readonly requestedInUnit: Decimal;
  readonly requested: Decimal;
  readonly shipped: Decimal;
  readonly received: Decimal;
  readonly lost: Decimal;
  readonly returned: Decimal;
  readonly scannedToShip: Decimal;
  /** The serial numbers announced for it; null: any. */
  readonly expectedSerials: readonly string[] | null;
}

export interface TransferEnd {
  readonly id: Id;
  readonly code: string;
  readonly receiptLocationId: Id | null;
  readonly approvesTransfers: boolean;
  readonly shipperMayReceive: boolean;
}

export interface TransferFacts {
  readonly id: Id;
  readonly number: string;
  readonly state: StockTransferState;
  readonly note: string | null;
  readonly version: number;
  readonly transitId: Id;
  readonly createdBy: Id | null;
  readonly editedBy: Id | null;
  readonly shippedBy: Id | null;
  /** ISO 8601. */
  readonly dueAt: string | null;
  readonly carrier: string | null;
  readonly returningAt: string | null;
  readonly source: TransferEnd;
  readonly destination: TransferEnd;
  /** What its goods take from source to destination, where that is known. */
  readonly route: { readonly leadHours: number; readonly carrier: string | null } | null;
  readonly lines: readonly TransferLine[];
  /** Something is reserved for it, or waits to be. */
  readonly reserves: boolean;
  readonly openDiscrepancies: number;
}

/** So much of one line's goods, of one lot or of none, in one package or loose. */
export interface LinePart {
  readonly lineId: Id;
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly packageId: Id | null;
  readonly quantity: Decimal;
}

/** What was scanned or chosen by hand, and neither shipped nor received yet. */
export interface PlacedPart extends LinePart {
  /** Scanned by its label: the goods stay in their package. */
  readonly whole?: boolean;
  readonly locationId: Id;
}

const lock = statement(
  'stock_transfer_lock',
  'select id from stock_transfer where id = any($1::uuid[]) order by id for no key update',
);

const end = (alias: string): string =>
  `json_build_object('id', ${alias}.id, 'code', ${alias}.code,
     'approvesTransfers', ${alias}.approves_transfers,
     'shipperMayReceive', ${alias}.shipper_may_receive, 'receiptLocationId',
     (select l.id from location l where l.warehouse_id = ${alias}.id and l.default_receipt))`;

const facts = `
  t.id, t.number, t.state, t.note, t.version, t.transit_id as "transitId",
  t.created_by as "createdBy", t.edited_by as "editedBy", t.shipped_by as "shippedBy",
  to_json(t.due_at)#>>'{}' as "dueAt", t.carrier, to_json(t.returning_at)#>>'{}' as "returningAt",
  ${end('s')} as source, ${end('d')} as destination,
  (select json_build_object('leadHours', r.lead_hours, 'carrier', r.carrier)
   from stock_transfer_route r
   where r.source_id = t.source_id and r.destination_id = t.destination_id) as route,
  exists (select from stock_reservation r where r.demand_id = t.id
          and r.consumed + r.released < r.quantity) as reserves,
  (select count(*)::int from stock_transfer_discrepancy x
   where x.stock_transfer_id = t.id and x.state = 'OPEN') as "openDiscrepancies",
  (select json_agg(json_build_object('id', l.id, 'lineNo', l.line_no, 'productId', l.product_id,
     'sku', p.sku, 'tracking', p.tracking, 'baseUnit', p.base_unit_code,
     'baseDecimals', u.decimals, 'unit', l.unit_code,
     'requestedInUnit', trim_scale(l.requested_in_unit)::text, 'requested',
      trim_scale(l.requested)::text, 'shipped', trim_scale(l.shipped)::text,
     'received', trim_scale(l.received)::text, 'lost', trim_scale(l.lost)::text,
     'returned', trim_scale(l.returned)::text,
     'scannedToShip', trim_scale(l.scanned_to_ship)::text, 'expectedSerials',
      case when p.tracking = 'SERIAL' then
        (select json_agg(e.code order by e.code) from expected_serial e where e.line_id = l.id)
      end) order by l.line_no)
   from stock_transfer_line l
   join product p on p.id = l.product_id
   join unit u on u.code = p.base_unit_code
   where l.stock_transfer_id = t.id) as lines`;

const ofTransfers = `
  from stock_transfer t
  join warehouse s on s.id = t.source_id
  join warehouse d on d.id = t.destination_id
  where t.id = ${anyOf('$1')}
  order by t.id`;

/** Scans of a step that are neither shipped nor received yet. */
const scanned = (step: 'SHIP' | 'RECEIVE'): string => `
  coalesce((select json_agg(json_build_object('lineId', c.line_id, 'locationId', c.location_id,
     'lotId', c.lot_id, 'lotCode', lot.code, 'packageId', c.package_id,
     'whole', c.package_id is not null, 'quantity', trim_scale(c.quantity)::text)
     order by c.line_id, c.location_id, c.lot_id, c.package_id)
   from (select s.stock_transfer_line_id as line_id, s.location_id, s.lot_id, s.package_id,
                sum(s.quantity) as quantity
         from stock_scan_counted s
         where s.stock_transfer_id = t.id and s.step = '${step}' and s.posted_operation_id is null
         group by 1, 2, 3, 4) c
   left join lot on lot.id = c.lot_id), '[]') as scanned`;

/** What is held of the very goods that were chosen by hand. */
const picked = `
  coalesce((select json_agg(json_build_object('lineId', r.demand_line_id,
     'locationId', r.location_id, 'lotId', r.lot_id, 'lotCode', lot.code,
     'packageId', r.package_id, 'quantity', trim_scale(r.held)::text) order by r.id)
   from stock_reservation r left join lot on lot.id = r.lot_id
   where r.demand_id = t.id and r.strength = 'HARD' and r.held > 0), '[]') as picked`;

const inTransit = `
  coalesce((select json_agg(json_build_object('lineId', m.line_id, 'lotId', m.lot_id,
     'lotCode', lot.code, 'packageId', m.package_id,
     'quantity', trim_scale(m.quantity)::text)
     order by m.line_id, m.lot_id, m.package_id nulls first)
   from (select m.line_id, m.lot_id, e.package_id, sum(e.quantity) as quantity
         from stock_move m
         cross join lateral (
           values (m.to_location_id, m.to_package_id, m.quantity),
                  (m.from_location_id, m.from_package_id, -m.quantity)
         ) e(location_id, package_id, quantity)
         where m.document_id = t.id and e.location_id = t.transit_id
         group by 1, 2, 3
         having sum(e.quantity) > 0) m
   left join lot on lot.id = m.lot_id), '[]') as "inTransit"`;

/** Where damaged goods go, in the warehouse that they are to arrive at now. */
const quarantine = `
  (select l.id from location l
   where l.kind = 'QUARANTINE' and l.warehouse_id =
     case when t.returning_at is null then t.destination_id else t.source_id end
   order by l.code limit 1) as "quarantineId"`;

const load = statement('stock_transfer_facts', `select ${facts} ${ofTransfers}`);

const loadToShip = statement(
  'stock_transfer_facts_to_ship',
  `select ${facts}, ${scanned('SHIP')}, ${picked} ${ofTransfers}`,
);

const loadOnItsWay = statement(
  'stock_transfer_facts_on_its_way',
  `select ${facts}, ${scanned('RECEIVE')}, ${inTransit}, ${quarantine} ${ofTransfers}`,
);

export interface TransferToShip extends TransferFacts {
  readonly scanned: readonly PlacedPart[];
  readonly picked: readonly PlacedPart[];
}

export interface TransferOnItsWay extends TransferFacts {
  /** At the destination, and not yet received. */
  readonly scanned: readonly PlacedPart[];
  readonly inTransit: readonly LinePart[];
  readonly quarantineId: Id | null;
}

/** The lock is not awaited before the facts are asked for: they are read behind it all the same. */
async function locked<Facts extends TransferFacts>(
  op: OperationContext,
  facts: Statement,
  given: readonly Id[],
): Promise<Map<Id, Facts>> {
  const ids = askable(given);
  const [, rows] = await inOrder(op.query(lock, [ids]), op.query<Facts>(facts, [ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

async function lockedOne<Facts extends TransferFacts>(
  op: OperationContext,
  facts: Statement,
  id: Id,
): Promise<Facts> {
  const [found] = (await locked<Facts>(op, facts, [id])).values();
  if (found) return found;
  return refuse('STOCK_TRANSFER_NOT_FOUND', 'There is no such stock transfer', ['stockTransferId']);
}

/** Locks the transfer and tells what it is; refuses STOCK_TRANSFER_NOT_FOUND. One round trip. */
export const lockTransfer = (op: OperationContext, id: Id): Promise<TransferFacts> =>
  lockedOne(op, load, id);

/** Same, with what was scanned or chosen to ship. */
export const lockTransferToShip = (op: OperationContext, id: Id): Promise<TransferToShip> =>
  lockedOne(op, loadToShip, id);

/** Same, with what is on its way and what was scanned at the destination. */
export const lockTransferOnItsWay = (op: OperationContext, id: Id): Promise<TransferOnItsWay> =>
  lockedOne(op, loadOnItsWay, id);

/** Same for several, locked in the order of their ids; those that are not there are left out. */
export const lockTransfersOnTheirWay = (
  op: OperationContext,
  ids: readonly Id[],
): Promise<Map<Id, TransferOnItsWay>> => locked(op, loadOnItsWay, ids);

/** What they are, for those that the caller has locked. */
export const loadTransfers = (op: OperationContext, ids: readonly Id[]): Promise<TransferFacts[]> =>
  op.query<TransferFacts>(load, [ids]);
