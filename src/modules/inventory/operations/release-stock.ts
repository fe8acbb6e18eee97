import { refuseIfAny } from '../../../kernel/domain-error.ts';
import { askable } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { releasableStatuses, type ReleasableStatus } from '../rules/kinds.ts';
import {
  changeStockStatus,
  type StatusTarget,
  type StockStatusChanged,
} from './change-stock-status.ts';

export interface ReleaseStockInput extends StatusTarget {
  /** The condition they have been in. */
  readonly status: ReleasableStatus;
}

/**
 * Goods that were held may be sold again. Those of a lot that is past its day may not: correct its
 * day first. A lot wherever it is needs inventory.hold everywhere.
 */
export const releaseStock = defineOperation({
  name: 'releaseStock',
  permission: 'inventory.hold',
  async run(op, input: ReleaseStockInput): Promise<StockStatusChanged> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.hold', { unitIds }, 'Setting these goods free');
    if (!releasableStatuses.includes(input.status)) {
      const message = `What is ${releasableStatuses.join(' or ')} can be set free`;
      refuseIfAny([fault('STATUS_NOT_ALLOWED', message, ['status'])]);
    }
    return changeStockStatus(op, input, input.status, 'AVAILABLE');
  },
});
