import { DomainError, refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeLead, leads } from '../ledger/write-lead.ts';
import { leadStates, type LeadState } from '../rules/lead-states.ts';
import type { LeadChanged } from './capture-lead.ts';

export interface MarkLeadDuplicateInput {
  readonly leadId: Id;
  /** The lead that was there already. */
  readonly duplicateOfId: Id;
}

// With what the other is a duplicate of, and what are duplicates of the one.
const lockAll = statement(
  'crm_lock_duplicate_leads',
  `select id, state, duplicate_of_id as "duplicateOfId" from lead
   where id = any($1::uuid[]) or duplicate_of_id = $2
      or id = (select duplicate_of_id from lead where id = $3)
   order by id for no key update`,
);

const follow = statement(
  'crm_follow_duplicate_leads',
  `update lead set duplicate_of_id = $2, version = version + 1 where duplicate_of_id = $1`,
);

interface Row {
  readonly id: Id;
  readonly state: LeadState;
  readonly duplicateOfId: Id | null;
}

/**
 * The lead is one that was there already: work goes on there. A duplicate of a duplicate is one of
 * the lead behind it, and what were duplicates of this one follow it, so that nobody has to
 * walk along a chain. All are locked in the order of their ids, so that no two leads become
 * duplicates of each other.
 */
export const markLeadDuplicate = defineOperation({
  name: 'markLeadDuplicate',
  permission: 'crm.work',
  async run(op, input: MarkLeadDuplicateInput): Promise<LeadChanged> {
    const [leadId, otherId] = [input.leadId, input.duplicateOfId].map((id) => askable([id])[0]);
    const values = [askable([leadId, otherId]), leadId ?? null, otherId ?? null];
    const rows = await op.query<Row>(lockAll, values);
    const lead = await lockDocument(op, leads, input.leadId, { what: 'Marking this lead' });
    const state = requireTransition(leadStates, lead.state, 'markLeadDuplicate');
    const other = rows.find(({ id }) => id === otherId);
    const path = ['duplicateOfId'];
    if (!other) return refuse('LEAD_NOT_FOUND', 'There is no such lead', path);
    const duplicateOfId = other.duplicateOfId ?? other.id;
    if (duplicateOfId === lead.id) {
      const message = 'A lead is no duplicate of itself';
      throw new DomainError([fault('DUPLICATE_OF_ITSELF', message, path)]);
    }
    await op.query(follow, [lead.id, duplicateOfId]);
    const event = crmEvents.leadMarkedDuplicate;
    const after = await changeLead(op, { before: lead, after: { state, duplicateOfId }, event });
    return { leadId: lead.id, version: after.version };
  },
});
