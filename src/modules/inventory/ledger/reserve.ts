import type { Decimal } from '../../../kernel/decimal.ts';
import { DomainError, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import {
  grantOf,
  isShort,
  planReservations,
  type ReservationGrant,
  type ReservationPlan,
  type ReservationShortage,
  type ReservationWanted,
} from '../rules/plan-reservations.ts';
import { planWaking } from '../rules/plan-waking.ts';
import {
  knowPlace,
  noPromises,
  noteChanges,
  type PromisedPlace,
  type Promises,
} from '../rules/promises.ts';
import { endingOf, type ReservationChange } from '../rules/reservation.ts';
import { lockEachLevel, type StockLevelRow } from './lock-levels.ts';
import { knowLevels, readDueReservations, readPlaces, readQueue } from './reservation-rows.ts';
import { oweReservations, writeReservations, type ReservingAct } from './write-reservations.ts';

export type {
  ReservationGrant,
  ReservationPlan,
  ReservationWanted,
} from '../rules/plan-reservations.ts';

/** What one act asks for. */
export interface ReservationAsk {
  readonly by: ReservingAct;
  readonly wanted: readonly ReservationWanted[];
}

/**
 * Sets goods aside for a demand, in the order of the lines; what is not there waits where it may.
 * Refuses INSUFFICIENT_STOCK with every line that is short and may not wait; nothing is set aside
 * then. Locks the levels. Three statements, one more for hard ones, two where something is short.
 */
export async function reserve(
  op: OperationContext,
  wanted: readonly ReservationWanted[],
): Promise<readonly ReservationGrant[]> {
  const [plan] = await reserveMany(op, [{ by: op, wanted }]);
  if (!plan) return [];
  if (plan.short.length > 0) throw new DomainError(await explainShortages(op, plan.short));
  return plan.made.map(grantOf);
}

/** Decides with the goods on what else an act needs, one act after the other. */
export interface Admission {
  /** All is decided anew: what was decided so far counts no more. */
  begin(): void;
  /** Who is not admitted asks for nothing. */
  admits(ask: number): boolean;
  /** Somebody who was admitted is short of goods, and takes nothing. */
  isShort(ask: number): void;
}

const everybody: Admission = {
  begin: () => undefined,
  admits: () => true,
  isShort: () => undefined,
};

/**
 * Same, for acts that share a transaction: who comes first is served first, and each gets all it
 * asks for or is told what is short. Answers a plan for each; those that are short are not written.
 */
export async function reserveMany(
  db: Pick<OperationContext, 'query' | 'owe' | 'now'>,
  asks: readonly ReservationAsk[],
  admitted: Admission | Promise<Admission> = everybody,
): Promise<readonly ReservationPlan[]> {
  const lines = asks.flatMap(({ wanted }) => wanted);
  if (lines.length === 0) return planAll(noPromises(), asks, await admitted);
  const [admission, levels] = await inOrder(Promise.resolve(admitted), lockEachLevel(db, lines));
  const hard = lines.filter(({ strength }) => strength === 'HARD');
  const read = { levels, places: hard.length === 0 ? [] : await readPlaces(db, hard) };
  let promises = promisesOf(read);
  let plans = planAll(promises, asks, admission);
  let changes: ReservationChange[] = [];
  if (plans.some(isShort)) {
    const due = await readDueReservations(db, levels, db.now);
    if (due.length > 0) {
      promises = promisesOf(read);
      changes = due.map((reservation) => endingOf(reservation, 'EXPIRED'));
      noteChanges(promises, changes);
      changes.push(...(await servedFirst(db, levels, promises, changes)));
      plans = planAll(promises, asks, admission);
    }
  }
  const made = asks.flatMap(({ by }, index) =>
    (plans[index]?.made ?? []).map((reservation) => ({ by, reservation })),
  );
  // Who gets nothing leaves nothing: not even what would have run out.
  const [first] = made;
  if (first && changes.length > 0) {
    await writeReservations(db, first.by, { made, changes, promises });
  } else oweReservations(db, made, promises);
  return plans;
}

function planAll(
  promises: Promises,
  asks: readonly ReservationAsk[],
  admission: Admission,
): ReservationPlan[] {
  admission.begin();
  return asks.map(({ by, wanted }, index) => {
    if (!admission.admits(index)) return { made: [], short: [] };
    const plan = planReservations(promises, wanted, by);
    if (plan.short.length > 0) admission.isShort(index);
    return plan;
  });
}

function promisesOf(read: {
  readonly levels: readonly StockLevelRow[];
  readonly places: readonly Omit<PromisedPlace, 'reserved'>[];
}): Promises {
  const promises = noPromises();
  knowLevels(promises, read.levels);
  for (const place of read.places) knowPlace(promises, place);
  return promises;
}

/** What ran out goes to those who wait before it goes to those who come. */
async function servedFirst(
  db: Pick<OperationContext, 'query' | 'now'>,
  levels: readonly StockLevelRow[],
  promises: Promises,
  ended: readonly ReservationChange[],
): Promise<ReservationChange[]> {
  const over = new Set(ended.map(({ reservation }) => reservation.id));
  const waiting = await readQueue(db, levels, promises, db.now);
  return planWaking(
    promises,
    waiting.filter(({ id }) => !over.has(id)),
    db.now,
  );
}

const nameShortages = statement(
  'stock_reservation_shortages',
  `select p.sku, w.code as warehouse, l.code as location, lot.code as lot
   from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) with ordinality
     as s(product_id, warehouse_id, location_id, lot_id, n)
   join product p on p.id = s.product_id
   join warehouse w on w.id = s.warehouse_id
   left join location l on l.id = s.location_id
   left join lot on lot.id = s.lot_id
   order by s.n`,
);

interface ShortageNames {
  readonly sku: string;
  readonly warehouse: string;
  readonly location: string | null;
  readonly lot: string | null;
}

/** A fault for each shortage, in their order. */
export async function explainShortages(
  db: Queryable,
  short: readonly ReservationShortage[],
): Promise<Fault[]> {
  const names = await db.query<ShortageNames>(nameShortages, [
    short.map(({ wanted }) => wanted.productId),
    short.map(({ wanted }) => wanted.warehouseId),
    short.map(({ wanted }) => wanted.locationId ?? null),
    short.map(({ wanted }) => wanted.lotId ?? null),
  ]);
  return short.flatMap((shortage, index) => {
    const named = names[index];
    return named ? [shortageFault(shortage, named)] : [];
  });
}

function shortageFault(
  { wanted, available }: { readonly wanted: ReservationWanted; readonly available: Decimal },
  names: ShortageNames,
): Fault {
  const { productId, warehouseId, quantity, path } = wanted;
  const what = names.lot === null ? names.sku : `${names.sku} ${names.lot}`;
  const where = names.location === null ? names.warehouse : `${names.warehouse} ${names.location}`;
  const message = `${what}: ${quantity} wanted in ${where}, ${available} not promised`;
  const locationId: Id | null = wanted.locationId ?? null;
  const details = { productId, ...names, warehouseId, locationId, wanted: quantity, available };
  return fault('INSUFFICIENT_STOCK', message, path, details);
}
