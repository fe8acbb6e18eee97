import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { findProductByScan, type ScannedProduct, type Tracking } from '../../catalog/index.ts';
import type { LocationKind, LotKind, ScanStep } from '../rules/kinds.ts';
import type { StockTransferState } from '../rules/stock-transfer-states.ts';

export interface ScanTransfer {
  readonly id: Id;
  readonly number: string;
  readonly state: StockTransferState;
  readonly sourceId: Id;
  readonly destinationId: Id;
  readonly receiptLocation: ScanPlace | null;
  /** What the step still lacks over all lines, in base units of whatever product. */
  readonly remaining: Decimal;
}

export interface ScanPlace {
  readonly id: Id;
  readonly code: string;
}

/** A lot or serial number whose code was scanned or given. */
export interface ScanLot {
  readonly id: Id;
  readonly productId: Id;
  readonly code: string;
  readonly kind: LotKind;
  /** Its product is on the transfer. */
  readonly expected: boolean;
  /** It was counted in this step already. */
  readonly counted: boolean;
}

/** The first look: what can be asked before the product is known, behind the transfer's lock. */
export interface FirstLook {
  readonly transfer: ScanTransfer;
  readonly barcode: ScannedProduct | null;
  readonly lots: readonly ScanLot[];
  /** The same scan id, recorded before by someone. */
  readonly before: RecordedScan | null;
}

export interface RecordedScan {
  readonly stockTransferId: Id;
  readonly step: ScanStep;
  readonly code: string;
  readonly lotCode: string | null;
  readonly serial: string | null;
  readonly locationCode: string | null;
  readonly answer: unknown;
}

const lock = statement(
  'stock_scan_lock_transfer',
  'select id from stock_transfer where id = $1 for no key update',
);

const findTransfer = statement(
  'stock_scan_transfer',
  `select t.id, t.number, t.state, t.source_id as "sourceId", t.destination_id as "destinationId",
     (select json_build_object('id', l.id, 'code', l.code) from location l
      where l.warehouse_id = t.destination_id and l.default_receipt) as "receiptLocation",
     (select trim_scale(sum(case $2::text when 'SHIP' then l.requested - l.scanned_to_ship
        else l.shipped - l.received - l.lost - l.returned - l.scanned_to_receive end))::text
      from stock_transfer_line l where l.stock_transfer_id = t.id) as remaining
   from stock_transfer t where t.id = $1`,
);

const findLots = statement(
  'stock_scan_lots',
  `select lot.id, lot.product_id as "productId", lot.code, lot.kind,
     exists (select from stock_transfer_line l
             where l.stock_transfer_id = $1 and l.product_id = lot.product_id) as expected,
     exists (select from stock_scan s where s.stock_transfer_id = $1 and s.step = $2
             and s.lot_id = lot.id and s.is_serial and s.outcome = 'MATCHED') as counted
   from lot where lot.code = any($3::text[])
   order by expected desc, lot.product_id, lot.code
   limit 100`,
);

const findBefore = statement(
  'stock_scan_before',
  `select s.stock_transfer_id as "stockTransferId", s.step, s.code, s.lot_code as "lotCode",
          s.serial, s.location_code as "locationCode", o.answer
   from stock_scan s join operation_log o on o.id = s.operation_id
   where s.id = $1`,
);

/** Locks the transfer, then looks; refuses STOCK_TRANSFER_NOT_FOUND. One round trip. */
export async function lookFirst(
  op: OperationContext,
  scan: { readonly scanId: Id; readonly stockTransferId: Id; readonly step: ScanStep },
  code: string,
  codes: readonly string[],
): Promise<FirstLook> {
  const [, [transfer], [before], barcode, lots] = await inOrder(
    op.query(lock, [scan.stockTransferId]),
    op.query<ScanTransfer>(findTransfer, [scan.stockTransferId, scan.step]),
    op.query<RecordedScan>(findBefore, [scan.scanId]),
    findProductByScan(op, code),
    op.query<ScanLot>(findLots, [scan.stockTransferId, scan.step, codes]),
  );
  if (!transfer) {
    refuse('STOCK_TRANSFER_NOT_FOUND', 'There is no such stock transfer', ['stockTransferId']);
  }
  return { transfer, barcode, lots, before: before ?? null };
}

export interface ScanProduct {
  readonly id: Id;
  readonly sku: string;
  readonly nameEn: string;
  readonly nameFa: string;
  readonly tracking: Tracking;
  readonly baseUnit: string;
}

