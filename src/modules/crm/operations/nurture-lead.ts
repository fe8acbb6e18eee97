import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOptionalLine } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { enterActivities } from '../ledger/enter-activities.ts';
import { changeLead, leads } from '../ledger/write-lead.ts';
import { leadStates } from '../rules/lead-states.ts';
import { aboutNothing, readPlanned, type PlannedInput } from '../rules/read-activity.ts';
import type { LeadChanged } from './capture-lead.ts';

export interface NurtureLeadInput {
  readonly leadId: Id;
  readonly reason?: string | null;
  /** When it is looked at again. */
  readonly next?: PlannedInput | null;
}

/** The lead is not ready to buy: it is kept warm, and looked at again by what is planned here. */
export const nurtureLead = defineOperation({
  name: 'nurtureLead',
  permission: 'crm.work',
  async run(op, input: NurtureLeadInput): Promise<LeadChanged> {
    const lead = await lockDocument(op, leads, input.leadId, { what: 'Nurturing this lead' });
    const state = requireTransition(leadStates, lead.state, 'nurtureLead');
    const faults: Fault[] = [];
    const reason = readOptionalLine(input.reason, 500, ['reason'], faults);
    const { accountId: partyId, projectId } = lead;
    const about = { ...aboutNothing, leadId: lead.id, partyId, projectId };
    const reading = { about, owner: lead, faults, op };
    const next = input.next == null ? [] : [readPlanned(input.next, ['next'], reading)];
    refuseIfAny(faults);
    await enterActivities(op, next, ['next']);
    const event = crmEvents.leadNurtured;
    const after = await changeLead(op, { before: lead, after: { state }, event, reason });
    return { leadId: lead.id, version: after.version };
  },
});
