import {
  compareDecimals,
  isPositive,
  isZero,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import { fault, type Path } from '../errors.ts';
import { creditableOf, creditOfAmount, creditOfQuantity, type Amounts } from './invoice-amounts.ts';
import type { BilledLine, InvoiceLineRecord, InvoiceRecord } from './invoice.ts';
import type { OrderLine } from './order.ts';
import { inUnits, readInvoiced } from './plan-invoice.ts';
import { readAmount } from './read-input.ts';

export interface CreditLineInput {
  readonly invoiceLineId: Id;
  /** In the product's base unit: these goods are owed no more. */
  readonly quantity?: string | null;
  /** Instead: so much less for goods that stay sold, net where tax comes on top, else in all. */
  readonly amount?: string | null;
}

/** What of a line is taken back: a quantity, or an amount of it. */
export interface CreditedPart {
  readonly line: InvoiceLineRecord;
  readonly quantity: Decimal;
  readonly amounts: Amounts;
}

export interface CreditFacts {
  readonly invoice: InvoiceRecord;
  /** The invoice's lines as they are billed, by their ids. */
  readonly billed: ReadonlyMap<Id, BilledLine>;
  readonly measures: ReadonlyMap<Id, ProductMeasures>;
}

const leftOf = (billed: BilledLine): Decimal => subtractDecimals(billed.quantity, billed.credited);

/** Everything that is left of the invoice. */
export function creditWhole({ invoice, billed }: CreditFacts): CreditedPart[] {
  return invoice.lines.flatMap((line) => {
    const of = billed.get(line.id);
    return of ? creditLeft(line, of, invoice) : [];
  });
}

function creditLeft(
  line: InvoiceLineRecord,
  of: BilledLine,
  invoice: InvoiceRecord,
): CreditedPart[] {
  const quantity = leftOf(of);
  if (!isPositive(quantity)) return [];
  return [{ line, quantity, amounts: creditOfQuantity(of, quantity, invoice) }];
}

/** What was chosen, each line once; MORE_THAN_INVOICED for every line that bears no more. */
export function creditChosen(
  inputs: readonly CreditLineInput[],
  facts: CreditFacts,
  faults: Fault[],
): CreditedPart[] {
  const { invoice, billed } = facts;
  const known = new Map(invoice.lines.map((line) => [line.id, line]));
  const chosen = new Set<Id>();
  return inputs.flatMap((input, index) => {
    const path = ['lines', String(index)];
    const line = known.get(input.invoiceLineId.toLowerCase());
    const of = line && billed.get(line.id);
    if (!line || !of) {
      const message = 'The invoice has no such line';
      faults.push(fault('INVOICE_LINE_NOT_FOUND', message, [...path, 'invoiceLineId']));
      return [];
    }
    if (chosen.has(line.id)) {
      const message = `Another line is about this line of ${line.sku}`;
      faults.push(fault('LINE_REPEATED', message, [...path, 'invoiceLineId']));
      return [];
    }
    chosen.add(line.id);
    return creditLine(input, { line, of, path }, facts, faults);
  });
}

interface Chosen {
  readonly line: InvoiceLineRecord;
  readonly of: BilledLine;
  readonly path: Path;
}

function creditLine(
  { quantity, amount }: CreditLineInput,
  { line, of, path }: Chosen,
  { invoice, measures }: CreditFacts,
  faults: Fault[],
): CreditedPart[] {
  if (quantity != null && amount != null) {
    const message = 'Either goods are taken back, or an amount';
    faults.push(fault('QUANTITY_OR_AMOUNT', message, path));
    return [];
  }
  if (amount != null) {
    const given = readAmount(amount, invoice.currency, [...path, 'amount'], faults);
    if (given === null) return [];
    const amounts = isZero(given) ? null : creditOfAmount(of, given, invoice);
    if (amounts) return [{ line, quantity: '0', amounts }];
    faults.push(tooMuch(line, of, given, [...path, 'amount']));
    return [];
  }
  if (quantity == null) {
    const left = creditLeft(line, of, invoice);
    if (left.length === 0) faults.push(tooMuch(line, of, '0', path));
    return left;
  }
  const at = [...path, 'quantity'];
  const wanted = readInvoiced(quantity, line, measures, at, faults);
  if (wanted === null) return [];
  if (compareDecimals(wanted, leftOf(of)) > 0) {
    faults.push(tooMuch(line, of, wanted, at));
    return [];
  }
  return [{ line, quantity: wanted, amounts: creditOfQuantity(of, wanted, invoice) }];
}

function tooMuch({ sku }: InvoiceLineRecord, of: BilledLine, wanted: Decimal, path: Path): Fault {
  const left = leftOf(of);
  const { net, total } = creditableOf(of);
  const message = `${sku}: ${left} are invoiced and not credited, ${net} net, ${total} with tax`;
  return fault('MORE_THAN_INVOICED', message, path, { sku, wanted, quantity: left, net, total });
}

/** What came back by a return and was not credited by it, for each line of an order. */
export type ReturnedQuantities = ReadonlyMap<Id, Decimal>;

/**
 * What of the invoice came back by a return. Goods that came back before they were invoiced never
 * were, and those that are replaced stay sold: what is billed and no more with the customer counts.
 */
export function creditReturned(
  returned: ReturnedQuantities,
  orderLines: ReadonlyMap<Id, OrderLine>,
  { invoice, billed }: CreditFacts,
): CreditedPart[] {
  const open = new Map(
    [...returned].map(([id, quantity]) => {
      const line = orderLines.get(id);
      return [id, line ? least(quantity, owedInVain(line)) : '0'];
    }),
  );
  return invoice.lines.flatMap((line) => {
    const of = billed.get(line.id);
    if (!of) return [];
    const wanted = open.get(line.salesOrderLineId) ?? '0';
    const quantity = least(wanted, leftOf(of));
    if (!isPositive(quantity)) return [];
    open.set(line.salesOrderLineId, subtractDecimals(wanted, quantity));
    return [{ line, quantity, amounts: creditOfQuantity(of, quantity, invoice) }];
  });
}

/** Billed, and not with the customer any more. */
function owedInVain(line: OrderLine): Decimal {
  const billed = subtractDecimals(line.invoiced, line.credited);
  const kept = subtractDecimals(line.issued, line.returned);
  return subtractDecimals(billed, kept);
}

const least = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) < 0 ? a : b);

/** The lines of the credit note. */
export const creditNoteLines = (
  parts: readonly CreditedPart[],
  measures: ReadonlyMap<Id, ProductMeasures>,
  newId: () => Id,
): InvoiceLineRecord[] =>
  parts.map(({ line, quantity, amounts }) => ({
    ...line,
    ...(isZero(quantity)
      ? { quantity: '0', quantityInUnit: '0' }
      : inUnits(line, quantity, measures.get(line.productId))),
    ...amounts,
    id: newId(),
    creditsLineId: line.id,
  }));
