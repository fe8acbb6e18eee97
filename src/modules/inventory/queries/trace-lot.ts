import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { LocationKind, StockMoveKind } from '../rules/kinds.ts';
import type { PlacedGoods } from './where-is-product.ts';

/** Goods of a lot that came from outside, or went there, by one line of a document. */
export interface TracedMove {
  readonly seq: string;
  readonly kind: StockMoveKind;
  /** Where from or to, outside: SUPPLIER, CUSTOMER, SCRAP, ADJUSTMENT, LOST_IN_TRANSIT. */
  readonly outside: LocationKind;
  /** The warehouse that it came to or left; null from or to the way between two. */
  readonly warehouseId: Id | null;
  readonly documentId: Id;
  readonly documentNumber: string | null;
  readonly reference: string | null;
  readonly stockVoucherId: Id | null;
  readonly stockTransferId: Id | null;
  readonly datedOn: LocalDate;
  readonly movedAt: string;
  readonly quantity: Decimal;
  readonly reason: string | null;
  /** It takes back, or was taken back by, another: the `seq`. */
  readonly reverses: string | null;
  readonly reversedBy: string | null;
}

export interface LotTrace {
  readonly lotId: Id;
  /** What is left, and what came and went within reach; those taken back count on both sides. */
  readonly onHand: Decimal;
  readonly cameIn: Decimal;
  readonly wentOut: Decimal;
  readonly places: readonly PlacedGoods[];
  /** Oldest first. */
  readonly origins: readonly TracedMove[];
  readonly destinations: readonly TracedMove[];
}

/** More of them are not listed; the sums are of all. */
export const mostTraced = 1_000;

const outsideKinds = "('SUPPLIER', 'CUSTOMER', 'ADJUSTMENT', 'SCRAP', 'LOST_IN_TRANSIT')";

const inReach = (...units: string[]): string =>
  `($2::uuid[] is null or ${units.map((unit) => `${unit} = any($2)`).join(' or ')})`;

const listed = (way: 'IN' | 'OUT'): string => `
  coalesce((select json_agg(json_build_object(
      'seq', m.seq::text, 'kind', m.kind, 'outside', m.outside, 'warehouseId', m.warehouse_id,
      'documentId', m.document_id, 'documentNumber', m.number, 'reference', m.reference,
      'stockVoucherId', m.voucher_id, 'stockTransferId', m.transfer_id, 'datedOn', m.dated_on,
      'movedAt', m.moved_at, 'quantity', trim_scale(m.quantity)::text, 'reason', m.reason,
      'reverses', m.reverses::text, 'reversedBy', m.reversed_by::text) order by m.seq)
    from (select * from crossed where way = '${way}' order by seq limit $3) m), '[]')`;

const total = (way: 'IN' | 'OUT'): string =>
  `trim_scale(coalesce((select sum(quantity) from crossed where way = '${way}'), 0))::text`;

const find = statement(
  'inventory_trace_lot',
  `with crossed as materialized (
     select m.seq, m.kind, m.document_id, m.dated_on, m.moved_at, m.quantity, m.reason, m.reverses,
            case when t.kind in ${outsideKinds} then 'OUT' else 'IN' end as way,
            case when t.kind in ${outsideKinds} then t.kind else f.kind end as outside,
            case when t.kind in ${outsideKinds} then f.warehouse_id else t.warehouse_id end
              as warehouse_id,
            coalesce(v.number, x.number) as number, v.reference, v.id as voucher_id,
            x.id as transfer_id, b.seq as reversed_by
     from stock_move m
     join location f on f.id = m.from_location_id
     join location t on t.id = m.to_location_id
     left join stock_voucher v on v.id = m.document_id
     left join stock_transfer x on x.id = m.document_id
     left join stock_move b on b.reverses = m.seq
     where m.lot_id = $1
       and (t.kind in ${outsideKinds}) <> (f.kind in ${outsideKinds})
       and ${inReach('f.warehouse_id', 't.warehouse_id', 'x.source_id', 'x.destination_id')}
   ), place as materialized (
     select l.id as location_id, l.code, w.code as warehouse_code,
            l.warehouse_id, x.id as transfer_id, b.status, b.owner_id,
            b.package_id, b.on_hand, b.hard_reserved
     from stock_balance b
     join location l on l.id = b.location_id
     left join warehouse w on w.id = l.warehouse_id
     left join stock_transfer x on l.kind = 'TRANSIT' and x.transit_id = l.id
     where b.lot_id = $1 and b.on_hand > 0
       and ${inReach('l.warehouse_id', 'x.source_id', 'x.destination_id')}
   )
   select lot.id as "lotId",
          trim_scale(coalesce((select sum(on_hand) from place), 0))::text as "onHand",
          ${total('IN')} as "cameIn", ${total('OUT')} as "wentOut",
          coalesce((select json_agg(json_build_object('locationId', p.location_id,
              'warehouseId', p.warehouse_id, 'stockTransferId', p.transfer_id, 'lotId', lot.id,
              'status', p.status, 'ownerId', p.owner_id, 'packageId', p.package_id,
              'onHand', trim_scale(p.on_hand)::text,
              'hardReserved', trim_scale(p.hard_reserved)::text)
              order by p.warehouse_code nulls last, p.code, p.status)
            from (select * from place limit $3) p), '[]') as places,
          ${listed('IN')} as origins, ${listed('OUT')} as destinations
   from lot where lot.id = $1`,
);

/**
 * Where a lot or serial number came from, is, and went: the answer to a recall. Of `warehouseIds`
 * alone (goods lost on their way from or to them included) when given; null for an unknown lot.
 * At most `mostTraced` of each list. One statement, by the lot's own balances and moves.
 */
export async function traceLot(
  db: Queryable,
  query: { readonly lotId: Id; readonly warehouseIds?: readonly Id[] | null },
): Promise<LotTrace | null> {
  const values = [query.lotId, query.warehouseIds ?? null, mostTraced];
  const [trace] = await db.query<LotTrace>(find, values);
  return trace ?? null;
}
