/** Letters that Persian and Arabic keyboards send for one and the same, after marks are dropped. */
const sameLetter: Readonly<Record<string, string>> = {
  ي: 'ی',
  ى: 'ی',
  ك: 'ک',
  ة: 'ه',
  ە: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ٱ: 'ا',
  ς: 'σ',
};
const letters = new RegExp(`[${Object.keys(sameLetter).join('')}]`, 'g');

/** Persian and Arabic digits as 0-9; all else as it is. */
export const asciiDigits = (text: string): string =>
  text.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 0xf));

/**
 * Text as it is compared in searches: case, accents, harakat, tatweel, the two forms of ye and kaf,
 * hamza carriers, the zero-width non-joiner against a space, and the three sets of digits make no
 * difference. Folding twice is folding once.
 */
export function foldText(text: string): string {
  return (
    asciiDigits(text.normalize('NFKC').toLowerCase().normalize('NFD'))
      .replace(/[\u200b\u200c]/g, ' ')
      // Mn: accents, harakat, and the hamza and madda that NFD took off their carriers.
      .replace(/[\p{Mn}\p{Cf}ـ]/gu, '')
      .replace(letters, (letter) => sameLetter[letter] as string)
      .normalize('NFC')
      .replace(/\s+/g, ' ')
      .trim()
  );
}
