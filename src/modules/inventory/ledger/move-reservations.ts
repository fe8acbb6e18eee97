import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Following, PromisedHere } from '../rules/follow-goods.ts';

const findHere = statement(
  'stock_reservations_at_places',
  `select r.id, r.demand_kind as "demandKind", r.demand_id as "demandId",
          r.product_id as "productId", r.location_id as "locationId", r.lot_id as "lotId",
          r.package_id as "packageId", trim_scale(r.held)::text as held,
          trim_scale(b.on_hand)::text as "onHand",
          trim_scale(b.hard_reserved)::text as "hardReserved"
   from (select distinct product_id, location_id
         from unnest($1::uuid[], $2::uuid[]) as x(product_id, location_id)) k
   join stock_balance b on b.product_id = k.product_id and b.location_id = k.location_id
     and b.hard_reserved > 0
   join stock_reservation r on r.product_id = b.product_id and r.location_id = b.location_id
     and r.lot_id is not distinct from b.lot_id and r.package_id is not distinct from b.package_id
     and r.strength = 'HARD' and r.held > 0
   order by r.id`,
);

/** Promises of the very goods at these places. Their levels must be locked. */
export const findPromisedHere = (
  op: OperationContext,
  places: readonly { readonly productId: Id; readonly locationId: Id }[],
): Promise<PromisedHere[]> =>
  op.query<PromisedHere>(findHere, [
    places.map((place) => place.productId),
    places.map((place) => place.locationId),
  ]);

const leave = statement(
  'stock_reservations_leave',
  `with goes as (
     select r.id, r.product_id, r.location_id, r.lot_id, r.package_id, r.held
     from unnest($1::uuid[]) as x(id) join stock_reservation r on r.id = x.id
   )
   update stock_balance b set hard_reserved = b.hard_reserved - g.held
   from (select product_id, location_id, lot_id, package_id, sum(held) as held
         from goes group by 1, 2, 3, 4) g
   where b.product_id = g.product_id and b.location_id = g.location_id
     and b.lot_id is not distinct from g.lot_id and b.owner_id is null
     and b.status = 'AVAILABLE' and b.package_id is not distinct from g.package_id`,
);

const arrive = statement(
  'stock_reservations_arrive',
  `with moved as (
     update stock_reservation r
     set location_id = x.to_id, package_id = null, version = r.version + 1
     from unnest($1::uuid[], $2::uuid[]) as x(id, to_id)
     where r.id = x.id
     returning r.id, r.product_id, r.location_id, r.lot_id, r.held
   ), held as (
     update stock_balance b set hard_reserved = b.hard_reserved + g.held
     from (select product_id, location_id, lot_id, sum(held) as held from moved group by 1, 2, 3) g
     where b.product_id = g.product_id and b.location_id = g.location_id
       and b.lot_id is not distinct from g.lot_id and b.owner_id is null
       and b.status = 'AVAILABLE' and b.package_id is null
     returning g.held
   )
   select (select coalesce(sum(held), 0) from moved) = (select coalesce(sum(held), 0) from held)
     as whole`,
);

/**
 * Does `move`, which takes goods from a place to another, with the promises of the very goods going
 * along: they are given up at the one place before and held at the other after it. The caller has
 * locked the levels and planned who follows.
 */
export async function withFollowing(
  op: OperationContext,
  following: readonly Following[],
  move: () => Promise<void>,
): Promise<void> {
  if (following.length === 0) return move();
  const ids = following.map(({ id }) => id);
  const [, , [arrived]] = await inOrder(
    op.query(leave, [ids]),
    move(),
    op.query<{ whole: boolean }>(arrive, [ids, following.map(({ toId }) => toId)]),
  );
  if (!arrived?.whole) throw new Error('Promises went along to a place where their goods are not');
}
