import { propertyCondition, wireExpression } from './expression.ts';
import {
  backOf,
  isToMany,
  isToOne,
  linkCondition,
  primaryKeyOf,
  targetOf,
  type Meta,
  type Property,
} from './read-model.ts';
import { rowCondition } from './row-rule.ts';
import type { SqlDraft } from './sql-draft.ts';
import type { ReadField, ReadTree } from './tree.ts';

/**
 * The columns of a SELECT over `alias` that answer a tree: scalars as they are, relations as JSON
 * by scalar sub-selects (measured faster than lateral joins), each under its own entity's rules.
 */
export function selectList(draft: SqlDraft, tree: ReadTree, alias: string): string {
  const columns = tree.fields.map(
    (field) => `${member(draft, tree, field, alias)} as "${field.as}"`,
  );
  return columns.length > 0 ? columns.join(', ') : '1 as "_"';
}

function member(draft: SqlDraft, tree: ReadTree, field: ReadField, alias: string): string {
  if ('constant' in field) return `'${field.constant}'::text`;
  if ('relation' in field) {
    return related(draft, draft.model.property(tree.entity, field.relation), field.tree, alias);
  }
  if ('together' in field) return together(draft, tree, field, alias);
  const property = draft.model.property(tree.entity, field.property);
  return visible(draft, draft.model.meta(tree.entity), property, alias);
}

/** `json_build_object` would put blanks between members. None where `unless` is null or hidden. */
function together(
  draft: SqlDraft,
  { entity }: ReadTree,
  { together: fields, unless }: Extract<ReadField, { together: unknown }>,
  alias: string,
): string {
  const columns = selectList(draft, { entity, fields }, alias);
  const meta = draft.model.meta(entity);
  const property = draft.model.property(entity, unless);
  const decides = visible(draft, meta, property, alias);
  const isAlways =
    isNeverNull(property) && propertyCondition(draft, meta, property, alias) === null;
  const where = isAlways ? '' : ` where ${decides} is not null`;
  return `(select row_to_json(r) from (select ${columns}${where}) r)`;
}

const isNeverNull = ({ nullable, formula }: Property): boolean => !nullable && !formula;

function visible(draft: SqlDraft, meta: Meta, property: Property, alias: string): string {
  const sql = wireExpression(meta, property, alias, draft.parents.get(alias));
  const condition = propertyCondition(draft, meta, property, alias);
  if (condition === null) return sql;
  return condition === 'false' ? 'null' : `case when ${condition} then ${sql} end`;
}

function related(draft: SqlDraft, property: Property, tree: ReadTree, alias: string): string {
  if (isToOne(property)) return one(draft, property, tree, alias);
  if (isToMany(property)) return many(draft, property, tree, alias);
  throw new Error(`${property.name} is no relation that can be read`);
}

function one(draft: SqlDraft, property: Property, tree: ReadTree, alias: string): string {
  const target = targetOf(property);
  const inner = draft.alias();
  const rule = rowCondition(draft, target, inner, backOf(property)?.name);
  const columns = selectList(draft, tree, inner);
  return (
    `(select row_to_json(r) from (select ${columns} from ${target.tableName} ${inner} ` +
    `where ${linkCondition(property, alias, inner)}${rule === null ? '' : ` and ${rule}`}) r)`
  );
}

/** `json_agg` would put blanks between rows; this text may be the client's answer as it is. */
function many(draft: SqlDraft, property: Property, tree: ReadTree, alias: string): string {
  const target = targetOf(property);
  const inner = draft.alias();
  const back = backOf(property)?.name;
  if (back !== undefined) draft.parents.set(inner, { back, alias });
  const rule = rowCondition(draft, target, inner, back);
  const columns = selectList(draft, tree, inner);
  return (
    `(select coalesce(array_to_json(array_agg(r)), '[]') from (select ${columns} ` +
    `from ${target.tableName} ${inner} ` +
    `where ${linkCondition(property, alias, inner)}` +
    `${rule === null ? '' : ` and ${rule}`} order by ${childOrder(target, property, inner)}) r)`
  );
}

/**
 * The relation's declared order, and the primary key where rows may be alike by that: every reading
 * agrees, and an index that has the order is not sorted once more.
 */
function childOrder(target: Meta, property: Property, alias: string): string {
  const declared = [property.orderBy ?? []].flat() as Record<string, string>[];
  const orders = declared.flatMap((order) => Object.entries(order));
  const terms = orders.map(([name, direction]) => {
    const column = target.properties[name as never] as Property;
    return `${alias}.${column.fieldNames[0]} ${direction.toLowerCase()}`;
  });
  const told = new Set([backOf(property)?.name, ...orders.map(([name]) => name)]);
  const isTotal = target.uniques.some(({ properties }) =>
    [properties].flat().every((name) => told.has(String(name))),
  );
  return isTotal
    ? terms.join(', ')
    : [...terms, `${alias}.${primaryKeyOf(target).fieldNames[0]}`].join(', ');
}
