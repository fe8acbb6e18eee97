import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Tracking } from '../../catalog/index.ts';
import type { ScanStep } from '../rules/kinds.ts';
import { askable } from '../rules/read-input.ts';
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
}

export interface TransferEnd {
  readonly id: Id;
  readonly code: string;
  readonly receiptLocationId: Id | null;
}

export interface TransferFacts {
  readonly id: Id;
  readonly number: string;
  readonly state: StockTransferState;
  readonly note: string | null;
  readonly version: number;
  readonly transitId: Id;
  readonly source: TransferEnd;
  readonly destination: TransferEnd;
  readonly lines: readonly TransferLine[];
}

/** So much of one line's goods, of one lot or of none. */
export interface LinePart {
  readonly lineId: Id;
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly quantity: Decimal;
}

/** What was scanned and neither shipped nor received yet. */
export interface ScannedPart extends LinePart {
  readonly locationId: Id;
}

const lock = statement(
  'stock_transfer_lock',
  'select id from stock_transfer where id = $1 for no key update',
);

const end = (alias: string): string =>
  `json_build_object('id', ${alias}.id, 'code', ${alias}.code, 'receiptLocationId',
     (select l.id from location l where l.warehouse_id = ${alias}.id and l.default_receipt))`;

const load = statement(
  'stock_transfer_facts',
  `select t.id, t.number, t.state, t.note, t.version, t.transit_id as "transitId",
     ${end('s')} as source, ${end('d')} as destination,
     (select json_agg(json_build_object('id', l.id, 'lineNo', l.line_no, 'productId', l.product_id,
        'sku', p.sku, 'tracking', p.tracking, 'baseUnit', p.base_unit_code,
        'baseDecimals', u.decimals, 'unit', l.unit_code,
        'requestedInUnit', trim_scale(l.requested_in_unit)::text, 'requested',
         trim_scale(l.requested)::text, 'shipped', trim_scale(l.shipped)::text,
        'received', trim_scale(l.received)::text, 'lost', trim_scale(l.lost)::text,
        'returned', trim_scale(l.returned)::text) order by l.line_no)
      from stock_transfer_line l
      join product p on p.id = l.product_id
      join unit u on u.code = p.base_unit_code
      where l.stock_transfer_id = t.id) as lines
   from stock_transfer t
   join warehouse s on s.id = t.source_id
   join warehouse d on d.id = t.destination_id
   where t.id = $1`,
);

const loadScanned = statement(
  'stock_transfer_scanned',
  `select s.stock_transfer_line_id as "lineId", s.location_id as "locationId", s.lot_id as "lotId",
          lot.code as "lotCode", trim_scale(sum(s.quantity))::text as quantity
   from stock_scan s left join lot on lot.id = s.lot_id
   where s.stock_transfer_id = $1 and s.step = $2 and s.outcome = 'MATCHED'
     and s.posted_operation_id is null
   group by s.stock_transfer_line_id, s.location_id, s.lot_id, lot.code
   order by s.stock_transfer_line_id, s.location_id, s.lot_id`,
);

const loadInTransit = statement(
  'stock_transfer_in_transit',
  `select m.line_id as "lineId", m.lot_id as "lotId", lot.code as "lotCode",
          trim_scale(m.quantity)::text as quantity
   from (select m.line_id, m.lot_id,
                sum(case when m.to_location_id = t.transit_id then m.quantity else -m.quantity end)
                  as quantity
         from stock_transfer t join stock_move m on m.document_id = t.id
         where t.id = $1
         group by m.line_id, m.lot_id) m
   left join lot on lot.id = m.lot_id
   where m.quantity > 0`,
);

/** Not awaited before what is asked next, whose snapshots are behind the lock all the same. */
const locked = (op: OperationContext, id: Id): Promise<unknown> => op.query(lock, [id]);

async function factsOf(op: OperationContext, id: Id): Promise<TransferFacts> {
  const [facts] = await op.query<TransferFacts>(load, [id]);
  if (facts) return facts;
  return refuse('STOCK_TRANSFER_NOT_FOUND', 'There is no such stock transfer', ['stockTransferId']);
}

const scannedOf = (op: OperationContext, id: Id, step: ScanStep): Promise<ScannedPart[]> =>
  op.query<ScannedPart>(loadScanned, [id, step]);

/** An id that no transfer can have is simply not found. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** Locks the transfer and tells what it is; refuses STOCK_TRANSFER_NOT_FOUND. One round trip. */
export async function lockTransfer(op: OperationContext, given: Id): Promise<TransferFacts> {
  const id = askable([given])[0] ?? nobody;
  const [, facts] = await inOrder(locked(op, id), factsOf(op, id));
  return facts;
}

/** Same, with what was scanned to ship. */
export async function lockTransferToShip(
  op: OperationContext,
  given: Id,
): Promise<{ readonly transfer: TransferFacts; readonly scanned: readonly ScannedPart[] }> {
  const id = askable([given])[0] ?? nobody;
  const [, transfer, scanned] = await inOrder(
    locked(op, id),
    factsOf(op, id),
    scannedOf(op, id, 'SHIP'),
  );
  return { transfer, scanned };
}

/** Same, with what is on its way and what was scanned at the destination. */
export async function lockTransferOnItsWay(
  op: OperationContext,
  given: Id,
): Promise<{
  readonly transfer: TransferFacts;
  readonly scanned: readonly ScannedPart[];
  readonly inTransit: readonly LinePart[];
}> {
  const id = askable([given])[0] ?? nobody;
  const [, transfer, scanned, inTransit] = await inOrder(
    locked(op, id),
    factsOf(op, id),
    scannedOf(op, id, 'RECEIVE'),
    op.query<LinePart>(loadInTransit, [id]),
  );
  return { transfer, scanned, inTransit };
}
