import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { lockPayable, schedulePayments } from '../ledger/schedule-payments.ts';
import { readPastDay } from '../rules/read-input.ts';
import type { PaymentsChanged } from './reschedule-order-payments.ts';

export interface RecordCommissioningInput {
  readonly salesOrderId: Id;
  /** Today when left out. */
  readonly commissionedOn?: string | null;
}

/** What was sold runs: payments that wait for that get their day. NOTHING_CHANGED: none waits. */
export const recordCommissioning = defineOperation({
  name: 'recordCommissioning',
  permission: 'receivables.commit',
  async run(op, input: RecordCommissioningInput): Promise<PaymentsChanged> {
    const order = await lockPayable(op, input.salesOrderId, 'Recording a commissioning');
    const faults: Fault[] = [];
    const day = readPastDay(input.commissionedOn, op.today, ['commissionedOn'], faults);
    refuseIfAny(faults);
    const changes = await schedulePayments(op, order, { commissionedOn: day ?? op.today });
    if (changes.length === 0) {
      refuse('NOTHING_CHANGED', 'No payment waits for that', ['salesOrderId']);
    }
    return { salesOrderId: order.id, commitmentIds: changes.map(({ after }) => after.id) };
  },
});
