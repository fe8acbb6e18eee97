import { DomainError } from '../../../kernel/domain-error.ts';

const numericValueOutOfRange = '22003';

/** A sum that the books cannot hold, in words; null when the error is another. */
export function pastCounting(error: unknown): DomainError | null {
  if ((error as { code?: unknown }).code !== numericValueOutOfRange) return null;
  const message = 'There would be more of it, or more of it wanted, than can be counted';
  return new DomainError([{ code: 'TOO_MANY_DIGITS', message, path: [] }]);
}
