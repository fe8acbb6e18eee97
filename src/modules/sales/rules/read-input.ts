import { readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { compareDates, type LocalDate } from '../../../kernel/local-date.ts';
import { readMoney } from '../../../kernel/money.ts';
import { readDay } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault, type Path } from '../errors.ts';

/** More would be one act that holds its locks for too long. */
export const mostLines = 500;

/** Faults unless there is at least one line and not too many. */
export function lineCountFaults(count: number, path: Path = ['lines']): Fault[] {
  if (count === 0) return [fault('NO_LINES', 'At least one line is needed', path)];
  if (count <= mostLines) return [];
  const message = `At most ${mostLines} lines at once; these are ${count}`;
  return [fault('TOO_MANY_LINES', message, path)];
}

/** Trimmed text of 1 to `most` characters, or null where nothing is said. */
export function readText(
  given: string | null | undefined,
  most: number,
  path: Path,
  faults: Fault[],
): string | null {
  const text = (given ?? '').normalize('NFC').trim();
  if (text === '') return null;
  if (text.length <= most) return text;
  faults.push(fault('TEXT_MALFORMED', `At most ${most} characters are taken here`, path));
  return null;
}

/** Same, today at the latest; DATED_IN_FUTURE for one to come. */
export function readPastDay(
  given: string | null | undefined,
  today: LocalDate,
  path: Path,
  faults: Fault[],
): LocalDate | null {
  const day = readDay(given, path, faults);
  if (day !== null && compareDates(day, today) > 0) {
    const message = `It is ${today}: ${day} is to come`;
    faults.push(fault('DATED_IN_FUTURE', message, path, { today }));
  }
  return day;
}

/** 0 to 100. */
export function readPercent(
  given: Decimal | null | undefined,
  path: Path,
  faults: Fault[],
): Decimal | null {
  if (given == null) return null;
  const value = gather(readDecimal(given, { integerDigits: 3, fractionDigits: 6 }), path, faults);
  if (value === null || (Number(value) >= 0 && Number(value) <= 100)) return value;
  faults.push(fault('OUT_OF_RANGE', 'A percentage is 0 to 100', path));
  return null;
}

/** An amount that is not negative, with no more places than its currency has. */
export function readAmount(
  given: Decimal | null | undefined,
  currency: string,
  path: Path,
  faults: Fault[],
): Decimal | null {
  if (given == null) return null;
  const money = gather(readMoney(given, currency), path, faults);
  if (money === null || !money.amount.startsWith('-')) return money?.amount ?? null;
  faults.push(fault('OUT_OF_RANGE', 'The amount must not be negative', path));
  return null;
}

/** A whole number of days, 0 to 3,650. */
export function readDays(
  given: number | null | undefined,
  path: Path,
  faults: Fault[],
): number | null {
  if (given == null) return null;
  if (Number.isInteger(given) && given >= 0 && given <= 3_650) return given;
  faults.push(fault('OUT_OF_RANGE', 'Days are 0 to 3,650', path));
  return null;
}

/** Each id that stands twice, once for every time but the first. */
export function repeatedIds(ids: readonly (Id | null)[], path = 'lines'): Fault[] {
  const seen = new Set<Id>();
  return ids.flatMap((id, index) => {
    if (id === null) return [];
    if (seen.has(id)) {
      return [fault('ID_REPEATED', `Another line has the id ${id}`, [path, String(index), 'id'])];
    }
    seen.add(id);
    return [];
  });
}
