import {
  canonicalDecimal,
  isPositive,
  readDecimal,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { readMoney } from '../../../kernel/money.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault, type Path } from '../errors.ts';

/** More than zero, of the firm's currency; null, with a fault, where it is not. */
export function readPositiveAmount(
  text: string,
  currency: string,
  path: Path,
  faults: Fault[],
): Decimal | null {
  const money = gather(readMoney(text, currency), path, faults);
  if (money === null) return null;
  if (isPositive(money.amount)) return canonicalDecimal(money.amount);
  faults.push(fault('AMOUNT_MALFORMED', 'The amount must be more than zero', path));
  return null;
}

/** 0 to 100, with six places at most. */
export function readPercent(text: string, path: Path, faults: Fault[]): Decimal {
  const limits = { integerDigits: 3, fractionDigits: 6 };
  const percent = gather(readDecimal(text, limits), path, faults);
  if (percent === null) return '0';
  if (Number(percent) >= 0 && Number(percent) <= 100) return percent;
  faults.push(fault('PERCENT_MALFORMED', 'A percentage is 0 to 100', path));
  return '0';
}

/** Null where it cannot be one: a question to the database would fail. */
export const askableId = (id: string | null | undefined): Id | null =>
  id != null && isId(id) ? id.toLowerCase() : null;
