import {
  addDecimals,
  canonicalDecimal,
  compareDecimals,
  isZero,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { splitMoney } from '../../../kernel/money.ts';

/** What an invoice claims, in its own currency and in the firm's, and what of it is settled. */
export interface Claim {
  readonly amount: Decimal;
  readonly settled: Decimal;
  readonly companyAmount: Decimal;
  readonly companySettled: Decimal;
}

/** What an amount does to a claim; what it claims no more is left over. */
export interface Settlement {
  /** As the claim stands afterwards. */
  readonly settled: Decimal;
  readonly companySettled: Decimal;
  /** What was settled now. */
  readonly now: Decimal;
  readonly companyNow: Decimal;
  readonly left: Decimal;
}

/**
 * Settles a claim as far as it is open. In the firm's currency the same share of it is settled, so
 * that nothing is left there when nothing is left here.
 */
export function settle(claim: Claim, amount: Decimal, companyCurrency: string): Settlement {
  const open = subtractDecimals(claim.amount, claim.settled);
  const now = compareDecimals(amount, open) < 0 ? amount : open;
  const settled = addDecimals(claim.settled, now);
  const rest = subtractDecimals(claim.amount, settled);
  const companySettled = isZero(claim.amount)
    ? claim.companyAmount
    : shareOf(claim.companyAmount, settled, rest, companyCurrency);
  return {
    settled,
    companySettled,
    now,
    companyNow: subtractDecimals(companySettled, claim.companySettled),
    left: subtractDecimals(amount, now),
  };
}

function shareOf(amount: Decimal, part: Decimal, rest: Decimal, currency: string): Decimal {
  const [share] = splitMoney({ amount, currency }, [part, rest]);
  return canonicalDecimal(share?.amount ?? '0');
}
