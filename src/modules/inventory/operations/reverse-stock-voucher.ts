import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import type { PostedVoucher } from '../ledger/post-voucher.ts';
import { reverseVoucher } from '../ledger/reverse-voucher.ts';
import { lockVoucher } from '../queries/voucher-facts.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { readOwnId } from '../rules/read-input.ts';
import { requireOwnVoucher, requireVoucherAct } from '../rules/stock-voucher-states.ts';

export interface ReverseStockVoucherInput {
  readonly stockVoucherId: Id;
  /** Of the voucher that takes it back. */
  readonly id?: Id | null;
  readonly reason: string;
  /** The business day it is booked on; today when left out, never a day to come. */
  readonly datedOn?: LocalDate | null;
}

/**
 * A posted voucher of any kind is taken back as a whole by another of its kind, with a number of
 * its own: every move goes the other way, to where the goods were. Refuses ALREADY_REVERSED,
 * INSUFFICIENT_STOCK where they are no longer there or promised to others, and what customers have
 * given back already (NOT_AT_CUSTOMER, MORE_THAN_ISSUED).
 */
export const reverseStockVoucher = defineOperation({
  name: 'reverseStockVoucher',
  permission: 'inventory.reverse',
  async run(op, input: ReverseStockVoucherInput): Promise<PostedVoucher> {
    const voucher = await lockVoucher(op, input.stockVoucherId);
    const unitIds = [voucher.warehouse.id];
    op.requireReach('inventory.reverse', { unitIds }, 'Taking this voucher back');
    requireOwnVoucher(voucher);
    requireVoucherAct(voucher, 'reverseStockVoucher');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const reason = readReason(input.reason, ['reason'], faults);
    const datedOn = readDatedOn(input.datedOn, op.today, faults);
    refuseIfAny(faults);
    return reverseVoucher(op, voucher, { id: id as Id, reason, datedOn });
  },
});
