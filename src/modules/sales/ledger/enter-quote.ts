import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { readCustomer, type Customer } from '../../parties/index.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { quoteEvents } from '../quote-events.ts';
import type { QuoteEntryFacts } from '../queries/quote-entry-facts.ts';
import { quoteClashes } from '../rules/quote-clashes.ts';
import type { QuoteContent } from '../rules/quote-content.ts';
import type { QuoteChanged, QuoteHeadInput } from '../rules/quote-terms.ts';
import { announceQuote } from './announce-quote.ts';
import { insertQuote, insertRevision, type QuoteHead } from './write-quote.ts';

/** The customer and who speaks for it, who cannot be merged away until the act ends. */
export interface QuoteParties {
  readonly customer: Customer | null;
  readonly contactId: Id | null;
}

/** Locks them; refuses what is no customer, and whom the actor does not reach. */
export async function lockQuoteParties(
  op: OperationContext,
  { partyId, contactId }: { readonly partyId: Id; readonly contactId?: Id | null },
  faults: Fault[],
): Promise<QuoteParties> {
  const locked = await lockCustomers(op, [partyId, contactId]);
  const customer = readCustomer(locked, partyId, ['partyId'], faults);
  if (customer) {
    const { ownerId, teamId } = customer;
    const unitIds = teamId === null ? [] : [teamId];
    op.requireReach('parties.read', { ownerId, unitIds }, 'Quoting to this customer');
  }
  const contact = contactId == null ? null : locked.get(contactId.toLowerCase());
  if (contact === undefined) {
    faults.push(fault('CONTACT_NOT_FOUND', 'There is no such contact', ['contactId']));
  }
  return { customer, contactId: contact?.id ?? null };
}

/**
 * Whose the quote is: of the salesperson who writes it, else of who looks after the customer.
 * Faults where it names an opportunity or a project that is none of this customer's.
 */
export function readQuoteHead(
  input: QuoteHeadInput,
  { customer, contactId }: QuoteParties,
  facts: QuoteEntryFacts,
  faults: Fault[],
): Omit<QuoteHead, 'customerKey'> {
  const opportunityId = input.opportunityId?.toLowerCase() ?? null;
  const projectId = input.projectId?.toLowerCase() ?? null;
  if (opportunityId !== null && (!customer || facts.opportunityOf !== customer.id)) {
    const message = 'There is no such opportunity of this customer';
    faults.push(fault('OPPORTUNITY_NOT_FOUND', message, ['opportunityId']));
  }
  if (projectId !== null && !facts.isProjectKnown) {
    faults.push(fault('PROJECT_NOT_FOUND', 'There is no such project', ['projectId']));
  }
  const { salesperson } = facts;
  return {
    partyId: customer?.id ?? input.partyId,
    contactId,
    opportunityId,
    projectId,
    ownerId: salesperson?.id ?? customer?.ownerId ?? null,
    teamId: salesperson?.teamId ?? customer?.teamId ?? null,
  };
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
