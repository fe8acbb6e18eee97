import { compareDecimals, isPositive, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readDay } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault, type Path } from '../errors.ts';

/** A day that was said, today at the latest; null with a fault, or where nothing is said. */
export function readPastDay(
  text: string | null | undefined,
  today: LocalDate,
  path: Path,
  faults: Fault[],
): LocalDate | null {
  const day = readDay(text, path, faults);
  if (day === null || day <= today) return day;
  faults.push(fault('DAY_IN_FUTURE', `${day} has not come yet`, path));
  return null;
}

/** Words of so many characters at most; null where nothing is said. */
export function readWords(
  text: string | null | undefined,
  most: number,
  path: Path,
  faults: Fault[],
): string | null {
  const words = text?.normalize('NFC').trim() ?? '';
  if (words.length > most) {
    faults.push(fault('TEXT_MALFORMED', `At most ${most} characters are taken here`, path));
  }
  return words === '' ? null : words;
}

/** Words that have to be there. */
export function readNeededWords(
  text: string | null | undefined,
  most: number,
  path: Path,
  faults: Fault[],
): string {
  const words = readWords(text, most, path, faults);
  if (words === null) faults.push(fault('TEXT_MALFORMED', 'Something has to be said here', path));
  return words ?? '';
}

/** One unit of a currency in the firm's; null where nothing is said. */
export function readRate(
  text: string | null | undefined,
  path: Path,
  faults: Fault[],
): Decimal | null {
  if (text == null) return null;
  const rate = gather(readDecimal(text, { integerDigits: 10, fractionDigits: 10 }), path, faults);
  if (rate === null || isPositive(rate)) return rate;
  faults.push(fault('RATE_MALFORMED', 'A rate is more than zero', path));
  return null;
}

/** So many of a hundred, more than none. */
export function readShare(text: string, path: Path, faults: Fault[]): Decimal {
  const share = gather(readDecimal(text, { integerDigits: 3, fractionDigits: 6 }), path, faults);
  if (share === null) return '0';
  if (isPositive(share) && compareDecimals(share, '100') <= 0) return share;
  faults.push(fault('PERCENTS_NOT_WHOLE', 'A part is more than none and at most 100', path));
  return '0';
}
