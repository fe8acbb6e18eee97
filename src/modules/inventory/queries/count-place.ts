import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { CountKey } from '../rules/count-kinds.ts';

const findProducts = statement(
  'stock_count_place_products',
  `select product_id as "productId" from stock_count_line
   where stock_count_location_id = $1 and state in ('OPEN', 'RECOUNT')
   union
   select b.product_id from stock_balance b
   where b.location_id = $2 and b.on_hand <> 0 and ($4::boolean or exists (
     select from stock_count_product p
     where p.stock_count_id = $3 and p.product_id = b.product_id))`,
);

/** The products that were counted at a place of a count, or that the book has there. */
export async function findProductsAtPlace(
  op: OperationContext,
  count: { readonly id: Id; readonly everyProduct: boolean },
  place: { readonly stockCountLocationId: Id; readonly locationId: Id },
): Promise<Id[]> {
  const values = [place.stockCountLocationId, place.locationId, count.id, count.everyProduct];
  const rows = await op.query<{ productId: Id }>(findProducts, values);
  return rows.map((row) => row.productId);
}

/** A key at a place that is being finished. */
export interface KeyAtPlace extends CountKey {
  /** Null: nobody counted it, and it has no line. */
  readonly lineId: Id | null;
  readonly round: number;
  /** In this round; null: nobody counted it. */
  readonly counted: Decimal | null;
  /** What the book said when it was counted last; of what nobody counted, what it says now. */
  readonly book: Decimal;
  /** Goods of the key moved between its first and its last entry; or since the place was begun. */
  readonly moved: boolean;
  /** What others found than those who count it now. */
  readonly earlier: readonly Decimal[];
  /** The actor counted it the last time. */
  readonly countedBefore: boolean;
  readonly sku: string;
  readonly baseUnit: string;
}

const touches = (side: 'from' | 'to'): string => `
  (m.${side}_location_id = k.location_id and m.${side}_status = k.status
   and m.${side}_package_id is not distinct from k.package_id)`;

/** Moves of the key after a move of its product, by the product's own index. */
const movesAfter = (seq: string): string => `
  stock_move m
  where m.product_id = k.product_id and m.seq > ${seq}
    and m.lot_id is not distinct from k.lot_id and m.owner_id is not distinct from k.owner_id
    and (${touches('from')} or ${touches('to')})`;

/**
 * The levels of the products are locked: balances and moves of the place stand still. What was seen
 * is compared with the balance as it was after the move that the last entry names.
 */
const findKeys = statement(
  'stock_count_place_keys',
  `with line as (
     select l.id as line_id, l.location_id, l.product_id, l.lot_id, l.is_serial, l.owner_id,
            l.status, l.package_id, l.round, l.counted, e.first_seq, e.last_seq
     from stock_count_line l
     left join lateral (
       select min(e.after_seq) as first_seq, max(e.after_seq) as last_seq
       from stock_count_entry e
       where l.counted is not null and e.stock_count_line_id = l.id and e.round = l.round
         and e.seq >= (select max(a.seq) from stock_count_entry a
                       where a.stock_count_line_id = l.id and a.round = l.round and a.anew)) e
       on true
     where l.stock_count_location_id = $1 and l.state in ('OPEN', 'RECOUNT')
       and l.product_id = any($3::uuid[])
   ), key as (
     select * from line
     union all
     select null, b.location_id, b.product_id, b.lot_id, b.is_serial, b.owner_id, b.status,
            b.package_id, 1, null, null, null
     from stock_balance b
     where b.location_id = $2 and b.on_hand <> 0 and b.product_id = any($3::uuid[]) and $4::boolean
       and not exists (
         select from stock_count_line l where l.stock_count_location_id = $1
           and l.product_id = b.product_id and l.lot_id is not distinct from b.lot_id
           and l.owner_id is not distinct from b.owner_id and l.status = b.status
           and l.package_id is not distinct from b.package_id)
   )
   select k.line_id as "lineId", k.location_id as "locationId", k.product_id as "productId",
          k.lot_id as "lotId", k.is_serial as "isSerial", k.owner_id as "ownerId", k.status,
          k.package_id as "packageId", k.round, trim_scale(k.counted)::text as counted,
          trim_scale(coalesce(b.on_hand, 0) - coalesce(since.quantity, 0))::text as book,
          case when k.counted is null
            then exists (select from ${movesAfter('s.started_seq')})
            else exists (select from ${movesAfter('k.first_seq')} and m.seq <= k.last_seq)
          end as moved,
          coalesce((select json_agg(trim_scale(r.counted - r.book)::text order by r.round)
                    from stock_count_result r where r.stock_count_line_id = k.line_id
                      and not exists (
                        select from stock_count_counter c
                        where c.stock_count_line_id = r.stock_count_line_id
                          and c.round = r.round and c.counts
                          and (k.counted is null and c.actor_id = $5 or exists (
                            select from stock_count_counter n
                            where n.stock_count_line_id = c.stock_count_line_id
                              and n.actor_id = c.actor_id and n.round = k.round)))), '[]')
            as earlier,
          exists (select from stock_count_counter c where c.stock_count_line_id = k.line_id
                  and c.actor_id = $5 and c.round = k.round - 1 and c.counts) as "countedBefore",
          p.sku, p.base_unit_code as "baseUnit"
   from key k
   join stock_count_location s on s.id = $1
   join product p on p.id = k.product_id
   left join stock_balance b on b.product_id = k.product_id and b.location_id = k.location_id
     and b.lot_id is not distinct from k.lot_id and b.owner_id is not distinct from k.owner_id
     and b.status = k.status and b.package_id is not distinct from k.package_id
   left join lateral (
     select sum(case when ${touches('to')} then m.quantity else -m.quantity end) as quantity
     from ${movesAfter('k.last_seq')}) since on k.counted is not null
   order by p.sku, k.lot_id`,
);

/**
 * All that was counted at the place and is not settled, and all that the book has there of these
 * products and nobody counted; that only when the place is counted for the first time.
 */
export const findKeysAtPlace = (
  op: OperationContext,
  place: { readonly stockCountLocationId: Id; readonly locationId: Id },
  productIds: readonly Id[],
  isFirstTime: boolean,
): Promise<KeyAtPlace[]> =>
  op.query<KeyAtPlace>(findKeys, [
    place.stockCountLocationId,
    place.locationId,
    productIds,
    isFirstTime,
    op.actorId,
  ]);
