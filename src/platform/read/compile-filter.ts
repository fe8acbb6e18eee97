import { refuse } from '../../kernel/domain-error.ts';
import { foldText } from '../../kernel/fold-text.ts';
import { requireId } from '../../kernel/require-id.ts';
import { Forbidden } from '../identity/access-error.ts';
import { expression, propertyCondition } from './expression.ts';
import {
  columnType,
  isScalar,
  isToMany,
  isToOne,
  linkCondition,
  targetOf,
  type Meta,
  type Property,
} from './read-model.ts';
import { rowCondition } from './row-rule.ts';
import type { SqlDraft } from './sql-draft.ts';
import type { Filter, ScalarOperator } from './tree.ts';

/** Conditions in one filter at most: enough for any screen, too few to hurt. */
const maxConditions = 60;
const maxDepth = 6;

/** Where we are in the filter, for refusals, and how much of it there is. */
interface Place {
  readonly path: readonly string[];
  readonly depth: number;
  readonly count: { conditions: number };
}

/**
 * A filter as one SQL condition. Rows and properties that the viewer may not read do not exist for
 * it, so nothing can be learnt by probing.
 * @throws DomainError FILTER_TOO_LARGE, INVALID_ID, INVALID_TEXT; Forbidden for a property out of
 * reach.
 */
export function filterCondition(
  draft: SqlDraft,
  meta: Meta,
  alias: string,
  filter: Filter,
): string {
  const place: Place = { path: ['filter'], depth: 0, count: { conditions: 0 } };
  return compile(draft, meta, alias, filter, place) ?? 'true';
}

/**
 * Each word of a search must occur in the entity's folded search text.
 * @throws DomainError INVALID_TEXT.
 */
export function searchCondition(
  draft: SqlDraft,
  meta: Meta,
  alias: string,
  search: string,
): string | null {
  const name = draft.model.rule(meta.className).searchText;
  if (!name) throw new Error(`${meta.className} has no search text`);
  const column = expression(meta, draft.model.property(meta.className, name), alias);
  requireText(search, ['search']);
  const words = foldText(search).split(' ').filter(Boolean).slice(0, 10);
  if (words.length === 0) return null;
  return words
    .map((word) => `${column} like ${draft.value(`%${escapeLike(word)}%`, 'text')}`)
    .join(' and ');
}

function compile(
  draft: SqlDraft,
  meta: Meta,
  alias: string,
  filter: Filter,
  place: Place,
): string | null {
  if (place.depth > maxDepth) tooLarge(place, `nested deeper than ${maxDepth}`);
  const parts: (string | null)[] = [];
  for (const [name, condition] of Object.entries(filter)) {
    if (condition === undefined || condition === null) continue;
    const here = { ...place, path: [...place.path, name] };
    if (name === 'and' || name === 'or') {
      parts.push(junction(draft, meta, alias, condition as Filter[], name, here));
    } else if (name === 'not') {
      const inner = compile(draft, meta, alias, condition as Filter, deeper(here));
      parts.push(`not coalesce(${inner ?? 'true'}, false)`);
    } else {
      const property = draft.model.property(meta.className, name);
      parts.push(onProperty(draft, meta, alias, property, condition as Filter, here));
    }
  }
  const real = parts.filter((part) => part !== null);
  return real.length === 0 ? null : `(${real.join(' and ')})`;
}

function junction(
  draft: SqlDraft,
  meta: Meta,
  alias: string,
  filters: readonly Filter[],
  word: 'and' | 'or',
  place: Place,
): string | null {
  const parts = filters.map((filter, index) =>
    compile(draft, meta, alias, filter, deeper({ ...place, path: [...place.path, `${index}`] })),
  );
  // An empty filter holds for every row; of no filters all hold, and none does.
  if (parts.length === 0) return word === 'and' ? null : 'false';
  return `(${parts.map((part) => part ?? 'true').join(` ${word} `)})`;
}

