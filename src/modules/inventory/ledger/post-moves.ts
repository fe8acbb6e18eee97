import { DomainError } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { outside } from '../rules/kinds.ts';
import { explainShortages } from './explain-shortages.ts';
import type { PlannedMove } from './planned-move.ts';
import { serialConflict, serialsInStock } from './serials-in-stock.ts';

/** Stands for "without a lot" in the key of balances, so that one equality finds either. */
const noLot = '00000000-0000-0000-0000-000000000000';

/** Places without balances: there is one of each in the firm, and no act makes another. */
const uncounted = Object.values(outside)
  .map((id) => `'${id}'`)
  .join(', ');

/**
 * Every balance that the moves touch is locked in one order (product, place, lot); then, when all
 * sources suffice, balances change and the moves are written: one statement, whatever their number.
 * The serials' old rows go before the new ones come: `added` waits for `removed`.
 */
export const postMovesSql = `
  with move as materialized (
    select m.*, coalesce(m.lot_id, '${noLot}'::uuid) as lot_key
    from unnest($1::text[], $2::uuid[], $3::uuid[], $4::boolean[], $5::uuid[], $6::uuid[],
                $7::numeric[], $8::uuid[], $9::uuid[], $10::text[], $11::text[]) with ordinality
      as m(kind, product_id, lot_id, is_serial, from_id, to_id, quantity, document_id, line_id,
           reason, responsible, ord)
  ), change as materialized (
    select row_number() over (order by m.product_id, m.location_id, m.lot_key) as n,
           m.product_id, m.location_id, m.lot_key, m.is_serial, sum(m.delta) as delta,
           bool_or(m.on_way) or m.lot_key <> '${noLot}' as vanishes
    from (select product_id, from_id as location_id, lot_key, is_serial, -quantity as delta,
                 kind in ('TRANSFER_RECEIPT', 'TRANSFER_LOSS', 'TRANSFER_RETURN') as on_way
          from move
          union all
          select product_id, to_id, lot_key, is_serial, quantity, kind = 'TRANSFER_SHIPMENT'
          from move) m
    where m.location_id not in (${uncounted})
    group by m.product_id, m.location_id, m.lot_key, m.is_serial
  ), held as materialized (
    select c.n, c.delta, c.vanishes, b.id, b.on_hand
    from change c
    join stock_balance b on b.product_id = c.product_id and b.location_id = c.location_id
      and coalesce(b.lot_id, '${noLot}'::uuid) = c.lot_key
    order by c.n
    for update of b
  ), gate as materialized (
    select count(*) filter (where c.delta < 0 and coalesce(h.on_hand, 0) + c.delta < 0) = 0 as open
    from change c left join held h on h.n = c.n
  ), changed as (
    update stock_balance b set on_hand = b.on_hand + h.delta
    from held h, gate
    where gate.open and b.id = h.id and b.on_hand + h.delta >= 0
      and not (h.vanishes and h.on_hand + h.delta = 0)
    returning b.id
  ), removed as (
    delete from stock_balance b using held h, gate
    where gate.open and b.id = h.id and h.vanishes and h.on_hand + h.delta = 0
    returning b.id
  ), added as (
    insert into stock_balance as b (id, location_id, product_id, lot_id, is_serial, on_hand)
    select ($12::uuid[])[c.n], c.location_id, c.product_id, nullif(c.lot_key, '${noLot}'),
           c.is_serial, c.delta
    from change c
    join gate on gate.open
    where c.delta > 0 and c.n not in (select n from held) and (select count(*) from removed) >= 0
    order by c.n
    on conflict (product_id, location_id, coalesce(lot_id, '${noLot}'::uuid))
      do update set on_hand = b.on_hand + excluded.on_hand
    returning b.id
  ), recorded as (
    insert into stock_move (product_id, lot_id, from_location_id, to_location_id, quantity, kind,
                            document_id, line_id, operation_id, actor_id, moved_at, reason,
                            responsible)
    select m.product_id, m.lot_id, m.from_id, m.to_id, m.quantity, m.kind, m.document_id, m.line_id,
           $13, $14, $15, m.reason, m.responsible
    from move m join gate on gate.open
    order by m.ord
    returning seq
  )
  select gate.open,
         (select count(*)::int from change) as keys,
         (select count(*)::int from changed) + (select count(*)::int from removed)
           + (select count(*)::int from added) as written,
         (select count(*)::int from recorded) as moves
  from gate`;

const postAll = statement('stock_moves_post', postMovesSql);

interface Posted {
  readonly open: boolean;
  readonly keys: number;
  readonly written: number;
  readonly moves: number;
}

/** Rows of lots come and go: one that came back while we waited is seen by a second look. */
const looks = 3;

/**
 * The only writer of stock: balances change, and the moves that say why are kept for ever; all of
 * them, or none. Refuses INSUFFICIENT_STOCK with every line that draws on a short place, and
 * SERIAL_ALREADY_IN_STOCK with every serial that is somewhere already. Lots that come from outside
 * must be locked by the caller (`ensureLots` does).
 */
export async function postMoves(
  op: OperationContext,
  moves: readonly PlannedMove[],
): Promise<void> {
  if (moves.length === 0) return;
  const values = valuesOf(op, moves);
  for (let look = 1; look <= looks; look += 1) {
    const [posted] = await postOnce(op, values);
    if (posted?.open) return requireWhole(posted, moves.length);
    const faults = await explainShortages(op, moves);
    if (faults.length > 0) throw new DomainError(faults);
  }
  throw Object.assign(new Error('The stock kept changing; a fresh attempt'), { code: '40001' });
}

async function postOnce(op: OperationContext, values: unknown[]): Promise<Posted[]> {
  try {
    return await op.query<Posted>(postAll, values);
  } catch (error) {
    const conflict = serialConflict(error);
    throw conflict ?? error;
  }
}

/** Same, for moves that bring serials in from outside: says where each of them is already. */
export async function postArrivals(
  op: OperationContext,
  moves: readonly PlannedMove[],
  serials: ReadonlyMap<Id, readonly string[]>,
): Promise<void> {
  if (serials.size > 0) {
    const faults = await serialsInStock(op, serials);
    if (faults.length > 0) throw new DomainError(faults);
  }
  await postMoves(op, moves);
}

function requireWhole(posted: Posted, moves: number): void {
  if (posted.keys === posted.written && posted.moves === moves) return;
  throw new Error(`The ledger wrote ${posted.written} of ${posted.keys} balances`);
}

function valuesOf(op: OperationContext, moves: readonly PlannedMove[]): unknown[] {
  return [
    moves.map((move) => move.kind),
    moves.map((move) => move.productId),
    moves.map((move) => move.lotId),
    moves.map((move) => move.isSerial),
    moves.map((move) => move.fromId),
    moves.map((move) => move.toId),
    moves.map((move) => move.quantity),
    moves.map((move) => move.documentId),
    moves.map((move) => move.lineId),
    moves.map((move) => move.reason ?? null),
    moves.map((move) => move.responsible ?? null),
    // A move touches two balances at most.
    Array.from({ length: moves.length * 2 }, () => op.newId()),
    op.operationId,
    op.actorId,
    op.now,
  ];
}
