import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { actorReaches } from '../../../platform/identity/index.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { lockOpportunities } from '../../crm/verbs.ts';
import { readCustomer, type Customer } from '../../parties/index.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { quoteEvents } from '../quote-events.ts';
import { loadQuoteEntryFacts, type QuoteEntryFacts } from '../queries/quote-entry-facts.ts';
import { quoteClashes } from '../rules/quote-clashes.ts';
import type { QuoteContent } from '../rules/quote-content.ts';
import type { QuoteChanged, QuoteHeadInput } from '../rules/quote-terms.ts';
import { readPayment } from '../rules/read-payment.ts';
import { announceQuote } from './announce-quote.ts';
import { insertQuote, insertRevision, type QuoteHead } from './write-quote.ts';

/** Who and what a quote is for, and what it is held to. */
export interface QuoteEntry {
  readonly customer: Customer | null;
  readonly head: Omit<QuoteHead, 'customerKey'>;
  readonly facts: QuoteEntryFacts;
}

/** What it names beside its head, and the project that it names already. */
interface QuoteNames {
  readonly warehouseIds?: readonly (Id | null | undefined)[];
  readonly ownProjectId?: Id | null;
  readonly paymentTermsId?: Id | null | undefined;
}

/**
 * Takes hold of who and what a quote names, so that no merge or withdrawal takes it away until the
 * act ends, and reads what else it goes by. Faults where it names nobody, or nothing of this
 * customer; Forbidden where the customer is out of reach. The quote is of the salesperson who
 * writes it, else of who looks after the customer.
 */
export async function readQuoteEntry(
  op: OperationContext,
  input: QuoteHeadInput,
  { warehouseIds = [], ownProjectId = null, paymentTermsId }: QuoteNames,
  faults: Fault[],
): Promise<QuoteEntry> {
  const locked = await lockCustomers(op, [input.customerId, input.contactId]);
  const customer = readCustomer(locked, input.customerId, ['customerId'], faults);
  if (customer) {
    const { ownerId, teamId } = customer;
    const unitIds = teamId === null ? [] : [teamId];
    op.requireReach('parties.read', { ownerId, unitIds }, 'Quoting to this customer');
  }
  const contactId = locked.get(input.contactId?.toLowerCase() ?? '')?.id ?? null;
  const partyId = customer?.id ?? null;
  const projectId = input.projectId?.toLowerCase() ?? null;
  const asked = { partyId, contactId, projectId, warehouseIds, paymentTermsId };
  const facts = await loadQuoteEntryFacts(op, asked);
  if (input.contactId != null && !facts.isContact) {
    faults.push(fault('CONTACT_NOT_FOUND', 'The customer has no such contact', ['contactId']));
  }
  if (projectId !== null && projectId !== ownProjectId && !isSeen(op, facts.project)) {
    faults.push(fault('PROJECT_NOT_FOUND', 'There is no such project', ['projectId']));
  }
  const head = {
    partyId: partyId ?? input.customerId,
    contactId,
    opportunityId: await readOpportunity(op, input.opportunityId, partyId, faults),
    projectId,
    ownerId: facts.salesperson?.id ?? customer?.ownerId ?? null,
    teamId: facts.salesperson?.teamId ?? customer?.teamId ?? null,
  };
  return { customer, head, facts };
}

/** How the customer pays where the quote says nothing. */
export const usualPayment = ({ usualPayment: usual, paymentTerms }: QuoteEntryFacts) => {
  const said = { paymentDays: null, paymentTermsId: null };
  const { faults: _none, ...payment } = readPayment(said, usual ?? undefined, paymentTerms);
  return payment;
};

const isSeen = (op: OperationContext, project: QuoteEntryFacts['project']): boolean =>
  project !== null && actorReaches(op.viewer, 'crm.read', project);

async function readOpportunity(
  op: OperationContext,
  given: Id | null | undefined,
  partyId: Id | null,
  faults: Fault[],
): Promise<Id | null> {
  if (given == null) return null;
  const [found] = (await lockOpportunities(op, askable([given]))).values();
  if (found && found.accountId === partyId && found.state !== 'WITHDRAWN') return found.id;
  const message = 'The customer has no such opportunity';
  faults.push(fault('OPPORTUNITY_NOT_FOUND', message, ['opportunityId']));
  return null;
}

/** A quote with its first revision, a draft. */
export async function enterQuote(
  op: OperationContext,
  quoteId: Id,
  head: QuoteHead,
  content: QuoteContent,
  change?: Readonly<Record<string, unknown>>,
): Promise<QuoteChanged> {
  const { ownerId, teamId } = head;
  const unitIds = teamId === null ? [] : [teamId];
  op.requireReach('sales.quote', { ownerId, unitIds }, 'Writing this quote');
  const revision = { id: op.newId(), quoteId, revisionNo: 1, authorIds: [] };
  await refusingClashes(quoteClashes, async () => {
    await insertQuote(op, quoteId, head);
    await insertRevision(op, revision, head.customerKey, content);
  });
  const at = { quoteId, revisionId: revision.id };
  await announceQuote(op, quoteEvents.quoteDrafted, at, change);
  return { quoteId, quoteRevisionId: revision.id };
}

/** Refuses what was gathered, unless there is a customer and nothing else is wrong. */
export function requireCustomer(customer: Customer | null, faults: readonly Fault[]): Customer {
  refuseIfAny(faults);
  if (!customer) throw new Error('a customer that is missing is a fault');
  return customer;
}
