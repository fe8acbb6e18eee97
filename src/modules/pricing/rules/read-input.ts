import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { readMoney } from '../../../kernel/money.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault, type Path } from '../errors.ts';
import type { Period } from './facts.ts';

/** In capitals, digits in ASCII. */
export function readCode(text: string, longest: number, path: Path, faults: Fault[]): string {
  const code = asciiDigits(text.trim()).toUpperCase();
  if (code.length < 1 || code.length > longest || !/^[A-Z0-9_-]+$/.test(code)) {
    const message = `A code has 1 to ${longest} Latin letters, digits, dashes and underscores`;
    faults.push(fault('CODE_MALFORMED', message, path));
  }
  return code;
}

/** One line, single spaces; the zero-width non-joiner stays. */
export function readText(text: string, path: Path, faults: Fault[]): string {
  const line = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (line === '' || line.length > 200 || /\p{Cc}/u.test(line)) {
    faults.push(fault('TEXT_MALFORMED', 'A text has 1 to 200 characters', path));
  }
  return line;
}

export interface PeriodInput {
  readonly validFrom?: LocalDate | null;
  readonly validTo?: LocalDate | null;
}

/** From `first` on when it is not said; `validTo` is the first day on which it does not hold. */
export function readPeriod(
  input: PeriodInput,
  first: LocalDate,
  path: Path,
  faults: Fault[],
): Period {
  const day = (field: 'validFrom' | 'validTo'): LocalDate | null => {
    const text = input[field];
    return text == null ? null : gather(readLocalDate(text), [...path, field], faults);
  };
  const validFrom = day('validFrom') ?? first;
  const validTo = day('validTo');
  if (validTo !== null && validTo <= validFrom) {
    const message = `It holds from ${validFrom} on: ${validTo} cannot be the first day without it`;
    faults.push(fault('PERIOD_MALFORMED', message, [...path, 'validTo']));
  }
  return { validFrom, validTo };
}

/** ISO 4217, of those known here; null where it is not, and a fault is added. */
export function readCurrency(text: string, path: Path, faults: Fault[]): string | null {
  const currency = text.trim().toUpperCase();
  return gather(readMoney('0', currency), path, faults) === null ? null : currency;
}

/** `2026-03-21 to 2026-06-21`, `2026-03-21 on`. */
export const tellPeriod = ({ validFrom, validTo }: Period): string =>
  validTo === null ? `${validFrom} on` : `${validFrom} until before ${validTo}`;
