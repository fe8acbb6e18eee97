import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { deliveryEvents } from '../delivery-events.ts';
import { announceReturn } from '../ledger/announce-return.ts';
import { lockReturn } from '../ledger/lock-return.ts';
import { setReturnState } from '../ledger/write-return.ts';
import { returnStates } from '../rules/delivery-kinds.ts';
import { requireReturnReach } from './authorise-return.ts';

export interface CancelReturnInput {
  readonly returnAuthorisationId: Id;
  readonly reason: string;
}

/** What has not come back is awaited no more; what did stays as it is. */
export const cancelReturn = defineOperation({
  name: 'cancelReturn',
  permission: 'sales.authoriseReturn',
  async run(op, input: CancelReturnInput): Promise<{ returnAuthorisationId: Id }> {
    const { authorisation } = await lockReturn(op, input.returnAuthorisationId);
    requireReturnReach(op, authorisation);
    requireTransition(returnStates, authorisation.state, 'cancelReturn');
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    await setReturnState(op, authorisation.id, 'CANCELLED');
    await announceReturn(op, deliveryEvents.returnCancelled, authorisation.id, { reason });
    return { returnAuthorisationId: authorisation.id };
  },
});
