import { isPositive, type Decimal } from '../../../kernel/decimal.ts';
import { DomainError, type Fault } from '../../../kernel/domain-error.ts';
import { readDay } from '../../../kernel/read-input.ts';
import {
  plainTerms,
  type DueTrigger,
  type PaymentMethod,
  type ScheduleLine,
  type TermsReason,
} from '../../receivables/index.ts';
import { fault, type Path } from '../errors.ts';
import { readAmount, readDays } from './read-input.ts';

export interface ScheduledPaymentInput {
  readonly reason: TermsReason;
  readonly amount: Decimal;
  readonly dueTrigger: DueTrigger;
  /** Of DATE: the day. */
  readonly dueOn?: string | null;
  /** Of the others: so many days later. */
  readonly days?: number | null;
  readonly method?: PaymentMethod | null;
}

/** A payment is a part of what is to be paid, weighed by its amount. */
export interface ScheduledPayment extends ScheduleLine {
  readonly amount: Decimal;
}

const mostPayments = 120;

/** What is agreed upon for an order, in its currency, and why. */
export function readPayments(
  payments: readonly ScheduledPaymentInput[],
  { currency, note }: { readonly currency: string; readonly note: string },
  faults: Fault[],
): ScheduledPayment[] {
  const path: Path = ['payments'];
  if (payments.length === 0 || payments.length > mostPayments) {
    const code = payments.length === 0 ? 'NO_LINES' : 'TOO_MANY_LINES';
    throw new DomainError([fault(code, `There are 1 to ${mostPayments} payments`, path)]);
  }
  return payments.map((payment, index) => {
    const at: Path = [...path, String(index)];
    const { reason, dueTrigger, method = null } = payment;
    const dueOn = readDay(payment.dueOn, [...at, 'dueOn'], faults);
    if ((dueTrigger === 'DATE') !== (payment.dueOn != null)) {
      const message = 'A day is said where DATE is, and nowhere else';
      faults.push(fault('DAY_OR_DAYS', message, [...at, 'dueOn']));
    }
    const said = readAmount(payment.amount, currency, [...at, 'amount'], faults);
    if (said !== null && !isPositive(said)) {
      faults.push(fault('OUT_OF_RANGE', 'A payment is more than nothing', [...at, 'amount']));
    }
    const amount = said ?? '0';
    const days = readDays(payment.days, [...at, 'days'], faults) ?? 0;
    const part = { lineNo: index + 1, percent: amount, amount };
    return { ...plainTerms, ...part, reason, dueTrigger, days, dueOn, method, note };
  });
}
