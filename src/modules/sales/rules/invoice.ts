import { canonicalDecimal, multiplyDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { roundMoney } from '../../../kernel/money.ts';
import type { AddressSnapshot } from './address-snapshot.ts';
import { sumOf, type Amounts, type BilledPart, type TaxedLine } from './invoice-amounts.ts';
import type { TaxRounding } from '../../pricing/index.ts';
import type { InvoiceKind } from './invoice-kinds.ts';
import type { InvoiceState } from './invoice-states.ts';

/** What an invoice says beside its lines. */
export interface InvoiceHead {
  readonly id: Id;
  readonly kind: InvoiceKind;
  readonly partyId: Id;
  /** Null where it is of several. */
  readonly salesOrderId: Id | null;
  readonly creditsId: Id | null;
  readonly returnAuthorisationId: Id | null;
  readonly projectId: Id | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly billTo: AddressSnapshot | null;
  readonly reason: string | null;
  /** Of a draft null: the day it is posted on. */
  readonly datedOn: LocalDate | null;
  readonly paymentDays: number;
  readonly currency: string;
  /** One unit of the currency in the firm's. */
  readonly rate: Decimal;
  readonly taxInclusive: boolean;
  readonly taxRounding: TaxRounding;
}

/** Of how much it is: quantities but `quantityInUnit` are in the product's base unit. */
export interface InvoicedQuantity {
  readonly unit: string;
  readonly quantityInUnit: Decimal;
  readonly quantity: Decimal;
  /** Of one `unit`. */
  readonly unitPrice: Decimal;
}

export interface InvoiceLineRecord extends InvoicedQuantity, TaxedLine {
  readonly id: Id;
  readonly salesOrderLineId: Id;
  readonly creditsLineId: Id | null;
  readonly productId: Id;
  readonly sku: string;
}

/** An invoice that is to be written. */
export interface NewInvoice extends InvoiceHead {
  readonly lines: readonly InvoiceLineRecord[];
}

/** An invoice as it is behind its lock. */
export interface InvoiceRecord extends NewInvoice, Amounts {
  readonly state: InvoiceState;
  readonly number: string | null;
  readonly dueOn: LocalDate | null;
  readonly version: number;
}

/** A posted line and what was credited of it: by quantity, and in all. */
export interface BilledLine extends BilledPart {
  readonly id: Id;
  readonly invoiceId: Id;
  readonly salesOrderLineId: Id;
}

export interface InvoiceTotals extends Amounts {
  readonly companyTotal: Decimal;
}

/** What an invoice comes to, in its currency and, at its rate, in the firm's. */
export function totalsOfInvoice(
  lines: readonly Amounts[],
  rate: Decimal,
  companyCurrency: string,
): InvoiceTotals {
  const sum = sumOf(lines);
  return { ...sum, companyTotal: inCompany(sum.total, rate, companyCurrency) };
}

export const inCompany = (amount: Decimal, rate: Decimal, companyCurrency: string): Decimal =>
  canonicalDecimal(roundMoney(multiplyDecimals(amount, rate), companyCurrency).amount);

/** What became of an invoice that was posted. */
export interface InvoicePosted {
  readonly invoiceId: Id;
  readonly number: string;
}
