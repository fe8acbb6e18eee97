import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { daysBetween } from '../../../kernel/local-date.ts';
import type { GuaranteeKind, GuaranteeState } from './cheque-kinds.ts';

/** Something that secures what a customer owes. */
export interface Guarantee {
  readonly id: Id;
  readonly number: string;
  readonly partyId: Id;
  readonly salesOrderId: Id | null;
  readonly kind: GuaranteeKind;
  readonly chequeId: Id | null;
  readonly issuer: string;
  readonly paperNumber: string | null;
  readonly currency: string;
  readonly amount: Decimal;
  readonly called: Decimal;
  /** One unit of the currency in the firm's, on the day on which it was recorded. */
  readonly rate: Decimal;
  readonly haircutPercent: Decimal;
  readonly validFrom: LocalDate;
  /** Null: without an end. */
  readonly validUntil: LocalDate | null;
  readonly extensions: number;
  readonly custody: string;
  readonly note: string | null;
  readonly state: GuaranteeState;
  readonly alarmedDays: number | null;
  readonly releaseAskedAt: Date | string | null;
  readonly releaseAskedBy: Id | null;
  readonly releaseReason: string | null;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

/** How much of a guarantee of a kind does not count, where nobody says. */
export const usualHaircut: Readonly<Record<GuaranteeKind, Decimal>> = {
  BANK_GUARANTEE: '0',
  DEPOSIT: '0',
  CHEQUE_AS_SECURITY: '50',
  PROMISSORY_NOTE: '50',
  MORTGAGE: '40',
};

/**
 * The alarm that is due on a day: the fewest days of the policy that are not fewer than those left,
 * unless that, or fewer, was told of before. Null: none.
 */
export function alarmDue(
  { validUntil, alarmedDays }: Pick<Guarantee, 'validUntil' | 'alarmedDays'>,
  today: LocalDate,
  alarmDays: readonly number[],
): number | null {
  if (validUntil === null || validUntil < today) return null;
  const left = daysBetween(today, validUntil);
  const [due = null] = alarmDays.filter((days) => days >= left).sort((a, b) => a - b);
  return due !== null && (alarmedDays === null || due < alarmedDays) ? due : null;
}
