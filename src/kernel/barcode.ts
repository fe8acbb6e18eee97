import { checkDigit, endsInCheckDigit } from './check-digit.ts';
import { asciiDigits } from './fold-text.ts';

export { checkDigit as gtinCheckDigit };

/** The kinds of barcode that goods arrive with. All but CODE_128 hold a GTIN. */
export const symbologies = ['EAN_8', 'EAN_13', 'UPC_A', 'ITF_14', 'CODE_128'] as const;
export type Symbology = (typeof symbologies)[number];

const gtinLengths: Readonly<Record<Exclude<Symbology, 'CODE_128'>, number>> = {
  EAN_8: 8,
  UPC_A: 12,
  EAN_13: 13,
  ITF_14: 14,
};

/** Printable ASCII, 1 to 80 characters, no space at either end: what a label printer can print. */
const code128 = /^[!-~]([ -~]{0,78}[!-~])?$/;

/** A GTIN-8, -12, -13 or -14 as 14 digits; null when it is none or its check digit is wrong. */
export function normalizeGtin(code: string): string | null {
  if (!/^(\d{8}|\d{12,14})$/.test(code)) return null;
  if (!endsInCheckDigit(code)) return null;
  return code.padStart(14, '0');
}

/** Why `code` (as `cleanScan` leaves it) cannot be printed in `symbology`, or null when it can. */
export function barcodeProblem(symbology: Symbology, code: string): string | null {
  if (symbology === 'CODE_128') {
    return code128.test(code) ? null : 'CODE_128 takes 1 to 80 printable ASCII characters';
  }
  const length = gtinLengths[symbology];
  if (!/^\d+$/.test(code) || code.length !== length) return `${symbology} takes ${length} digits`;
  const right = checkDigit(code.slice(0, -1));
  if (right !== code.at(-1)) return `The check digit of ${code} should be ${right}`;
  return null;
}

/**
 * What a barcode is found by. A CODE_128 that reads as a valid GTIN has the GTIN's key: the scanner
 * sends the same digits for both, so the two must not be two products.
 */
export function scanKey(symbology: Symbology, code: string): string {
  return symbology === 'CODE_128' ? (normalizeGtin(code) ?? code) : code.padStart(14, '0');
}

/** The keys that a scanned or typed text may stand for, the likeliest first; none when empty. */
export function scanKeys(text: string): string[] {
  const code = cleanScan(text);
  if (code === '') return [];
  const gtin = normalizeGtin(code);
  return gtin === null || gtin === code ? [code] : [gtin, code];
}

/** Without surrounding spaces and the AIM prefix (`]E0`) some scanners send; digits in ASCII. */
export const cleanScan = (text: string): string => splitScan(text).code;

/** The AIM prefix that says what symbol was read, null when none was sent; and the rest. */
export function splitScan(text: string): { symbology: string | null; code: string } {
  const trimmed = text.trim();
  const symbology = /^\][A-Za-z][0-9A-Za-z]/.exec(trimmed)?.[0] ?? null;
  return { symbology, code: asciiDigits(trimmed.slice(symbology?.length ?? 0).trim()) };
}
