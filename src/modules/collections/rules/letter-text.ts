import type { Decimal } from '../../../kernel/decimal.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';

export interface LetterFacts {
  readonly customer: string;
  readonly currency: string;
  readonly amount: Decimal;
  readonly fee: Decimal;
  readonly interest: Decimal;
  readonly total: Decimal;
  readonly lines: readonly {
    readonly number: string;
    readonly dueOn: LocalDate;
    readonly amount: Decimal;
    readonly interest: Decimal;
  }[];
}

/**
 * The words of a level with the facts of one letter in them. What stands in braces and is no word
 * of a letter stays as it is.
 */
export function fillLetter(template: string, facts: LetterFacts): string {
  const { lines, ...rest } = facts;
  const words: Readonly<Record<string, string>> = {
    ...rest,
    oldest: lines.map(({ dueOn }) => dueOn).sort()[0] ?? '',
    lines: lines
      .map((line) => `${line.number} ${line.dueOn} ${line.amount} ${facts.currency}`)
      .join('\n'),
  };
  return template.replace(/\{([a-z]+)\}/g, (text, name: string) =>
    Object.hasOwn(words, name) ? (words[name] ?? text) : text,
  );
}
