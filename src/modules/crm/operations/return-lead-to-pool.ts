import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeLead, leads } from '../ledger/write-lead.ts';
import { leadStates } from '../rules/lead-states.ts';
import type { LeadChanged } from './capture-lead.ts';

/** Who has a lead gives it back: it is nobody's, in the pool of the team, until it is assigned. */
export const returnLeadToPool = defineOperation({
  name: 'returnLeadToPool',
  permission: 'crm.work',
  async run(op, input: { leadId: Id; reason: string }): Promise<LeadChanged> {
    const lead = await lockDocument(op, leads, input.leadId, { what: 'Giving this lead back' });
    const state = requireTransition(leadStates, lead.state, 'returnLeadToPool');
    const faults: Fault[] = [];
    const reason = readLine(input.reason, 500, ['reason'], faults);
    refuseIfAny(faults);
    const after = { state, ownerId: null };
    const event = crmEvents.leadReturned;
    const { version } = await changeLead(op, { before: lead, after, event, reason });
    return { leadId: lead.id, version };
  },
});
