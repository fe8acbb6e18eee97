import { compareDecimals } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable, readDay, readLine, readOptionalLine } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { readExpected } from '../ledger/expected-amount.ts';
import { requireSeenParties } from '../ledger/require-seen.ts';
import { changeOpportunity, opportunities } from '../ledger/write-opportunity.ts';
import { loadEntryFacts, type EntryFacts } from '../queries/entry-facts.ts';
import { nothingExpected, type ExpectedAmount } from '../rules/forecast.ts';
import type { StageForecast } from '../rules/kinds.ts';
import { opportunityStates } from '../rules/opportunity-states.ts';
import { edited, readPercent } from '../rules/read-input.ts';
import { readParty, readProject } from '../rules/read-named.ts';
import type { OpportunityRecord } from '../rules/records.ts';
import type { OpportunityChanged } from './create-opportunity.ts';

export interface EditOpportunityInput {
  readonly opportunityId: Id;
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly title?: string | null;
  readonly contactId?: Id | null;
  readonly projectId?: Id | null;
  readonly currency?: string | null;
  readonly expectedAmount?: string | null;
  readonly probability?: number | null;
  readonly forecastCategory?: StageForecast | null;
  readonly expectedCloseOn?: string | null;
  readonly competitor?: string | null;
  /** Each clears what it names. */
  readonly withoutContact?: boolean | null;
  readonly withoutProject?: boolean | null;
  readonly withoutExpectedAmount?: boolean | null;
  readonly withoutExpectedCloseOn?: boolean | null;
  readonly withoutCompetitor?: boolean | null;
}

/**
 * What may be bought, when and for how much is known better. Another amount or currency is turned
 * into the firm's at today's rate. What is not said stays.
 */
export const editOpportunity = defineOperation({
  name: 'editOpportunity',
  permission: 'crm.work',
  async run(op, input: EditOpportunityInput): Promise<OpportunityChanged> {
    const parties = await lockCustomers(op, [input.contactId]);
    const before = await lockDocument(op, opportunities, input.opportunityId, {
      what: 'Editing this opportunity',
      expectedVersion: input.expectedVersion,
    });
    requireTransition(opportunityStates, before.state, 'editOpportunity');
    const facts = await loadEntryFacts(op, {
      projectIds: askable([input.projectId]),
      ownProjectId: before.projectId,
    });
    const faults: Fault[] = [];
    const contact = readParty(parties, input.contactId, ['contactId'], faults);
    requireSeenParties(op, contact);
    const project = readProject(facts.projects, input.projectId, ['projectId'], faults);
    const closeOn = readDay(input.expectedCloseOn, ['expectedCloseOn'], faults);
    const competitor = readOptionalLine(input.competitor, 200, ['competitor'], faults);
    const without = input.withoutExpectedCloseOn;
    const after = {
      title: readLine(input.title ?? before.title, 200, ['title'], faults),
      contactId: edited(before.contactId, { value: contact?.id, without: input.withoutContact }),
      projectId: edited(before.projectId, { value: project?.id, without: input.withoutProject }),
      ...(await amountsOf(op, before, input, facts, faults)),
      probability: readPercent(input.probability ?? before.probability, ['probability'], faults),
      forecastCategory: input.forecastCategory ?? before.forecastCategory,
      expectedCloseOn: edited(before.expectedCloseOn, { value: closeOn, without }),
      competitor: edited(before.competitor, {
        value: competitor,
        without: input.withoutCompetitor,
      }),
    };
    refuseIfAny(faults);
    const event = crmEvents.opportunityEdited;
    const { version } = await changeOpportunity(op, { before, after, event });
    return { opportunityId: before.id, version };
  },
});

async function amountsOf(
  op: OperationContext,
  before: OpportunityRecord,
  input: EditOpportunityInput,
  facts: EntryFacts,
  faults: Fault[],
): Promise<Partial<ExpectedAmount> & { currency: string }> {
  const currency = (input.currency ?? before.currency).toUpperCase();
  if (input.withoutExpectedAmount) {
    const message = 'Either an amount or none';
    if (input.expectedAmount != null) {
      faults.push(fault('AMOUNT_CONTRADICTED', message, ['expectedAmount']));
    }
    return { currency, ...nothingExpected };
  }
  const isOther = currency !== before.currency;
  if (input.expectedAmount == null) {
    if (isOther && before.expectedAmount !== null) {
      const message = `Say how much it is in ${currency}`;
      faults.push(fault('AMOUNT_NEEDED', message, ['expectedAmount']));
    }
    return { currency };
  }
  const own = facts.currency;
  const expected = await readExpected(op, input.expectedAmount, { currency, own }, faults);
  const isSame = !isOther && sameAmount(expected.expectedAmount, before.expectedAmount);
  // Said again as it was, it keeps the rate of its day.
  return isSame ? { currency } : { currency, ...expected };
}

const sameAmount = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && compareDecimals(a, b) === 0;
