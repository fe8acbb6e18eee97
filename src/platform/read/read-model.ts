import {
  ReferenceKind,
  type EntityMetadata,
  type EntityProperty,
  type EntitySchema,
} from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import type { ReadRule } from './read-rule.ts';

export type Meta = EntityMetadata;
export type Property = EntityProperty;

/** The entities' metadata together with their read rules: all that a statement is compiled from. */
export interface ReadModel {
  meta(entity: string): Meta;
  rule(entity: string): ReadRule;
  property(entity: string, name: string): Property;
  readonly entities: readonly string[];
}

/** Checks at start that every rule names what exists. */
export function createReadModel(
  entities: readonly EntitySchema[],
  rules: readonly ReadRule[],
): ReadModel {
  const orm = new MikroORM({ entities: [...entities], dbName: 'metadata only' });
  const metas = new Map([...orm.getMetadata().getAll().values()].map((m) => [m.className, m]));
  const byEntity = new Map(rules.map((rule) => [rule.entity, rule]));
  const model: ReadModel = {
    entities: [...metas.keys()],
    meta: (entity) => metas.get(entity) ?? unknown(`There is no entity ${entity}`),
    rule: (entity) => byEntity.get(entity) ?? unknown(`No read rule for ${entity}: denied`),
    property: (entity, name) =>
      model.meta(entity).properties[name as never] ?? unknown(`${entity} has no ${name}`),
  };
  for (const rule of rules) checkRule(model, rule);
  return model;
}

export const isToOne = (property: Property): boolean =>
  property.kind === ReferenceKind.MANY_TO_ONE || property.kind === ReferenceKind.ONE_TO_ONE;

export const isToMany = (property: Property): boolean =>
  property.kind === ReferenceKind.ONE_TO_MANY;

export const isScalar = (property: Property): boolean => property.kind === ReferenceKind.SCALAR;

/** Whether the relation's column is in the other table: always of many, and of one if inverse. */
export const isInverse = (property: Property): boolean => property.mappedBy !== undefined;

/** Whether a column of its own table holds it; a formula and an inverse relation have none. */
export const hasColumn = (property: Property): boolean =>
  property.fieldNames?.length > 0 && !property.formula && !isInverse(property);

export const targetOf = (property: Property): Meta =>
  (property.targetMeta as Meta | undefined) ?? unknown(`${property.name} leads nowhere`);

export const columnType = (property: Property): string => property.columnTypes?.[0] ?? 'text';

export const primaryKeyOf = (meta: Meta): Property =>
  meta.properties[meta.primaryKeys[0] as never] as Property;

/** Of an inverse relation, the to-one that leads back, with the column; null of any other. */
export const backOf = (property: Property): Property | null =>
  isInverse(property)
    ? (targetOf(property).properties[property.mappedBy as never] as Property)
    : null;

/** What ties a row to those that one of its relations leads to. */
export function linkCondition(property: Property, alias: string, targetAlias: string): string {
  const back = backOf(property);
  const key = primaryKeyOf(targetOf(back ?? property)).fieldNames[0];
  return back
    ? `${targetAlias}.${back.fieldNames[0]} = ${alias}.${key}`
    : `${targetAlias}.${key} = ${alias}.${property.fieldNames[0]}`;
}

function checkRule(model: ReadModel, rule: ReadRule): void {
  const named = [
    ...(rule.units ?? []),
    ...(rule.owner ? [rule.owner] : []),
    ...(rule.via ? [rule.via] : []),
    ...(rule.searchText ? [rule.searchText] : []),
    ...Object.keys(rule.properties ?? {}),
  ];
  for (const path of named) {
    let entity = rule.entity;
    for (const name of path.split('.')) {
      const property = model.property(entity, name);
      if (!isScalar(property)) entity = targetOf(property).className;
    }
  }
  const ways = [rule.units ?? rule.owner, rule.everyRow, rule.via].filter(Boolean).length;
  if (ways > 1) unknown(`The read rule of ${rule.entity} decides in more than one way`);
}

function unknown(message: string): never {
  throw new Error(message);
}
