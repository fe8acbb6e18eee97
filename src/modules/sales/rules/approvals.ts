import {
  addDecimals,
  compareDecimals,
  divideDecimals,
  isZero,
  multiplyDecimals,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { ApprovalMeasure } from './approval-kinds.ts';

/*
 * What of an offer needs whose consent. Lines that the customer may leave out are taken at their
 * worst: whatever is chosen of them, no choice is beyond what was approved.
 */

/** When somebody has to be asked, and who: a department, which is a role. */
export interface ApprovalPolicyFacts {
  readonly id: Id;
  readonly code: string;
  readonly name: string;
  readonly measure: ApprovalMeasure;
  readonly threshold: Decimal;
  readonly roleId: Id;
  readonly step: number;
  readonly hours: number | null;
  readonly unknownCostFails: boolean;
}

export interface OfferLine {
  readonly lineNo: number;
  readonly isOptional: boolean;
  /** Percent that all discounts of the line took off the list's price, by rule and by hand. */
  readonly discountPercent: Decimal;
  /** All discounts, those of the document included, and what would have been paid without them. */
  readonly discount: Decimal;
  readonly beforeDiscount: Decimal;
  /** Without tax. */
  readonly net: Decimal;
  /** Of the whole line, in the firm's currency; null: not known. */
  readonly cost: Decimal | null;
  /** What was asked for by hand is more than its writer may give. */
  readonly exceedsAllowance: boolean;
}

/** What policies measure. Amounts of lines are of the document's currency. */
export interface Offer {
  /** Of one unit of the document's currency, in the firm's. */
  readonly rate: Decimal;
  readonly paymentDays: number;
  readonly lines: readonly OfferLine[];
  readonly isBeyondCredit: boolean;
}

/** A policy that applies, and what it was measured by. */
export interface ApprovalCause {
  readonly policy: ApprovalPolicyFacts;
  /** Null: nothing is measured (no known cost; allowances and credit, which say yes or no). */
  readonly value: Decimal | null;
  /** Lines that alone are the cause; none: the whole document is. */
  readonly lineNos: readonly number[];
}

type Measured = Omit<ApprovalCause, 'policy'>;
type Measure = (offer: Offer, policy: ApprovalPolicyFacts) => Measured | null;

/** Every policy that applies, those of the earliest step first. */
export const approvalCauses = (
  offer: Offer,
  policies: readonly ApprovalPolicyFacts[],
): ApprovalCause[] =>
  policies
    .flatMap((policy) => {
      const measured = measures[policy.measure](offer, policy);
      return measured ? [{ policy, ...measured }] : [];
    })
    .sort((a, b) => a.policy.step - b.policy.step || (a.policy.code < b.policy.code ? -1 : 1));

const places = 4;

const measures: Readonly<Record<ApprovalMeasure, Measure>> = {
  LINE_DISCOUNT({ lines }, { threshold }) {
    const beyond = lines.filter((line) => isMore(line.discountPercent, threshold));
    const [first, ...rest] = beyond;
    if (!first) return null;
    return { value: rest.reduce(theMore, first).discountPercent, lineNos: numbersOf(beyond) };
  },
  DOCUMENT_DISCOUNT({ lines }, { threshold }) {
    const share = worstShare(
      lines.map(({ isOptional, discount, beforeDiscount }) => ({
        isOptional,
        part: discount,
        whole: beforeDiscount,
      })),
    );
    return share !== null && isMore(share, threshold) ? { value: share, lineNos: [] } : null;
  },
  ALLOWANCE({ lines }) {
    const beyond = lines.filter(({ exceedsAllowance }) => exceedsAllowance);
    return beyond.length > 0 ? { value: null, lineNos: numbersOf(beyond) } : null;
  },
  MARGIN({ lines, rate }, { threshold, unknownCostFails }) {
    const unknown = unknownCostFails ? lines.filter(({ cost }) => cost === null) : [];
    const share = worstShare(
      lines.flatMap(({ isOptional, net, cost }) =>
        cost === null ? [] : [{ isOptional, part: cost, whole: multiplyDecimals(net, rate) }],
      ),
    );
    const margin = share === null ? null : subtractDecimals('100', share);
    const isBelow = margin !== null && isMore(threshold, margin);
    return isBelow || unknown.length > 0 ? { value: margin, lineNos: numbersOf(unknown) } : null;
  },
  AMOUNT({ lines, rate }, { threshold }) {
    const amount = multiplyDecimals(sumDecimals(lines.map(({ net }) => net)), rate);
    return isMore(amount, threshold) ? { value: amount, lineNos: [] } : null;
  },
  PAYMENT_DAYS({ paymentDays }, { threshold }) {
    const value = String(paymentDays);
    return isMore(value, threshold) ? { value, lineNos: [] } : null;
  },
  CREDIT: ({ isBeyondCredit }) => (isBeyondCredit ? { value: null, lineNos: [] } : null),
};

interface Share {
  readonly isOptional: boolean;
  readonly part: Decimal;
  readonly whole: Decimal;
}

/**
 * The largest percentage of `part` in `whole` over all choices of what is optional: those whose own
 * share is the largest are taken first, as long as they raise it. Null where there is no whole.
 */
export function worstShare(shares: readonly Share[]): Decimal | null {
  const fixed = shares.filter(({ isOptional }) => !isOptional);
  const optional = shares
    .filter(({ isOptional }) => isOptional)
    .map((share) => ({ ...share, percent: percentOf(share.part, share.whole) }))
    .sort((a, b) => compareDecimals(b.percent ?? '0', a.percent ?? '0'));
  let part = sumDecimals(fixed.map((share) => share.part));
  let whole = sumDecimals(fixed.map((share) => share.whole));
  let worst = fixed.length > 0 ? percentOf(part, whole) : null;
  for (const share of optional) {
    if (worst !== null && share.percent !== null && !isMore(share.percent, worst)) break;
    part = addDecimals(part, share.part);
    whole = addDecimals(whole, share.whole);
    worst = percentOf(part, whole);
  }
  return worst;
}

/** What is given away for nothing is all gone: 100 percent, and more cannot be said. */
function percentOf(part: Decimal, whole: Decimal): Decimal | null {
  if (isZero(whole)) return isZero(part) ? null : everything;
  return divideDecimals(multiplyDecimals(part, '100'), whole, places);
}

const everything = '1000000';

const isMore = (a: Decimal, b: Decimal): boolean => compareDecimals(a, b) > 0;

const theMore = (a: OfferLine, b: OfferLine): OfferLine =>
  isMore(b.discountPercent, a.discountPercent) ? b : a;

const numbersOf = (lines: readonly OfferLine[]): number[] => lines.map(({ lineNo }) => lineNo);
