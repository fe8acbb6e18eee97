import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { ChequeState, ReturnReason } from './cheque-kinds.ts';

/** A paper by which a bank is to pay on a day. */
export interface Cheque {
  readonly id: Id;
  readonly partyId: Id;
  readonly number: string;
  readonly series: string | null;
  readonly bank: string;
  readonly bankKey: string;
  readonly branch: string | null;
  /** Who signed it, and the account that is to be charged. */
  readonly drawerName: string;
  readonly drawerAccount: string;
  readonly currency: string;
  readonly amount: Decimal;
  readonly issuedOn: LocalDate | null;
  readonly dueOn: LocalDate;
  readonly firstDueOn: LocalDate;
  readonly extensions: number;
  readonly place: string | null;
  readonly registrationId: string | null;
  readonly imageFront: string | null;
  readonly imageBack: string | null;
  /** Who has the paper. */
  readonly custody: string;
  readonly note: string | null;
  readonly state: ChequeState;
  readonly moneyAccountId: Id | null;
  readonly slipNumber: string | null;
  readonly depositedOn: LocalDate | null;
  readonly endorsedTo: string | null;
  /** While it is money: what it became. */
  readonly receiptId: Id | null;
  readonly clearedOn: LocalDate | null;
  readonly returnedOn: LocalDate | null;
  readonly returnReason: ReturnReason | null;
  readonly bounces: number;
  readonly replacesId: Id | null;
  readonly settlementReceiptId: Id | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

/** What of a commitment a cheque is to pay when it is money. */
export interface Coverage {
  readonly commitmentId: Id;
  /** In the currency of both. */
  readonly amount: Decimal;
}

/** Which commitment is to be covered, and how much of it: as much as there is when left out. */
export interface CoverageWish {
  readonly commitmentId: Id;
  readonly amount?: Decimal | null;
}

/** What is decided once for all cheques and guarantees. */
export interface ChequePolicy {
  readonly bounceFee: Decimal;
  readonly bouncePenaltyPercent: Decimal;
  /** Null: no credit is held for cheques. */
  readonly holdFrom: number | null;
  readonly holdWithinDays: number;
}
