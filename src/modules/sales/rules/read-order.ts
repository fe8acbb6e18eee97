import { readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readDay, readOwnId } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { readQuantityValue } from '../../../kernel/quantity.ts';
import type { PriceLineAsked, PriceOverride, PricesAsked } from '../../pricing/index.ts';
import { fault, type Path } from '../errors.ts';
import type { DeliveryPolicy, ReservationPolicy } from './order-kinds.ts';
import {
  lineCountFaults,
  readAmount,
  readDays,
  readPercent,
  readText,
  repeatedIds,
} from './read-input.ts';

export interface OrderLineInput {
  readonly id?: Id | null;
  readonly productId: Id;
  /** The base unit when left out. */
  readonly unit?: string | null;
  readonly quantity: Decimal;
  /** Else the order's, else the firm's. */
  readonly warehouseId?: Id | null;
  readonly requestedOn?: LocalDate | null;
  readonly promisedOn?: LocalDate | null;
  /** What is asked for beside the lists. */
  readonly price?: PriceOverride | null;
}

export interface OrderInput {
  readonly id?: Id | null;
  readonly customerId: Id;
  readonly contactId?: Id | null;
  /** Addresses of the customer; else the oldest that is for it. */
  readonly shipToAddressId?: Id | null;
  readonly billToAddressId?: Id | null;
  readonly opportunityId?: Id | null;
  readonly projectId?: Id | null;
  readonly customerReference?: string | null;
  readonly warehouseId?: Id | null;
  /** The day whose prices hold; else today. */
  readonly pricingOn?: LocalDate | null;
  /** Of lines that say no day. */
  readonly requestedOn?: LocalDate | null;
  readonly currency?: string | null;
  readonly paymentDays?: number | null;
  /** Terms of payment; else the customer's, unless days are said. */
  readonly paymentTermsId?: Id | null;
  readonly taxInclusive?: boolean | null;
  readonly documentDiscountPercent?: Decimal | null;
  readonly documentDiscountAmount?: Decimal | null;
  readonly terms?: string | null;
  readonly deliveryPolicy?: DeliveryPolicy | null;
  readonly reservationPolicy?: ReservationPolicy | null;
  readonly lines: readonly OrderLineInput[];
}

/** A line as it is asked for, before it is priced. */
export interface LineRead {
  readonly id: Id;
  readonly warehouseId: Id | null;
  readonly requestedOn: LocalDate | null;
  readonly promisedOn: LocalDate | null;
  readonly priceOverride: PriceOverride | null;
  /** Null: what it says cannot be asked prices for. */
  readonly asked: PriceLineAsked | null;
  readonly path: Path;
}

export interface DocumentDiscount {
  readonly documentDiscountPercent: Decimal | null;
  readonly documentDiscountAmount: Decimal | null;
}

/** An input as it reads by itself, with every fault of it. */
export interface OrderRead extends DocumentDiscount {
  readonly id: Id;
  readonly customerReference: string | null;
  readonly pricingOn: LocalDate;
  readonly currency: string;
  readonly paymentDays: number | null;
  readonly paymentTermsId: Id | null;
  readonly taxInclusive: boolean;
  readonly terms: string | null;
  readonly lines: readonly LineRead[];
  readonly faults: Fault[];
}

interface Reading {
  readonly today: LocalDate;
  readonly companyCurrency: string;
  /** Where lines are in what was said, if not in `lines`. */
  readonly linePaths?: readonly Path[];
  newId(): Id;
}

