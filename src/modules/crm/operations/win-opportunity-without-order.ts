import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeOpportunity, opportunities } from '../ledger/write-opportunity.ts';
import { closedAs } from '../rules/forecast.ts';
import { opportunityStates } from '../rules/opportunity-states.ts';
import type { OpportunityChanged } from './create-opportunity.ts';

/**
 * The customer buys, and there is neither quote nor order to show for it: who may reopen
 * opportunities may say so, and says why. All others are won by what the customer accepts.
 */
export const winOpportunityWithoutOrder = defineOperation({
  name: 'winOpportunityWithoutOrder',
  permission: 'crm.reopen',
  async run(op, input: { opportunityId: Id; reason: string }): Promise<OpportunityChanged> {
    const wanted = { permission: 'crm.reopen', what: 'Winning this opportunity without an order' };
    const before = await lockDocument(op, opportunities, input.opportunityId, wanted);
    requireTransition(opportunityStates, before.state, 'winOpportunityWithoutOrder');
    const faults: Fault[] = [];
    const reason = readLine(input.reason, 500, ['reason'], faults);
    refuseIfAny(faults);
    const after = { ...closedAs('WON', op.now), wonWithoutOrder: reason };
    const event = crmEvents.opportunityWon;
    const { version } = await changeOpportunity(op, { before, after, event, reason });
    return { opportunityId: before.id, version };
  },
});
