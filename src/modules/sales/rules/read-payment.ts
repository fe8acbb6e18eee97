import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault } from '../errors.ts';

/** Terms of payment, as far as documents look at them. */
export interface TermsFacts {
  readonly id: Id;
  /** The longest of their parts. */
  readonly days: number;
  /** Percent of each amount that bears tax. */
  readonly taxedPercent: Decimal;
}

/** When a customer pays if nothing else is agreed. */
export interface UsualPayment {
  readonly days: number;
  readonly paymentTermsId: Id | null;
}

interface Said {
  readonly paymentDays: number | null;
  readonly paymentTermsId: Id | null;
}

/** How a document is paid: by terms, whose days are their longest part, or by days alone. */
export interface PaymentRead {
  readonly paymentDays: number;
  readonly paymentTermsId: Id | null;
  readonly taxedPercent: Decimal;
  readonly faults: readonly Fault[];
}

/**
 * The terms that are named, else the days, else what is agreed with the customer. Faults:
 * TERMS_OR_DAYS, PAYMENT_TERMS_NOT_FOUND where those that are named are not in use.
 */
export function readPayment(
  { paymentDays, paymentTermsId }: Said,
  usual: UsualPayment | undefined,
  known: readonly TermsFacts[],
): PaymentRead {
  const path = ['paymentTermsId'];
  const faults: Fault[] = [];
  if (paymentTermsId !== null && paymentDays !== null) {
    faults.push(fault('TERMS_OR_DAYS', 'Either terms of payment are named, or days', path));
  }
  const named = paymentTermsId ?? (paymentDays === null ? (usual?.paymentTermsId ?? null) : null);
  const terms = known.find(({ id }) => id === named);
  if (terms) {
    const { id, days, taxedPercent } = terms;
    return { paymentDays: days, paymentTermsId: id, taxedPercent, faults };
  }
  if (paymentTermsId !== null) {
    faults.push(fault('PAYMENT_TERMS_NOT_FOUND', 'There are no such terms in use', path));
  }
  const days = paymentDays ?? usual?.days ?? 0;
  return { paymentDays: days, paymentTermsId: null, taxedPercent: '100', faults };
}

/** What is said of how a document is paid: terms, or days. */
export interface PaymentInput {
  readonly paymentDays?: number | null;
  readonly paymentTermsId?: Id | null;
}

/** What is said anew; where nothing is, it stays. Terms and days take each other's place. */
export const paymentSaid = (before: PaymentInput, said: PaymentInput): PaymentInput => {
  const { paymentDays = null, paymentTermsId = null } =
    said.paymentDays != null || said.paymentTermsId != null ? said : before;
  return { paymentDays, paymentTermsId };
};

/** As somebody would say it: terms come with days that nobody says. */
export const asSaid = ({
  paymentDays,
  paymentTermsId,
}: Pick<PaymentRead, 'paymentDays' | 'paymentTermsId'>): PaymentInput => ({
  paymentDays: paymentTermsId === null ? paymentDays : null,
  paymentTermsId,
});
