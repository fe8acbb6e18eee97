import { sumDecimals } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { deliveredWorth } from '../ledger/arrival.ts';
import { lockPayable, schedulePayments } from '../ledger/schedule-payments.ts';
import { readPayments, type ScheduledPaymentInput } from '../rules/read-payments.ts';

export interface RescheduleOrderPaymentsInput {
  readonly salesOrderId: Id;
  readonly payments: readonly ScheduledPaymentInput[];
  readonly reason: string;
}

export interface PaymentsChanged {
  readonly salesOrderId: Id;
  readonly commitmentIds: readonly Id[];
}

/**
 * The customer and we agree on other parts and days for what of an order is neither paid nor
 * invoiced: these payments come in its place, and make up just that: SCHEDULE_NOT_WHOLE otherwise.
 * What waits for goods that came already counts from today. Answers the new commitments.
 */
export const rescheduleOrderPayments = defineOperation({
  name: 'rescheduleOrderPayments',
  permission: 'receivables.commit',
  async run(op, input: RescheduleOrderPaymentsInput): Promise<PaymentsChanged> {
    const order = await lockPayable(op, input.salesOrderId, 'Agreeing on payments');
    const faults: Fault[] = [];
    const note = readReason(input.reason, ['reason'], faults);
    const { currency } = order;
    const lines = readPayments(input.payments, { currency, note }, faults);
    refuseIfAny(faults);
    const payments = sumDecimals(lines.map(({ amount }) => amount));
    const otherTerms = { delivered: deliveredWorth(order), payments };
    const changes = await schedulePayments(op, order, { otherTerms, lines });
    const born = changes.filter(({ before }) => before === null);
    return { salesOrderId: order.id, commitmentIds: born.map(({ after }) => after.id) };
  },
});
