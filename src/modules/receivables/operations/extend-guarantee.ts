import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readDay, readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { guaranteeEvents } from '../guarantee-events.ts';
import { openGuarantee, oweGuarantees } from '../ledger/write-guarantees.ts';
import { guaranteeMachine } from '../rules/cheque-states.ts';
import type { GuaranteeChanged } from './record-guarantee.ts';

export interface ExtendGuaranteeInput {
  readonly guaranteeId: Id;
  readonly validUntil: string;
  readonly reason: string;
}

/** It holds longer, and its end is told of anew. */
export const extendGuarantee = defineOperation({
  name: 'extendGuarantee',
  permission: 'receivables.guarantees',
  async run(op, input: ExtendGuaranteeInput): Promise<GuaranteeChanged> {
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const { guarantee } = await openGuarantee(op, input.guaranteeId, 'Extending a guarantee');
    const state = requireTransition(guaranteeMachine, guarantee.state, 'extendGuarantee');
    const before = guarantee.validUntil;
    const validUntil = readDay(input.validUntil, ['validUntil'], faults) ?? op.today;
    if (faults.length === 0 && (before === null || validUntil <= before)) {
      const message = before === null ? 'It has no end' : `It holds until ${before} already`;
      faults.push(fault('NOT_LATER', message, ['validUntil']));
    }
    if (faults.length === 0 && validUntil < op.today) {
      faults.push(fault('EXPIRY_NOT_AHEAD', 'It would hold no more already', ['validUntil']));
    }
    refuseIfAny(faults);
    const extensions = guarantee.extensions + 1;
    const after = { ...guarantee, state, validUntil, extensions, alarmedDays: null };
    const step = { act: 'extendGuarantee', type: guaranteeEvents.extended } as const;
    oweGuarantees(op, op, [{ ...step, before: guarantee, after, reason }]);
    return { guaranteeId: guarantee.id };
  },
});
