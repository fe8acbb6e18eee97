import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { enterActivities } from '../ledger/enter-activities.ts';
import { changeLead, leads } from '../ledger/write-lead.ts';
import { leadStates } from '../rules/lead-states.ts';
import {
  aboutNothing,
  readDone,
  readPlanned,
  type DoneInput,
  type PlannedInput,
} from '../rules/read-activity.ts';
import type { LeadChanged } from './capture-lead.ts';

export interface ContactLeadInput {
  readonly leadId: Id;
  /** What was done: the call, the letter. */
  readonly activity: DoneInput;
  /** What comes next. */
  readonly next?: PlannedInput | null;
}

/**
 * Somebody spoke or wrote to the lead: what was done is kept as an activity, and what comes next is
 * planned in the same act. Contacted again, it is CONTACTED still, and its history tells of both.
 */
export const contactLead = defineOperation({
  name: 'contactLead',
  permission: 'crm.work',
  async run(op, input: ContactLeadInput): Promise<LeadChanged & { activityId: Id }> {
    const lead = await lockDocument(op, leads, input.leadId, { what: 'Contacting this lead' });
    const state = requireTransition(leadStates, lead.state, 'contactLead');
    const faults: Fault[] = [];
    const { accountId: partyId, projectId } = lead;
    const about = { ...aboutNothing, leadId: lead.id, partyId, projectId };
    const reading = { about, owner: lead, faults, op };
    const done = readDone(input.activity, ['activity'], reading);
    const next = input.next == null ? [] : [readPlanned(input.next, ['next'], reading)];
    refuseIfAny(faults);
    await enterActivities(op, [done, ...next], ['activity']);
    const after = await changeLead(op, {
      before: lead,
      after: { state },
      event: crmEvents.leadContacted,
      reason: done.subject,
      always: true,
    });
    return { leadId: lead.id, version: after.version, activityId: done.id };
  },
});
