import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable, readOwnId } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import {
  newOwner,
  type Customer,
  type Ownership,
  type SalespersonFacts,
} from '../../parties/index.ts';
import { lockCustomers, lockSalespeople } from '../../parties/verbs.ts';
import { fault, type Path } from '../errors.ts';
import { crmEvents } from '../events.ts';
import { loadEntryFacts, type EntryFacts } from '../queries/entry-facts.ts';
import { readLeadFacts, readUtm, searchKeys, type LeadInput } from '../rules/read-lead.ts';
import { readChoice, readParty, readProject } from '../rules/read-named.ts';
import type { LeadRecord } from '../rules/records.ts';
import { chooseOwners } from './choose-owners.ts';
import { announce } from './documents.ts';
import { requireSeenParties } from './require-seen.ts';
import { insertLeads, leads } from './write-lead.ts';

/** Where what is read goes on from. */
interface Reading {
  readonly facts: EntryFacts;
  readonly accounts: ReadonlyMap<Id, Customer>;
  readonly salespeople: ReadonlyMap<Id, SalespersonFacts>;
  readonly faults: Fault[];
}

/**
 * Captures leads: all of them, or a refusal that names every fault under `pathOf(index)`. The same
 * statements for one as for a thousand. Whoever may work on leads may capture them; who gives one
 * to somebody else by name needs `crm.assign` to reach them.
 */
export async function captureLeads(
  op: OperationContext,
  inputs: readonly LeadInput[],
  pathOf: (index: number) => Path,
): Promise<LeadRecord[]> {
  op.requireReach('crm.work', { ownerId: op.actorId }, 'Capturing leads');
  const salespeople = await lockSalespeople(op, [op.actorId, ...inputs.map((i) => i.ownerId)]);
  const accounts = await lockCustomers(
    op,
    inputs.map((input) => input.accountId),
  );
  const facts = await loadEntryFacts(op, {
    sources: inputs.map(({ leadSourceId }) => named(leadSourceId)),
    segments: inputs.flatMap(({ segmentId }) => (segmentId == null ? [] : [named(segmentId)])),
    projectIds: askable(inputs.map(({ projectId }) => projectId)),
  });
  const faults: Fault[] = [];
  const reading = { facts, accounts, salespeople, faults };
  const read = inputs.map((input, index) => readOne(op, input, pathOf(index), reading));
  refuseRepeated(read, pathOf, faults);
  refuseIfAny(faults);
  const rows = await giveByRule(op, inputs, read);
  const fresh = await refusingClashes({ lead_pkey: (id) => taken(id, read, pathOf) }, () =>
    insertLeads(op, rows),
  );
  for (const lead of fresh) announce(op, leads, crmEvents.leadCaptured, lead);
  return fresh;
}

/** Ids in small letters, codes in capitals: as the tables have them. */
const named = (text: string): string =>
  text.length === 36 ? text.toLowerCase() : text.toUpperCase();

function readOne(
  op: OperationContext,
  input: LeadInput,
  path: Path,
  { facts, accounts, salespeople, faults }: Reading,
): LeadRecord {
  const at = (name: keyof LeadInput): Path => [...path, name];
  const said = readLeadFacts(input, facts.country, path, faults);
  const { sources, segments, projects } = facts;
  const missing = 'LEAD_SOURCE_NOT_FOUND';
  const source = readChoice(sources, input.leadSourceId, missing, at('leadSourceId'), faults);
  const account = readParty(accounts, input.accountId, at('accountId'), faults);
  requireSeenParties(op, account);
  const segmentId = input.segmentId == null ? null : segments.get(named(input.segmentId));
  if (segmentId === undefined) {
    faults.push(fault('SEGMENT_NOT_FOUND', 'There is no such segment', at('segmentId')));
  }
  if (input.ownerId != null && input.assignByRule) {
    const message = 'Either somebody by name or somebody by rule';
    faults.push(fault('OWNER_CONTRADICTED', message, at('ownerId')));
  }
  const asked = { ownerId: input.ownerId, actorId: op.actorId, customer: account };
  const owner = input.assignByRule
    ? { ownerId: null, teamId: null }
    : newOwner(salespeople, asked, at('ownerId'), faults);
  if (input.ownerId != null) requireMayGive(op, owner);
  return {
    id: readOwnId(input.id, op.newId, at('id'), faults),
    number: '',
    state: owner.ownerId === null ? 'NEW' : 'ASSIGNED',
    ...said,
    ...searchKeys(said),
    utm: readUtm(input.utm, at('utm'), faults),
    leadSourceId: source?.id ?? '',
    segmentId: segmentId ?? null,
    projectId: readProject(projects, input.projectId, at('projectId'), faults)?.id ?? null,
    ...{ reasonId: null, duplicateOfId: null, contactId: null },
    accountId: account?.id ?? null,
    ...owner,
    createdAt: op.now,
    createdBy: op.actorId,
    version: 1,
  };
}

/** To give something to oneself needs nothing more. */
export function requireMayGive(op: OperationContext, { ownerId, teamId }: Ownership): void {
  if (ownerId === null || ownerId === op.actorId) return;
  const unitIds = teamId === null ? [] : [teamId];
  op.requireReach('crm.assign', { ownerId, unitIds }, 'Giving it to somebody else');
}

async function giveByRule(
  op: OperationContext,
  inputs: readonly LeadInput[],
  rows: readonly LeadRecord[],
): Promise<LeadRecord[]> {
  const wanted = rows.filter((_, index) => inputs[index]?.assignByRule);
  const owners = await chooseOwners(op, wanted);
  return rows.map((lead) => {
    const owner = owners.get(lead.id);
    return owner ? { ...lead, ...owner, state: 'ASSIGNED' } : lead;
  });
}

function refuseRepeated(
  rows: readonly LeadRecord[],
  pathOf: (index: number) => Path,
  faults: Fault[],
): void {
  const seen = new Set<Id>();
  for (const [index, { id }] of rows.entries()) {
    const message = 'Another lead of these has this id';
    if (seen.has(id)) faults.push(fault('ID_REPEATED', message, [...pathOf(index), 'id']));
    seen.add(id);
  }
}

function taken(id: string, rows: readonly LeadRecord[], pathOf: (index: number) => Path): Fault {
  const index = rows.findIndex((row) => row.id === id);
  return fault('ID_TAKEN', 'Another lead has this id', [...pathOf(Math.max(index, 0)), 'id']);
}
