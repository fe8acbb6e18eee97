import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readDay, readLine, readOwnId } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Ownership } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { crmEvents } from '../events.ts';
import type { EntryFacts } from '../queries/entry-facts.ts';
import { chancesIn } from '../rules/forecast.ts';
import type { StageForecast } from '../rules/kinds.ts';
import { readChoice, readProject } from '../rules/read-named.ts';
import type { OpportunityRecord } from '../rules/records.ts';
import { announce } from './documents.ts';
import { readExpected } from './expected-amount.ts';
import { insertOpportunity, opportunities } from './write-opportunity.ts';

/** What a customer may buy, as somebody states it. */
export interface OpportunityFactsInput {
  /** Made by the client, or absent. */
  readonly id?: Id | null;
  readonly title: string;
  readonly projectId?: Id | null;
  /** The first, if not said. */
  readonly stageId?: Id | null;
  /** The firm's own, if not said. */
  readonly currency?: string | null;
  readonly expectedAmount?: string | null;
  /** The stage's, if not said. */
  readonly probability?: number | null;
  readonly forecastCategory?: StageForecast | null;
  readonly expectedCloseOn?: string | null;
}

/** Whose it is, and where it comes from. */
export interface OpportunityRoots extends Ownership {
  readonly accountId: Id;
  readonly contactId: Id | null;
  readonly leadId: Id | null;
}

/** The opportunity that was stated; where faults are added, it is not to be kept. */
export async function readOpportunity(
  op: OperationContext,
  input: OpportunityFactsInput,
  { accountId, contactId, leadId, ownerId, teamId }: OpportunityRoots,
  facts: EntryFacts,
  faults: Fault[],
): Promise<OpportunityRecord> {
  const stages = new Map(facts.stages.map((stage) => [stage.id, stage]));
  const first = facts.stages.find(({ active }) => active)?.id ?? 'stage at all';
  const missing = 'OPPORTUNITY_STAGE_NOT_FOUND';
  const stage = readChoice(stages, input.stageId ?? first, missing, ['stageId'], faults);
  const currency = (input.currency ?? facts.currency).toUpperCase();
  return {
    id: readOwnId(input.id, op.newId, ['id'], faults),
    number: '',
    state: 'OPEN',
    title: readLine(input.title, 200, ['title'], faults),
    stageId: stage?.id ?? '',
    ...{ accountId, contactId, leadId, ownerId, teamId },
    projectId: readProject(facts.projects, input.projectId, ['projectId'], faults)?.id ?? null,
    currency,
    ...(await readExpected(op, input.expectedAmount, { currency, own: facts.currency }, faults)),
    ...chancesIn(stage ?? { probability: 0, forecastCategory: 'PIPELINE' }, input, faults),
    expectedCloseOn: readDay(input.expectedCloseOn, ['expectedCloseOn'], faults),
    ...{ reasonId: null, competitor: null, wonByKind: null, wonById: null },
    ...{ wonWithoutOrder: null, closedAt: null },
    createdAt: op.now,
    createdBy: op.actorId,
    version: 1,
  };
}

/** Writes it, with the first entry of its history, and tells of it. */
export async function openOpportunity(
  op: OperationContext,
  row: OpportunityRecord,
): Promise<OpportunityRecord> {
  const taken = () => fault('ID_TAKEN', 'Another opportunity has this id', ['id']);
  const opportunity = await refusingClashes({ opportunity_pkey: taken }, () =>
    insertOpportunity(op, row),
  );
  announce(op, opportunities, crmEvents.opportunityCreated, opportunity);
  return opportunity;
}
