import {
  compareDecimals,
  isZero,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import {
  explainClash,
  explaining,
  type Explain,
} from '../../../platform/database/constraint-faults.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { reservationClashes } from '../rules/clashes.ts';
import type { ReservationEntryKind } from '../rules/kinds.ts';
import type { PromisedLevel, Promises } from '../rules/promises.ts';
import {
  changed,
  snapshotOf,
  type Reservation,
  type ReservationChange,
} from '../rules/reservation.ts';
import { announceLowStock, noteLifted, type LowStock } from './low-stock.ts';
import { pastCounting } from './past-counting.ts';
import { changeLevels, changePlaces, insertEntries, insertMade } from './reservations-sql.ts';

/** Whose act changes reservations. */
export type ReservingAct = Pick<ActContext, 'operationId' | 'actorId' | 'now' | 'emit'>;

export interface ReservationWrite {
  /** New ones, each with the act that asks for it. */
  readonly made: readonly { readonly by: ReservingAct; readonly reservation: Reservation }[];
  readonly changes: readonly ReservationChange[];
  /** All of the above, summed by level and place. */
  readonly promises: Promises;
}

const write = statement(
  'stock_reservations_write',
  `with made as (${insertMade('$1')}
   ), changed as (
     update stock_reservation r
     set held = r.held + c.held, consumed = r.consumed + c.consumed,
         released = r.released + c.released, ended = coalesce(c.ended, r.ended),
         version = r.version + 1
     from json_to_recordset($2::json) as c(
       id uuid, held numeric, consumed numeric, released numeric, ended text)
     where r.id = c.id
     returning r.id
   ), recorded as (${insertEntries('$3')}
   ), level as (${changeLevels('$4')}
   ), place as (${changePlaces('$5')}
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

/**
 * Only new ones. Of levels and places that are not there it makes an error: nobody reads an answer.
 */
const make = statement(
  'stock_reservations_make',
  `with made as (${insertMade('$1')}
   ), recorded as (${insertEntries('$2')}
   ), level as (${changeLevels('$3')}
   ), place as (${changePlaces('$4')}
   )
   select 1 / ($5::bigint[] = array[(select count(*) from level),
                                    (select count(*) from place)])::int`,
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
  const { levels, places } = changedIn(promises);
  const lists = [
    made.map(({ reservation }) => reservation),
    changes.map(({ reservation: { id }, ...change }) => ({ ...change, id })),
    [...changes.map((change) => entryOf(by, change)), ...made.map(firstEntry)].filter(isHeld),
    levels,
    places,
  ];
  const sent = lists.map((list) => JSON.stringify(list));
  const [written] = await explaining(explain, db.query<Written>(write, sent));
  requireWhole(written, [made.length, changes.length, levels.length, places.length]);
  announce(by, changes);
  announceMade(made);
  announceLowStock(made.at(-1)?.by ?? by, written?.low ?? []);
  noteLifted(by, written?.lifted ?? []);
}

/**
 * Same, of new ones alone, with the commit: what they take from levels under their minimum is told
 * by what was read behind the locks.
 */
export function oweReservations(
  db: Pick<OperationContext, 'owe'>,
  made: ReservationWrite['made'],
  promises: Promises,
): void {
  const last = made.at(-1)?.by;
  if (!last) return;
  const { levels, places } = changedIn(promises);
  const lists = [
    made.map(({ reservation }) => reservation),
    made.map(firstEntry).filter(isHeld),
    levels,
    places,
  ];
  const sent = lists.map((list) => JSON.stringify(list));
  db.owe(make, [...sent, [levels.length, places.length]], explain);
  announceMade(made);
  announceLowStock(last, levels.flatMap(fallen));
}

const clash = explainClash(reservationClashes);
const explain: Explain = (error) => pastCounting(error) ?? clash(error);

function changedIn({ levels, places }: Promises) {
  return {
    levels: [...levels.values()].filter(
      ({ reserved, waiting }) => !isZero(reserved) || !isZero(waiting),
    ),
    places: [...places.values()].filter(({ reserved }) => !isZero(reserved)),
  };
}

/** Below its minimum now, and not before. */
function fallen({ productId, warehouseId, free, reserved, minimum }: PromisedLevel): LowStock[] {
  if (minimum === null || compareDecimals(free, minimum) < 0) return [];
  const available = subtractDecimals(free, reserved);
  return compareDecimals(available, minimum) < 0
    ? [{ productId, warehouseId, minimum, available }]
    : [];
}

/** What was made, as the change from nothing to it. */
const firstEntry = ({ by, reservation }: ReservationWrite['made'][number]): Entry =>
  entryOf(by, { reservation, kind: 'HELD', held: reservation.held, at: null, reason: null });

const isHeld = ({ held }: Entry): boolean => !isZero(held);

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

function announce(by: ReservingAct, changes: readonly ReservationChange[]): void {
  for (const change of changes) {
    const type = eventOf[change.kind];
    if (type) emit(by, type, changed(change), { held: change.held, reason: change.reason });
  }
}

function announceMade(made: ReservationWrite['made']): void {
  for (const [, together] of Map.groupBy(made, askedFor)) announceTogether(together);
}

/** What one act asks for one demand of one warehouse is told at once. */
const askedFor = ({ by, reservation }: ReservationWrite['made'][number]): string =>
  `${by.operationId} ${reservation.demandId} ${reservation.warehouseId}`;

function announceTogether(made: ReservationWrite['made']): void {
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
): void => {
  act.emit({
    type,
    subject: { type: 'stockReservation', id: reservation.id },
    unitIds: [reservation.warehouseId],
    data: { stockReservation: snapshotOf(reservation), change },
  });
};
