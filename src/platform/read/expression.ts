import { inheritedBy, type Parent } from './inherited.ts';
import { columnType, hasColumn, type Meta, type Property } from './read-model.ts';
import { reachCondition } from './row-rule.ts';
import type { SqlDraft } from './sql-draft.ts';

/** A property as SQL: its column, or its formula over the row's columns. */
export function expression(meta: Meta, property: Property, alias: string, parent?: Parent): string {
  if (!property.formula) return `${alias}.${property.fieldNames[0]}`;
  const inherits = inheritedBy(property.formula);
  if (parent && inherits?.from === parent.back) return `${parent.alias}.${inherits.column}`;
  const columns = Object.fromEntries(
    Object.values(meta.properties)
      .filter(hasColumn)
      .map((other) => [other.name, `${alias}.${other.fieldNames[0]}`]),
  );
  const table = { alias, name: meta.tableName, toString: () => alias };
  return `(${property.formula(columns as never, table as never) as string})`;
}

/** Decimals and big integers travel as text, decimals without trailing zeros. */
export function wireExpression(
  meta: Meta,
  property: Property,
  alias: string,
  parent?: Parent,
): string {
  const sql = expression(meta, property, alias, parent);
  const type = columnType(property);
  if (type === 'numeric[]') {
    const each = `select trim_scale(n)::text from unnest(${sql}) with ordinality as u(n, at)`;
    return `case when ${sql} is not null then array(${each} order by at) end`;
  }
  if (type.startsWith('numeric')) return `trim_scale(${sql})::text`;
  return type === 'bigint' ? `${sql}::text` : sql;
}

/** The condition under which this property of a row may be seen; null where it always may. */
export function propertyCondition(
  draft: SqlDraft,
  meta: Meta,
  property: Property,
  alias: string,
): string | null {
  const permission = draft.model.rule(meta.className).properties?.[property.name];
  return permission ? reachCondition(draft, meta, alias, permission) : null;
}
