import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOptionalLine } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeLead, leads } from '../ledger/write-lead.ts';
import { leadStates } from '../rules/lead-states.ts';
import type { LeadChanged } from './capture-lead.ts';

/**
 * A lead that was disqualified, or taken for a duplicate, is worked on again: ASSIGNED to who had
 * it, or NEW where nobody has.
 */
export const reopenLead = defineOperation({
  name: 'reopenLead',
  permission: 'crm.work',
  async run(op, input: { leadId: Id; reason?: string | null }): Promise<LeadChanged> {
    const lead = await lockDocument(op, leads, input.leadId, { what: 'Reopening this lead' });
    const assigned = requireTransition(leadStates, lead.state, 'reopenLead');
    const faults: Fault[] = [];
    const reason = readOptionalLine(input.reason, 500, ['reason'], faults);
    refuseIfAny(faults);
    const state = lead.ownerId === null ? 'NEW' : assigned;
    const after = await changeLead(op, {
      before: lead,
      after: { state, reasonId: null, duplicateOfId: null },
      event: crmEvents.leadReopened,
      reason,
    });
    return { leadId: lead.id, version: after.version };
  },
});
