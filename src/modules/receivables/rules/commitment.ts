import { subtractDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type {
  Appropriation,
  CommitmentEnd,
  CommitmentReason,
  DiscountOnPart,
  DiscountTaxMode,
  DueTrigger,
  PaymentMethod,
} from './money-kinds.ts';

/** What a commitment says of early payment, and in which turn money settles it. */
export interface CommitmentTerms {
  readonly discountPercent: Decimal | null;
  readonly discountDays: number | null;
  readonly discountTaxMode: DiscountTaxMode;
  readonly discountOnPart: DiscountOnPart;
  readonly discountGraceDays: number;
  readonly appropriation: Appropriation;
}

/** A customer is to pay so much. Amounts in its currency, `company…` in the firm's. */
export interface Commitment extends CommitmentTerms {
  readonly id: Id;
  readonly number: string;
  readonly partyId: Id;
  readonly payerId: Id | null;
  readonly salesOrderId: Id | null;
  /** Of fees and interest: what they are charged upon. */
  readonly chargeOfId: Id | null;
  readonly reason: CommitmentReason;
  /** Of an order: which line of its terms. */
  readonly lineNo: number | null;
  readonly percent: Decimal | null;
  readonly dueTrigger: DueTrigger;
  readonly days: number;
  /** Null: what it waits for has not happened yet. */
  readonly dueOn: LocalDate | null;
  /** The delivery or the invoice that gave it its day. */
  readonly datedById: Id | null;
  readonly method: PaymentMethod | null;
  readonly currency: string;
  readonly amount: Decimal;
  readonly settled: Decimal;
  /** What of it is in posted invoices. */
  readonly billed: Decimal;
  readonly rate: Decimal;
  readonly companyAmount: Decimal;
  readonly companySettled: Decimal;
  readonly tax: Decimal;
  readonly discountUntil: LocalDate | null;
  readonly ended: CommitmentEnd | null;
  readonly endReason: string | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
  readonly note: string | null;
}

/** What is still to be paid of it. */
export const openOf = ({ amount, settled }: Pick<Commitment, 'amount' | 'settled'>): Decimal =>
  subtractDecimals(amount, settled);

/** One part of what is agreed: how much of the whole, and by when. */
export interface ScheduleLine extends CommitmentTerms {
  readonly lineNo: number;
  readonly reason: CommitmentReason;
  readonly percent: Decimal;
  readonly dueTrigger: DueTrigger;
  readonly days: number;
  /** Of DATE. */
  readonly dueOn: LocalDate | null;
  readonly method: PaymentMethod | null;
  /** Why it was agreed upon, where somebody said so. */
  readonly note?: string | null;
}

/** Nothing is said of early payment. */
export const plainTerms: CommitmentTerms = {
  discountPercent: null,
  discountDays: null,
  discountTaxMode: 'NEVER',
  discountOnPart: 'NONE',
  discountGraceDays: 0,
  appropriation: 'COSTS_FIRST',
};

/** All of it, so many days after the invoice: what is meant where no terms are agreed. */
export const afterInvoice = (days: number): ScheduleLine => ({
  ...plainTerms,
  lineNo: 1,
  reason: 'INVOICE',
  percent: '100',
  dueTrigger: 'INVOICE',
  days,
  dueOn: null,
  method: null,
});
