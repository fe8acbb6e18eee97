import type { Fault } from '../../../kernel/domain-error.ts';
import { DomainError } from '../../../kernel/domain-error.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { Queryable } from '../../../platform/database/statement.ts';
import {
  defineBatchOperation,
  endOf,
  type BatchAct,
  type BatchContext,
  type BatchEnd,
} from '../../../platform/perform/operation.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { explainShortages, reserveMany, type ReservationWanted } from '../ledger/reserve.ts';
import { findLotsByCode } from '../queries/lots-by-code.ts';
import { findNamedGoods } from '../queries/named-goods.ts';
import { loadWarehouseFacts } from '../queries/warehouse-facts.ts';
import type { ReservationState } from '../rules/kinds.ts';
import type { ReservationPlan } from '../rules/plan-reservations.ts';
import {
  codeOf,
  readReservations,
  type ReservationFacts,
  type ReservationLineInput,
  type ReserveStockInput,
} from '../rules/read-reservations.ts';
import { stateOf, waitingOf, type Reservation } from '../rules/reservation.ts';

/** What came of each line, in their order; in the product's base unit. */
export interface StockReserved {
  readonly demandId: Id;
  readonly reservations: readonly {
    readonly stockReservationId: Id;
    readonly demandLineId: Id;
    readonly state: ReservationState;
    readonly held: Decimal;
    readonly waiting: Decimal;
  }[];
}

type Asked = BatchEnd<readonly ReservationWanted[]>;

/**
 * Goods are set aside for a demand, up to 1,000 lines in one act: all of them, or none; as much as
 * there is; or what is not there waits its turn. Refuses INSUFFICIENT_STOCK with every line that is
 * short. Acts that arrive together share one lock and one write, in the order they came.
 */
export const reserveStock = defineBatchOperation({
  name: 'reserveStock',
  permission: 'inventory.reserve',
  async runMany(
    op: BatchContext,
    acts: readonly BatchAct<ReserveStockInput>[],
  ): Promise<readonly BatchEnd<StockReserved>[]> {
    const facts = await loadFacts(
      op,
      acts.flatMap(({ input }) => input.lines),
    );
    const asked = acts.map((act) => endOf(() => read(op, act, facts)));
    const plans = await reserveMany(
      op,
      acts.map((by, index) => ({ by, wanted: wantedIn(asked[index]) })),
    );
    const faults = await faultsOf(op, plans);
    return asked.map((end, index) => {
      if ('refused' in end) return end;
      const short = faults.get(index);
      if (short) return { refused: new DomainError(short) };
      return { done: answerOf(plans[index]?.made ?? []) };
    });
  },
});

async function loadFacts(
  db: Queryable,
  lines: readonly ReservationLineInput[],
): Promise<ReservationFacts> {
  const codes = lines.flatMap((line) => {
    const code = codeOf(line);
    return code !== null && isId(line.productId)
      ? [{ productId: line.productId.toLowerCase(), code }]
      : [];
  });
  const [warehouses, products, lots, named] = await inOrder(
    loadWarehouseFacts(
      db,
      askable(lines.map((line) => line.warehouseId)),
      askable(lines.map((line) => line.locationId)),
    ),
    loadProductMeasures(db, askable(lines.map((line) => line.productId))),
    findLotsByCode(db, codes),
    findNamedGoods(db, lines),
  );
  return { warehouses, products, lots, named };
}

function read(
  op: BatchContext,
  act: BatchAct<ReserveStockInput>,
  facts: ReservationFacts,
): readonly ReservationWanted[] {
  for (const unitId of askable(act.input.lines.map((line) => line.warehouseId))) {
    act.requireReach('inventory.reserve', { unitIds: [unitId] }, 'Reserving goods');
  }
  return readReservations(act.input, facts, { now: act.now, newId: () => op.newId() });
}

const wantedIn = (asked: Asked | undefined): readonly ReservationWanted[] =>
  asked && 'done' in asked ? asked.done : [];

/** The faults of the acts that are short, by their place in the batch. */
async function faultsOf(
  db: Queryable,
  plans: readonly ReservationPlan[],
): Promise<ReadonlyMap<number, readonly Fault[]>> {
  const short = plans.flatMap((plan, act) => plan.short.map((shortage) => ({ act, shortage })));
  if (short.length === 0) return new Map();
  const faults = await explainShortages(
    db,
    short.map(({ shortage }) => shortage),
  );
  const byAct = new Map<number, Fault[]>();
  short.forEach(({ act }, index) => {
    const fault = faults[index];
    if (fault) byAct.set(act, [...(byAct.get(act) ?? []), fault]);
  });
  return byAct;
}

const answerOf = (made: readonly Reservation[]): StockReserved => ({
  demandId: made[0]?.demandId as Id,
  reservations: made.map((reservation) => ({
    stockReservationId: reservation.id,
    demandLineId: reservation.demandLineId,
    state: stateOf(reservation),
    held: reservation.held,
    waiting: waitingOf(reservation),
  })),
});
