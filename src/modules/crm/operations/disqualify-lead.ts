import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable, readOptionalLine } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeLead, leads } from '../ledger/write-lead.ts';
import { loadEntryFacts } from '../queries/entry-facts.ts';
import { leadStates } from '../rules/lead-states.ts';
import { readReason } from '../rules/read-named.ts';
import type { LeadChanged } from './capture-lead.ts';

export interface DisqualifyLeadInput {
  readonly leadId: Id;
  /** A reason of the kind DISQUALIFIED. */
  readonly reasonId: Id;
  /** In words, for the history. */
  readonly note?: string | null;
}

/** Nothing will come of the lead, and the firm knows why. What was planned for it stays planned. */
export const disqualifyLead = defineOperation({
  name: 'disqualifyLead',
  permission: 'crm.work',
  async run(op, input: DisqualifyLeadInput): Promise<LeadChanged> {
    const lead = await lockDocument(op, leads, input.leadId, { what: 'Disqualifying this lead' });
    const state = requireTransition(leadStates, lead.state, 'disqualifyLead');
    const { reasons } = await loadEntryFacts(op, { reasonIds: askable([input.reasonId]) });
    const faults: Fault[] = [];
    const reasonId = readReason(reasons, input.reasonId, 'DISQUALIFIED', ['reasonId'], faults);
    const reason = readOptionalLine(input.note, 500, ['note'], faults);
    refuseIfAny(faults);
    const event = crmEvents.leadDisqualified;
    const after = await changeLead(op, { before: lead, after: { state, reasonId }, event, reason });
    return { leadId: lead.id, version: after.version };
  },
});
