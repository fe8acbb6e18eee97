import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type Operation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { relinkActivities } from '../ledger/write-activity.ts';
import { changeLead, leads } from '../ledger/write-lead.ts';
import { changeOpportunity, lockOpportunityOfLead } from '../ledger/write-opportunity.ts';
import { closedAs } from '../rules/forecast.ts';
import { leadStates } from '../rules/lead-states.ts';
import type { OpportunityClaim } from '../rules/opportunity-claim.ts';
import type { LeadChanged } from './capture-lead.ts';

export interface UndoLeadConversionInput {
  readonly leadId: Id;
}

/**
 * A conversion was a mistake: the opportunity is withdrawn, and the lead is qualified again.
 * Account and contact stay, for the lead knows by now who it is: converted again, it becomes
 * theirs. Refused once the opportunity is closed, and once anything of `claims` stands on it: a
 * quote, an order.
 */
export function createUndoLeadConversion(
  claims: readonly OpportunityClaim[],
): Operation<UndoLeadConversionInput, LeadChanged & { readonly opportunityId: Id }> {
  const all = claims.map(
    ({ what, sql }) => `select '${what}' as what, number from (${sql}) c where opportunity_id = $1`,
  );
  const none = `select null as what, null as number where $1::uuid is null`;
  const find = statement('crm_claims_of_opportunity', [none, ...all].join(' union all '));
  return defineOperation({
    name: 'undoLeadConversion',
    permission: 'crm.work',
    async run(op, { leadId }: UndoLeadConversionInput) {
      const before = await lockDocument(op, leads, leadId, { what: 'Taking this conversion back' });
      const state = requireTransition(leadStates, before.state, 'undoLeadConversion');
      const opportunity = await lockOpportunityOfLead(op, before.id);
      if (!opportunity) throw new Error(`${before.number} became nothing`);
      if (opportunity.state !== 'OPEN') {
        const message = `${opportunity.number} is ${opportunity.state}: reopen it first`;
        refuse('ILLEGAL_STATE', message, ['leadId'], { state: opportunity.state });
      }
      const [first] = await op.query<{ what: string; number: string }>(find, [opportunity.id]);
      if (first) {
        const message = `There is the ${first.what} ${first.number} for ${opportunity.number}`;
        refuse('OPPORTUNITY_IN_USE', message, ['leadId'], { ...first });
      }
      await changeOpportunity(op, {
        before: opportunity,
        after: closedAs('WITHDRAWN', op.now),
        event: crmEvents.opportunityWithdrawn,
      });
      await relinkActivities(op, before.id, { withdrawnId: opportunity.id });
      const event = crmEvents.leadConversionUndone;
      const { version } = await changeLead(op, { before, after: { state }, event });
      return { leadId: before.id, version, opportunityId: opportunity.id };
    },
  });
}
