import { foldText } from '../../../kernel/fold-text.ts';

/** What companies are called by and what tells none from another. */
const companyWords = new Set(
  [
    'ltd limited llc inc incorporated co company corp corporation plc pjs pjsc jsc llp',
    'gmbh ag kg ohg mbh ug sa sarl srl spa bv nv oy ab as aps sas',
    'شرکت سهامی خاص عام مسئولیت محدود تعاونی شركت',
  ].flatMap((words) => foldText(words).split(' ')),
);

/** «با مسئولیت محدود», «با مسیولیت محدود» … : the small word goes with what follows. */
const withLiability = new RegExp(`(^| )${foldText('با')} (?=${foldText('مسئولیت')}( |$))`, 'g');

/**
 * A name as it is compared with others: folded, without punctuation and without the words that all
 * companies bear. `Behsaz Co. Ltd.` and `بهساز (سهامی خاص)` are `behsaz` and `بهساز`. A name that
 * has nothing but such words is compared with them.
 */
export function nameKey(name: string): string {
  const folded = foldText(foldText(name).replace(/[^\p{L}\p{N}]+/gu, ' '));
  const words = folded
    .replace(withLiability, '$1')
    .split(' ')
    .filter((word) => !companyWords.has(word));
  // `S. A.` is two words by now: single Latin letters at the end are what is left of such.
  return words.join(' ').trim() || folded;
}
