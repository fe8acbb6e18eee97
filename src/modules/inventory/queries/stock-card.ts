import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { StockMoveKind } from '../rules/kinds.ts';

/** One move of a product, as its stock card tells it. */
export interface StockCardEntry {
  /** Its place in the order of all moves; a page begins behind it or ends before it. */
  readonly seq: string;
  readonly kind: StockMoveKind;
  readonly movedAt: Date;
  readonly actorId: Id | null;
  readonly operationId: Id;
  readonly documentId: Id;
  readonly documentNumber: string | null;
  readonly lineId: Id;
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly fromLocationId: Id;
  readonly fromLocationCode: string;
  readonly toLocationId: Id;
  readonly toLocationCode: string;
  readonly reason: string | null;
  readonly responsible: string | null;
  /** What moved; `change` is its effect here: plus, minus, or 0 when it came from here as well. */
  readonly quantity: Decimal;
  readonly change: Decimal;
  /** How much there was after the move. */
  readonly balance: Decimal;
}

export interface StockCardQuery {
  readonly productId: Id;
  /** Left out: the whole firm, goods on their way included. */
  readonly warehouseId?: Id | null;
  /** The first so many behind `after`, oldest first; or the last so many before `before`. */
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** Whether a place counts as here: in the warehouse, or, for the whole firm, anywhere counted. */
const here = (alias: string): string => `case when $2::uuid is null
  then ${alias}.kind in ('STORAGE', 'TRANSIT', 'QUARANTINE', 'BONDED', 'VAN')
  else ${alias}.warehouse_id is not distinct from $2 end`;

const touching = `
  select m.*, f.code as from_code, t.code as to_code,
         case when ${here('t')} then m.quantity else 0 end
           - case when ${here('f')} then m.quantity else 0 end as change
  from stock_move m
  join location f on f.id = m.from_location_id
  join location t on t.id = m.to_location_id
  where m.product_id = $1 and (${here('f')} or ${here('t')})`;

const columns = `
  c.seq::text as seq, c.kind, c.moved_at as "movedAt", c.actor_id as "actorId",
  c.operation_id as "operationId", c.document_id as "documentId",
  coalesce(r.number, s.number) as "documentNumber", c.line_id as "lineId", c.lot_id as "lotId",
  lot.code as "lotCode", c.from_location_id as "fromLocationId", c.from_code as "fromLocationCode",
  c.to_location_id as "toLocationId", c.to_code as "toLocationCode", c.reason, c.responsible,
  trim_scale(c.quantity)::text as quantity, trim_scale(c.change)::text as change,
  trim_scale(c.balance)::text as balance`;

const documents = `
  left join stock_voucher r on r.id = c.document_id
  left join stock_transfer s on s.id = c.document_id
  left join lot on lot.id = c.lot_id`;

/** Counts up from what there was behind `after`. */
const forward = statement(
  'inventory_stock_card_forward',
  `with page as (
     ${touching} and m.seq > coalesce($3::bigint, 0) order by m.seq limit $4
   ), counted as (
     select page.*, sum(change) over (order by seq)
       + coalesce((select sum(b.change) from (${touching} and m.seq <= $3::bigint) b), 0) as balance
     from page
   )
   select ${columns} from counted c ${documents} order by c.seq`,
);

/** Counts down from what there is now, so that the newest page costs as little as the oldest. */
const backward = statement(
  'inventory_stock_card_backward',
  `with page as (
     ${touching} and ($3::bigint is null or m.seq < $3) order by m.seq desc limit $4
   ), now as (
     select coalesce(sum(b.on_hand), 0)
       - coalesce((select sum(c.change) from (${touching} and m.seq >= $3::bigint) c), 0) as balance
     from stock_balance b join location l on l.id = b.location_id
     where b.product_id = $1 and ${here('l')}
   ), counted as (
     select page.*, now.balance
       - coalesce(sum(page.change) over (order by page.seq desc
           rows between unbounded preceding and 1 preceding), 0) as balance
     from page, now
   )
   select ${columns} from counted c ${documents} order by c.seq`,
);

const defaultCount = 25;

/**
 * The stock card of a product: its moves in order, each with what it changed here and how much
 * there was afterwards. Oldest first on every page; `last` answers the newest page. The page and
 * its balances are of one moment.
 */
export const stockCard = (db: Queryable, query: StockCardQuery): Promise<StockCardEntry[]> => {
  const { productId, warehouseId = null, first, after, last, before } = query;
  return last != null || before != null
    ? db.query<StockCardEntry>(backward, [productId, warehouseId, before, last ?? defaultCount])
    : db.query<StockCardEntry>(forward, [productId, warehouseId, after, first ?? defaultCount]);
};
