import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Customer } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import type { DeliveryPolicy, ReservationPolicy } from './order-kinds.ts';
import { totalsOf, type NewOrder } from './order.ts';
import {
  knownWarehouse,
  readAddress,
  withCompanyTotals,
  type PlanFacts,
  type PlannedLine,
} from './plan-order.ts';
import type { QuoteContent, QuoteLineContent } from './quote-content.ts';

/** How the order is delivered that a quote becomes. */
export interface AcceptedOrderInput {
  readonly salesOrderId?: Id | null;
  readonly customerReference?: string | null;
  readonly warehouseId?: Id | null;
  readonly shipToAddressId?: Id | null;
  readonly billToAddressId?: Id | null;
  readonly deliveryPolicy?: DeliveryPolicy | null;
  readonly reservationPolicy?: ReservationPolicy | null;
}

/** The lines that the customer takes: all that are no choice, and those that were chosen. */
export function chooseLines(
  lines: readonly QuoteLineContent[],
  optionalLineIds: readonly Id[],
  faults: Fault[],
): QuoteLineContent[] {
  const chosen = new Set(optionalLineIds.map((id) => id.toLowerCase()));
  const optional = new Set(lines.flatMap(({ id, isOptional }) => (isOptional ? [id] : [])));
  optionalLineIds.forEach((id, index) => {
    if (optional.has(id.toLowerCase())) return;
    const message = 'The quote leaves no such line to choose';
    faults.push(fault('LINE_NOT_OPTIONAL', message, ['optionalLineIds', String(index)]));
  });
  const taken = lines.filter(({ id, isOptional }) => !isOptional || chosen.has(id));
  if (taken.length === 0) {
    const message = 'Everything here is to choose from, and nothing was chosen';
    faults.push(fault('NO_LINES', message, ['optionalLineIds']));
  }
  return taken;
}

interface Accepted {
  readonly id: Id;
  readonly contactId: Id | null;
  readonly opportunityId: Id | null;
  readonly projectId: Id | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly revision: QuoteContent & { readonly id: Id };
}

interface Becoming {
  readonly quote: Accepted;
  readonly customer: Customer;
  readonly lines: readonly QuoteLineContent[];
  readonly facts: PlanFacts;
  readonly id: Id;
  readonly customerReference: string | null;
  readonly today: LocalDate;
  newId(): Id;
}

/**
 * The order that a quote becomes: the lines that were taken, to the letter and at their prices.
 * Faults where a line has no warehouse, or an address is not the customer's.
 */
export function orderOfQuote(
  input: AcceptedOrderInput,
  { quote, customer, lines, facts, id, customerReference, today, newId }: Becoming,
  faults: Fault[],
): NewOrder {
  const { revision } = quote;
  const warehouseId =
    input.warehouseId == null
      ? null
      : knownWarehouse(input.warehouseId.toLowerCase(), facts, ['warehouseId'], faults);
  const usual = warehouseId ?? facts.defaultWarehouseId;
  if (usual === null && lines.some((line) => line.warehouseId === null)) {
    const message = 'Say a warehouse: the quote leaves it open, and the firm has none for all';
    faults.push(fault('WAREHOUSE_REQUIRED', message, ['warehouseId']));
  }
  const skus = new Map(facts.products.map((product) => [product.id, product.sku]));
  const planned = lines.map((line, index) => ({
    ...orderLine(line, index + 1, usual ?? '', newId()),
    sku: skus.get(line.productId) ?? '',
  }));
  return {
    id,
    partyId: customer.id,
    contactId: quote.contactId,
    shipTo: readAddress(input.shipToAddressId, 'isShipping', customer, facts, faults),
    billTo: readAddress(input.billToAddressId, 'isBilling', customer, facts, faults),
    quoteRevisionId: revision.id,
    opportunityId: quote.opportunityId,
    projectId: quote.projectId,
    ownerId: quote.ownerId,
    teamId: quote.teamId,
    customerReference,
    warehouseId,
    orderedOn: today,
    pricingOn: revision.pricingOn,
    currency: revision.currency,
    rate: revision.rate,
    paymentDays: revision.paymentDays,
    paymentTermsId: revision.paymentTermsId,
    taxInclusive: revision.taxInclusive,
    documentDiscountPercent: revision.documentDiscountPercent,
    documentDiscountAmount: revision.documentDiscountAmount,
    terms: revision.terms,
    deliveryPolicy: input.deliveryPolicy ?? 'SHIP_PARTIAL',
    reservationPolicy: input.reservationPolicy ?? 'ALL_OR_NOTHING',
    ...totalsOf(planned),
    lines: withCompanyTotals(planned, revision.rate, facts.companyCurrency),
  };
}

const orderLine = (
  line: QuoteLineContent,
  lineNo: number,
  usualWarehouseId: Id,
  id: Id,
): Omit<PlannedLine, 'sku'> => ({
  id,
  lineNo,
  productId: line.productId,
  warehouseId: line.warehouseId ?? usualWarehouseId,
  unit: line.unit,
  quantityInUnit: line.quantityInUnit,
  quantity: line.quantity,
  requestedOn: line.requestedOn,
  promisedOn: null,
  quoteLineId: line.id,
  listPrice: line.listPrice,
  unitPrice: line.unitPrice,
  discount: line.discount,
  net: line.net,
  taxCode: line.taxCode,
  taxRate: line.taxRate,
  taxedPercent: line.taxedPercent,
  tax: line.tax,
  total: line.total,
  priceOverride: line.override,
  priceTrace: line.trace,
  unitCost: line.unitCost,
  warrantyMonths: line.warrantyMonths,
  exceeds: line.exceeds,
});
