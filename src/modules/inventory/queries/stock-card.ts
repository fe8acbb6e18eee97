import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { StockMoveKind, StockStatus } from '../rules/kinds.ts';

/** One move of a product, as its stock card tells it. */
export interface StockCardEntry {
  /** Its place in the order of all moves; a page begins behind it or ends before it. */
  readonly seq: string;
  readonly kind: StockMoveKind;
  readonly movedAt: Date;
  /** The business day it is booked on. */
  readonly datedOn: LocalDate;
  readonly actorId: Id | null;
  readonly operationId: Id;
  readonly documentId: Id;
  readonly documentNumber: string | null;
  readonly lineId: Id;
  /** The `seq` of the move that this one takes back, and of the one that took this one back. */
  readonly reverses: string | null;
  readonly reversedBy: string | null;
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly fromLocationId: Id;
  readonly fromLocationCode: string;
  readonly toLocationId: Id;
  readonly toLocationCode: string;
  readonly fromStatus: StockStatus;
  readonly toStatus: StockStatus;
  /** Labels of the packages it was taken out of and put into. */
  readonly fromSscc: string | null;
  readonly toSscc: string | null;
  /** Null: our own. */
  readonly ownerId: Id | null;
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
  /** This place alone. */
  readonly locationId?: Id | null;
  /** Goods in this condition alone: what changes into it comes, what changes out of it goes. */
  readonly status?: StockStatus | null;
  readonly lotId?: Id | null;
  /** Somebody's goods alone; OURS: our own alone. */
  readonly owner?: Id | 'OURS' | null;
  /** The first so many behind `after`, oldest first; or the last so many before `before`. */
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/**
 * Whether goods at a place, in a status, count as here: at the place or in the warehouse asked
 * about; for the whole firm, anywhere counted.
 */
const here = (place: string, status: string): string => `(case
    when $5::uuid is not null then ${place}.id = $5
    when $2::uuid is not null then ${place}.warehouse_id is not distinct from $2
    else ${place}.kind in ('STORAGE', 'TRANSIT', 'QUARANTINE', 'BONDED', 'VAN') end
  and ($6::text is null or ${status} = $6))`;

/** Of a row of goods: whose they are, as asked. `$8` without `$7`: our own. */
const owned = (row: string): string => `
  case when $7::uuid is not null then ${row}.owner_id = $7
       else not $8::boolean or ${row}.owner_id is null end`;

/** A lot's moves are found by the lot, so that one serial of many costs what it went through. */
const ofLot = (row: string, byLot: boolean): string =>
  byLot ? `${row}.lot_id = $9::uuid` : '$9::uuid is null';

const touching = (byLot: boolean): string => `
  select m.*, f.code as from_code, t.code as to_code,
         case when ${here('t', 'm.to_status')} then m.quantity else 0 end
           - case when ${here('f', 'm.from_status')} then m.quantity else 0 end as change
  from stock_move m
  join location f on f.id = m.from_location_id
  join location t on t.id = m.to_location_id
  where m.product_id = $1 and ${ofLot('m', byLot)} and (${owned('m')})
    and (${here('f', 'm.from_status')} or ${here('t', 'm.to_status')})`;

const columns = `
  c.seq::text as seq, c.kind, c.moved_at as "movedAt", c.dated_on as "datedOn",
  c.actor_id as "actorId", c.operation_id as "operationId", c.document_id as "documentId",
  coalesce(r.number, s.number) as "documentNumber", c.line_id as "lineId",
  c.reverses::text as reverses, b.seq::text as "reversedBy", c.lot_id as "lotId",
  lot.code as "lotCode", c.from_location_id as "fromLocationId", c.from_code as "fromLocationCode",
  c.to_location_id as "toLocationId", c.to_code as "toLocationCode",
  c.from_status as "fromStatus", c.to_status as "toStatus", fp.sscc as "fromSscc",
  tp.sscc as "toSscc", c.owner_id as "ownerId", c.reason, c.responsible,
  trim_scale(c.quantity)::text as quantity, trim_scale(c.change)::text as change,
  trim_scale(c.balance)::text as balance`;

const told = `
  select ${columns}
  from counted c
  left join stock_voucher r on r.id = c.document_id
  left join stock_transfer s on s.id = c.document_id
  left join stock_move b on b.reverses = c.seq
  left join lot on lot.id = c.lot_id
  left join stock_package fp on fp.id = c.from_package_id
  left join stock_package tp on tp.id = c.to_package_id
  order by c.seq`;

/** Counts up from what there was behind `after`. */
const forward = (name: string, byLot: boolean) =>
  statement(
    name,
    `with page as (
       ${touching(byLot)} and m.seq > coalesce($3::bigint, 0) order by m.seq limit $4
     ), counted as (
       select page.*, sum(change) over (order by seq)
         + coalesce((select sum(b.change) from (${touching(byLot)} and m.seq <= $3::bigint) b), 0)
           as balance
       from page
     ) ${told}`,
  );

/** Counts down from what there is now, so that the newest page costs as little as the oldest. */
const backward = (name: string, byLot: boolean) =>
  statement(
    name,
    `with page as (
       ${touching(byLot)} and ($3::bigint is null or m.seq < $3) order by m.seq desc limit $4
     ), now as (
       select coalesce(sum(b.on_hand), 0)
         - coalesce((select sum(c.change) from (${touching(byLot)} and m.seq >= $3::bigint) c), 0)
           as balance
       from stock_balance b join location l on l.id = b.location_id
       where b.product_id = $1 and ${ofLot('b', byLot)} and (${owned('b')})
         and ${here('l', 'b.status')}
     ), counted as (
       select page.*, now.balance
         - coalesce(sum(page.change) over (order by page.seq desc
             rows between unbounded preceding and 1 preceding), 0) as balance
       from page, now
     ) ${told}`,
  );

const statements = {
  forward: [
    forward('inventory_stock_card_forward', false),
    forward('inventory_lot_card_forward', true),
  ],
  backward: [
    backward('inventory_stock_card_backward', false),
    backward('inventory_lot_card_backward', true),
  ],
} as const;

const defaultCount = 25;

/**
 * The stock card of a product: its moves in order, each with what it changed here and how much
 * there was afterwards. Oldest first on every page; `last` answers the newest page. The page and
 * its balances are of one moment. A move inside of what is asked about (a relocation, a change of
 * status, packing) changes 0.
 */
export const stockCard = (db: Queryable, query: StockCardQuery): Promise<StockCardEntry[]> => {
  const { first, after, last, before, lotId = null, owner = null } = query;
  const isBackward = last != null || before != null;
  const byLot = lotId === null ? 0 : 1;
  return db.query<StockCardEntry>(statements[isBackward ? 'backward' : 'forward'][byLot], [
    query.productId,
    query.warehouseId ?? null,
    (isBackward ? before : after) ?? null,
    (isBackward ? last : first) ?? defaultCount,
    query.locationId ?? null,
    query.status ?? null,
    owner === 'OURS' ? null : owner,
    owner === 'OURS',
    lotId,
  ]);
};
