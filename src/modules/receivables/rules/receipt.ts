import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { PaymentMethod, ReceiptState } from './money-kinds.ts';

/** Money that came in, or that a paper promises. */
export interface NewReceipt {
  readonly id: Id;
  readonly partyId: Id;
  readonly payerName: string | null;
  readonly method: PaymentMethod;
  readonly moneyAccountId: Id | null;
  readonly externalId: string | null;
  readonly reference: string | null;
  readonly currency: string;
  readonly amount: Decimal;
  /** What of it the bank kept. */
  readonly charge: Decimal;
  /** One unit of the currency in the firm's, on the value day. */
  readonly rate: Decimal;
  readonly companyAmount: Decimal;
  readonly valuedOn: LocalDate;
  readonly bookedOn: LocalDate;
  readonly state: ReceiptState;
  readonly clearedOn: LocalDate | null;
  readonly note: string | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

/** A receipt as it is behind the lock of its customer's account. */
export interface Receipt extends NewReceipt {
  readonly number: string;
  readonly allocated: Decimal;
  readonly refunded: Decimal;
  readonly companyAllocated: Decimal;
  readonly companyRefunded: Decimal;
  readonly reversedOn: LocalDate | null;
  readonly version: number;
}

/** Which commitment is to be paid, and how much of it: all that is open where nothing is said. */
export interface AllocationWish {
  readonly commitmentId: Id;
  /** In the currency of the commitment: money, without the discount that goes with it. */
  readonly amount?: Decimal | null;
  /** In the currency of the money, where that is another. */
  readonly sourceAmount?: Decimal | null;
}
