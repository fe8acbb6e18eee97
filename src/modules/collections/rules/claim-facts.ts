import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';

/** A commitment as collecting sees it: read behind the lock of its customer. */
export interface ClaimFacts {
  readonly id: Id;
  readonly number: string;
  readonly partyId: Id;
  readonly reason: string;
  readonly chargeOfId: Id | null;
  readonly currency: string;
  readonly amount: Decimal;
  readonly open: Decimal;
  readonly rate: Decimal;
  readonly companyOpen: Decimal;
  readonly dueOn: LocalDate | null;
  readonly ended: 'CANCELLED' | 'SUPERSEDED' | null;
  readonly disputed: Decimal;
  readonly isPromised: boolean;
  readonly isPlaced: boolean;
  /** Part of a plan that stands. */
  readonly isPlanned: boolean;
  /** Claimed by now: in invoices, or owed without any. */
  readonly isBilled: boolean;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}
