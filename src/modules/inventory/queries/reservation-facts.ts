import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { ReservationState } from '../rules/kinds.ts';

export interface ReservationFact {
  readonly id: Id;
  readonly demandKind: string;
  readonly warehouseId: Id;
  readonly state: ReservationState;
  readonly version: number;
}

const load = statement(
  'stock_reservation_facts',
  `select id, demand_kind as "demandKind", warehouse_id as "warehouseId", state, version
   from stock_reservation
   where id = any($1::uuid[])`,
);

/** By id; those that do not exist are missing. */
export async function loadReservationFacts(
  db: Queryable,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, ReservationFact>> {
  const rows = await db.query<ReservationFact>(load, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

const anyDue = statement(
  'stock_reservations_any_due',
  `select exists (select from stock_reservation
                  where expires_at <= $1 and consumed + released < quantity) as due`,
);

/** Whether there is anything that ran out and still holds or waits. */
export async function hasDueReservations(db: Queryable, now: Date): Promise<boolean> {
  const [row] = await db.query<{ due: boolean }>(anyDue, [now]);
  return row?.due ?? false;
}
