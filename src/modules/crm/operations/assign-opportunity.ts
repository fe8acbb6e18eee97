import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOptionalLine } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { newOwner } from '../../parties/index.ts';
import { lockSalespeople } from '../../parties/verbs.ts';
import { crmEvents } from '../events.ts';
import { requireMayGive } from '../ledger/capture-leads.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeOpportunity, opportunities } from '../ledger/write-opportunity.ts';
import { opportunityStates } from '../rules/opportunity-states.ts';
import type { OpportunityChanged } from './create-opportunity.ts';

export interface AssignOpportunityInput {
  readonly opportunityId: Id;
  readonly ownerId: Id;
  /** In words, for the history. */
  readonly reason?: string | null;
}

/** Somebody else works on the opportunity from now on; its history tells who did, and why. */
export const assignOpportunity = defineOperation({
  name: 'assignOpportunity',
  permission: 'crm.assign',
  async run(op, input: AssignOpportunityInput): Promise<OpportunityChanged> {
    const salespeople = await lockSalespeople(op, [input.ownerId]);
    const wanted = { permission: 'crm.assign', what: 'Assigning this opportunity' };
    const before = await lockDocument(op, opportunities, input.opportunityId, wanted);
    requireTransition(opportunityStates, before.state, 'assignOpportunity');
    const faults: Fault[] = [];
    const asked = { ownerId: input.ownerId, actorId: null };
    const owner = newOwner(salespeople, asked, ['ownerId'], faults);
    const reason = readOptionalLine(input.reason, 500, ['reason'], faults);
    refuseIfAny(faults);
    requireMayGive(op, owner);
    const event = crmEvents.opportunityAssigned;
    const { version } = await changeOpportunity(op, { before, after: owner, event, reason });
    return { opportunityId: before.id, version };
  },
});
