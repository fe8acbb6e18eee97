import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { enterAccount, type AccountAndContact } from '../ledger/enter-account.ts';
import {
  openOpportunity,
  readOpportunity,
  type OpportunityFactsInput,
} from '../ledger/open-opportunity.ts';
import { requireSeenParties } from '../ledger/require-seen.ts';
import { relinkActivities } from '../ledger/write-activity.ts';
import { changeLead, leads } from '../ledger/write-lead.ts';
import { loadEntryFacts } from '../queries/entry-facts.ts';
import { lookAt } from '../queries/subjects.ts';
import { leadStates } from '../rules/lead-states.ts';
import { readParty } from '../rules/read-named.ts';
import type { LeadRecord } from '../rules/records.ts';
import type { LeadChanged } from './capture-lead.ts';

export interface ConvertLeadInput {
  readonly leadId: Id;
  /** Who it is, when it is somebody known; else a party is entered. */
  readonly accountId?: Id | null;
  /** The person one speaks with, when known; else the lead's person is entered. */
  readonly contactId?: Id | null;
  /** What may be bought; its title is the lead's subject, if not said. */
  readonly opportunity?: Partial<OpportunityFactsInput> | null;
}

export interface LeadConverted extends LeadChanged {
  readonly accountId: Id;
  readonly contactId: Id | null;
  readonly opportunityId: Id;
}

const findOpportunity = statement(
  'crm_opportunity_of_lead',
  `select id from opportunity where lead_id = $1 and state <> 'WITHDRAWN'`,
);

/**
 * A qualified lead becomes an account, a contact and an opportunity, entered or linked, in one act;
 * its activities are theirs as well, and all three remember the lead. Converted a second time, with
 * a key or without, it answers what it became the first time.
 */
export const convertLead = defineOperation({
  name: 'convertLead',
  permission: 'crm.work',
  async run(op, input: ConvertLeadInput): Promise<LeadConverted> {
    const look = isId(input.leadId) ? await lookAt(op, 'lead', input.leadId) : null;
    const parties = await lockCustomers(op, [input.accountId, input.contactId, look?.partyId]);
    const lead = await lockDocument(op, leads, input.leadId, { what: 'Converting this lead' });
    if (lead.state === 'CONVERTED') return firstResult(op, lead);
    const state = requireTransition(leadStates, lead.state, 'convertLead');
    const asked = {
      ...input.opportunity,
      projectId: input.opportunity?.projectId ?? lead.projectId,
    };
    const facts = await loadEntryFacts(op, {
      projectIds: askable([asked.projectId]),
      ownProjectId: lead.projectId,
    });
    const faults: Fault[] = [];
    const known = {
      account: readParty(parties, input.accountId ?? look?.partyId, ['accountId'], faults),
      contact: readParty(parties, input.contactId, ['contactId'], faults),
    };
    // Who the lead is already, whoever said so, is named by the lead.
    requireSeenParties(op, input.accountId == null ? null : known.account, known.contact);
    const { ownerId, teamId } = lead;
    const roots = { accountId: '', contactId: null, leadId: lead.id, ownerId, teamId };
    const title = asked.title ?? lead.subject;
    const gathered: Fault[] = [];
    const read = await readOpportunity(op, { ...asked, title }, roots, facts, gathered);
    faults.push(...gathered.map((one) => ({ ...one, path: ['opportunity', ...one.path] })));
    const { accountId, contactId } = await enterGathering(op, lead, known, faults);
    refuseIfAny(faults);
    const opportunity = await openOpportunity(op, { ...read, accountId, contactId });
    const opportunityId = opportunity.id;
    await relinkActivities(op, lead.id, { partyId: accountId, opportunityId });
    const after = await changeLead(op, {
      before: lead,
      after: { state, accountId, contactId },
      event: crmEvents.leadConverted,
    });
    return { leadId: lead.id, version: after.version, accountId, contactId, opportunityId };
  },
});

async function firstResult(op: OperationContext, lead: LeadRecord): Promise<LeadConverted> {
  const [opportunity] = await op.query<{ id: Id }>(findOpportunity, [lead.id]);
  const { id: leadId, version, accountId, contactId } = lead;
  if (!opportunity || accountId === null) throw new Error(`${lead.number} became nothing`);
  return { leadId, version, accountId, contactId, opportunityId: opportunity.id };
}

/** What parties refuses is told with all else that is wrong. */
async function enterGathering(
  op: OperationContext,
  lead: LeadRecord,
  known: Parameters<typeof enterAccount>[2],
  faults: Fault[],
): Promise<AccountAndContact> {
  try {
    return await enterAccount(op, lead, known);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    faults.push(...error.faults);
    return { accountId: '', contactId: null };
  }
}
