import { canonicalDecimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { endsAsArrays, type PlannedMove } from '../rules/planned-move.ts';

const counted = "l.kind in ('STORAGE', 'TRANSIT', 'QUARANTINE', 'BONDED', 'VAN')";

/** Places that have too little, and warehouses whose goods are promised to others. */
const findShort = statement(
  'stock_moves_find_short',
  `with wanted as (
     select product_id, location_id, lot_id, owner_id, status, package_id, sum(delta) as delta
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[],
                 $7::numeric[])
       as m(product_id, location_id, lot_id, owner_id, status, package_id, delta)
     group by 1, 2, 3, 4, 5, 6
   ), place as (
     select w.*, l.code as location, coalesce(b.on_hand, 0) as on_hand,
            coalesce(b.on_hand - b.hard_reserved, 0) as available, l.warehouse_id,
            l.kind = 'STORAGE' and w.status = 'AVAILABLE' and w.owner_id is null as sellable
     from wanted w
     join location l on l.id = w.location_id
     left join stock_balance b on b.product_id = w.product_id and b.location_id = w.location_id
       and b.lot_id is not distinct from w.lot_id and b.owner_id is not distinct from w.owner_id
       and b.status = w.status and b.package_id is not distinct from w.package_id
     where ${counted}
   ), level as (
     select p.product_id, p.warehouse_id, s.sellable - s.reserved as free, -sum(p.delta) as wanted
     from place p
     join stock_level s on s.product_id = p.product_id and s.warehouse_id = p.warehouse_id
     where p.sellable
     group by p.product_id, p.warehouse_id, s.sellable, s.reserved
     having s.sellable + sum(p.delta) < s.reserved
   )
   select p.product_id, p.location_id, p.lot_id, product.sku, p.location, lot.code as lot,
          -p.delta as wanted, p.on_hand,
          case when level.free is null then p.available
               else least(p.available, greatest(level.free, 0)) end as available
   from place p
   join product on product.id = p.product_id
   left join lot on lot.id = p.lot_id
   left join level on p.sellable and level.product_id = p.product_id
     and level.warehouse_id = p.warehouse_id
   where p.delta < 0 and (p.available + p.delta < 0 or level.free is not null)
   order by product.sku, p.location, lot.code`,
);

const findClosed = statement(
  'stock_moves_find_closed',
  `select distinct w.code, w.closed_through as "closedThrough"
   from location l join warehouse w on w.id = l.warehouse_id
   where l.id = any($1::uuid[]) and $2::date <= w.closed_through
   order by w.code`,
);

interface Short {
  readonly product_id: Id;
  readonly location_id: Id;
  readonly lot_id: Id | null;
  readonly sku: string;
  readonly location: string;
  readonly lot: string | null;
  readonly wanted: string;
  readonly on_hand: string;
  readonly available: string;
}

/**
 * Every closed period, or every short place, once for each line that draws on it. It looks at what
 * is there now, so it finds nothing when goods arrived since.
 */
export async function explainRefusedMoves(
  op: OperationContext,
  moves: readonly PlannedMove[],
  datedOn: LocalDate,
): Promise<Fault[]> {
  const places = moves.flatMap((move) => [move.fromId, move.toId]);
  const closed = await op.query<{ code: string; closedThrough: LocalDate }>(findClosed, [
    places,
    datedOn,
  ]);
  if (closed.length > 0) return closed.map((row) => periodClosed(row, datedOn));
  const short = await op.query<Short>(findShort, endsAsArrays(moves));
  return short.flatMap((row) => linesOf(row, moves).map((path) => shortage(row, path)));
}

/** Nothing may be dated into a period that a warehouse has closed. */
export const periodClosed = (
  { code, closedThrough }: { readonly code: string; readonly closedThrough: LocalDate },
  datedOn: LocalDate,
): Fault =>
  fault(
    'PERIOD_CLOSED',
    `${code} is closed through ${closedThrough}; this is dated ${datedOn}`,
    ['datedOn'],
    { warehouse: code, closedThrough, datedOn },
  );

function linesOf(row: Short, moves: readonly PlannedMove[]): readonly (readonly string[])[] {
  const paths = moves
    .filter(
      (move) =>
        move.productId === row.product_id &&
        move.fromId === row.location_id &&
        move.lotId === row.lot_id,
    )
    .map((move) => move.path);
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()];
}

function shortage(row: Short, path: readonly string[]): Fault {
  const wanted = canonicalDecimal(row.wanted);
  const available = canonicalDecimal(row.available);
  const onHand = canonicalDecimal(row.on_hand);
  const what = row.lot === null ? row.sku : `${row.sku} ${row.lot}`;
  const there =
    onHand === available ? `${available} there` : `${onHand} there, ${available} not promised`;
  return fault(
    'INSUFFICIENT_STOCK',
    `${what}: ${wanted} wanted at ${row.location}, ${there}`,
    path,
    {
      productId: row.product_id,
      sku: row.sku,
      locationId: row.location_id,
      location: row.location,
      lot: row.lot,
      wanted,
      onHand,
      available,
    },
  );
}
