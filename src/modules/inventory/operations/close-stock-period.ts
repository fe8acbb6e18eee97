import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { compareDates, readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { askable } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { lockPeriods } from '../ledger/lock-periods.ts';

export interface CloseStockPeriodInput {
  /** Left out: all warehouses, those left out that are closed as far already. */
  readonly warehouseId?: Id | null;
  /** The last day that nothing is dated on any more; not one to come. */
  readonly through: string;
}

const findAll = statement('stock_period_warehouses', 'select id from warehouse order by id');

const close = statement(
  'stock_period_close',
  `update warehouse w set closed_through = $2, version = w.version + 1
   from warehouse old
   where w.id = any($1::uuid[]) and old.id = w.id
     and (w.closed_through is null or w.closed_through < $2)
   returning w.id, w.code, old.closed_through as before`,
);

interface Closed {
  readonly id: Id;
  readonly code: string;
  readonly before: LocalDate | null;
}

/**
 * Nothing is dated on or before the day any more, in one warehouse or in all. It waits for those
 * who are posting there, and whoever posts afterwards finds the books closed.
 */
export const closeStockPeriod = defineOperation({
  name: 'closeStockPeriod',
  permission: 'inventory.closePeriod',
  async run(op, input: CloseStockPeriodInput): Promise<{ warehouseIds: readonly Id[] }> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.closePeriod', { unitIds }, 'Closing the books');
    const faults: Fault[] = [];
    const through = gather(readLocalDate(input.through), ['through'], faults) ?? op.today;
    if (compareDates(through, op.today) > 0) {
      const message = `It is ${op.today}: ${through} is not over`;
      faults.push(fault('DATED_IN_FUTURE', message, ['through'], { today: op.today }));
    }
    refuseIfAny(faults);
    const all = input.warehouseId == null;
    const known = all ? (await op.query<{ id: Id }>(findAll)).map(({ id }) => id) : unitIds;
    await lockPeriods(op, known);
    const closed = await op.query<Closed>(close, [known, through]);
    if (!all && closed.length === 0) await refuseUnchanged(op, known, through);
    for (const warehouse of closed) announce(op, warehouse, through);
    return { warehouseIds: closed.map(({ id }) => id).sort() };
  },
});

const findClosed = statement(
  'stock_period_find',
  'select code, closed_through as "closedThrough" from warehouse where id = any($1::uuid[])',
);

async function refuseUnchanged(
  op: OperationContext,
  ids: readonly Id[],
  through: LocalDate,
): Promise<void> {
  const [found] = await op.query<{ code: string; closedThrough: LocalDate }>(findClosed, [ids]);
  if (!found) {
    refuseIfAny([fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId'])]);
  }
  const closedThrough = found?.closedThrough;
  const message = `${found?.code} is closed through ${closedThrough} already`;
  refuseIfAny([fault('PERIOD_NOT_OPEN', message, ['through'], { closedThrough, through })]);
}

function announce(op: OperationContext, { id, code, before }: Closed, through: LocalDate): void {
  op.emit({
    type: inventoryEvents.stockPeriodClosed,
    subject: { type: 'warehouse', id },
    unitIds: [id],
    data: { warehouse: { id, code }, closedThrough: through, before },
  });
}
