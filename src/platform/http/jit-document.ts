import {
  getNamedType,
  getOperationAST,
  getVariableValues,
  GraphQLScalarType,
  isSpecifiedScalarType,
  Kind,
  TypeInfo,
  valueFromAST,
  visit,
  visitWithTypeInfo,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** An operation written so that graphql-jit answers it as graphql-js does. */
export interface JitDocument {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /**
   * What compiled code takes for what the client sent: the values, or what is wrong with them; null
   * when only graphql-js can tell what is wrong, and where.
   */
  read(variables: Variables): Variables | readonly GraphQLError[] | null;
}

interface Lifted {
  readonly name: string;
  readonly node: ValueNode;
  readonly type: GraphQLInputType;
}

/**
 * Values are read by graphql-js, since graphql-jit 0.8.9 reads them wrongly: it writes out an input
 * type that holds itself, as filters do, until the process is out of memory; keeps no literal or
 * default that is not plain JSON; and gives null for a variable that is absent inside an object.
 * So variables are passed on as they are, and every argument that is more than a plain literal
 * becomes a variable of its own. Null where names would still be mistaken for one another.
 */
export function writeForJit(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): JitDocument | null {
  const operation = getOperationAST(document, operationName);
  if (!operation || !areNamesSafe(document)) return null;
  const { written, lifted } = liftArguments(schema, document);
  if (!written) return null;
  const definitions = operation.variableDefinitions ?? [];
  return {
    schema: withPassedOn(schema),
    document: {
      ...written,
      definitions: written.definitions.map((part) => passVariablesOn(part, lifted)),
    },
    read(variables) {
      const { errors, coerced } = getVariableValues(schema, definitions, variables, { maxErrors });
      if (errors) return errors;
      for (const { name, node, type } of lifted) {
        const value = valueFromAST(node, type, coerced);
        if (value === undefined) return null;
        coerced[name] = value;
      }
      return coerced;
    },
  };
}

const maxErrors = 5;
const liftedPrefix = '__lifted';
const introspection = new Set(['__typename', '__schema', '__type']);

/**
 * Names of fields are joined by `_` to name what compiled code keeps, so an alias `b_a` takes the
 * resolve info of `a { b }`.
 */
function areNamesSafe(document: DocumentNode): boolean {
  let safe = true;
  visit(document, {
    Field({ alias, name }) {
      const key = alias?.value ?? name.value;
      if (key.includes('_') && !introspection.has(key)) safe = false;
    },
    Variable({ name }) {
      if (name.value.startsWith(liftedPrefix)) safe = false;
    },
  });
  return safe;
}

/** `written` is null when an argument's default in the schema is one that is not kept. */
function liftArguments(
  schema: GraphQLSchema,
  document: DocumentNode,
): { written: DocumentNode | null; lifted: Lifted[] } {
  const types = new TypeInfo(schema);
  const lifted: Lifted[] = [];
  let kept = true;
  const written = visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        for (const argument of types.getFieldDef()?.args ?? []) {
          if (!isPlain(argument.defaultValue)) kept = false;
        }
      },
      Directive: () => false,
      Argument(argument) {
        const type = types.getInputType();
        if (!type || isPlainLiteral(argument.value, type)) return undefined;
        const name = `${liftedPrefix}${lifted.length}`;
        lifted.push({ name, node: argument.value, type });
        return { ...argument, value: variableNamed(name) };
      },
    }),
  );
  return { written: kept ? written : null, lifted };
}

function isPlainLiteral(node: ValueNode, type: GraphQLInputType): boolean {
  if (node.kind === Kind.VARIABLE || node.kind === Kind.NULL) return true;
  if (node.kind === Kind.OBJECT || node.kind === Kind.LIST) return false;
  return isSpecifiedScalarType(getNamedType(type));
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).every(isPlain);
}

/** Takes any value as it comes; no client can name it. */
const PassedOn = new GraphQLScalarType({ name: 'PassedOn' });
const passedOn: NamedTypeNode = {
  kind: Kind.NAMED_TYPE,
  name: { kind: Kind.NAME, value: PassedOn.name },
};

function withPassedOn(schema: GraphQLSchema): GraphQLSchema {
  const getType = (name: string): GraphQLNamedType | undefined =>
    name === PassedOn.name ? PassedOn : schema.getType(name);
  return Object.create(schema, { getType: { value: getType } }) as GraphQLSchema;
}

function passVariablesOn(definition: DefinitionNode, lifted: readonly Lifted[]): DefinitionNode {
  if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
  const own = definition.variableDefinitions ?? [];
  const variableDefinitions: VariableDefinitionNode[] = [
    ...own.map((one) => (isBoolean(one) ? one : define(one.variable.name.value))),
    ...lifted.map(({ name }) => define(name)),
  ];
  return { ...definition, variableDefinitions } satisfies OperationDefinitionNode;
}

/** Of what @skip and @include depend on, compiled code looks at the type. */
function isBoolean({ type }: VariableDefinitionNode): boolean {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return named.kind === Kind.NAMED_TYPE && named.name.value === 'Boolean';
}

const define = (name: string): VariableDefinitionNode => ({
  kind: Kind.VARIABLE_DEFINITION,
  variable: variableNamed(name),
  type: passedOn,
});

const variableNamed = (name: string) =>
  ({ kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } }) as const;
