import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { findPossibleDuplicates, type PossibleDuplicate } from '../../parties/index.ts';
import { captureLeads } from '../ledger/capture-leads.ts';
import { findSimilarLeads, type SimilarLead } from '../queries/similar-leads.ts';
import type { LeadInput } from '../rules/read-lead.ts';
import type { LeadRecord } from '../rules/records.ts';

/** What each act on a lead answers. */
export interface LeadChanged {
  readonly leadId: Id;
  readonly version: number;
}

export interface LeadCaptured extends LeadChanged {
  readonly number: string;
  /** Who may be the same. They stand in nobody's way. */
  readonly similarLeads: readonly SimilarLead[];
  readonly possibleParties: readonly PossibleDuplicate[];
}

/**
 * Somebody asked: by telephone, on a fair, over the web. It belongs to who is named, else to who
 * captures it, if a salesperson, else to who looks after the account; of nobody, it waits in the
 * pool. Who may be the same, among leads and parties, is answered and refuses nothing.
 */
export const captureLead = defineOperation({
  name: 'captureLead',
  permission: 'crm.work',
  async run(op, input: LeadInput): Promise<LeadCaptured> {
    const [lead] = await captureLeads(op, [input], () => []);
    if (!lead) throw new Error('one lead was captured, none came back');
    const similar = await findSimilarLeads(op, [lead]);
    const known = lead.accountId === null ? [] : [lead.accountId];
    return {
      leadId: lead.id,
      version: lead.version,
      number: lead.number,
      similarLeads: similar.get(lead.id) ?? [],
      possibleParties: await findPossibleDuplicates(op, op.viewer, [probeOfLead(lead)], known),
    };
  },
});

/** A lead as parties compare who is entered. */
const probeOfLead = ({ companyName, nameKey, phoneKey, emailKey, taxIdKey }: LeadRecord) => ({
  nameKey,
  kind: companyName === null ? ('PERSON' as const) : ('COMPANY' as const),
  points: [phoneKey, emailKey].filter((key) => key !== null),
  taxIds: taxIdKey === null ? [] : [taxIdKey],
});
