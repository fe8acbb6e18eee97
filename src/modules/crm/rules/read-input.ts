import { compareDecimals, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import { readMoney } from '../../../kernel/money.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault, type Path } from '../errors.ts';

/** In capitals, digits in ASCII. */
export function readCode(text: string, path: Path, faults: Fault[]): string {
  const code = asciiDigits(text.trim()).toUpperCase();
  if (!/^[A-Z0-9_-]{1,30}$/.test(code)) {
    faults.push(fault('CODE_MALFORMED', 'A code has 1 to 30 of A-Z, 0-9, - and _', path));
  }
  return code;
}

/** A whole number of percent, 0 to 100. */
export function readPercent(percent: number, path: Path, faults: Fault[]): number {
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) {
    faults.push(fault('PERCENT_MALFORMED', 'A probability is 0 to 100 percent', path));
  }
  return percent;
}

/** Zero or more, with no more places than the currency has. */
export function readAmount(
  text: string,
  currency: string,
  path: Path,
  faults: Fault[],
): Decimal | null {
  const money = gather(readMoney(text, currency), path, faults);
  if (money === null) return null;
  if (compareDecimals(money.amount, '0') < 0) {
    faults.push({ code: 'NOT_POSITIVE', message: 'An amount is zero or more', path });
  }
  const reading = readDecimal(money.amount, { integerDigits: 18, fractionDigits: 4 });
  return gather(reading, path, faults);
}

/** An instant as it came in; a client's text is read by then. */
export const readInstant = (instant: Date | string | null | undefined): Date | null =>
  instant == null ? null : new Date(instant);

/** The stated value of a field that is edited: null where it is to be cleared. */
export function edited<T>(
  before: T | null,
  said: { readonly value: T | null | undefined; readonly without?: boolean | null | undefined },
): T | null {
  if (said.without) return null;
  return said.value ?? before;
}
