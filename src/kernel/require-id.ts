import { refuse } from './domain-error.ts';
import { isId } from './id.ts';

/** @throws DomainError INVALID_ID at `path`, with the beginning of what was given. */
export function requireId(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string' && isId(value)) return;
  refuse('INVALID_ID', `${String(value).slice(0, 60)} is not an id`, path);
}
