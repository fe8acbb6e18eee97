import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import { readLine } from '../../../kernel/read-input.ts';
import { fault, type Path } from '../errors.ts';
import { taxIdKinds, type PartyKind, type TaxIdKind } from './kinds.ts';
import type { TaxIdRecord } from './party.ts';
import { readCountry } from './read-input.ts';

/** What a tax office calls a party, as a person states it. */
export interface TaxIdInput {
  readonly kind: TaxIdKind;
  readonly value: string;
  /** ISO 3166; the firm's own when not said. */
  readonly country?: string | null;
}

/** Without separators, in capitals, digits in ASCII. */
export const taxIdKey = (text: string): string =>
  asciiDigits(text.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s\-./_]/g, '');

/** Whether ten digits are an Iranian person's national id: the last one checks the others. */
export function isIranianPersonId(digits: string): boolean {
  if (!/^[0-9]{10}$/.test(digits) || /^(.)\1{9}$/.test(digits)) return false;
  const sum = [...digits.slice(0, 9)].reduce((all, digit, i) => all + Number(digit) * (10 - i), 0);
  const rest = sum % 11;
  return Number(digits[9]) === (rest < 2 ? rest : 11 - rest);
}

const legalWeights = [29, 27, 23, 19, 17, 29, 27, 23, 19, 17];

/** Whether eleven digits are an Iranian company's national id (شناسه ملی). */
export function isIranianCompanyId(digits: string): boolean {
  if (!/^[0-9]{11}$/.test(digits) || /^(.)\1{10}$/.test(digits)) return false;
  const shift = Number(digits[9]) + 2;
  const sum = legalWeights.reduce(
    (all, weight, i) => all + (Number(digits[i]) + shift) * weight,
    0,
  );
  return Number(digits[10]) === (sum % 11) % 10;
}

/** Of companies and persons of Iran, by kind; those of others are looked at for their form only. */
function isIranian(kind: TaxIdKind, key: string, of: PartyKind): boolean {
  switch (kind) {
    case 'NATIONAL_ID':
      return of === 'PERSON' ? isIranianPersonId(key) : isIranianCompanyId(key);
    case 'ECONOMIC_CODE':
      // Since 2016 a company's is its national id, and a person's theirs with four digits behind.
      return /^[0-9]{12}$|^[0-9]{14}$/.test(key) || (of === 'COMPANY' && isIranianCompanyId(key));
    case 'REGISTRATION':
      return /^[0-9]{1,10}$/.test(key);
    case 'VAT':
      return /^[0-9]{8,14}$/.test(key);
  }
}

const isWellFormed = (kind: TaxIdKind, key: string, country: string, of: PartyKind): boolean =>
  country === 'IR' ? isIranian(kind, key, of) : /^[A-Z0-9]{2,20}$/.test(key);

/** The tax id that was stated of a party of this kind; faults are added under `path`. */
export function readTaxId(
  input: TaxIdInput,
  of: { readonly kind: PartyKind; readonly country: string },
  path: Path,
  faults: Fault[],
): Omit<TaxIdRecord, 'id'> {
  const { kind } = input;
  const country = readCountry(input.country, of.country, [...path, 'country'], faults);
  const value = readLine(input.value, 40, [...path, 'value'], []);
  const valueKey = taxIdKey(value);
  if (!taxIdKinds.includes(kind)) {
    const message = `${String(kind)} is not one of ${taxIdKinds.join(', ')}`;
    faults.push(fault('TEXT_MALFORMED', message, [...path, 'kind']));
  } else if (!isWellFormed(kind, valueKey, country, of.kind)) {
    const message = `'${value.slice(0, 40)}' is no ${kind} of a ${of.kind} in ${country}`;
    faults.push(fault('TAX_ID_MALFORMED', message, [...path, 'value']));
  }
  return { country, kind, value, valueKey };
}
