import type { LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { planCuts, type Overdrawn } from '../rules/plan-cuts.ts';
import { noPromises, noteChanges } from '../rules/promises.ts';
import { lockLevelsOfPlaces } from './lock-levels.ts';
import { endsAsArrays, endsOf, type PlannedMove } from '../rules/planned-move.ts';
import { postMoves } from './post-moves.ts';
import { readHoldingReservations } from './reservation-rows.ts';
import { writeReservations } from './write-reservations.ts';

/** How much more is promised than will be there: in warehouses, and at places that are left. */
const findOverdrawn = statement(
  'stock_truth_overdrawn',
  `with change as materialized (
     select m.product_id, m.location_id, m.lot_id, m.owner_id, m.status, m.package_id,
            l.warehouse_id, sum(m.delta) as delta
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[],
                 $7::numeric[])
       as m(product_id, location_id, lot_id, owner_id, status, package_id, delta)
     join location l on l.id = m.location_id
     where l.kind = 'STORAGE' and m.status = 'AVAILABLE' and m.owner_id is null
     group by 1, 2, 3, 4, 5, 6, 7
   )
   select c.product_id as "productId", c.warehouse_id as "warehouseId",
          c.location_id as "locationId", c.lot_id as "lotId", c.package_id as "packageId",
          trim_scale(b.hard_reserved - b.on_hand - c.delta)::text as over
   from change c
   join stock_balance b on b.product_id = c.product_id and b.location_id = c.location_id
     and b.lot_id is not distinct from c.lot_id and b.owner_id is null
     and b.status = 'AVAILABLE' and b.package_id is not distinct from c.package_id
   where b.on_hand + c.delta < b.hard_reserved
   union all
   select s.product_id, s.warehouse_id, null, null, null,
          trim_scale(s.reserved - s.sellable - sum(c.delta))::text
   from change c
   join stock_level s on s.product_id = c.product_id and s.warehouse_id = c.warehouse_id
   group by s.id
   having s.sellable + sum(c.delta) < s.reserved`,
);

/**
 * Same as `postMoves`, for facts that win over promises: what was counted, damaged, lost or ran out
 * of date. Reservations that the goods no longer cover are cut, those past their clock first, then
 * of the least priority and the youngest, and wait again.
 */
export async function postTruth(
  op: OperationContext,
  moves: readonly PlannedMove[],
  datedOn: LocalDate = op.today,
): Promise<void> {
  if (moves.length === 0) return;
  const [, overdrawn] = await inOrder(
    lockLevelsOfPlaces(op, endsOf(moves)),
    op.query<Overdrawn>(findOverdrawn, endsAsArrays(moves)),
  );
  if (overdrawn.length > 0) await cut(op, overdrawn);
  await postMoves(op, moves, datedOn);
}

async function cut(op: OperationContext, overdrawn: readonly Overdrawn[]): Promise<void> {
  const levels = new Map(
    overdrawn.map((goods) => [`${goods.productId} ${goods.warehouseId}`, goods]),
  );
  const holding = await readHoldingReservations(op, [...levels.values()]);
  const changes = planCuts(holding, overdrawn, op.now);
  const promises = noPromises();
  noteChanges(promises, changes);
  await writeReservations(op, op, { made: [], changes, promises });
}
