import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { readAvailability, type AvailabilityInput } from '../rules/read-availability.ts';
import { lineCountFaults } from '../rules/read-input.ts';
import { compareDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import {
  availabilityBy,
  inventorySupplySources,
  type AvailabilityAsked,
  type AvailableBy,
  type LineAvailability,
} from '../../inventory/index.ts';

/** What the firm counts on when it promises; purchases join here. */
const findAvailability = availabilityBy([...inventorySupplySources]);

/** When it is asked. */
export interface AskedNow {
  readonly now: Date;
  readonly today: LocalDate;
  dayOf(instant: Date): LocalDate;
}

const findTerms = statement(
  'sales_availability_terms',
  'select late_supply_days as "lateSupplyDays" from sales_setting',
);

/** What is there of each line, when it could leave, and from where; in the order of the lines. */
export async function loadAvailability(
  db: Queryable,
  asked: readonly AvailabilityAsked[],
  { now, today, dayOf }: AskedNow,
): Promise<LineAvailability[]> {
  const [terms] = await db.query<{ lateSupplyDays: number | null }>(findTerms);
  const lateSupplyDays = terms?.lateSupplyDays ?? null;
  return findAvailability(db, asked, { now, today, dayOf: (at) => dayOf(at), lateSupplyDays });
}

/** A line of an order, with what of it is to be promised: what is open. */
export interface LineToPromise {
  readonly salesOrderLineId: Id;
  readonly productId: Id;
  readonly warehouseId: Id;
  /** In the base unit. */
  readonly quantity: Decimal;
  readonly requestedOn: LocalDate | null;
}

export interface PromiseDate {
  /** Null: nobody knows when. */
  readonly promisedOn: LocalDate | null;
  readonly by: AvailableBy | null;
  /** All of it is set aside. */
  readonly isHeld: boolean;
}

/**
 * When lines can be delivered in full from their warehouses: with what is held for them, at their
 * place in the queue, and not sooner than they are requested. Ask behind the reservations of the
 * act. Two statements for any number of lines.
 */
export async function promiseDates(
  db: Queryable & AskedNow,
  lines: readonly LineToPromise[],
): Promise<ReadonlyMap<Id, PromiseDate>> {
  if (lines.length === 0) return new Map();
  const asked = lines.map((line) => ({
    ...{ productId: line.productId, quantity: line.quantity, warehouseId: line.warehouseId },
    ...{ requestedOn: line.requestedOn, lineId: line.salesOrderLineId },
  }));
  const answers = await loadAvailability(db, asked, db);
  return new Map(
    lines.map(({ salesOrderLineId }, index) => {
      const { promisedOn = null, by = null, held = '0' } = answers[index] ?? {};
      const isHeld = compareDecimals(held, lines[index]?.quantity ?? '0') >= 0;
      return [salesOrderLineId, { promisedOn, by, isHeld }];
    }),
  );
}

/** What somebody would order, line by line; refuses every fault of every line. */
export async function orderAvailability(
  db: Queryable,
  input: AvailabilityInput,
  now: AskedNow,
): Promise<LineAvailability[]> {
  refuseIfAny(lineCountFaults(input.lines.length));
  const ids = askable(input.lines.map(({ productId }) => productId));
  const faults: Fault[] = [];
  const asked = readAvailability(input, await loadProductMeasures(db, ids), faults);
  refuseIfAny(faults);
  return loadAvailability(db, asked, now);
}
