import { subtractDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { knowLevel, knowPlace, type PromisedPlace, type Promises } from '../rules/promises.ts';
import type { ReservationWanted } from '../rules/plan-reservations.ts';
import type { Reservation } from '../rules/reservation.ts';
import type { ReservationsNamed, StockLevelRow } from './lock-levels.ts';

/*
 * What is read behind the lock of levels, in a statement of its own: there it stands still.
 */

const columns = `
  r.id, r.demand_kind as "demandKind", r.demand_id as "demandId",
  r.demand_line_id as "demandLineId", r.product_id as "productId",
  r.warehouse_id as "warehouseId", r.strength, r.location_id as "locationId", r.lot_id as "lotId",
  r.package_id as "packageId", trim_scale(r.quantity)::text as quantity,
  trim_scale(r.held)::text as held, trim_scale(r.consumed)::text as consumed,
  trim_scale(r.released)::text as released, r.all_or_nothing as "allOrNothing", r.priority,
  r.wanted_on::text as "wantedOn", r.expires_at as "expiresAt", r.ended,
  r.created_at as "createdAt", r.created_by as "createdBy", r.version`;

const isOpen = 'r.consumed + r.released < r.quantity';

const named = statement(
  'stock_reservations_named',
  `select ${columns} from stock_reservation r
   where ${isOpen} and (r.demand_id = any($1::uuid[]) or r.demand_line_id = any($2::uuid[])
     or r.id = any($3::uuid[]))
   order by r.id`,
);

/** Of those named, the ones that hold something or wait. */
export const readOpenReservations = (
  db: Queryable,
  { demandIds = [], demandLineIds = [], ids = [] }: ReservationsNamed,
): Promise<Reservation[]> => db.query<Reservation>(named, [demandIds, demandLineIds, ids]);

interface LevelKey {
  readonly productId: Id;
  readonly warehouseId: Id;
}

const due = statement(
  'stock_reservations_due',
  `select ${columns} from unnest($2::uuid[], $3::uuid[]) as k(product_id, warehouse_id)
   join stock_reservation r on r.product_id = k.product_id and r.warehouse_id = k.warehouse_id
   where r.expires_at <= $1 and ${isOpen}
   order by r.id`,
);

/** Those that are past their clock, of these levels. */
export const readDueReservations = (
  db: Queryable,
  levels: readonly LevelKey[],
  now: Date,
): Promise<Reservation[]> =>
  db.query<Reservation>(due, [
    now,
    levels.map((level) => level.productId),
    levels.map((level) => level.warehouseId),
  ]);

const holding = statement(
  'stock_reservations_holding',
  `select ${columns} from unnest($1::uuid[], $2::uuid[]) as k(product_id, warehouse_id)
   join stock_reservation r on r.product_id = k.product_id and r.warehouse_id = k.warehouse_id
   where r.held > 0
   order by r.id`,
);

/** Those that hold something, of these levels. */
export const readHoldingReservations = (
  db: Queryable,
  levels: readonly LevelKey[],
): Promise<Reservation[]> =>
  db.query<Reservation>(holding, [
    levels.map((level) => level.productId),
    levels.map((level) => level.warehouseId),
  ]);

/**
 * Of the queues only as much as can be served: who comes after as much waiting as there is to give
 * gets nothing, nor does who takes all or nothing and lacks more. Who is past the clock is there,
 * too, and what such a one holds can be given. A place may have become one that nothing is sold
 * from since somebody began to wait for goods there.
 */
const queue = statement(
  'stock_reservations_queue',
  `with level as materialized (
     select s.product_id, s.warehouse_id, s.sellable - s.reserved as free,
            s.sellable - s.reserved + k.given as "left"
     from unnest($1::uuid[], $2::uuid[], $3::numeric[]) as k(product_id, warehouse_id, given)
     join stock_level s on s.product_id = k.product_id and s.warehouse_id = k.warehouse_id
     where s.waiting > 0
   ), waiting as (
     select r.*, l.free, r.quantity - r.held - r.consumed - r.released as lacking,
            l."left" + coalesce(sum(r.held) filter (where r.expires_at <= $4)
              over (partition by r.product_id, r.warehouse_id), 0) as "left",
            coalesce(sum(r.quantity - r.held - r.consumed - r.released)
              filter (where r.strength = 'SOFT' and not r.all_or_nothing
                        and coalesce(r.expires_at > $4, true))
              over (partition by r.product_id, r.warehouse_id
                    order by r.priority desc, r.wanted_on, r.id
                    rows between unbounded preceding and 1 preceding), 0) as before
     from level l
     join stock_reservation r on r.product_id = l.product_id and r.warehouse_id = l.warehouse_id
     where r.held + r.consumed + r.released < r.quantity and r.id <> all($5::uuid[])
   )
   select ${columns}, r.free, case when place.kind = 'STORAGE'
            then coalesce(b.on_hand - b.hard_reserved, 0) else 0 end as "freeThere"
   from waiting r
   left join location place on place.id = r.location_id
   left join stock_balance b on b.product_id = r.product_id and b.location_id = r.location_id
     and b.lot_id is not distinct from r.lot_id and b.owner_id is null
     and b.status = 'AVAILABLE' and b.package_id is not distinct from r.package_id
   where r.expires_at <= $4
      or (r.before < r."left" and (r.lacking <= r."left" or not r.all_or_nothing))`,
);

type QueuedRow = Reservation & { readonly free: Decimal; readonly freeThere: Decimal };

/**
 * Those who may be served with what is free of these levels and what `promises` gives back beside
 * it; `promises` knows the free goods of all of them afterwards. Those that are `over` wait no
 * more: who comes after them must not be kept from being served.
 */
export async function readQueue(
  db: Queryable,
  levels: readonly LevelKey[],
  promises: Promises,
  now: Date,
  over: readonly Id[] = [],
): Promise<Reservation[]> {
  const given = new Map(
    [...promises.levels.values()].map((level) => [
      `${level.productId} ${level.warehouseId}`,
      level,
    ]),
  );
  const rows = await db.query<QueuedRow>(queue, [
    levels.map((level) => level.productId),
    levels.map((level) => level.warehouseId),
    levels.map((level) => {
      const reserved = given.get(`${level.productId} ${level.warehouseId}`)?.reserved ?? '0';
      return subtractDecimals('0', reserved);
    }),
    now,
    over,
  ]);
  return rows.map(({ free, freeThere, ...reservation }) => {
    knowLevel(promises, { ...levelOf(reservation), free });
    const { locationId, lotId, packageId } = reservation;
    if (locationId !== null) {
      const place = { ...levelOf(reservation), locationId, lotId, packageId, free: freeThere };
      knowPlace(promises, place);
    }
    return reservation;
  });
}

const levelOf = ({ productId, warehouseId }: LevelKey): LevelKey => ({ productId, warehouseId });

/** Only what can be sold can be promised: our own available goods in storage. */
const places = statement(
  'stock_reservation_places',
  `select distinct b.product_id as "productId", l.warehouse_id as "warehouseId",
          b.location_id as "locationId", b.lot_id as "lotId", b.package_id as "packageId",
          trim_scale(b.on_hand - b.hard_reserved)::text as free
   from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[])
     as w(product_id, warehouse_id, location_id, lot_id, package_id)
   join stock_balance b on b.product_id = w.product_id
     and (w.location_id is null or b.location_id = w.location_id)
     and (w.lot_id is null or b.lot_id = w.lot_id)
     and (w.package_id is null or b.package_id = w.package_id)
   join location l on l.id = b.location_id and l.warehouse_id = w.warehouse_id
   where l.kind = 'STORAGE' and b.status = 'AVAILABLE' and b.owner_id is null
   order by 1, 2, 3, 4, 5`,
);

/** The places that hold goods which hard reservations name. */
export const readPlaces = (
  db: Queryable,
  wanted: readonly ReservationWanted[],
): Promise<Omit<PromisedPlace, 'reserved'>[]> =>
  db.query(places, [
    wanted.map((line) => line.productId),
    wanted.map((line) => line.warehouseId),
    wanted.map((line) => line.locationId ?? null),
    wanted.map((line) => line.lotId ?? null),
    wanted.map((line) => line.packageId ?? null),
  ]);

/** Takes note of what is free of levels that were locked. */
export function knowLevels(promises: Promises, levels: readonly StockLevelRow[]): void {
  for (const { sellable, reserved, ...level } of levels) {
    const free = subtractDecimals(sellable, reserved);
    knowLevel(promises, { ...levelOf(level), free, minimum: level.minimum });
  }
}
