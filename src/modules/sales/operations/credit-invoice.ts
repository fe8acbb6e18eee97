import { isPositive, type Decimal } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readOwnId, readReason } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { loadCompany } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { loadBilledLines, type LockedInvoice } from '../ledger/lock-invoices.ts';
import { postCreditNote } from '../ledger/post-credit-note.ts';
import { loadReturnedQuantities } from '../queries/returned-quantities.ts';
import type { NewInvoice } from '../rules/invoice.ts';
import {
  creditChosen,
  creditNoteLines,
  creditReturned,
  creditWhole,
  type CreditedPart,
  type CreditFacts,
  type CreditLineInput,
} from '../rules/plan-credit-note.ts';
import { lineCountFaults, readPastDay } from '../rules/read-input.ts';
import { lockInvoiceFor } from './post-invoice.ts';

export interface CreditInvoiceInput {
  readonly id?: Id | null;
  readonly invoiceId: Id;
  readonly reason: string;
  /** Today when left out. */
  readonly datedOn?: string | null;
  /** Quantities or amounts of lines; all that is left when neither they nor a return are said. */
  readonly lines?: readonly CreditLineInput[] | null;
  /** What came back by this return. */
  readonly returnAuthorisationId?: Id | null;
}

/** What was taken back, and what of it the invoice claimed no more. */
export interface InvoiceCredited {
  readonly creditNoteId: Id;
  readonly invoiceId: Id;
  readonly number: string;
  /** In the invoice's currency. */
  readonly settled: Decimal;
  readonly openCredit: Decimal;
}

/**
 * Takes back of an invoice what should not be owed: goods, an amount, what came back, or all that
 * is left. The invoice stays as it is; this is a paper of its own, with a number of its own series.
 * It settles what the invoice still claims; the rest is the customer's, as an open credit.
 */
export const creditInvoice = defineOperation({
  name: 'creditInvoice',
  permission: 'sales.invoice',
  async run(op, input: CreditInvoiceInput): Promise<InvoiceCredited> {
    const locked = await lockInvoiceFor(op, input.invoiceId, 'creditInvoice');
    const { invoice } = locked;
    if (invoice.kind !== 'INVOICE') {
      refuse('WRONG_KIND', 'A credit note is not taken back: invoice once more', ['invoiceId']);
    }
    const faults: Fault[] = [];
    const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
    const reason = readReason(input.reason, ['reason'], faults);
    const datedOn = readPastDay(input.datedOn, op.today, ['datedOn'], faults) ?? op.today;
    const { facts, currency } = await loadFacts(op, locked);
    const parts = await partsOf(op, { input, locked, facts }, faults);
    if (faults.length === 0 && parts.length === 0) {
      faults.push(fault('NOTHING_TO_CREDIT', 'Nothing of it is left to be taken back', []));
    }
    refuseIfAny(faults);
    const lines = creditNoteLines(parts, facts.measures, () => op.newId());
    const returnAuthorisationId = input.returnAuthorisationId?.toLowerCase() ?? null;
    const note = noteOf(invoice, { id, reason, datedOn, returnAuthorisationId, lines });
    return postCreditNote(op, { note, orders: locked.orders, datedOn, companyCurrency: currency });
  },
});

async function loadFacts(
  op: OperationContext,
  { invoice }: LockedInvoice,
): Promise<{ readonly facts: CreditFacts; readonly currency: string }> {
  const [company, measures, billed] = await inOrder(
    loadCompany(op),
    loadProductMeasures(op, [...new Set(invoice.lines.map(({ productId }) => productId))]),
    loadBilledLines(
      op,
      invoice.lines.map(({ salesOrderLineId }) => salesOrderLineId),
    ),
  );
  const facts = { invoice, measures, billed: new Map(billed.map((line) => [line.id, line])) };
  return { facts, currency: company.currency };
}

interface Asked {
  readonly input: CreditInvoiceInput;
  readonly locked: LockedInvoice;
  readonly facts: CreditFacts;
}

async function partsOf(
  op: OperationContext,
  { input, locked, facts }: Asked,
  faults: Fault[],
): Promise<CreditedPart[]> {
  const { lines, returnAuthorisationId } = input;
  if (lines && returnAuthorisationId != null) {
    const message = 'Either lines are chosen, or what came back is credited';
    faults.push(fault('LINES_OR_RETURN', message, ['returnAuthorisationId']));
    return [];
  }
  if (lines) {
    faults.push(...lineCountFaults(lines.length));
    return creditChosen(lines, facts, faults);
  }
  if (returnAuthorisationId == null) return creditWhole(facts);
  const { orders } = locked;
  const returned = await loadReturnedQuantities(op, returnAuthorisationId, [...orders.keys()]);
  if (returned.size === 0) {
    const message = 'There is no such return of what the invoice is for';
    faults.push(fault('RETURN_NOT_FOUND', message, ['returnAuthorisationId']));
    return [];
  }
  const open = new Map([...returned].filter(([, quantity]) => isPositive(quantity)));
  const all = [...orders.values()].flatMap((order) => order.lines);
  return creditReturned(open, new Map(all.map((line) => [line.id, line])), facts);
}

/** The credit note takes over from the invoice whatever it does not say itself. */
const noteOf = (
  invoice: NewInvoice,
  own: Pick<NewInvoice, 'id' | 'reason' | 'returnAuthorisationId' | 'lines'> & {
    readonly datedOn: LocalDate;
  },
): NewInvoice => ({
  ...own,
  kind: 'CREDIT_NOTE',
  creditsId: invoice.id,
  partyId: invoice.partyId,
  salesOrderId: invoice.salesOrderId,
  projectId: invoice.projectId,
  ownerId: invoice.ownerId,
  teamId: invoice.teamId,
  billTo: invoice.billTo,
  paymentDays: 0,
  currency: invoice.currency,
  rate: invoice.rate,
  taxInclusive: invoice.taxInclusive,
  taxRounding: invoice.taxRounding,
});
