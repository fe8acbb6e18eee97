import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
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

/** Why something is done, in words: needed. */
export function readReason(text: string, path: Path, faults: Fault[]): string {
  const reason = text.normalize('NFC').trim();
  if (reason === '') faults.push(fault('REASON_REQUIRED', 'Say why, in words', path));
  if (reason.length > 500) {
    faults.push(fault('TEXT_MALFORMED', 'At most 500 characters are taken here', path));
  }
  return reason;
}

/** The id that the client made in lower case, or a new one; where it is none, a fault is added. */
export function readOwnId(
  text: string | null | undefined,
  newId: () => Id,
  path: Path,
  faults: Fault[],
): Id {
  if (text == null) return newId();
  if (isId(text)) return text.toLowerCase();
  faults.push(fault('ID_MALFORMED', 'An id is a UUID', path));
  return newId();
}