/** A line of the scanned product: what the step expects of it and what it has counted. */
export interface ScanLine {
  readonly id: Id;
  readonly counted: Decimal;
  readonly expected: Decimal;
}

/** So much of the goods is there (or on its way, by line) and not scanned yet. */
export interface ScanStock {
  /** A place of the source when shipping; a line of the transfer when receiving. */
  readonly at: Id;
  readonly code: string | null;
  readonly kind: LocationKind | null;
  readonly available: Decimal;
}

/** The second look, once the product and its lot are known. */
export interface SecondLook {
  readonly product: ScanProduct;
  /** Places a quantity in the product's base unit may have. */
  readonly baseDecimals: number;
  readonly lines: readonly ScanLine[];
  readonly stock: readonly ScanStock[];
  /** The place that the scan names, where it is in the warehouse that scans. */
  readonly namedPlace: ScanPlace | null;
}

const product = `(select json_build_object('id', p.id, 'sku', p.sku, 'nameEn', p.name_en,
     'nameFa', p.name_fa, 'tracking', p.tracking, 'baseUnit', p.base_unit_code)
   from product p where p.id = $2) as product,
  (select u.decimals from product p join unit u on u.code = p.base_unit_code
   where p.id = $2) as "baseDecimals"`;

const lines = (counted: string, expected: string): string => `
  coalesce((select json_agg(json_build_object('id', l.id, 'counted', trim_scale(${counted})::text,
     'expected', trim_scale(${expected})::text) order by l.line_no)
   from stock_transfer_line l
   where l.stock_transfer_id = $1 and l.product_id = $2), '[]') as lines`;

const namedPlace = `(select json_build_object('id', l.id, 'code', l.code) from location l
   where l.warehouse_id = $4 and l.code = $5) as "namedPlace"`;

/** Scans of these goods that are neither shipped nor received yet. */
const pending = (step: ScanStep, where: string): string => `
  coalesce((select sum(s.quantity) from stock_scan s
   where s.stock_transfer_id = $1 and s.step = '${step}' and s.outcome = 'MATCHED'
     and s.posted_operation_id is null and s.product_id = $2
     and s.lot_id is not distinct from $3::uuid and ${where}), 0)`;

/** With a lot, by the lot; without, by the product: each has its index. */
const lookToShip = statement(
  'stock_scan_look_to_ship',
  `select ${product}, ${lines('l.scanned_to_ship', 'l.requested')}, ${namedPlace},
     coalesce((select json_agg(json_build_object('at', x.id, 'code', x.code, 'kind', x.kind,
                 'available', trim_scale(x.available)::text) order by x.available desc, x.code)
      from (select l.id, l.code, l.kind,
                   b.on_hand - ${pending('SHIP', 's.location_id = l.id')} as available
            from (select * from stock_balance where $3::uuid is not null and lot_id = $3
                  union all
                  select * from stock_balance
                  where $3::uuid is null and product_id = $2 and lot_id is null) b
            join location l on l.id = b.location_id
            where l.warehouse_id = $4) x), '[]') as stock`,
);

const lookToReceive = statement(
  'stock_scan_look_to_receive',
  `select ${product}, ${namedPlace},
     ${lines('l.received + l.scanned_to_receive', 'l.shipped - l.lost - l.returned')},
     coalesce((select json_agg(json_build_object('at', x.line_id,
                 'available', trim_scale(x.available)::text) order by x.line_no)
      from (select l.id as line_id, l.line_no,
                   sum(case when m.to_location_id = t.transit_id then m.quantity
                            else -m.quantity end)
                     - ${pending('RECEIVE', 's.stock_transfer_line_id = l.id')} as available
            from stock_transfer t
            join stock_move m on m.document_id = t.id
            join stock_transfer_line l on l.id = m.line_id
            where t.id = $1 and m.product_id = $2 and m.lot_id is not distinct from $3::uuid
            group by l.id, l.line_no) x), '[]') as stock`,
);

/** What the transfer, the shelves and the manifest say of these goods. One statement. */
export async function lookAgain(
  db: Queryable,
  transfer: ScanTransfer,
  step: ScanStep,
  goods: { readonly productId: Id; readonly lotId: Id | null },
  locationCode: string | null,
): Promise<SecondLook> {
  const [seen] = await db.query<SecondLook>(step === 'SHIP' ? lookToShip : lookToReceive, [
    transfer.id,
    goods.productId,
    goods.lotId,
    step === 'SHIP' ? transfer.sourceId : transfer.destinationId,
    locationCode,
  ]);
  if (!seen) throw new Error(`Nothing is known of the product ${goods.productId}`);
  return seen;
}
