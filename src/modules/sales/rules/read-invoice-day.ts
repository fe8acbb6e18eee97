import type { Fault } from '../../../kernel/domain-error.ts';
import { compareDates, type LocalDate } from '../../../kernel/local-date.ts';
import { fault } from '../errors.ts';
import { readDay } from './read-input.ts';

/** The day that a paper is to bear, none when it is not said; DATED_IN_FUTURE for one to come. */
export function readInvoiceDay(
  given: string | null | undefined,
  today: LocalDate,
  faults: Fault[],
): LocalDate | null {
  const day = readDay(given, ['datedOn'], faults);
  if (day !== null && compareDates(day, today) > 0) {
    const message = `It is ${today}: ${day} is to come`;
    faults.push(fault('DATED_IN_FUTURE', message, ['datedOn'], { today }));
  }
  return day;
}
