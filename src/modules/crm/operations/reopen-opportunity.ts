import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeOpportunity, opportunities } from '../ledger/write-opportunity.ts';
import { loadEntryFacts } from '../queries/entry-facts.ts';
import { reopened } from '../rules/forecast.ts';
import { opportunityStates } from '../rules/opportunity-states.ts';
import type { OpportunityChanged } from './create-opportunity.ts';

/** What was won or lost is open again, in the stage that it was closed in, for a reason. */
export const reopenOpportunity = defineOperation({
  name: 'reopenOpportunity',
  permission: 'crm.reopen',
  async run(op, input: { opportunityId: Id; reason: string }): Promise<OpportunityChanged> {
    const wanted = { permission: 'crm.reopen', what: 'Reopening this opportunity' };
    const before = await lockDocument(op, opportunities, input.opportunityId, wanted);
    requireTransition(opportunityStates, before.state, 'reopenOpportunity');
    const faults: Fault[] = [];
    const reason = readLine(input.reason, 500, ['reason'], faults);
    refuseIfAny(faults);
    const { stages } = await loadEntryFacts(op, {});
    const stage = stages.find(({ id }) => id === before.stageId);
    const { probability = 0, forecastCategory = 'PIPELINE' } = stage ?? {};
    const after = { ...reopened, probability, forecastCategory };
    const event = crmEvents.opportunityReopened;
    const { version } = await changeOpportunity(op, { before, after, event, reason });
    return { opportunityId: before.id, version };
  },
});
