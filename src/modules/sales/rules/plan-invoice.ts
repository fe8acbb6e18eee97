import {
  canonicalDecimal,
  compareDecimals,
  divideDecimals,
  isPositive,
  multiplyDecimals,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fromBase, readQuantityValue } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import { fault, type Path } from '../errors.ts';
import {
  amountsOfNext,
  billedOf,
  roundTaxes,
  type Amounts,
  type Counting,
} from './invoice-amounts.ts';
import type { TaxRounding } from '../../pricing/index.ts';
import type { BilledLine, InvoicedQuantity, InvoiceLineRecord } from './invoice.ts';
import type { Order, OrderLine } from './order.ts';

export interface InvoiceLineInput {
  readonly salesOrderLineId: Id;
  /** In the product's base unit; all that can be invoiced when left out. */
  readonly quantity?: string | null;
}

/** A line and how much of it is to be invoiced. */
export interface WantedLine {
  readonly line: OrderLine;
  readonly quantity: Decimal;
  readonly path: Path;
}

/** Delivered, not come back, and not invoiced: of what was invoiced and credited once more. */
export function invoiceableOf(line: OrderLine): Decimal {
  const kept = subtractDecimals(line.issued, line.returned);
  const billed = subtractDecimals(line.invoiced, line.credited);
  const open = subtractDecimals(kept, billed);
  return isPositive(open) ? open : '0';
}

/** All that can be invoiced of these orders; NOTHING_TO_INVOICE where that is nothing. */
export function wantAll(orders: readonly Order[], faults: Fault[]): WantedLine[] {
  const wanted = orders
    .flatMap(({ lines }) => lines)
    .map((line) => ({ line, quantity: invoiceableOf(line), path: ['salesOrderIds'] }))
    .filter(({ quantity }) => isPositive(quantity));
  if (wanted.length === 0) {
    const message = 'Nothing was delivered that is not invoiced';
    faults.push(fault('NOTHING_TO_INVOICE', message, ['salesOrderIds']));
  }
  return wanted;
}

/** The lines that were chosen, each no more than once. */
export function wantChosen(
  orders: readonly Order[],
  inputs: readonly InvoiceLineInput[],
  measures: ReadonlyMap<Id, ProductMeasures>,
  faults: Fault[],
): WantedLine[] {
  const known = new Map(orders.flatMap(({ lines }) => lines).map((line) => [line.id, line]));
  const chosen = new Set<Id>();
  return inputs.flatMap(({ salesOrderLineId, quantity }, index) => {
    const path = ['lines', String(index)];
    const line = known.get(salesOrderLineId.toLowerCase());
    if (!line) {
      const message = 'The orders have no such line';
      faults.push(fault('SALES_ORDER_LINE_NOT_FOUND', message, [...path, 'salesOrderLineId']));
      return [];
    }
    if (chosen.has(line.id)) {
      const message = `Another line is about ${line.sku} of this order line`;
      faults.push(fault('LINE_REPEATED', message, [...path, 'salesOrderLineId']));
      return [];
    }
    chosen.add(line.id);
    const wanted =
      quantity == null
        ? invoiceableOf(line)
        : readInvoiced(quantity, line, measures, [...path, 'quantity'], faults);
    return wanted === null ? [] : [{ line, quantity: wanted, path: [...path, 'quantity'] }];
  });
}

/** A quantity of a line's base unit, more than zero; null, with a fault, when it is none. */
export function readInvoiced(
  text: string,
  line: { readonly productId: Id },
  measures: ReadonlyMap<Id, ProductMeasures>,
  path: Path,
  faults: Fault[],
): Decimal | null {
  const decimals = measures.get(line.productId)?.baseDecimals ?? 0;
  return gather(readQuantityValue(text, { decimals, positive: true }), path, faults);
}

/** MORE_THAN_DELIVERED for each line of which more is wanted than can be invoiced. */
export const deliveredFaults = (wanted: readonly WantedLine[]): Fault[] =>
  wanted.flatMap(({ line, quantity, path }) => {
    const invoiceable = invoiceableOf(line);
    const isLess = isPositive(quantity) && compareDecimals(quantity, invoiceable) <= 0;
    if (isLess) return [];
    const message = `${line.sku}: ${quantity} to be invoiced; ${invoiceable} are delivered and not`;
    const details = { salesOrderLineId: line.id, sku: line.sku, wanted: quantity, invoiceable };
    return [fault('MORE_THAN_DELIVERED', message, path, details)];
  });

/** How the amounts of an invoice are counted, and what was billed before it. */
export interface InvoiceFacts {
  readonly counting: Counting & { readonly taxRounding: TaxRounding };
  readonly billed: readonly BilledLine[];
  readonly measures: ReadonlyMap<Id, ProductMeasures>;
  newId(): Id;
}

/** The lines of an invoice, with their amounts as they are if it is posted next. */
export function planInvoiceLines(
  wanted: readonly WantedLine[],
  facts: InvoiceFacts,
): InvoiceLineRecord[] {
  const lines = wanted.map(({ line, quantity }) => ({
    id: facts.newId(),
    salesOrderLineId: line.id,
    creditsLineId: null,
    productId: line.productId,
    sku: line.sku,
    ...inUnits(line, quantity, facts.measures.get(line.productId)),
    taxCode: line.taxCode,
    taxRate: canonicalDecimal(line.taxRate),
    taxedPercent: canonicalDecimal(line.taxedPercent),
    ...amountsOfPart(line, quantity, facts),
  }));
  return roundTaxes(lines, facts.counting);
}

/** What this quantity of a line comes to, after what is billed of it already. */
export function amountsOfPart(
  line: OrderLine,
  quantity: Decimal,
  { billed, counting }: Pick<InvoiceFacts, 'billed' | 'counting'>,
): Amounts {
  const parts = billed.filter(({ salesOrderLineId }) => salesOrderLineId === line.id);
  return amountsOfNext(line, billedOf(parts, counting), quantity, counting);
}

/** In the unit of the line where it is so many of it to the letter; else in the base unit. */
export function inUnits(
  line: InvoicedQuantity,
  quantity: Decimal,
  measures: ProductMeasures | undefined,
): InvoicedQuantity {
  const { unit, unitPrice } = line;
  if (compareDecimals(quantity, line.quantity) === 0) {
    return { unit, quantityInUnit: line.quantityInUnit, quantity, unitPrice };
  }
  const factor = measures?.units.get(unit);
  const counted = factor && fromBase(quantity, factor, factor.decimals);
  if (!measures || counted?.ok) {
    const quantityInUnit = counted?.ok ? counted.value : quantity;
    return { unit, quantityInUnit, quantity, unitPrice };
  }
  const worth = multiplyDecimals(unitPrice, line.quantityInUnit);
  return {
    unit: measures.baseUnit,
    quantityInUnit: quantity,
    quantity,
    unitPrice: divideDecimals(worth, line.quantity, 6),
  };
}

/** What orders on one invoice have to have in common. */
const shared = ['partyId', 'currency', 'rate', 'paymentDays', 'taxInclusive'] as const;

/** ORDERS_DIFFER for each order that cannot stand on one paper with the first. */
export function unlikeFaults(orders: readonly Order[]): Fault[] {
  const [first, ...others] = orders;
  if (!first) return [];
  return others.flatMap((order, index) => {
    const differing = shared.filter((name) => order[name] !== first[name]);
    if (differing.length === 0) return [];
    const message = `${order.number} and ${first.number} differ in ${differing.join(', ')}`;
    const path = ['salesOrderIds', String(index + 1)];
    return [fault('ORDERS_DIFFER', message, path, { differing })];
  });
}
