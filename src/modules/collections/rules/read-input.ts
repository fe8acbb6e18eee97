import {
  canonicalDecimal,
  compareDecimals,
  isPositive,
  readDecimal,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { refuse, type Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { readMoney } from '../../../kernel/money.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault, type CollectionsErrorCode, type Path } from '../errors.ts';

/** In capitals, digits in ASCII. */
export function readCode(text: string, faults: Fault[], path: Path = ['code']): string {
  const code = asciiDigits(text.trim()).toUpperCase();
  if (!/^[A-Z0-9_-]{1,30}$/.test(code)) {
    faults.push(fault('CODE_MALFORMED', 'A code has 1 to 30 of A-Z, 0-9, - and _', path));
  }
  return code;
}

/** A whole number from `least` to `most`. */
export function readCount(
  count: number,
  [least, most]: readonly [number, number],
  path: Path,
  faults: Fault[],
): number {
  if (!Number.isInteger(count) || count < least || count > most) {
    faults.push(fault('COUNT_MALFORMED', `It is a whole number from ${least} to ${most}`, path));
  }
  return count;
}

export const readDays = (days: number, path: Path, faults: Fault[], most = 365): number =>
  readCount(days, [0, most], path, faults);

/** Percent from zero to `most`, with six places at most. */
export function readPercent(text: string, path: Path, faults: Fault[], most = '100'): Decimal {
  const value = gather(readDecimal(text, { integerDigits: 4, fractionDigits: 6 }), path, faults);
  if (value === null) return '0';
  if (compareDecimals(value, '0') < 0 || compareDecimals(value, most) > 0) {
    faults.push(fault('PERCENT_MALFORMED', `Percent are 0 to ${most}`, path));
  }
  return value;
}

/** An amount of the currency, zero or more. */
export function readAmount(text: string, currency: string, path: Path, faults: Fault[]): Decimal {
  const money = gather(readMoney(text, currency), path, faults);
  if (money === null) return '0';
  const amount = canonicalDecimal(money.amount);
  if (compareDecimals(amount, '0') < 0) {
    faults.push(fault('AMOUNT_MALFORMED', 'An amount is zero or more', path));
  }
  return amount;
}

/** Same, but more than zero. */
export function readPositiveAmount(
  text: string,
  currency: string,
  path: Path,
  faults: Fault[],
): Decimal {
  const before = faults.length;
  const amount = readAmount(text, currency, path, faults);
  if (faults.length === before && !isPositive(amount)) {
    faults.push(fault('AMOUNT_MALFORMED', 'The amount must be more than zero', path));
  }
  return amount;
}

/** Refuses that there is no such thing. */
export const refuseMissing = (code: CollectionsErrorCode, what: string, path: Path): never =>
  refuse(code, `There is no such ${what}`, path);

/** An id that can be asked for, in lower case; refuses that there is no such thing. */
export const requireAskable = (
  id: string,
  code: CollectionsErrorCode,
  what: string,
  path: Path,
): Id => (isId(id) ? id.toLowerCase() : refuseMissing(code, what, path));

/** What changed: `{ state: { from, to } }`. */
export function changesBetween<Row extends object>(
  before: Row,
  after: Row,
): Record<string, { from: unknown; to: unknown }> {
  const fields = (Object.keys(after) as (keyof Row & string)[]).filter(
    (name) => name !== 'version' && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return Object.fromEntries(
    fields.map((name) => [name, { from: before[name] ?? null, to: after[name] }]),
  );
}
