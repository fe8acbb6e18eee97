import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOptionalLine } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { newOwner, type Ownership } from '../../parties/index.ts';
import { lockSalespeople } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { crmEvents } from '../events.ts';
import { requireMayGive } from '../ledger/capture-leads.ts';
import { chooseOwners } from '../ledger/choose-owners.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeLead, leads } from '../ledger/write-lead.ts';
import { leadStates } from '../rules/lead-states.ts';
import type { LeadRecord } from '../rules/records.ts';
import type { LeadChanged } from './capture-lead.ts';

export interface AssignLeadInput {
  readonly leadId: Id;
  /** Whom it is given to; or by rule: segment, weight, presence, capacity. */
  readonly ownerId?: Id | null;
  readonly byRule?: boolean | null;
  /** In words, for the history. */
  readonly reason?: string | null;
}

/**
 * The lead is given to a person by name, or to one whom the rule chooses. As far as it has come it
 * stays: a contacted lead of somebody else is contacted still. Every change of owner is in its
 * history, with the reason.
 */
export const assignLead = defineOperation({
  name: 'assignLead',
  permission: 'crm.assign',
  async run(op, input: AssignLeadInput): Promise<LeadChanged & { ownerId: Id | null }> {
    const byRule = input.byRule === true;
    if (byRule === (input.ownerId != null)) {
      const message = 'Say either whom it is given to, or that the rule decides';
      throw new DomainError([fault('OWNER_CONTRADICTED', message, ['ownerId'])]);
    }
    const salespeople = await lockSalespeople(op, [input.ownerId]);
    const wanted = { permission: 'crm.assign', what: 'Assigning this lead' };
    const lead = await lockDocument(op, leads, input.leadId, wanted);
    const assigned = requireTransition(leadStates, lead.state, 'assignLead');
    const faults: Fault[] = [];
    const reason = readOptionalLine(input.reason, 500, ['reason'], faults);
    const asked = { ownerId: input.ownerId, actorId: null };
    const named = byRule ? null : newOwner(salespeople, asked, ['ownerId'], faults);
    refuseIfAny(faults);
    const owner = named ?? (await chosen(op, lead));
    if (named) requireMayGive(op, named);
    const after = await changeLead(op, {
      before: lead,
      after: { ...owner, state: lead.state === 'NEW' ? assigned : lead.state },
      event: crmEvents.leadAssigned,
      reason: reason ?? (byRule ? 'By rule' : null),
    });
    return { leadId: lead.id, version: after.version, ownerId: after.ownerId };
  },
});

async function chosen(op: OperationContext, lead: LeadRecord): Promise<Ownership> {
  const owner = (await chooseOwners(op, [lead])).get(lead.id);
  const message = 'Nobody who is there takes another lead of this segment';
  return owner ?? refuse('NOBODY_TO_ASSIGN', message, ['byRule']);
}
