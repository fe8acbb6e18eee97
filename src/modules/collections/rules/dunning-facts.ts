import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { DunningCandidate, DunningTerms } from './choose-dunning.ts';
import type { Pause, RateFrom, Settlement } from './interest.ts';
import type { CollectionChannel, DayCount, InterestStart } from './kinds.ts';

/** An overdue commitment, with all that decides whether it is asked for, and its interest. */
export interface DunnedClaim extends DunningCandidate {
  readonly id: Id;
  readonly number: string;
  readonly partyId: Id;
  readonly currency: string;
  readonly rate: Decimal;
  readonly amount: Decimal;
  readonly dueOn: LocalDate;
  /** Fees and interest bear none. */
  readonly isCharge: boolean;
  readonly procedureId: Id | null;
  /** Channels by which its customer is not to be reached; ALL: by none. */
  readonly blockedBy: readonly string[];
  readonly settlements: readonly Settlement[];
  readonly pauses: readonly Pause[];
  readonly charged: Decimal;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

export interface ProcedureLevel {
  readonly levelNo: number;
  readonly days: number;
  readonly fee: Decimal;
  readonly minAmount: Decimal;
  readonly hasInterest: boolean;
  readonly channel: CollectionChannel;
  readonly subject: string;
  readonly body: string;
}

export interface ProcedureFacts extends DunningTerms {
  readonly id: Id;
  readonly charges: boolean;
  readonly chargeDays: number;
  readonly interestStarts: InterestStart;
  /** Null: no interest. */
  readonly basis: DayCount | null;
  readonly rates: readonly RateFrom[];
  readonly levels: readonly ProcedureLevel[];
}