function onProperty(
  draft: SqlDraft,
  meta: Meta,
  alias: string,
  property: Property,
  condition: Filter,
  place: Place,
): string | null {
  count(place);
  if (isScalar(property)) return onScalar(draft, meta, alias, property, condition, place);
  if (isToOne(property)) return existsIn(draft, alias, property, condition, deeper(place));
  if (isToMany(property)) return onMany(draft, alias, property, condition, deeper(place));
  throw new Error(`${meta.className}.${property.name} cannot be filtered`);
}

function onScalar(
  draft: SqlDraft,
  meta: Meta,
  alias: string,
  property: Property,
  operators: Filter,
  place: Place,
): string | null {
  const sql = expression(meta, property, alias);
  const parts = Object.entries(operators)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([operator, value]) => {
      count(place);
      return compare(draft, sql, property, operator as ScalarOperator, value, place);
    });
  if (parts.length === 0) return null;
  const condition = parts.join(' and ');
  const visible = propertyCondition(draft, meta, property, alias);
  if (visible === 'false') {
    const permission = draft.model.rule(meta.className).properties?.[property.name] ?? '';
    throw new Forbidden(permission, `Filtering by ${meta.className}.${property.name}`);
  }
  return visible === null ? `(${condition})` : `(${visible} and ${condition})`;
}

const comparisons: Partial<Record<ScalarOperator, string>> = {
  eq: '=',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
};

function compare(
  draft: SqlDraft,
  sql: string,
  property: Property,
  operator: ScalarOperator,
  value: unknown,
  place: Place,
): string {
  const type = comparedAs(columnType(property));
  for (const text of [value].flat()) {
    if (typeof text === 'string') requireText(text, place.path);
    if (type === 'uuid' && operator !== 'isNull') requireId(text, place.path);
  }
  const sign = comparisons[operator];
  if (sign) return `${sql} ${sign} ${draft.value(value, type)}`;
  switch (operator) {
    case 'in':
      return `${sql} = any(${draft.value(value, `${type}[]`)})`;
    case 'contains':
      return `${sql} ilike ${draft.value(`%${escapeLike(String(value))}%`, 'text')}`;
    case 'startsWith':
      return `${sql} ilike ${draft.value(`${escapeLike(String(value))}%`, 'text')}`;
    case 'isNull':
      return `${sql} is ${value === true ? '' : 'not '}null`;
    default:
      throw new Error(`No filter operator ${operator}`);
  }
}

function onMany(
  draft: SqlDraft,
  alias: string,
  property: Property,
  quantified: Filter,
  place: Place,
): string | null {
  const parts: string[] = [];
  for (const [quantifier, filter] of Object.entries(quantified)) {
    if (filter === undefined || filter === null) continue;
    const here = { ...place, path: [...place.path, quantifier] };
    const wanted = quantifier === 'every' ? { not: filter } : filter;
    const some = existsIn(draft, alias, property, wanted as Filter, here);
    parts.push(quantifier === 'some' ? some : `not ${some}`);
  }
  return parts.length === 0 ? null : `(${parts.join(' and ')})`;
}

function existsIn(
  draft: SqlDraft,
  alias: string,
  property: Property,
  filter: Filter,
  place: Place,
): string {
  const target = targetOf(property);
  const inner = draft.alias();
  const rule = rowCondition(draft, target, inner);
  const condition = compile(draft, target, inner, filter, place);
  const all = [linkCondition(property, alias, inner), rule, condition]
    .filter((part) => part !== null)
    .join(' and ');
  return `exists (select 1 from ${target.tableName} ${inner} where ${all})`;
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

const deeper = (place: Place): Place => ({ ...place, depth: place.depth + 1 });

function count(place: Place): void {
  place.count.conditions += 1;
  if (place.count.conditions > maxConditions) {
    tooLarge(place, `more than ${maxConditions} conditions`);
  }
}

function tooLarge(place: Place, what: string): never {
  refuse('FILTER_TOO_LARGE', `The filter has ${what}`, place.path);
}

/** Any number may be asked about, though the column would round it or not hold it. */
const comparedAs = (type: string): string =>
  type === 'smallint' ? 'int' : type.replace(/^numeric\(.*\)/, 'numeric');

function requireText(text: string, path: readonly string[]): void {
  if (text.includes('\0')) refuse('INVALID_TEXT', 'Text must not hold the character NUL', path);
}