/** What an input says that can be told without looking anything up. */
export function readOrder(input: OrderInput, reading: Reading): OrderRead {
  const faults = lineCountFaults(input.lines.length);
  // Whether it is one, who prices it says.
  const currency = input.currency ?? reading.companyCurrency;
  const lines = faults.some(({ code }) => code === 'TOO_MANY_LINES') ? [] : input.lines;
  const pathOf = (index: number): Path => reading.linePaths?.[index] ?? ['lines', String(index)];
  const read: OrderRead = {
    id: readOwnId(input.id, reading.newId, ['id'], faults),
    customerReference: readText(input.customerReference, 200, ['customerReference'], faults),
    pricingOn: readDay(input.pricingOn, ['pricingOn'], faults) ?? reading.today,
    currency,
    paymentDays: readDays(input.paymentDays, ['paymentDays'], faults),
    paymentTermsId: input.paymentTermsId?.toLowerCase() ?? null,
    taxInclusive: input.taxInclusive ?? false,
    ...readDiscount(input, currency, faults),
    terms: readText(input.terms, 4_000, ['terms'], faults),
    lines: lines.map((line, index) =>
      readOrderLine(line, pathOf(index), reading.newId, faults, input.requestedOn),
    ),
    faults,
  };
  faults.push(...repeatedIds(read.lines.map(({ id }) => id)));
  return read;
}

/** What is asked of pricing: lines that cannot be asked for are left out. */
export const pricesAsked = (
  read: Omit<
    OrderRead,
    'id' | 'customerReference' | 'paymentDays' | 'paymentTermsId' | 'terms' | 'faults'
  >,
  customerId: Id,
): PricesAsked => ({
  customerId,
  currency: read.currency,
  pricingOn: read.pricingOn,
  taxInclusive: read.taxInclusive,
  documentDiscount: {
    percent: read.documentDiscountPercent,
    amount: read.documentDiscountAmount,
  },
  lines: read.lines.flatMap(({ asked }) => asked ?? []),
});

export function readDiscount(
  input: Pick<OrderInput, 'documentDiscountPercent' | 'documentDiscountAmount'>,
  currency: string,
  faults: Fault[],
): DocumentDiscount {
  const { documentDiscountPercent: percent, documentDiscountAmount: amount } = input;
  if (percent != null && amount != null) {
    const message = 'A discount of the whole is a percentage or an amount, not both';
    faults.push(fault('ONE_DISCOUNT', message, ['documentDiscountAmount']));
  }
  return {
    documentDiscountPercent: readPercent(percent, ['documentDiscountPercent'], faults),
    documentDiscountAmount: readAmount(amount, currency, ['documentDiscountAmount'], faults),
  };
}

export function readOrderLine(
  line: OrderLineInput,
  path: Path,
  newId: () => Id,
  faults: Fault[],
  requestedOn: LocalDate | null | undefined = null,
): LineRead {
  const id = readOwnId(line.id, newId, [...path, 'id'], faults);
  // How many places its unit takes, who prices it knows.
  const quantity = readQuantityValue(line.quantity, { decimals: 6, positive: true });
  const quantityInUnit = gather(quantity, [...path, 'quantity'], faults);
  const priceOverride = line.price ?? null;
  return {
    id,
    warehouseId: line.warehouseId?.toLowerCase() ?? null,
    requestedOn: readDay(line.requestedOn ?? requestedOn, [...path, 'requestedOn'], faults),
    promisedOn: readDay(line.promisedOn, [...path, 'promisedOn'], faults),
    priceOverride,
    asked:
      isReadable(priceOverride, path, faults) && quantityInUnit !== null
        ? {
            productId: line.productId.toLowerCase(),
            unit: line.unit ?? null,
            quantityInUnit,
            override: priceOverride,
            path,
          }
        : null,
    path,
  };
}

/** Whether all that an override says are numbers; what they may be is told by who prices. */
function isReadable(price: PriceOverride | null, path: Path, faults: Fault[]): boolean {
  const before = faults.length;
  const said = [
    { value: price?.unitPrice, at: ['unitPrice'] },
    ...(price?.discountPercents ?? []).map((value, index) => ({
      value,
      at: ['discountPercents', String(index)],
    })),
  ];
  for (const { value, at } of said) {
    if (value != null) gather(readDecimal(value), [...path, 'price', ...at], faults);
  }
  return faults.length === before;
}
