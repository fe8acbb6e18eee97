import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isLeafType,
  isListType,
  isObjectType,
  isInterfaceType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** Items of a page when neither `first` nor `last` says, and of a list that takes neither. */
export const defaultPageSize = 25;
const defaultListSize = 10;

/** How many items one list will hold: known, or said by variables. */
export interface ListSize {
  readonly field: string;
  readonly literals: readonly number[];
  readonly variables: readonly string[];
}

/**
 * An estimate of values in the answer: a fixed part, and parts that repeat with a list. Parts are
 * shared where a fragment is spread twice, so evaluating must remember what it has seen.
 */
export interface Estimate {
  readonly fixed: number;
  readonly parts: readonly { readonly size: ListSize | null; readonly of: Estimate }[];
}

/** Everything about an operation that its limits look at; fragments are followed. */
export interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly introspections: number;
  /** How often one selection set writes the same field. */
  readonly repeats: number;
  /** Every page size written into the document or into a variable's default. */
  readonly sizes: readonly ListSize[];
  readonly estimate: Estimate;
}

interface Selected {
  depth: number;
  aliases: number;
  fields: number;
  introspections: number;
  repeats: number;
  fixed: number;
  parts: { size: ListSize | null; of: Estimate }[];
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly measured: Map<string, { readonly counts: Selected; readonly estimate: Estimate }>;
  readonly sizes: ListSize[];
  readonly variableDefaults: ReadonlyMap<string, number>;
}

/** Measures a valid operation once; only page sizes in variables are left to each request. */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Measure {
  const walk: Walk = {
    schema,
    fragments: fragmentsOf(document),
    measured: new Map(),
    sizes: [],
    variableDefaults: defaultsOf(operation),
  };
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no ${operation.operation}`);
  const all = select(walk, root, operation.selectionSet);
  return {
    depth: all.depth,
    aliases: all.aliases,
    rootFields: all.fields,
    introspections: all.introspections,
    repeats: all.repeats,
    sizes: walk.sizes,
    estimate: estimateOf(all),
  };
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  return fragments;
}

function defaultsOf(operation: OperationDefinitionNode): Map<string, number> {
  const defaults = new Map<string, number>();
  for (const definition of operation.variableDefinitions ?? []) {
    const value = definition.defaultValue;
    if (value?.kind === Kind.INT) defaults.set(definition.variable.name.value, Number(value.value));
  }
  return defaults;
}

function select(walk: Walk, type: GraphQLCompositeType, set: SelectionSetNode): Selected {
  const sum: Selected = {
    depth: 0,
    aliases: 0,
    fields: 0,
    introspections: 0,
    repeats: 0,
    fixed: 0,
    parts: [],
  };
  const written = new Map<string, number>();
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      written.set(key, (written.get(key) ?? 0) + 1);
      addField(walk, sum, type, selection);
    } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
      addSpread(walk, sum, selection.name.value);
    } else {
      const on = selection.typeCondition?.name.value;
      addInline(sum, select(walk, on ? compositeNamed(walk, on) : type, selection.selectionSet));
    }
  }
  sum.repeats = Math.max(sum.repeats, ...written.values());
  return sum;
}

/** A named fragment is measured once, however often it is spread: its estimate is shared. */
function addSpread(walk: Walk, sum: Selected, name: string): void {
  const fragment = walk.fragments.get(name);
  if (!fragment) return;
  let inner = walk.measured.get(name);
  if (!inner) {
    const type = compositeNamed(walk, fragment.typeCondition.name.value);
    const counts = select(walk, type, fragment.selectionSet);
    inner = { counts, estimate: estimateOf(counts) };
    walk.measured.set(name, inner);
  }
  addCounts(sum, inner.counts);
  addPart(sum, null, inner.estimate);
}

function addInline(sum: Selected, inner: Selected): void {
  addCounts(sum, inner);
  sum.fixed += inner.fixed;
  sum.parts.push(...inner.parts);
}

function addCounts(sum: Selected, inner: Selected): void {
  sum.depth = Math.max(sum.depth, inner.depth);
  sum.aliases += inner.aliases;
  sum.fields += inner.fields;
  sum.introspections += inner.introspections;
  sum.repeats = Math.max(sum.repeats, inner.repeats);
}

function addField(walk: Walk, sum: Selected, type: GraphQLCompositeType, node: FieldNode): void {
  sum.fields += 1;
  sum.fixed += 1;
  if (node.alias) sum.aliases += 1;
  sum.depth = Math.max(sum.depth, 1);
  const name = node.name.value;
  if (name.startsWith('__')) {
    // How deep introspection may go is held by graphql-js's own rule; how often, by this count.
    if (node.selectionSet) sum.introspections += 1;
    return;
  }
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  const inner = field && getNamedType(field.type);
  if (!field || !node.selectionSet || !isCompositeType(inner)) return;
  const below = select(walk, inner, node.selectionSet);
  sum.depth = Math.max(sum.depth, 1 + below.depth);
  sum.aliases += below.aliases;
  sum.repeats = Math.max(sum.repeats, below.repeats);
  sum.introspections += below.introspections;
  addPart(sum, sizeOf(walk, type.name, field, node), estimateOf(below));
}

function addPart(sum: Selected, size: ListSize | null, of: Estimate): void {
  const known = size === null || size.variables.length === 0;
  if (known && of.parts.length === 0) sum.fixed += of.fixed * Math.max(1, ...sizes(size));
  else sum.parts.push({ size, of });
}

const sizes = (size: ListSize | null): readonly number[] => size?.literals ?? [];
const estimateOf = ({ fixed, parts }: Selected): Estimate => ({ fixed, parts });

/** A page multiplies what is below it once: by its arguments, not again by its `nodes`. */
function sizeOf(
  walk: Walk,
  parent: string,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): ListSize | null {
  const paged = field.args.some(
    (argument) => argument.name === 'first' || argument.name === 'last',
  );
  if (paged) return pageSize(walk, field.name, node);
  const declared = field.extensions['listSize'];
  if (typeof declared === 'number') return fixedSize(field.name, declared);
  if (parent.endsWith('Connection') || !isListType(getNullableType(field.type))) return null;
  if (isLeafType(getNamedType(field.type))) return null;
  return fixedSize(field.name, defaultListSize);
}

const fixedSize = (field: string, size: number): ListSize => ({
  field,
  literals: [size],
  variables: [],
});

function pageSize(walk: Walk, field: string, node: FieldNode): ListSize {
  const asked: ValueNode[] = (node.arguments ?? [])
    .filter(({ name }) => name.value === 'first' || name.value === 'last')
    .map(({ value }) => value);
  const literals = asked.filter((v) => v.kind === Kind.INT).map((v) => Number(v.value));
  const variables = asked.filter((v) => v.kind === Kind.VARIABLE).map((v) => v.name.value);
  for (const name of variables) {
    const byDefault = walk.variableDefaults.get(name);
    if (byDefault !== undefined) literals.push(byDefault);
  }
  const size: ListSize = {
    field,
    literals: literals.length ? literals : [defaultPageSize],
    variables,
  };
  walk.sizes.push(size);
  return size;
}

function compositeNamed(walk: Walk, name: string): GraphQLCompositeType {
  const type = walk.schema.getType(name);
  if (!isCompositeType(type)) throw new Error(`${name} has no fields`);
  return type;
}
