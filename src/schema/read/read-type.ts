import type { ArgBuilder, EnumRef, ObjectRef } from '@pothos/core';
import type { StateMachine } from '../../kernel/transitions.ts';
import {
  columnType,
  isInverse,
  isToMany,
  isToOne,
  targetOf,
} from '../../platform/read/read-model.ts';
import type { Row } from '../../platform/read/tree.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { readModel } from '../read-model.ts';
import type { ReadExtension } from './extension.ts';

/** A GraphQL type that shows the rows of an entity. */
export interface ReadType {
  readonly name: string;
  readonly entity: string;
  readonly ref: ObjectRef<never, Row, Row>;
  readonly fields: Readonly<Record<string, FieldSpec>>;
  /** Fields that lists of this type may be filtered by. */
  readonly filter: readonly string[];
  /** Fields that lists of this type may be ordered by; the first is the default, ascending. */
  readonly order: readonly string[];
}

/** A GraphQL type by name or reference, in whatever form Pothos takes it. */
export type TypeName = string | object;

export type FieldSpec =
  | {
      readonly kind: 'property';
      readonly name: string;
      readonly type?: EnumRef<never, never>;
      readonly description: string;
    }
  | {
      readonly kind: 'relation';
      readonly name: string;
      readonly target: () => ReadType;
      readonly description: string;
    }
  | ComputedSpec;

/** A field that a resolver computes from properties of its row. */
export interface ComputedSpec {
  readonly kind: 'computed';
  readonly type: TypeName | readonly [TypeName];
  readonly nullable?: boolean;
  readonly needs: readonly string[];
  /**
   * The fields of its object type, where it is nothing but properties of the row: it is null where
   * the first of them is. PostgreSQL can answer it then.
   */
  readonly parts?: Readonly<Record<string, string>>;
  /** The column of an id behind it, by whose name lists may be filtered. */
  readonly idColumn?: string;
  readonly description: string;
  readonly args?: (t: Arguments) => Readonly<Record<string, unknown>>;
  resolve(row: Row, context: Context, args: never): unknown;
}

export type Arguments = ArgBuilder<(typeof builder)['$inferSchemaTypes']>;

export interface ReadTypeOptions {
  readonly name?: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, FieldSpec>>;
  readonly filter?: readonly string[];
  readonly order?: readonly string[];
}

/** Declares the GraphQL type of an entity: a line a field. Nullability comes from the metadata. */
export function readType(entity: string, options: ReadTypeOptions): ReadType {
  const name = options.name ?? entity;
  readModel.rule(entity);
  const ref = builder.objectRef<Row>(name);
  const type: ReadType = {
    name,
    entity,
    ref: ref as never,
    fields: options.fields,
    filter: options.filter ?? [],
    order: options.order ?? [],
  };
  builder.objectType(ref, {
    description: options.description,
    extensions: { readEntity: entity },
    fields: (t) =>
      Object.fromEntries(
        Object.entries(options.fields).map(([field, spec]) => [
          field,
          t.field(fieldOptions(type, spec, field, t.arg) as never),
        ]),
      ) as never,
  });
  return type;
}

/** A column or formula of the row under its own name, its GraphQL type told by the metadata. */
export const property = (name: string, description: string): FieldSpec => ({
  kind: 'property',
  name,
  description,
});

/** A column that holds one of an enum's values. */
export const choice = (name: string, type: unknown, description: string): FieldSpec => ({
  kind: 'property',
  name,
  type: type as EnumRef<never, never>,
  description,
});

/** Another row or rows that this one is tied to. */
export const relation = (name: string, target: () => ReadType, description: string): FieldSpec => ({
  kind: 'relation',
  name,
  target,
  description,
});

export const computed = (spec: Omit<ComputedSpec, 'kind'>): FieldSpec => ({
  kind: 'computed',
  ...spec,
});

/** The acts that the state machine knows, each allowed now or with the reasons why not. */
export type DocumentMachine = StateMachine<string, string>;

function fieldOptions(
  type: ReadType,
  spec: FieldSpec,
  field: string,
  arg: Arguments,
): Record<string, unknown> {
  if (spec.kind === 'computed') return computedOptions(spec, arg);
  if (field !== spec.name) throw new Error(`${type.name}.${field} must bear its property's name`);
  const property = readModel.property(type.entity, spec.name);
  const guarded = readModel.rule(type.entity).properties?.[spec.name] !== undefined;
  const read: ReadExtension = { kind: spec.kind, name: spec.name };
  const shared = {
    description: spec.description,
    extensions: { read },
    resolve: readByName(field),
  };
  if (spec.kind === 'property') {
    const many = columnType(property).endsWith('[]');
    const scalar = spec.type ?? scalarOf(type.entity, spec.name);
    return {
      ...shared,
      type: many ? [scalar] : scalar,
      nullable: guarded || property.nullable === true,
    };
  }
  if (isToMany(property)) return { ...shared, type: [spec.target().ref], nullable: false };
  if (!isToOne(property)) throw new Error(`${type.entity}.${spec.name} is no relation`);
  const mayBeHidden = readModel.rule(targetOf(property).className).everyRow !== true;
  return {
    ...shared,
    type: spec.target().ref,
    // Of an inverse one the other row may not be there, whatever the entity says.
    nullable: mayBeHidden || isInverse(property) || property.nullable === true,
  };
}

function computedOptions(spec: ComputedSpec, arg: Arguments): Record<string, unknown> {
  const read: ReadExtension = {
    kind: 'needs',
    properties: spec.needs,
    ...(spec.parts && { parts: spec.parts }),
  };
  return {
    type: spec.type,
    nullable: spec.nullable ?? false,
    description: spec.description,
    ...(spec.args && { args: spec.args(arg) }),
    extensions: { read },
    resolve: (row: Row, args: never, context: Context) => spec.resolve(row, context, args),
  };
}

/** Stands for "as the row has it"; `index.ts` drops it, so that executors read the row directly. */
const readByName =
  (field: string) =>
  (row: Row): unknown =>
    row[field];

/** The GraphQL scalar of a column. */
export function scalarOf(entity: string, name: string): string {
  const property = readModel.property(entity, name);
  const type = columnType(property).replace('[]', '');
  if (type === 'uuid') return 'ID';
  if (type.startsWith('numeric')) return 'Decimal';
  if (type.startsWith('timestamptz')) return 'DateTime';
  if (type === 'bigint') return 'Position';
  if (type === 'date') return 'LocalDate';
  if (type === 'boolean') return 'Boolean';
  if (type === 'int' || type === 'smallint' || type === 'integer') return 'Int';
  if (type === 'jsonb') return 'JSON';
  if (type.startsWith('text') || type.startsWith('varchar')) return 'String';
  throw new Error(`${entity}.${name} is ${type}: no GraphQL type for it`);
}
