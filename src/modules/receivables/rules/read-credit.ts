import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { readMoney } from '../../../kernel/money.ts';
import { canonicalDecimal, isPositive } from '../../../kernel/decimal.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault, type Path } from '../errors.ts';

/** As many as a table holds; ten years. */
const mostDays = 3650;

/** An amount of the firm's currency, zero or more; null, with a fault, when it is none. */
export function readAmount(
  text: string,
  currency: string,
  path: Path,
  faults: Fault[],
): Decimal | null {
  const money = gather(readMoney(text, currency), path, faults);
  if (money === null) return null;
  const amount = canonicalDecimal(money.amount);
  if (!amount.startsWith('-')) return amount;
  faults.push(fault('AMOUNT_MALFORMED', 'An amount is zero or more', path));
  return null;
}

/** Same, but more than zero. */
export function readPositiveAmount(
  text: string,
  currency: string,
  path: Path,
  faults: Fault[],
): Decimal | null {
  const amount = readAmount(text, currency, path, faults);
  if (amount === null || isPositive(amount)) return amount;
  faults.push(fault('AMOUNT_MALFORMED', 'The amount must be more than zero', path));
  return null;
}

export function readDays(days: number, path: Path, faults: Fault[]): number {
  if (!Number.isInteger(days) || days < 0 || days > mostDays) {
    faults.push(fault('DAYS_MALFORMED', `Days are 0 to ${mostDays}`, path));
  }
  return days;
}
