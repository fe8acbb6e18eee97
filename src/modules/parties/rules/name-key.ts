import { foldText } from '../../../kernel/fold-text.ts';

/** What companies are called by and what tells none from another. */
const companyWords = new Set(
  [
    'ltd limited llc inc incorporated co company corp corporation plc pjs pjsc jsc llp',
    'gmbh ag kg ohg mbh ug sa sarl srl spa bv nv oy ab as aps sas',
    'شرکت سهامی خاص عام مسئولیت مسؤولیت محدود تعاونی',
  ].flatMap((words) => foldText(words).split(' ')),
);

/** «با مسئولیت محدود»: the small word goes with what follows. */
const withLiability = new RegExp(`(^| )${foldText('با')} (?=مس[یو]ولیت( |$))`, 'g');

/** Folded Persian letters in Latin ones, roughly. */
const latinLetters: Readonly<Record<string, string>> = {
  ا: 'a',
  ب: 'b',
  پ: 'p',
  ت: 't',
  ث: 's',
  ج: 'j',
  چ: 'ch',
  ح: 'h',
  خ: 'kh',
  د: 'd',
  ذ: 'z',
  ر: 'r',
  ز: 'z',
  ژ: 'zh',
  س: 's',
  ش: 'sh',
  ص: 's',
  ض: 'z',
  ط: 't',
  ظ: 'z',
  ع: 'a',
  غ: 'gh',
  ف: 'f',
  ق: 'gh',
  ک: 'k',
  گ: 'g',
  ل: 'l',
  م: 'm',
  ن: 'n',
  و: 'v',
  ه: 'h',
  ی: 'y',
};

/**
 * A name as it is compared with others: folded, without punctuation and the words that companies
 * bear, in Latin letters: `Behsaz Co. Ltd.` is `behsaz`, `شرکت بهساز (سهامی خاص)` is `bhsaz`.
 * A name that has nothing but such words is compared with them. Latin, because trigrams are made of
 * what the locale of a database takes for letters, and in the locale C that is ASCII alone.
 */
export function nameKey(name: string): string {
  const folded = foldText(foldText(name).replace(/[^\p{L}\p{N}]+/gu, ' '));
  const words = folded
    .replace(withLiability, '$1')
    .split(' ')
    .filter((word) => !companyWords.has(word));
  return (words.join(' ').trim() || folded).replace(
    /[\u0621-\u06cc]/g,
    (letter) => latinLetters[letter] ?? '',
  );
}
