import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import { fault, type Path } from '../errors.ts';

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
