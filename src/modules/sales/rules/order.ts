import {
  addDecimals,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { AllowanceLimit, PriceOverride, PriceTrace } from '../../pricing/index.ts';
import type { AddressSnapshot } from './address-snapshot.ts';
import type { DeliveryPolicy, OrderHold, ReservationPolicy } from './order-kinds.ts';
import type { SalesOrderState } from './order-states.ts';

/** What an order says of itself beside its lines, as it was agreed. */
export interface OrderTerms {
  readonly partyId: Id;
  readonly contactId: Id | null;
  readonly shipTo: AddressSnapshot | null;
  readonly billTo: AddressSnapshot | null;
  readonly quoteRevisionId: Id | null;
  readonly opportunityId: Id | null;
  readonly projectId: Id | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly customerReference: string | null;
  readonly warehouseId: Id | null;
  readonly orderedOn: LocalDate;
  readonly pricingOn: LocalDate;
  readonly currency: string;
  /** One unit of the currency in the firm's. */
  readonly rate: Decimal;
  readonly paymentDays: number;
  /** Null: all of it, so many days after the invoice. */
  readonly paymentTermsId: Id | null;
  readonly taxInclusive: boolean;
  readonly documentDiscountPercent: Decimal | null;
  readonly documentDiscountAmount: Decimal | null;
  readonly terms: string | null;
  readonly deliveryPolicy: DeliveryPolicy;
  readonly reservationPolicy: ReservationPolicy;
}

export interface OrderTotals {
  readonly net: Decimal;
  readonly discount: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
}

/** Quantities but `quantityInUnit` are in the product's base unit; prices are of one `unit`. */
export interface OrderLineTerms extends OrderTotals {
  readonly id: Id;
  readonly lineNo: number;
  readonly productId: Id;
  readonly sku: string;
  readonly warehouseId: Id;
  readonly unit: string;
  readonly quantityInUnit: Decimal;
  readonly quantity: Decimal;
  readonly requestedOn: LocalDate | null;
  readonly promisedOn: LocalDate | null;
  readonly quoteLineId: Id | null;
  readonly listPrice: Decimal;
  readonly unitPrice: Decimal;
  readonly taxCode: string | null;
  readonly taxRate: Decimal;
  /** Percent of `net` that bears it. */
  readonly taxedPercent: Decimal;
  /** Its part of the order's total in the firm's currency. */
  readonly companyTotal: Decimal;
  readonly priceOverride: PriceOverride | null;
  readonly priceTrace: PriceTrace;
  /** Of one base unit, in the firm's currency. */
  readonly unitCost: Decimal | null;
  readonly warrantyMonths: number | null;
  /** Which allowances of who wrote it do not cover what was asked for by hand. */
  readonly exceeds: readonly AllowanceLimit[];
}

/** How far a line has come. */
export interface OrderLineProgress {
  readonly cancelled: Decimal;
  readonly issued: Decimal;
  readonly returned: Decimal;
  readonly replaced: Decimal;
  readonly invoiced: Decimal;
  readonly credited: Decimal;
}

export interface OrderLine extends OrderLineTerms, OrderLineProgress {
  readonly shortCloseReason: string | null;
  /** In deliveries that are drafted and have not left. */
  readonly inDelivery: Decimal;
  /** In any delivery, whatever became of it. */
  readonly wasInDelivery: boolean;
}

/** An order that is to be written: agreed, priced, and not yet anything else. */
export interface NewOrder extends OrderTerms, OrderTotals {
  readonly id: Id;
  readonly lines: readonly OrderLineTerms[];
}

/** An order as it is behind its lock. */
export interface Order extends OrderTerms, OrderTotals {
  readonly id: Id;
  readonly number: string;
  readonly state: SalesOrderState;
  readonly version: number;
  readonly holds: readonly OrderHold[];
  readonly cleared: boolean;
  readonly exposure: Decimal;
  readonly lines: readonly OrderLine[];
}

/** To be delivered yet: what is ordered and neither cancelled nor issued, and what is replaced. */
export const openOf = (line: Pick<OrderLine, 'quantity' | keyof OrderLineProgress>): Decimal =>
  subtractDecimals(
    addDecimals(line.quantity, line.replaced),
    addDecimals(line.cancelled, line.issued),
  );

export const totalsOf = (lines: readonly OrderTotals[]): OrderTotals => ({
  net: sumDecimals(lines.map(({ net }) => net)),
  discount: sumDecimals(lines.map(({ discount }) => discount)),
  tax: sumDecimals(lines.map(({ tax }) => tax)),
  total: sumDecimals(lines.map(({ total }) => total)),
});
