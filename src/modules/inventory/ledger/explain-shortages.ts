import { canonicalDecimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { PlannedMove } from './planned-move.ts';

const findShort = statement(
  'stock_moves_find_short',
  `with wanted as (
     select product_id, location_id, lot_id, sum(delta) as delta
     from (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::numeric[])
             as m(product_id, location_id, lot_id, delta)) m
     group by 1, 2, 3
   )
   select w.product_id, w.location_id, w.lot_id, p.sku, l.code as location, lot.code as lot,
          -w.delta as wanted, coalesce(b.on_hand, 0) as available
   from wanted w
   join location l on l.id = w.location_id
   join product p on p.id = w.product_id
   left join lot on lot.id = w.lot_id
   left join stock_balance b on b.product_id = w.product_id and b.location_id = w.location_id
     and b.lot_id is not distinct from w.lot_id
   where l.kind in ('STORAGE', 'TRANSIT', 'QUARANTINE', 'BONDED', 'VAN')
     and coalesce(b.on_hand, 0) + w.delta < 0
   order by p.sku, l.code, lot.code`,
);

interface Short {
  readonly product_id: Id;
  readonly location_id: Id;
  readonly lot_id: Id | null;
  readonly sku: string;
  readonly location: string;
  readonly lot: string | null;
  readonly wanted: string;
  readonly available: string;
}

/**
 * Every short place, once for each line that draws on it. It looks at what is there now, so it
 * finds nothing when goods arrived since.
 */
export async function explainShortages(
  op: OperationContext,
  moves: readonly PlannedMove[],
): Promise<Fault[]> {
  const products = moves.map((move) => move.productId);
  const lots = moves.map((move) => move.lotId);
  const short = await op.query<Short>(findShort, [
    [...products, ...products],
    [...moves.map((move) => move.fromId), ...moves.map((move) => move.toId)],
    [...lots, ...lots],
    [...moves.map((move) => `-${move.quantity}`), ...moves.map((move) => move.quantity)],
  ]);
  return short.flatMap((row) => linesOf(row, moves).map((path) => shortage(row, path)));
}

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
  const what = row.lot === null ? row.sku : `${row.sku} ${row.lot}`;
  return fault(
    'INSUFFICIENT_STOCK',
    `${what}: ${wanted} wanted at ${row.location}, ${available} there`,
    path,
    {
      productId: row.product_id,
      sku: row.sku,
      locationId: row.location_id,
      location: row.location,
      lot: row.lot,
      wanted,
      available,
    },
  );
}
