import { compareDecimals, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { readMoney } from '../../../kernel/money.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault, type Path } from '../errors.ts';

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

/** The ids that can be asked of the database at all. */
export const askable = (ids: readonly (string | null | undefined)[]): Id[] => [
  ...new Set(ids.flatMap((id) => (id != null && isId(id) ? [id.toLowerCase()] : []))),
];

/** One line of 1 to `most` characters, single spaces; empty, with a fault, when it is none. */
export function readLine(text: string, most: number, path: Path, faults: Fault[]): string {
  const line = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (line === '' || line.length > most || /\p{Cc}/u.test(line)) {
    faults.push(fault('TEXT_MALFORMED', `1 to ${most} characters are needed here`, path));
  }
  return line;
}

/** Same, but nothing said, or nothing but spaces, is null. */
export const readOptionalLine = (
  text: string | null | undefined,
  most: number,
  path: Path,
  faults: Fault[],
): string | null =>
  text == null || text.trim() === '' ? null : readLine(text, most, path, faults);

/** Text of several lines, or null. */
export function readNote(
  text: string | null | undefined,
  path: Path,
  faults: Fault[],
): string | null {
  const note = (text ?? '').normalize('NFC').trim();
  if (note === '') return null;
  if (note.length > 2_000 || /[^\P{Cc}\n\r\t]/u.test(note)) {
    faults.push(fault('TEXT_MALFORMED', 'At most 2,000 characters are taken here', path));
  }
  return note;
}

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

export const readDay = (
  text: string | null | undefined,
  path: Path,
  faults: Fault[],
): LocalDate | null => (text == null ? null : gather(readLocalDate(text), path, faults));

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
