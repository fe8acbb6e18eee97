/** The digit that belongs behind `digits`: of a GTIN, an SSCC or a GLN without its last digit. */
export function checkDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    // Weights 3, 1, 3 … from the right: leading zeros change nothing.
    sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  }
  return String((10 - (sum % 10)) % 10);
}

/** Whether the last of `digits` is the check digit of those before it. */
export const endsInCheckDigit = (digits: string): boolean =>
  checkDigit(digits.slice(0, -1)) === digits.at(-1);
