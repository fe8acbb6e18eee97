import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { newOwner } from '../../parties/index.ts';
import { lockCustomers, lockSalespeople } from '../../parties/verbs.ts';
import { requireMayGive } from '../ledger/capture-leads.ts';
import {
  openOpportunity,
  readOpportunity,
  type OpportunityFactsInput,
} from '../ledger/open-opportunity.ts';
import { requireSeenParties } from '../ledger/require-seen.ts';
import { loadEntryFacts } from '../queries/entry-facts.ts';
import { readParty } from '../rules/read-named.ts';

export interface CreateOpportunityInput extends OpportunityFactsInput {
  /** Who may buy. */
  readonly accountId: Id;
  /** Whom one speaks with. */
  readonly contactId?: Id | null;
  /** Who works on it; else who enters it, if a salesperson, else who looks after the account. */
  readonly ownerId?: Id | null;
}

/** What each act on an opportunity answers. */
export interface OpportunityChanged {
  readonly opportunityId: Id;
  readonly version: number;
}

/** A customer, or somebody who may become one, may buy something: it enters the pipeline. */
export const createOpportunity = defineOperation({
  name: 'createOpportunity',
  permission: 'crm.work',
  async run(
    op,
    input: CreateOpportunityInput,
  ): Promise<OpportunityChanged & { readonly number: string }> {
    op.requireReach('crm.work', { ownerId: op.actorId }, 'Entering opportunities');
    const salespeople = await lockSalespeople(op, [op.actorId, input.ownerId]);
    const parties = await lockCustomers(op, [input.accountId, input.contactId]);
    const facts = await loadEntryFacts(op, { projectIds: askable([input.projectId]) });
    const faults: Fault[] = [];
    const account = readParty(parties, input.accountId, ['accountId'], faults);
    const contact = readParty(parties, input.contactId, ['contactId'], faults);
    requireSeenParties(op, account, contact);
    const asked = { ownerId: input.ownerId, actorId: op.actorId, customer: account };
    const owner = newOwner(salespeople, asked, ['ownerId'], faults);
    if (input.ownerId != null) requireMayGive(op, owner);
    const roots = {
      accountId: account?.id ?? '',
      contactId: contact?.id ?? null,
      leadId: null,
      ...owner,
    };
    const read = await readOpportunity(op, input, roots, facts, faults);
    refuseIfAny(faults);
    const { id: opportunityId, number, version } = await openOpportunity(op, read);
    return { opportunityId, number, version };
  },
});
