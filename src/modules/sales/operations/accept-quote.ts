import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { winOpportunity } from '../../crm/verbs.ts';
import { readCustomer, type Customer } from '../../parties/index.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { announceOrder } from '../ledger/announce-order.ts';
import { announceQuote } from '../ledger/announce-quote.ts';
import { placeOrders } from '../ledger/place-orders.ts';
import { findMissingApprovals } from '../ledger/require-approval.ts';
import { insertOrders } from '../ledger/write-order.ts';
import { decideRevision, touchQuote } from '../ledger/write-quote.ts';
import { orderEvents } from '../order-events.ts';
import { loadOrderFacts } from '../queries/order-facts.ts';
import { belongingOf, findQuote, lockQuote, type QuoteFacts } from '../queries/quote-facts.ts';
import { quoteEvents } from '../quote-events.ts';
import { chooseLines, orderOfQuote, type AcceptedOrderInput } from '../rules/accept-quote.ts';
import { documentOfQuote } from '../rules/approval-document.ts';
import type { NewOrder } from '../rules/order.ts';
import type { QuoteLineContent } from '../rules/quote-content.ts';
import { quoteStates, requireValidity } from '../rules/quote-states.ts';
import type { QuoteChanged } from '../rules/quote-terms.ts';
import { readText } from '../rules/read-input.ts';

export interface AcceptQuoteInput extends AcceptedOrderInput {
  /** What was answered: not whatever is newest. */
  readonly quoteRevisionId: Id;
  /** Who of the customer said yes. */
  readonly byName: string;
  /** By mail, by telephone, from which address, on which paper. */
  readonly from?: string | null;
  readonly note?: string | null;
  /** Of the lines that may be left out, those that are taken; none when left out. */
  readonly optionalLineIds?: readonly Id[] | null;
  /** Only written down as an order: it claims neither goods nor credit yet. */
  readonly asDraft?: boolean | null;
  /** Where the customer's credit does not suffice: confirmed all the same, and held. */
  readonly holdOnCredit?: boolean | null;
}

export interface QuoteAccepted extends QuoteChanged {
  readonly salesOrderId: Id;
}

/**
 * The customer says yes to what was sent, and it becomes an order in the same act: confirmed, its
 * goods set aside and within the credit, or a draft. Its opportunity is won. Lines that are no
 * choice are taken as a whole: for less, or anything else, there is another revision. Refuses
 * QUOTE_EXPIRED by the day itself, APPROVAL_REQUIRED by what policies say now, and what placing an
 * order refuses.
 */
export const acceptQuote = defineOperation({
  name: 'acceptQuote',
  permission: 'sales.quote',
  async run(op, input: AcceptQuoteInput): Promise<QuoteAccepted> {
    const faults: Fault[] = [];
    const answer = readAnswer(input, faults);
    const id = readOwnId(input.salesOrderId, op.newId, ['salesOrderId'], faults);
    const customerReference = readText(input.customerReference, 200, ['customerReference'], faults);
    refuseIfAny(faults);
    const found = await findQuote(op, { quoteRevisionId: input.quoteRevisionId });
    const customers = await lockCustomers(op, [found.partyId]);
    const quote = await lockQuote(op, { quoteRevisionId: input.quoteRevisionId });
    op.requireReach('sales.quote', belongingOf(quote), 'Recording this answer');
    op.requireReach('sales.order', belongingOf(quote), 'Ordering for this customer');
    requireTransition(quoteStates, quote.revision.state, 'acceptQuote');
    requireValidity('acceptQuote', quote.revision.validUntil, op.today);
    const customer = readCustomer(customers, found.partyId, ['quoteRevisionId'], faults);
    const lines = chooseLines(quote.revision.lines, input.optionalLineIds ?? [], faults);
    refuseIfAny(faults);
    await requireApproved(op, quote);
    const { order, number } = await becomes(
      op,
      { input, quote, customer: customer as Customer, lines, id, customerReference },
      faults,
    );
    await decideRevision(op, quote.revision.id, { state: 'ACCEPTED', ...answer });
    await touchQuote(op, quote.id);
    if (quote.opportunityId !== null) {
      await winOpportunity(op, quote.opportunityId, { kind: 'SALES_ORDER', id });
    }
    await write(op, input, order, number);
    const at = { quoteId: quote.id, revisionId: quote.revision.id };
    const lineIds = lines.map((line) => line.id);
    const change = { salesOrder: { id, number }, lineIds, ...answer };
    await announceQuote(op, quoteEvents.quoteAccepted, at, change);
    return { quoteId: quote.id, quoteRevisionId: quote.revision.id, salesOrderId: id };
  },
});

function readAnswer(input: AcceptQuoteInput, faults: Fault[]) {
  const byName = readText(input.byName, 200, ['byName'], faults);
  if (byName === null && faults.length === 0) {
    faults.push(fault('TEXT_MALFORMED', 'Say who of the customer said yes', ['byName']));
  }
  const from = readText(input.from, 500, ['from'], faults);
  const note = readText(input.note, 2_000, ['note'], faults);
  return { byName, from, note };
}

async function requireApproved(op: OperationContext, quote: QuoteFacts): Promise<void> {
  const document = documentOfQuote(quote.partyId, quote.revision);
  const missing = await findMissingApprovals(op, [document]);
  refuseIfAny(missing.get(0) ?? []);
}

interface Becoming {
  readonly input: AcceptQuoteInput;
  readonly quote: QuoteFacts;
  readonly customer: Customer;
  readonly lines: readonly QuoteLineContent[];
  readonly id: Id;
  readonly customerReference: string | null;
}

/** The order, with its number. */
async function becomes(
  op: OperationContext,
  { input, quote, lines, ...rest }: Becoming,
  faults: Fault[],
): Promise<{ readonly order: NewOrder; readonly number: string }> {
  const facts = await loadOrderFacts(op, {
    productIds: lines.map(({ productId }) => productId),
    customerIds: [quote.partyId],
    warehouseIds: [input.warehouseId, ...lines.map(({ warehouseId }) => warehouseId)],
    personIds: [],
    contactIds: [],
    projectIds: [],
    opportunityIds: [],
    paymentTermsIds: [],
    numbers: 1,
  });
  const about = { ...rest, quote, lines, facts, today: op.today, newId: op.newId };
  const order = orderOfQuote(input, about, faults);
  refuseIfAny(faults);
  return { order, number: facts.numbers[0] as string };
}

async function write(
  op: OperationContext,
  input: AcceptQuoteInput,
  order: NewOrder,
  number: string,
): Promise<void> {
  if (input.asDraft) {
    const birth = { by: op, order, number, holds: [], cleared: false, exposure: '0' };
    await insertOrders(op, [{ ...birth, state: 'DRAFT' }]);
    await announceOrder(op, orderEvents.salesOrderDrafted, order.id);
    return;
  }
  const holdOnCredit = input.holdOnCredit ?? false;
  const refused = await placeOrders(op, [{ by: op, order, number, holdOnCredit }]);
  refuseIfAny(refused.get(0) ?? []);
}
