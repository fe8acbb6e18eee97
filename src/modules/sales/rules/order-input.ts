import type { Id } from '../../../kernel/id.ts';
import type { Order, OrderLine } from './order.ts';
import type { OrderInput, OrderLineInput } from './read-order.ts';
import { asSaid, paymentSaid } from './read-payment.ts';

/** A line as it would be asked for today. */
export const lineInputOf = (line: OrderLine): OrderLineInput => ({
  id: line.id,
  productId: line.productId,
  unit: line.unit,
  quantity: line.quantityInUnit,
  warehouseId: line.warehouseId,
  requestedOn: line.requestedOn,
  promisedOn: line.promisedOn,
  price: line.priceOverride,
});

/** An order as it would be asked for today: what an edit starts from. */
export const inputOf = (order: Order): OrderInput => ({
  id: order.id,
  customerId: order.partyId,
  contactId: order.contactId,
  opportunityId: order.opportunityId,
  projectId: order.projectId,
  customerReference: order.customerReference,
  warehouseId: order.warehouseId,
  pricingOn: order.pricingOn,
  currency: order.currency,
  ...asSaid(order),
  taxInclusive: order.taxInclusive,
  documentDiscountPercent: order.documentDiscountPercent,
  documentDiscountAmount: order.documentDiscountAmount,
  terms: order.terms,
  deliveryPolicy: order.deliveryPolicy,
  reservationPolicy: order.reservationPolicy,
  lines: order.lines.map(lineInputOf),
});

/** What an edit may say of the head. Left out: as it was. */
export type OrderTermsInput = Partial<Omit<OrderInput, 'id' | 'customerId' | 'lines'>>;

/** What an edit takes away. */
export interface OrderClearing {
  readonly withoutContact?: boolean | null;
  readonly withoutCustomerReference?: boolean | null;
  readonly withoutWarehouse?: boolean | null;
  readonly withoutDocumentDiscount?: boolean | null;
  readonly withoutTerms?: boolean | null;
  readonly withoutProject?: boolean | null;
}

/** What was asked for, with what is said beside it; the two discounts take each other's place. */
export function editedInput(
  before: OrderInput,
  said: OrderTermsInput & OrderClearing & { readonly customerId?: Id | null },
): OrderInput {
  const discount =
    said.documentDiscountPercent ?? said.documentDiscountAmount ?? said.withoutDocumentDiscount;
  const given = Object.fromEntries(
    Object.entries(said).filter(([name, value]) => value != null && name in before),
  );
  return {
    ...before,
    ...(discount != null && { documentDiscountPercent: null, documentDiscountAmount: null }),
    ...given,
    ...paymentSaid(before, said),
    ...(said.shipToAddressId != null && { shipToAddressId: said.shipToAddressId }),
    ...(said.billToAddressId != null && { billToAddressId: said.billToAddressId }),
    ...(said.requestedOn != null && { requestedOn: said.requestedOn }),
    ...(said.withoutContact && { contactId: null }),
    ...(said.withoutCustomerReference && { customerReference: null }),
    ...(said.withoutWarehouse && { warehouseId: null }),
    ...(said.withoutDocumentDiscount && {
      documentDiscountPercent: null,
      documentDiscountAmount: null,
    }),
    ...(said.withoutTerms && { terms: null }),
    ...(said.withoutProject && { projectId: null }),
  };
}

const pricedBy = [
  'customerId',
  'currency',
  'pricingOn',
  'taxInclusive',
  'documentDiscountPercent',
  'documentDiscountAmount',
] as const;

/** Whether all prices may be others by what the head says. */
export const isPricedAnew = (before: OrderInput, after: OrderInput): boolean =>
  pricedBy.some((field) => (before[field] ?? null) !== (after[field] ?? null));
