import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable, readOptionalLine } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeOpportunity, opportunities } from '../ledger/write-opportunity.ts';
import { loadEntryFacts } from '../queries/entry-facts.ts';
import { closedAs } from '../rules/forecast.ts';
import { opportunityStates } from '../rules/opportunity-states.ts';
import { readReason } from '../rules/read-named.ts';
import type { OpportunityChanged } from './create-opportunity.ts';

export interface LoseOpportunityInput {
  readonly opportunityId: Id;
  /** A reason of the kind LOST. */
  readonly reasonId: Id;
  /** Who got it, if known. */
  readonly competitor?: string | null;
  /** In words, for the history. */
  readonly note?: string | null;
}

/** The customer does not buy, and the firm knows why. */
export const loseOpportunity = defineOperation({
  name: 'loseOpportunity',
  permission: 'crm.work',
  async run(op, input: LoseOpportunityInput): Promise<OpportunityChanged> {
    const wanted = { what: 'Closing this opportunity' };
    const before = await lockDocument(op, opportunities, input.opportunityId, wanted);
    requireTransition(opportunityStates, before.state, 'loseOpportunity');
    const { reasons } = await loadEntryFacts(op, { reasonIds: askable([input.reasonId]) });
    const faults: Fault[] = [];
    const reasonId = readReason(reasons, input.reasonId, 'LOST', ['reasonId'], faults);
    const competitor =
      readOptionalLine(input.competitor, 200, ['competitor'], faults) ?? before.competitor;
    const reason = readOptionalLine(input.note, 500, ['note'], faults);
    refuseIfAny(faults);
    const after = { ...closedAs('LOST', op.now), reasonId, competitor };
    const event = crmEvents.opportunityLost;
    const { version } = await changeOpportunity(op, { before, after, event, reason });
    return { opportunityId: before.id, version };
  },
});
