import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { actorReaches } from '../../../platform/identity/index.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { newOwner, type Ownership } from '../../parties/index.ts';
import { lockCustomers, lockSalespeople } from '../../parties/verbs.ts';
import { fault, type CrmErrorCode } from '../errors.ts';
import {
  lookAt,
  lookAtDocument,
  share,
  type Subject,
  type SubjectKind,
} from '../queries/subjects.ts';
import { aboutNothing, type About } from '../rules/read-activity.ts';
import { readParty } from '../rules/read-named.ts';
import type { TimelineSource } from '../rules/timeline-source.ts';
import { requireMayGive } from './capture-leads.ts';
import { requireSeen } from './require-seen.ts';

/** What an activity is about: one of these at least. */
export interface AboutInput {
  readonly partyId?: Id | null;
  readonly leadId?: Id | null;
  readonly opportunityId?: Id | null;
  readonly projectId?: Id | null;
  /** Any other document, e.g. SALES_ORDER, and its id. */
  readonly documentKind?: string | null;
  readonly documentId?: Id | null;
  /** Who does it, or did; else who says so, if a salesperson, else who has what it is about. */
  readonly ownerId?: Id | null;
}

export interface Subjects {
  readonly about: About;
  readonly owner: Ownership;
}

const missing: Readonly<Record<SubjectKind, CrmErrorCode>> = {
  lead: 'LEAD_NOT_FOUND',
  opportunity: 'OPPORTUNITY_NOT_FOUND',
  project: 'PROJECT_NOT_FOUND',
};
const kinds = ['lead', 'opportunity', 'project'] as const;

/**
 * What an activity is about, locked so that it does not change meanwhile: first parties, then
 * leads, opportunities and projects. Each must be within reach; a project that is not is as good as
 * none. The party of an activity is the one that is named, else that of what it is about, so that
 * it shows on the timeline.
 */
export async function lockSubjects(
  op: OperationContext,
  input: AboutInput,
  sources: readonly TimelineSource[],
): Promise<Subjects> {
  const faults: Fault[] = [];
  const salespeople = await lockSalespeople(op, [op.actorId, input.ownerId]);
  const document = await findDocument(op, input, sources);
  const first = await eachOf(input, (kind, id) => lookAt(op, kind, id));
  const parties = await lockCustomers(op, [
    input.partyId,
    document?.partyId,
    ...first.map(([, subject]) => subject?.partyId),
  ]);
  const found = await eachOf(input, (kind, id) => share(op, kind, id));
  for (const [kind, subject] of found) {
    if (!subject || (kind === 'project' && !actorReaches(op.viewer, 'crm.read', subject))) {
      faults.push(fault(missing[kind], `There is no such ${kind}`, [`${kind}Id`]));
    } else requireSeen(op, 'crm.read', subject);
  }
  const named = readParty(parties, input.partyId, ['partyId'], faults);
  if (named) requireSeen(op, 'parties.read', named);
  const of = Object.fromEntries(found) as Partial<Record<SubjectKind, Subject | null>>;
  const closest = of.lead ?? of.opportunity ?? document ?? of.project ?? null;
  if (!closest && !named && faults.length === 0) {
    const message = 'Say with whom or about what: a party, a lead, an opportunity …';
    faults.push(fault('ACTIVITY_ABOUT_NOTHING', message, ['partyId']));
  }
  const asked = { ownerId: input.ownerId, actorId: op.actorId, customer: closest ?? named };
  const owner = newOwner(salespeople, asked, ['ownerId'], faults);
  refuseIfAny(faults);
  if (input.ownerId != null) requireMayGive(op, owner);
  const partyId = closest?.partyId ?? null;
  return {
    about: {
      ...aboutNothing,
      partyId: named?.id ?? (partyId === null ? null : (parties.get(partyId)?.id ?? partyId)),
      leadId: of.lead?.id ?? null,
      opportunityId: of.lead?.opportunityId ?? of.opportunity?.id ?? null,
      projectId: of.project?.id ?? closest?.projectId ?? null,
      documentKind: document ? (input.documentKind ?? null) : null,
      documentId: document?.id ?? null,
    },
    owner,
  };
}

/** One after the other, in the order of their locks. */
async function eachOf(
  input: AboutInput,
  find: (kind: SubjectKind, id: Id) => Promise<Subject | null>,
): Promise<[SubjectKind, Subject | null][]> {
  const found: [SubjectKind, Subject | null][] = [];
  for (const kind of kinds) {
    const id = input[`${kind}Id`];
    if (id != null) found.push([kind, isId(id) ? await find(kind, id.toLowerCase()) : null]);
  }
  return found;
}

async function findDocument(
  op: OperationContext,
  { documentKind, documentId }: AboutInput,
  sources: readonly TimelineSource[],
): Promise<Subject | null> {
  if (documentKind == null && documentId == null) return null;
  const source = sources.find(({ kind }) => kind === documentKind);
  const known = documentId != null && isId(documentId);
  const document = source && known ? await lookAtDocument(op, source, documentId) : null;
  if (!source || !document) {
    return refuse('DOCUMENT_NOT_FOUND', 'There is no such document', ['documentId']);
  }
  requireSeen(op, source.permission, document);
  return document;
}
