import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOptionalLine } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeOpportunity, opportunities } from '../ledger/write-opportunity.ts';
import { loadEntryFacts } from '../queries/entry-facts.ts';
import { chancesIn } from '../rules/forecast.ts';
import type { StageForecast } from '../rules/kinds.ts';
import { opportunityStates } from '../rules/opportunity-states.ts';
import { readChoice } from '../rules/read-named.ts';
import type { OpportunityChanged } from './create-opportunity.ts';

export interface MoveOpportunityInput {
  readonly opportunityId: Id;
  readonly stageId: Id;
  /** The stage's, if not said. */
  readonly probability?: number | null;
  readonly forecastCategory?: StageForecast | null;
  readonly reason?: string | null;
}

/**
 * The opportunity is in another stage, on or back. Probability and forecast follow the stage unless
 * the mover knows better; how long it was in each is told by its history.
 */
export const moveOpportunity = defineOperation({
  name: 'moveOpportunity',
  permission: 'crm.work',
  async run(op, input: MoveOpportunityInput): Promise<OpportunityChanged> {
    const wanted = { what: 'Moving this opportunity' };
    const before = await lockDocument(op, opportunities, input.opportunityId, wanted);
    requireTransition(opportunityStates, before.state, 'moveOpportunity');
    const { stages } = await loadEntryFacts(op, {});
    const faults: Fault[] = [];
    const byId = new Map(stages.map((stage) => [stage.id, stage]));
    const missing = 'OPPORTUNITY_STAGE_NOT_FOUND';
    const stage = readChoice(byId, input.stageId, missing, ['stageId'], faults);
    const chances = stage && chancesIn(stage, input, faults);
    const reason = readOptionalLine(input.reason, 500, ['reason'], faults);
    refuseIfAny(faults);
    const after = { ...(stage && { stageId: stage.id }), ...chances };
    const event = crmEvents.opportunityMoved;
    const { version } = await changeOpportunity(op, { before, after, event, reason });
    return { opportunityId: before.id, version };
  },
});
