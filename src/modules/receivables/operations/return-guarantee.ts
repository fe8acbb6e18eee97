import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { guaranteeEvents } from '../guarantee-events.ts';
import { openGuarantee, oweGuarantees } from '../ledger/write-guarantees.ts';
import { guaranteeMachine } from '../rules/cheque-states.ts';
import type { GuaranteeChanged } from './record-guarantee.ts';

export interface ReturnGuaranteeInput {
  readonly guaranteeId: Id;
  readonly reason: string;
}

/** Its paper goes back to whom it came from. */
export const returnGuarantee = defineOperation({
  name: 'returnGuarantee',
  permission: 'receivables.guarantees',
  async run(op, input: ReturnGuaranteeInput): Promise<GuaranteeChanged> {
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const { guarantee } = await openGuarantee(op, input.guaranteeId, 'Returning a guarantee');
    const state = requireTransition(guaranteeMachine, guarantee.state, 'returnGuarantee');
    refuseIfAny(faults);
    const after = { ...guarantee, state, custody: guarantee.issuer };
    const step = { act: 'returnGuarantee', type: guaranteeEvents.returned } as const;
    oweGuarantees(op, op, [{ ...step, before: guarantee, after, reason }]);
    return { guaranteeId: guarantee.id };
  },
});
