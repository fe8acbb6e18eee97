import {
  canonicalDecimal,
  isPositive,
  readDecimal,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { refuse, type Fault } from '../../../kernel/domain-error.ts';
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

/** Null where nothing is written. */
export function readNote(
  text: string | null | undefined,
  path: Path,
  faults: Fault[],
): string | null {
  const note = text?.normalize('NFC').trim() ?? '';
  if (note.length > 500) {
    faults.push(fault('TEXT_MALFORMED', 'At most 500 characters are taken here', path));
  }
  return note === '' ? null : note;
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

/** Null where it cannot be one: a question to the database would fail. */
export const askableId = (id: string | null | undefined): Id | null =>
  id != null && isId(id) ? id.toLowerCase() : null;

/** Refuses STALE where somebody has been faster. */
export function requireVersion(version: number, expected: number | null | undefined): void {
  if (expected == null || expected === version) return;
  const message = `Someone has changed this meanwhile: it is at version ${version}`;
  refuse('STALE', message, ['expectedVersion'], { version });
}
