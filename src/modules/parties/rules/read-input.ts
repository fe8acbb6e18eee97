import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import { isId, type Id } from '../../../kernel/id.ts';
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
  if (!/^[A-Z0-9_-]{1,20}$/.test(code)) {
    faults.push(fault('CODE_MALFORMED', 'A code has 1 to 20 of A-Z, 0-9, - and _', path));
  }
  return code;
}

/** ISO 3166 in capitals; the firm's own where none is said. */
export function readCountry(
  text: string | null | undefined,
  own: string,
  path: Path,
  faults: Fault[],
): string {
  const country = (text ?? own).trim().toUpperCase();
  if (!isCountry(country)) {
    faults.push(fault('COUNTRY_MALFORMED', 'A country is an ISO code of two letters', path));
  }
  return country;
}

const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Of two letters and known to the Unicode tables: `XQ` is no country. */
export const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) && code !== 'ZZ' && regionNames.of(code) !== undefined;
