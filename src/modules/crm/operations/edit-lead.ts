import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeLead, leads } from '../ledger/write-lead.ts';
import { loadEntryFacts } from '../queries/entry-facts.ts';
import { leadStates } from '../rules/lead-states.ts';
import { readLeadFacts, searchKeys, type LeadFactsInput } from '../rules/read-lead.ts';
import { readProject } from '../rules/read-named.ts';
import type { LeadChanged } from './capture-lead.ts';

export interface EditLeadInput extends Partial<LeadFactsInput> {
  readonly leadId: Id;
  readonly expectedVersion: number;
  readonly segmentId?: Id | null;
  readonly projectId?: Id | null;
  /** Each clears what it names. */
  readonly withoutCompanyName?: boolean | null;
  readonly withoutPersonName?: boolean | null;
  readonly withoutPhone?: boolean | null;
  readonly withoutEmail?: boolean | null;
  readonly withoutTaxId?: boolean | null;
  readonly withoutCity?: boolean | null;
  readonly withoutNote?: boolean | null;
  readonly withoutSegment?: boolean | null;
  readonly withoutProject?: boolean | null;
}

/**
 * What is known of a lead changes. Where it came from stays: source and UTM are kept for ever.
 * What is not said stays.
 */
export const editLead = defineOperation({
  name: 'editLead',
  permission: 'crm.work',
  async run(op, input: EditLeadInput): Promise<LeadChanged> {
    const { expectedVersion } = input;
    const lead = await lockDocument(op, leads, input.leadId, {
      what: 'Editing this lead',
      expectedVersion,
    });
    requireTransition(leadStates, lead.state, 'editLead');
    const { segments, projects, country } = await loadEntryFacts(op, {
      segments: askable([input.segmentId]),
      projectIds: askable([input.projectId]),
      ownProjectId: lead.projectId,
    });
    const faults: Fault[] = [];
    const pick = (said: string | null | undefined, before: string | null, without: unknown) =>
      without === true ? null : (said ?? before);
    const facts = readLeadFacts(
      {
        subject: input.subject ?? lead.subject,
        companyName: pick(input.companyName, lead.companyName, input.withoutCompanyName),
        personName: pick(input.personName, lead.personName, input.withoutPersonName),
        phone: pick(input.phone, lead.phone, input.withoutPhone),
        email: pick(input.email, lead.email, input.withoutEmail),
        taxId: pick(input.taxId, lead.taxId, input.withoutTaxId),
        city: pick(input.city, lead.city, input.withoutCity),
        note: pick(input.note, lead.note, input.withoutNote),
      },
      country,
      [],
      faults,
    );
    const segmentId = input.segmentId == null ? null : segments.get(input.segmentId.toLowerCase());
    if (segmentId === undefined) {
      faults.push(fault('SEGMENT_NOT_FOUND', 'There is no such segment', ['segmentId']));
    }
    const project = readProject(projects, input.projectId, ['projectId'], faults);
    refuseIfAny(faults);
    const { id, version } = await changeLead(op, {
      before: lead,
      after: {
        ...facts,
        ...searchKeys(facts),
        segmentId: pick(segmentId, lead.segmentId, input.withoutSegment),
        projectId: pick(project?.id, lead.projectId, input.withoutProject),
      },
      event: crmEvents.leadEdited,
    });
    return { leadId: id, version };
  },
});
