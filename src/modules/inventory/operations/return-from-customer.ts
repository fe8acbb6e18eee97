import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { PostedVoucher } from '../ledger/post-voucher.ts';
import { takeBack, type ReturnedLineInput } from '../ledger/take-back.ts';
import type { ArrivalInput } from '../queries/read-arrival.ts';
import { lockVoucher, type VoucherFacts } from '../queries/voucher-facts.ts';
import { requireOwnVoucher } from '../rules/stock-voucher-states.ts';

export type { ReturnedLineInput } from '../ledger/take-back.ts';

export interface ReturnFromCustomerInput extends Omit<ArrivalInput, 'lines'> {
  /** The issue that the goods left with; no more of it comes back than it brought. */
  readonly stockVoucherId?: Id | null;
  readonly reason?: string | null;
  readonly lines: readonly ReturnedLineInput[];
}

/**
 * Goods come back from a customer: on sale again, to be looked at, held, or straight to the scrap
 * heap, each line as it says. Only what went to customers and has not come back: serials that are
 * there by their last move, of others no more than is out; of the issue that is named, no more than
 * it brought. Refuses NOT_AT_CUSTOMER and MORE_THAN_ISSUED, and
 * VOUCHER_OF_A_DEMAND of an issue for another document: it is taken back by the acts of that.
 */
export const returnFromCustomer = defineOperation({
  name: 'returnFromCustomer',
  permission: 'inventory.receive',
  async run(op, input: ReturnFromCustomerInput): Promise<PostedVoucher> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.receive', { unitIds }, 'Taking goods back');
    const issue = input.stockVoucherId == null ? null : await lockIssue(op, input.stockVoucherId);
    return takeBack(op, input, { issueId: issue?.id ?? null });
  },
});

/** The issue behind its lock: two returns of it take turns. */
async function lockIssue(op: OperationContext, stockVoucherId: Id): Promise<VoucherFacts> {
  const issue = await lockVoucher(op, stockVoucherId);
  const faults: Fault[] = [];
  const at = ['stockVoucherId'];
  if (issue.kind !== 'ISSUE' || issue.state !== 'POSTED' || issue.reversalOfId !== null) {
    faults.push(fault('WRONG_KIND', `${issue.number} is no posted goods issue`, at));
  }
  if (issue.reversedBy !== null) {
    const message = `${issue.number} was taken back by ${issue.reversedBy}`;
    faults.push(fault('ALREADY_REVERSED', message, at));
  }
  refuseIfAny(faults);
  requireOwnVoucher(issue);
  return issue;
}
