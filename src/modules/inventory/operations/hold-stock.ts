import { refuseIfAny } from '../../../kernel/domain-error.ts';
import { askable } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { heldStatuses, type HeldStatus } from '../rules/kinds.ts';
import {
  changeStockStatus,
  type StatusTarget,
  type StockStatusChanged,
} from './change-stock-status.ts';

export interface HoldStockInput extends StatusTarget {
  /** The condition they are in from now on. */
  readonly status: HeldStatus;
}

/**
 * Goods are not to be sold for now, whoever they were promised to: some at a place, a lot in a
 * warehouse, or a lot wherever it is (which needs inventory.hold everywhere).
 */
export const holdStock = defineOperation({
  name: 'holdStock',
  permission: 'inventory.hold',
  async run(op, input: HoldStockInput): Promise<StockStatusChanged> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.hold', { unitIds }, 'Holding these goods');
    if (!heldStatuses.includes(input.status)) {
      const message = `Goods are held as ${heldStatuses.join(' or ')}`;
      refuseIfAny([fault('STATUS_NOT_ALLOWED', message, ['status'])]);
    }
    return changeStockStatus(op, input, 'AVAILABLE', input.status);
  },
});
