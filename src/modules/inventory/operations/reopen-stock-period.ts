import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { askable, readReason } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { lockPeriods } from '../ledger/lock-periods.ts';

export interface ReopenStockPeriodInput {
  readonly warehouseId: Id;
  /** The last day that stays closed; none when left out. */
  readonly through?: string | null;
  /** Why, in words. */
  readonly reason: string;
}

const find = statement(
  'stock_period_find_to_reopen',
  `select id, code, closed_through as before from warehouse where id = any($1::uuid[])`,
);

const reopen = statement(
  'stock_period_reopen',
  'update warehouse set closed_through = $2, version = version + 1 where id = $1',
);

/** Days that were closed may be booked on again, from the day after `through` on. */
export const reopenStockPeriod = defineOperation({
  name: 'reopenStockPeriod',
  permission: 'inventory.reopenPeriod',
  async run(op, input: ReopenStockPeriodInput): Promise<{ warehouseId: Id }> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.reopenPeriod', { unitIds }, 'Opening closed books');
    const [, [warehouse]] = await inOrder(
      lockPeriods(op, unitIds),
      op.query<{ id: Id; code: string; before: LocalDate | null }>(find, [unitIds]),
    );
    const faults: Fault[] = [];
    if (!warehouse) {
      faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
    }
    const reason = readReason(input.reason, ['reason'], faults);
    const { through: text } = input;
    const through = text == null ? null : gather(readLocalDate(text), ['through'], faults);
    const before = warehouse?.before ?? null;
    if (warehouse && (before === null || (through !== null && through >= before))) {
      const state = before === null ? 'is open' : `is closed through ${before}`;
      const message = `${warehouse.code} ${state}: that opens nothing`;
      faults.push(fault('PERIOD_NOT_CLOSED', message, ['through'], { closedThrough: before }));
    }
    refuseIfAny(faults);
    const { id, code } = warehouse as { id: Id; code: string };
    await op.query(reopen, [id, through]);
    op.emit({
      type: inventoryEvents.stockPeriodReopened,
      subject: { type: 'warehouse', id },
      unitIds: [id],
      data: { warehouse: { id, code }, closedThrough: through, before, reason },
    });
    return { warehouseId: id };
  },
});
