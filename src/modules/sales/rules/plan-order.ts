import { multiplyDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { roundMoney, splitMoney } from '../../../kernel/money.ts';
import type { Customer, Ownership } from '../../parties/index.ts';
import type { Priced, PricedLine } from '../../pricing/index.ts';
import { fault, type Path } from '../errors.ts';
import type { AddressSnapshot } from './address-snapshot.ts';
import { totalsOf, type NewOrder, type OrderLineTerms } from './order.ts';
import type { LineRead, OrderInput, OrderRead } from './read-order.ts';
import type { PaymentRead } from './read-payment.ts';

/** Addresses of customers, as far as a plan looks at them. */
interface KnownAddress extends AddressSnapshot {
  readonly id: Id;
  readonly partyId: Id;
  readonly isBilling: boolean;
  readonly isShipping: boolean;
}

/** What a plan is made of beside what was said. */
export interface PlanFacts {
  readonly companyCurrency: string;
  readonly defaultWarehouseId: Id | null;
  readonly warehouseIds: readonly Id[];
  readonly addresses: readonly KnownAddress[];
  readonly salespeople: readonly { readonly id: Id; readonly teamId: Id }[];
  readonly contacts: readonly { readonly companyId: Id; readonly personId: Id }[];
  readonly projects: readonly (Ownership & { readonly id: Id })[];
  readonly opportunities: readonly { readonly id: Id; readonly accountId: Id }[];
  readonly products: readonly { readonly id: Id; readonly sku: string }[];
}

interface Asking {
  readonly actorId: Id | null;
  readonly today: LocalDate;
  /** Whether whoever asks sees a project. */
  seesProject(project: Ownership & { readonly id: Id }): boolean;
}

/**
 * The order as it is to be written, or null with every fault of it added to those of reading: who
 * and what it names is there, every line has a warehouse and a price.
 */
export function planOrder(
  input: OrderInput,
  read: OrderRead,
  customer: Customer | null,
  payment: PaymentRead,
  priced: Priced,
  facts: PlanFacts,
  asking: Asking,
): NewOrder | null {
  const { faults } = read;
  const named = readNamed(input, customer, facts, asking, faults);
  const lines = planLines(
    read.lines,
    priced,
    { ...facts, orderWarehouseId: named.warehouseId },
    faults,
  );
  faults.push(...payment.faults);
  if (faults.length > 0 || !customer || !priced.document) return null;
  const { rate, currency } = priced.document;
  return {
    id: read.id,
    partyId: customer.id,
    ...named,
    quoteRevisionId: null,
    ...ownerOf(customer, facts, asking.actorId),
    customerReference: read.customerReference,
    orderedOn: asking.today,
    pricingOn: read.pricingOn,
    currency,
    rate,
    paymentDays: payment.paymentDays,
    paymentTermsId: payment.paymentTermsId,
    taxInclusive: read.taxInclusive,
    documentDiscountPercent: read.documentDiscountPercent,
    documentDiscountAmount: read.documentDiscountAmount,
    terms: read.terms,
    deliveryPolicy: input.deliveryPolicy ?? 'SHIP_PARTIAL',
    reservationPolicy: input.reservationPolicy ?? 'ALL_OR_NOTHING',
    ...totalsOf(lines),
    lines: withCompanyTotals(lines, rate, facts.companyCurrency),
  };
}

/** Who made it, if that is a salesperson; else who looks after the customer. */
export function ownerOf(
  customer: Pick<Customer, 'ownerId' | 'teamId'>,
  { salespeople }: Pick<PlanFacts, 'salespeople'>,
  actorId: Id | null,
): { readonly ownerId: Id | null; readonly teamId: Id | null } {
  const own = salespeople.find(({ id }) => id === actorId);
  if (own) return { ownerId: own.id, teamId: own.teamId };
  return { ownerId: customer.ownerId, teamId: customer.teamId };
}

interface LineFacts extends Pick<PlanFacts, 'warehouseIds' | 'defaultWarehouseId' | 'products'> {
  readonly orderWarehouseId: Id | null;
}

/** A line without its part of the total in the firm's currency. */
export type PlannedLine = Omit<OrderLineTerms, 'companyTotal'>;

/** Lines with their prices and warehouses, from `firstNo` on. */
export function planLines(
  lines: readonly LineRead[],
  priced: Priced,
  facts: LineFacts,
  faults: Fault[],
  firstNo = 1,
): PlannedLine[] {
  if (priced.faults) faults.push(...priced.faults);
  const skus = new Map(facts.products.map(({ id, sku }) => [id, sku]));
  // Prices come for the lines that could be asked for, in their order.
  const prices = priced.document?.lines ?? [];
  let next = 0;
  return lines.flatMap((line, index) => {
    const warehouseId = readWarehouse(line, facts, faults);
    const price = line.asked ? prices[next++] : undefined;
    if (!price || warehouseId === null) return [];
    const sku = skus.get(price.productId) ?? '';
    return [{ ...termsOf(line, price), sku, lineNo: firstNo + index, warehouseId }];
  });
}

const termsOf = (
  { id, requestedOn, promisedOn, priceOverride }: LineRead,
  price: PricedLine,
): Omit<PlannedLine, 'lineNo' | 'sku' | 'warehouseId'> => ({
  id,
  requestedOn,
  promisedOn,
  quoteLineId: null,
  priceOverride,
  productId: price.productId,
  unit: price.unit,
  quantityInUnit: price.quantityInUnit,
  quantity: price.quantity,
  listPrice: price.listPrice,
  unitPrice: price.unitPrice,
  discount: price.discount,
  net: price.net,
  taxCode: price.taxCode,
  taxRate: price.taxRate,
  taxedPercent: price.taxedPercent,
  tax: price.tax,
  total: price.total,
  priceTrace: price.trace,
  unitCost: price.unitCost,
  warrantyMonths: price.warrantyMonths,
  exceeds: price.exceeds,
});

/**
 * Each line's part of the order's total in the firm's currency: they add up to the rounded whole.
 */
export function withCompanyTotals(
  lines: readonly PlannedLine[],
  rate: Decimal,
  companyCurrency: string,
): OrderLineTerms[] {
  const { total } = totalsOf(lines);
  if (Number(total) === 0) return lines.map((line) => ({ ...line, companyTotal: '0' }));
  const whole = roundMoney(multiplyDecimals(total, rate), companyCurrency);
  const parts = splitMoney(
    whole,
    lines.map((line) => line.total),
  );
  return lines.map((line, index) => ({ ...line, companyTotal: parts[index]?.amount ?? '0' }));
}

function readWarehouse(line: LineRead, facts: LineFacts, faults: Fault[]): Id | null {
  const path = [...line.path, 'warehouseId'];
  if (line.warehouseId !== null) return knownWarehouse(line.warehouseId, facts, path, faults);
  const warehouseId = facts.orderWarehouseId ?? facts.defaultWarehouseId;
  if (warehouseId === null) {
    const message = 'Say a warehouse: of the line, of the order, or one for all orders';
    faults.push(fault('WAREHOUSE_REQUIRED', message, path));
  }
  return warehouseId;
}

export function knownWarehouse(
  id: Id,
  { warehouseIds }: Pick<PlanFacts, 'warehouseIds'>,
  path: Path,
  faults: Fault[],
): Id | null {
  if (warehouseIds.includes(id)) return id;
  faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', path));
  return null;
}

type Named = Pick<
  NewOrder,
  'contactId' | 'shipTo' | 'billTo' | 'opportunityId' | 'projectId' | 'warehouseId'
>;

/** Who and what it names beside the customer. */
function readNamed(
  input: OrderInput,
  customer: Customer | null,
  facts: PlanFacts,
  asking: Asking,
  faults: Fault[],
): Named {
  const opportunity = facts.opportunities.find(
    ({ id }) => id === input.opportunityId?.toLowerCase(),
  );
  if (
    input.opportunityId != null &&
    (!opportunity || (customer && opportunity.accountId !== customer.id))
  ) {
    const message = 'The customer has no such opportunity';
    faults.push(fault('OPPORTUNITY_NOT_FOUND', message, ['opportunityId']));
  }
  const projectId = input.projectId?.toLowerCase() ?? null;
  const project = facts.projects.find(({ id }) => id === projectId);
  if (projectId !== null && !(project && asking.seesProject(project))) {
    faults.push(fault('PROJECT_NOT_FOUND', 'There is no such project', ['projectId']));
  }
  return {
    contactId: readContact(input.contactId, customer, facts, faults),
    shipTo: readAddress(input.shipToAddressId, 'isShipping', customer, facts, faults),
    billTo: readAddress(input.billToAddressId, 'isBilling', customer, facts, faults),
    opportunityId: opportunity?.id ?? null,
    projectId,
    warehouseId:
      input.warehouseId == null
        ? null
        : knownWarehouse(input.warehouseId.toLowerCase(), facts, ['warehouseId'], faults),
  };
}

export function readContact(
  given: Id | null | undefined,
  customer: Pick<Customer, 'id'> | null,
  { contacts }: Pick<PlanFacts, 'contacts'>,
  faults: Fault[],
): Id | null {
  const personId = given?.toLowerCase() ?? null;
  if (personId === null || !customer) return null;
  const speaks = contacts.some(
    (contact) => contact.companyId === customer.id && contact.personId === personId,
  );
  if (speaks || personId === customer.id) return personId;
  faults.push(fault('CONTACT_NOT_FOUND', 'The customer has no such contact', ['contactId']));
  return null;
}

export function readAddress(
  given: Id | null | undefined,
  use: 'isShipping' | 'isBilling',
  customer: Pick<Customer, 'id'> | null,
  { addresses }: Pick<PlanFacts, 'addresses'>,
  faults: Fault[],
): AddressSnapshot | null {
  if (!customer) return null;
  const own = addresses.filter(({ partyId }) => partyId === customer.id);
  const found =
    given == null
      ? (own.find((address) => address[use]) ?? own[0])
      : own.find(({ id }) => id === given.toLowerCase());
  if (found) {
    const { street, city, province, postalCode, country } = found;
    return { street, city, province, postalCode, country };
  }
  if (given != null) {
    const field = use === 'isShipping' ? 'shipToAddressId' : 'billToAddressId';
    faults.push(fault('ADDRESS_NOT_FOUND', 'The customer has no such address', [field]));
  }
  return null;
}
