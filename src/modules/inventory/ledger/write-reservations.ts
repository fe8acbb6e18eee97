import { isZero, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { ActContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { reservationClashes } from '../rules/clashes.ts';
import type { ReservationEntryKind } from '../rules/kinds.ts';
import type { Promises } from '../rules/promises.ts';
import {
  changed,
  snapshotOf,
  type Reservation,
  type ReservationChange,
} from '../rules/reservation.ts';
import { announceLowStock, noteLifted, type LowStock } from './low-stock.ts';
import { pastCounting } from './past-counting.ts';

/** Whose act changes reservations. */
export type ReservingAct = Pick<ActContext, 'operationId' | 'actorId' | 'now' | 'emit'>;

export interface ReservationWrite {
  /** New ones, each with the act that asks for it. */
  readonly made: readonly { readonly by: ReservingAct; readonly reservation: Reservation }[];
  readonly changes: readonly ReservationChange[];
  /** All of the above, summed by level and place. */
  readonly promises: Promises;
}

/** JSON and not arrays: for arrays PostgreSQL makes a new plan each time. */
const write = statement(
  'stock_reservations_write',
  `with made as (
     insert into stock_reservation (
       id, demand_kind, demand_id, demand_line_id, product_id, warehouse_id, strength, location_id,
       lot_id, package_id, quantity, held, released, all_or_nothing, priority, wanted_on,
       expires_at, ended, created_at, created_by)
     select * from json_to_recordset($1::json) as r(
       id uuid, "demandKind" text, "demandId" uuid, "demandLineId" uuid, "productId" uuid,
       "warehouseId" uuid, strength text, "locationId" uuid, "lotId" uuid, "packageId" uuid,
       quantity numeric, held numeric, released numeric, "allOrNothing" boolean, priority int,
       "wantedOn" date, "expiresAt" timestamptz, ended text, "createdAt" timestamptz,
       "createdBy" uuid)
     returning id
   ), changed as (
     update stock_reservation r
     set held = r.held + c.held, consumed = r.consumed + c.consumed,
         released = r.released + c.released, ended = coalesce(c.ended, r.ended),
         version = r.version + 1
     from json_to_recordset($2::json) as c(
       id uuid, held numeric, consumed numeric, released numeric, ended text)
     where r.id = c.id
     returning r.id
   ), recorded as (
     insert into stock_reservation_entry (
       stock_reservation_id, product_id, warehouse_id, kind, held_change, at, operation_id,
       actor_id, reason)
     select * from json_to_recordset($3::json) as e(
       id uuid, "productId" uuid, "warehouseId" uuid, kind text, held numeric, at timestamptz,
       "operationId" uuid, "actorId" uuid, reason text)
     returning seq
   ), level as (
     update stock_level s set reserved = s.reserved + l.reserved, waiting = s.waiting + l.waiting
     from json_to_recordset($4::json) as l(
       "productId" uuid, "warehouseId" uuid, reserved numeric, waiting numeric)
     where s.product_id = l."productId" and s.warehouse_id = l."warehouseId"
     returning s.product_id, s.warehouse_id, s.sellable - s.reserved as available, l.reserved
   ), place as (
     update stock_balance b set hard_reserved = b.hard_reserved + p.reserved
     from json_to_recordset($5::json) as p(
       "productId" uuid, "locationId" uuid, "lotId" uuid, "packageId" uuid, reserved numeric)
     where b.product_id = p."productId" and b.location_id = p."locationId"
       and b.lot_id is not distinct from p."lotId" and b.owner_id is null
       and b.status = 'AVAILABLE' and b.package_id is not distinct from p."packageId"
     returning b.id
   )
   select (select count(*)::int from made) as made,
          (select count(*)::int from changed) as changed,
          (select count(*)::int from level) as levels,
          (select count(*)::int from place) as places,
          (select json_agg(json_build_object('productId', l.product_id,
                    'warehouseId', l.warehouse_id, 'minimum', trim_scale(p.minimum)::text,
                    'available', trim_scale(l.available)::text))
           from level l
           join stock_policy p on p.product_id = l.product_id and p.warehouse_id = l.warehouse_id
           where l.available < p.minimum and l.available + l.reserved >= p.minimum) as low,
          (select json_agg(json_build_object('productId', l.product_id,
                    'warehouseId', l.warehouse_id))
           from level l
           join stock_policy p on p.product_id = l.product_id and p.warehouse_id = l.warehouse_id
           where l.available >= p.minimum and l.available + l.reserved < p.minimum) as lifted`,
);

interface Written {
  readonly made: number;
  readonly changed: number;
  readonly levels: number;
  readonly places: number;
  readonly low: readonly LowStock[] | null;
  readonly lifted: readonly Pick<LowStock, 'productId' | 'warehouseId'>[] | null;
}

/**
 * The only writer of reservations: themselves, the entries that say why, what is reserved and waits
 * in the warehouses, and what is promised from places, in one statement; and tells of it. The
 * caller holds the locks of the levels and has read what it changes behind them. `by` is the act
 * that changes what was there.
 */
export async function writeReservations(
  db: Queryable,
  by: ReservingAct,
  { made, changes, promises }: ReservationWrite,
): Promise<void> {
  if (made.length === 0 && changes.length === 0) return;
  const levels = [...promises.levels.values()].filter(
    ({ reserved, waiting }) => !isZero(reserved) || !isZero(waiting),
  );
  const places = [...promises.places.values()].filter(({ reserved }) => !isZero(reserved));
  const entries = [
    ...changes.map((change) => entryOf(by, change)),
    ...made.map(({ by: act, reservation }) => entryOf(act, firstOf(reservation))),
  ].filter(({ held }) => !isZero(held));
  const lists = [
    made.map(({ reservation }) => reservation),
    changes.map(({ reservation: { id }, ...change }) => ({ ...change, id })),
    entries,
    levels,
    places,
  ];
  const sent = lists.map((list) => JSON.stringify(list));
  const [written] = await refusingClashes(reservationClashes, () =>
    db.query<Written>(write, sent),
  ).catch((error: unknown) => {
    throw pastCounting(error) ?? error;
  });
  requireWhole(written, [made.length, changes.length, levels.length, places.length]);
  announce(by, made, changes);
  announceLowStock(made.at(-1)?.by ?? by, written?.low ?? []);
  noteLifted(by, written?.lifted ?? []);
}

/** What was made, as the change from nothing to it. */
const firstOf = (reservation: Reservation) => ({
  reservation,
  kind: 'HELD' as const,
  held: reservation.held,
  at: null,
  reason: null,
});

interface Entry {
  readonly id: Id;
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly kind: ReservationEntryKind;
  readonly held: Decimal;
  readonly at: Date;
  readonly operationId: Id;
  readonly actorId: Id | null;
  readonly reason: string | null;
}

const entryOf = (
  by: ReservingAct,
  {
    reservation: { id, productId, warehouseId },
    kind,
    held,
    at,
    reason,
  }: Pick<ReservationChange, 'reservation' | 'kind' | 'held' | 'at' | 'reason'>,
): Entry => ({
  id,
  productId,
  warehouseId,
  kind,
  held,
  at: at ?? by.now,
  operationId: by.operationId,
  actorId: by.actorId,
  reason,
});

function requireWhole(
  written: Written | undefined,
  wanted: readonly [made: number, changed: number, levels: number, places: number],
): void {
  const { made = 0, changed = 0, levels = 0, places = 0 } = written ?? {};
  const done = [made, changed, levels, places];
  if (done.every((count, index) => count === wanted[index])) return;
  throw new Error(`The ledger wrote ${done.join(', ')} of ${wanted.join(', ')} promises`);
}

/** Consumption is told by the document that it belongs to. */
const eventOf: Readonly<Record<ReservationEntryKind, EventType | null>> = {
  HELD: inventoryEvents.stockReservationGranted,
  CONSUMED: null,
  RELEASED: inventoryEvents.stockReservationReleased,
  EXPIRED: inventoryEvents.stockReservationExpired,
  CUT: inventoryEvents.stockReservationCut,
};

function announce(
  by: ReservingAct,
  made: ReservationWrite['made'],
  changes: readonly ReservationChange[],
): void {
  for (const change of changes) {
    const type = eventOf[change.kind];
    if (type) emit(by, type, changed(change), { held: change.held, reason: change.reason });
  }
  for (const [, together] of Map.groupBy(made, askedFor)) announceMade(together);
}

/** What one act asks for one demand of one warehouse is told at once. */
const askedFor = ({ by, reservation }: ReservationWrite['made'][number]): string =>
  `${by.operationId} ${reservation.demandId} ${reservation.warehouseId}`;

function announceMade(made: ReservationWrite['made']): void {
  const [first] = made;
  if (!first) return;
  const { demandKind, demandId, warehouseId } = first.reservation;
  first.by.emit({
    type: inventoryEvents.stockReserved,
    subject: { type: 'stockDemand', id: demandId },
    unitIds: [warehouseId],
    data: {
      stockDemand: { id: demandId, kind: demandKind, warehouseId },
      stockReservations: made.map(({ reservation }) => snapshotOf(reservation)),
    },
  });
}

const emit = (
  act: ReservingAct,
  type: EventType,
  reservation: Reservation,
  change: Readonly<Record<string, unknown>>,
): void =>
  act.emit({
    type,
    subject: { type: 'stockReservation', id: reservation.id },
    unitIds: [reservation.warehouseId],
    data: { stockReservation: snapshotOf(reservation), change },
  });
