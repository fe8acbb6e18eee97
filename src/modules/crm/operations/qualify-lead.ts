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

/** The lead is worth an opportunity: `convertLead` makes it one. */
export const qualifyLead = defineOperation({
  name: 'qualifyLead',
  permission: 'crm.work',
  async run(op, input: { leadId: Id; reason?: string | null }): Promise<LeadChanged> {
    const lead = await lockDocument(op, leads, input.leadId, { what: 'Qualifying this lead' });
    const state = requireTransition(leadStates, lead.state, 'qualifyLead');
    const faults: Fault[] = [];
    const reason = readOptionalLine(input.reason, 500, ['reason'], faults);
    refuseIfAny(faults);
    const event = crmEvents.leadQualified;
    const after = await changeLead(op, { before: lead, after: { state }, event, reason });
    return { leadId: lead.id, version: after.version };
  },
});
