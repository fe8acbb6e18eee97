import { builder } from '../builder.ts';
import { isToMany } from '../../platform/read/read-model.ts';
import type { ScalarOperator } from '../../platform/read/tree.ts';
import { readModel } from '../read-model.ts';
import { scalarOf, type FieldSpec, type ReadType } from './read-type.ts';

/** Input types are made when first asked for, then shared. */
const made = new Map<string, unknown>();

function once<T>(name: string, make: () => T): T {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}

const comparing: readonly ScalarOperator[] = ['eq', 'in', 'gt', 'gte', 'lt', 'lte', 'isNull'];

const operatorsByScalar: Readonly<Record<string, readonly ScalarOperator[]>> = {
  ID: ['eq', 'in', 'isNull'],
  String: ['eq', 'in', 'contains', 'startsWith', 'isNull'],
  Boolean: ['eq', 'isNull'],
  Int: comparing,
  Decimal: comparing,
  Position: comparing,
  DateTime: comparing,
  LocalDate: comparing,
};

const meanings: Readonly<Record<ScalarOperator, string>> = {
  eq: 'Equal to this.',
  in: 'Equal to one of these.',
  gt: 'Greater than this.',
  gte: 'Greater than or equal to this.',
  lt: 'Less than this.',
  lte: 'Less than or equal to this.',
  contains: 'Contains this text, in any case.',
  startsWith: 'Begins with this text, in any case.',
  isNull: 'True: has no value. False: has one.',
};

/** `StockTransferFilter`: and, or, not around conditions on fields, through relations too. */
export function filterInput(type: ReadType): object {
  const name = `${type.name}Filter`;
  const known = made.get(name) as object | undefined;
  if (known) return known;
  const ref = builder.inputRef<Record<string, unknown>>(name);
  // Known before its fields are: filters of related types lead back to it.
  made.set(name, ref);
  builder.inputType(
    ref as never,
    {
      description: `Conditions on ${type.name}. Several fields of one filter must all hold.`,
      fields: (t: InputFields) => ({
        and: t.field({ type: [ref], required: false, description: 'All of these hold.' }),
        or: t.field({ type: [ref], required: false, description: 'At least one of these holds.' }),
        not: t.field({ type: ref, required: false, description: 'This does not hold.' }),
        ...Object.fromEntries(type.filter.map((name) => [name, fieldFilter(t, type, name)])),
      }),
    } as never,
  );
  return ref;
}

interface InputFields {
  field(options: Record<string, unknown>): unknown;
}

function fieldFilter(t: InputFields, type: ReadType, name: string): unknown {
  const spec = type.fields[name];
  const shown = Object.values(type.fields).find(
    (field) => field.kind === 'computed' && field.idColumn === name,
  );
  if (shown) {
    const ids = scalarFilterInput(scalarOf(type.entity, name));
    return t.field({ type: ids, required: false, description: `${shown.description} By id.` });
  }
  if (!spec || spec.kind === 'computed') throw new Error(`${type.name}.${name} cannot be filtered`);
  return t.field({
    type: conditionInput(type, spec),
    required: false,
    description: spec.description,
  });
}

function conditionInput(type: ReadType, spec: Exclude<FieldSpec, { kind: 'computed' }>): object {
  if (spec.kind === 'relation') {
    const many = isToMany(readModel.property(type.entity, spec.name));
    return many ? listFilterInput(spec.target()) : filterInput(spec.target());
  }
  if (spec.type) return choiceFilterInput(spec.type as never);
  return scalarFilterInput(scalarOf(type.entity, spec.name));
}

function listFilterInput(type: ReadType): object {
  const name = `${type.name}ListFilter`;
  const known = made.get(name) as object | undefined;
  if (known) return known;
  const ref = builder.inputRef<Record<string, unknown>>(name);
  made.set(name, ref);
  builder.inputType(
    ref as never,
    {
      description: `Conditions on a list of ${type.name}.`,
      fields: (t: InputFields) => {
        const quantifier = (description: string): unknown =>
          t.field({ type: filterInput(type), required: false, description });
        return {
          some: quantifier('Holds for at least one.'),
          every: quantifier('Holds for each, or there is none.'),
          none: quantifier('Holds for none.'),
        };
      },
    } as never,
  );
  return ref;
}

function scalarFilterInput(scalar: string): object {
  return once(`${scalar}Filter`, () =>
    builder.inputType(`${scalar}Filter`, {
      description: `Conditions on ${scalar}. Several operators must all hold.`,
      fields: ((t: InputFields) =>
        operators(t, operatorsByScalar[scalar] ?? ['eq', 'in', 'isNull'], scalar)) as never,
    }),
  );
}

function choiceFilterInput(choiceType: { name: string }): object {
  return once(`${choiceType.name}Filter`, () =>
    builder.inputType(`${choiceType.name}Filter`, {
      description: `Conditions on ${choiceType.name}.`,
      fields: ((t: InputFields) => operators(t, ['eq', 'in', 'isNull'], choiceType)) as never,
    }),
  );
}

function operators(
  t: InputFields,
  names: readonly ScalarOperator[],
  type: unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      t.field({
        type: name === 'isNull' ? 'Boolean' : name === 'in' ? [type] : type,
        required: false,
        description: meanings[name],
      }),
    ]),
  );
}

/** `StockTransferOrder`: each field both ways. */
export function orderEnum(type: ReadType): object {
  return once(`${type.name}Order`, () => {
    for (const name of type.order) {
      if (readModel.property(type.entity, name).nullable) {
        throw new Error(`${type.name} cannot be ordered by ${name}: it may be null`);
      }
    }
    const values = type.order.flatMap((name) =>
      (['asc', 'desc'] as const).map((direction) => [
        `${upperSnake(name)}_${direction.toUpperCase()}`,
        { description: `By ${name}, ${direction === 'asc' ? 'rising' : 'falling'}.` },
      ]),
    );
    return builder.enumType(`${type.name}Order`, {
      description: `Orders of a list of ${type.name}; the id breaks ties.`,
      values: Object.fromEntries(values) as never,
    });
  });
}

const upperSnake = (name: string): string => name.replace(/([A-Z])/g, '_$1').toUpperCase();
