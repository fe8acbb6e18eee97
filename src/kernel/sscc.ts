import { checkDigit, endsInCheckDigit } from './check-digit.ts';
import { readAs, unreadable, type Reading } from './reading.ts';

/** The digit that belongs behind the first 17 of an SSCC. */
export const ssccCheckDigit = (first17: string): string => checkDigit(first17);

/** Whether `code` is 18 digits with the right check digit: the number of one pallet or parcel. */
export const isSscc = (code: string): boolean => /^\d{18}$/.test(code) && endsInCheckDigit(code);

/**
 * The 18 digits of an SSCC that was typed or read off a label, with spaces or with the (00) printed
 * before it; null when it is none or its check digit is wrong.
 */
export function normalizeSscc(text: string): string | null {
  const code = text.replace(/\s/g, '').replace(/^(\(00\)|00(?=\d{18}$))/, '');
  return isSscc(code) ? code : null;
}

/**
 * The SSCC of a new pallet or parcel, 18 digits: the extension digit (0 to 9, the maker's choice),
 * the company's GS1 prefix (4 to 12 digits), the serial reference filled up with zeros, the check
 * digit. Unreadable with NOT_A_NUMBER when a part is no such digits, TOO_MANY_DIGITS when prefix
 * and serial reference need more than 16: all numbers under this prefix are given out.
 */
export function makeSscc(
  extensionDigit: string,
  companyPrefix: string,
  serialReference: string,
): Reading<string> {
  if (!/^\d$/.test(extensionDigit)) {
    return unreadable('NOT_A_NUMBER', `An extension digit is 0 to 9, not '${extensionDigit}'`);
  }
  if (!/^\d{4,12}$/.test(companyPrefix)) {
    return unreadable('NOT_A_NUMBER', `A company prefix is 4 to 12 digits, not '${companyPrefix}'`);
  }
  if (!/^\d+$/.test(serialReference)) {
    return unreadable('NOT_A_NUMBER', `A serial reference is digits, not '${serialReference}'`);
  }
  const places = 16 - companyPrefix.length;
  const serial = serialReference.replace(/^0+/, '').padStart(places, '0');
  if (serial.length > places) {
    return unreadable(
      'TOO_MANY_DIGITS',
      `Behind company prefix ${companyPrefix} a serial reference has at most ${places} digits`,
    );
  }
  const first17 = extensionDigit + companyPrefix + serial;
  return readAs(first17 + ssccCheckDigit(first17));
}
