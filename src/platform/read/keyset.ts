import { refuse } from '../../kernel/domain-error.ts';
import { expression, propertyCondition } from './expression.ts';
import { Forbidden } from '../identity/access-error.ts';
import { columnType, primaryKeyOf, type Meta } from './read-model.ts';
import type { SqlDraft } from './sql-draft.ts';
import type { Order } from './tree.ts';

/** The columns that a list is ordered by: the chosen one, then the primary key. */
interface SortKey {
  readonly sql: string;
  readonly type: string;
}

export function sortKeys(draft: SqlDraft, meta: Meta, alias: string, order: Order): SortKey[] {
  const chosen = draft.model.property(meta.className, order.property);
  const primary = primaryKeyOf(meta);
  if (propertyCondition(draft, meta, chosen, alias) !== null) {
    const permission = draft.model.rule(meta.className).properties?.[chosen.name] ?? '';
    throw new Forbidden(permission, `Ordering by ${meta.className}.${chosen.name}`);
  }
  const keys = [chosen, ...(chosen === primary ? [] : [primary])];
  return keys.map((property) => ({
    sql: expression(meta, property, alias),
    type: columnType(property),
  }));
}

export const orderClause = (keys: readonly SortKey[], direction: 'asc' | 'desc'): string =>
  keys.map((key) => `${key.sql} ${direction}`).join(', ');

/** The place of a row in the order, as text that survives a round trip to the microsecond. */
export const cursorColumn = (keys: readonly SortKey[]): string =>
  `json_build_array(${keys.map((key) => `${key.sql}::text`).join(', ')}) as cursor`;

export const encodeCursor = (order: Order, place: readonly string[]): string =>
  Buffer.from(JSON.stringify([order.name, ...place])).toString('base64url');

/** Rows beyond the cursor in this direction; one row comparison, so that an index serves it. */
export function beyondCursor(
  draft: SqlDraft,
  keys: readonly SortKey[],
  order: Order,
  cursor: string,
  side: 'after' | 'before',
): string {
  const place = decodeCursor(order, cursor, keys.length, side);
  const forward = (order.direction === 'asc') === (side === 'after');
  const left = keys.map((key) => key.sql).join(', ');
  const right = keys.map((key, index) => draft.value(place[index], key.type)).join(', ');
  return `(${left}) ${forward ? '>' : '<'} (${right})`;
}

function decodeCursor(order: Order, cursor: string, length: number, side: string): string[] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parts = null;
  }
  const wellFormed =
    Array.isArray(parts) &&
    parts.length === length + 1 &&
    parts.every((part) => typeof part === 'string');
  if (!wellFormed) refuse('INVALID_CURSOR', 'This is not a cursor of this list', [side]);
  const [name, ...place] = parts as string[];
  if (name !== order.name) {
    refuse('INVALID_CURSOR', `The cursor belongs to the order ${name}, not ${order.name}`, [side]);
  }
  return place;
}
