import { expression, propertyCondition, wireExpression } from './expression.ts';
import { concatenated, nothing, objectOf, orNull, plain, quoted, type Piece } from './json-text.ts';
import {
  backOf,
  columnType,
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
 * SQL of the JSON text that answers a tree for the row at `alias`: scalars as they are, relations
 * by scalar sub-selects (measured faster than lateral joins), each under its own entity's rules.
 */
export const rowText = (draft: SqlDraft, tree: ReadTree, alias: string): string =>
  concatenated(rowPieces(draft, tree, alias));

const rowPieces = (draft: SqlDraft, tree: ReadTree, alias: string): readonly Piece[] =>
  objectOf(tree.fields.map((field) => [field.as, member(draft, tree, field, alias)]));

function member(
  draft: SqlDraft,
  tree: ReadTree,
  field: ReadField,
  alias: string,
): readonly Piece[] {
  if ('constant' in field) return [{ text: JSON.stringify(field.constant) }];
  if ('relation' in field) {
    return related(draft, draft.model.property(tree.entity, field.relation), field.tree, alias);
  }
  if ('together' in field) return together(draft, tree, field, alias);
  const property = draft.model.property(tree.entity, field.property);
  return scalar(draft, draft.model.meta(tree.entity), property, alias);
}

/** One object of several members; null where `unless` is null or hidden. */
function together(
  draft: SqlDraft,
  { entity }: ReadTree,
  { together: fields, unless }: Extract<ReadField, { together: unknown }>,
  alias: string,
): readonly Piece[] {
  const pieces = rowPieces(draft, { entity, fields }, alias);
  const meta = draft.model.meta(entity);
  const property = draft.model.property(entity, unless);
  const condition = propertyCondition(draft, meta, property, alias);
  if (condition === 'false') return nothing;
  const isThere = [
    ...(condition === null ? [] : [condition]),
    ...(isNeverNull(property) ? [] : [`${expression(meta, property, alias)} is not null`]),
  ];
  if (isThere.length === 0) return pieces;
  return orNull(`case when ${isThere.join(' and ')} then ${concatenated(pieces)} end`);
}

const isNeverNull = ({ nullable, formula }: Property): boolean => !nullable && !formula;

function scalar(draft: SqlDraft, meta: Meta, property: Property, alias: string): readonly Piece[] {
  const condition = propertyCondition(draft, meta, property, alias);
  if (condition === 'false') return nothing;
  const value = wireExpression(meta, property, alias, draft.parents.get(alias));
  const isSure = condition === null && isNeverNull(property);
  const shape = shapeOf(property);
  if (isSure && shape === 'QUOTED') return quoted(value);
  if (isSure) return plain(shape === 'PLAIN' ? value : `to_json(${value})`);
  const text = {
    ANY: `to_json(${value})::text`,
    PLAIN: `(${value})::text`,
    QUOTED: `'"' || (${value}) || '"'`,
  }[shape];
  return orNull(condition === null ? text : `case when ${condition} then ${text} end`);
}

/** How the text of a value becomes JSON; ANY: only PostgreSQL knows. */
function shapeOf(property: Property): 'PLAIN' | 'QUOTED' | 'ANY' {
  const type = columnType(property);
  if (type === 'uuid' || type === 'bigint' || /^numeric(?!.*\[\])/.test(type)) return 'QUOTED';
  return /^(int|integer|smallint)$/.test(type) ? 'PLAIN' : 'ANY';
}

function related(
  draft: SqlDraft,
  property: Property,
  tree: ReadTree,
  alias: string,
): readonly Piece[] {
  if (isToOne(property)) return one(draft, property, tree, alias);
  if (isToMany(property)) return many(draft, property, tree, alias);
  throw new Error(`${property.name} is no relation that can be read`);
}

function one(draft: SqlDraft, property: Property, tree: ReadTree, alias: string): readonly Piece[] {
  const target = targetOf(property);
  const inner = draft.alias();
  const rule = rowCondition(draft, target, inner, backOf(property)?.name);
  const row = rowText(draft, tree, inner);
  return orNull(
    `(select ${row} from ${target.tableName} ${inner} ` +
      `where ${linkCondition(property, alias, inner)}${rule === null ? '' : ` and ${rule}`})`,
  );
}

function many(
  draft: SqlDraft,
  property: Property,
  tree: ReadTree,
  alias: string,
): readonly Piece[] {
  const target = targetOf(property);
  const inner = draft.alias();
  const back = backOf(property)?.name;
  if (back !== undefined) draft.parents.set(inner, { back, alias });
  const rule = rowCondition(draft, target, inner, back);
  const row = rowText(draft, tree, inner);
  const rows =
    `(select string_agg(r.row, ',') from (select ${row} as row ` +
    `from ${target.tableName} ${inner} ` +
    `where ${linkCondition(property, alias, inner)}` +
    `${rule === null ? '' : ` and ${rule}`} order by ${childOrder(target, property, inner)}) r)`;
  return [{ text: '[' }, { sql: rows }, { text: ']' }];
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
