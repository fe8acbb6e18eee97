import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { catalogFault, type Path } from '../errors.ts';
import { unitCode } from './read-unit.ts';

/** A category whole: what an operation decides on, and what events show. */
export interface CategoryRecord {
  readonly id: Id;
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  readonly parentId: Id | null;
  readonly version: number;
}

/** In capitals, digits in ASCII. */
export function readCategoryCode(text: string, path: Path, faults: Fault[]): string {
  const code = unitCode(text);
  if (!/^[A-Z0-9_-]{1,30}$/.test(code)) {
    const message = 'A code has 1 to 30 Latin letters, digits, dashes and underscores';
    faults.push(catalogFault('CATEGORY_CODE_MALFORMED', message, path));
  }
  return code;
}

/** Whether `id` is `parentId` or above it: it cannot go there, for it would be within itself. */
export function isWithin(parentId: Id, id: Id, parents: ReadonlyMap<Id, Id | null>): boolean {
  for (let at: Id | null = parentId; at !== null; at = parents.get(at) ?? null) {
    if (at === id) return true;
  }
  return false;
}
