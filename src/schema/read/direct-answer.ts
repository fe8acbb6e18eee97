import {
  getArgumentValues,
  getNamedType,
  getVariableValues,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { PageText, ReadField, ReadTree } from '../../platform/read/tree.ts';
import type { Context } from '../context.ts';
import type { ListArguments } from './reads.ts';
import type {} from './extension.ts';

/** Answers an operation with the JSON text of its `data`; null: it must be executed after all. */
export type DirectAnswer = (
  context: Context,
  variables: Readonly<Record<string, unknown>>,
) => Promise<string | null>;

/** One member of the answer, as JSON text. */
type Part = (context: Context, variables: Record<string, unknown>) => Promise<string>;

/**
 * A query that only reads rows is answered by PostgreSQL's JSON as it is: members are named by the
 * client's aliases and stand in the client's order, so nothing is parsed, completed or serialised.
 * Null for every operation that needs more: resolvers, edges, directives, merged selections. An
 * error on the way makes it null as well: execution then meets the error, and says where it lies.
 */
export function planDirectAnswer(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DirectAnswer | null {
  const root = schema.getQueryType();
  if (operation.operation !== 'query' || !root) return null;
  const plan = new Plan(document);
  const parts = plan.members(root, operation.selectionSet, (field, node, as) =>
    rootPart(plan, field, node, as),
  );
  if (parts === null) return null;
  return async (context, given) => {
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
    if (!coerced || !context.viewer) return null;
    try {
      const answers = await Promise.all(parts.map((part) => part(context, coerced)));
      return `{${answers.join(',')}}`;
    } catch {
      return null;
    }
  };
}

/** PostgreSQL cuts longer names off. */
const maxNameLength = 63;

/** What is selected below a type, or null as soon as something in it is beyond plain reading. */
class Plan {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(document: DocumentNode) {
    const fragments = document.definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  /** Each field once, in order, turned into a member by `make`. */
  members<T>(
    type: GraphQLObjectType,
    set: SelectionSetNode | undefined,
    make: (field: GraphQLField<unknown, unknown> | null, node: FieldNode, as: string) => T | null,
  ): T[] | null {
    const nodes = this.#fieldNodes(type, set?.selections ?? []);
    if (nodes === null || nodes.length === 0) return null;
    const members = new Map<string, T>();
    for (const node of nodes) {
      const as = node.alias?.value ?? node.name.value;
      const field = type.getFields()[node.name.value] ?? null;
      const member = members.has(as) || as.length > maxNameLength ? null : make(field, node, as);
      if (member === null) return null;
      members.set(as, member);
    }
    return [...members.values()];
  }

  tree(type: GraphQLObjectType, set: SelectionSetNode | undefined): ReadTree | null {
    const entity = type.extensions.readEntity;
    if (!entity) return null;
    const fields = this.members<ReadField>(type, set, (field, node, as) => {
      if (node.name.value === '__typename') return { as, constant: type.name };
      const read = field?.extensions.read;
      if (!field || !read) return null;
      if (read.kind === 'property') return { as, property: read.name };
      const target = getNamedType(field.type);
      if (!isObjectType(target)) return null;
      if (read.kind === 'needs') {
        return read.parts ? this.#together(as, target, node.selectionSet, read.parts) : null;
      }
      const tree = this.tree(target, node.selectionSet);
      return tree && { as, relation: read.name, tree };
    });
    return fields && { entity, fields };
  }

  /** An object whose fields are properties of the row. */
  #together(
    as: string,
    type: GraphQLObjectType,
    set: SelectionSetNode | undefined,
    parts: Readonly<Record<string, string>>,
  ): ReadField | null {
    const unless = Object.values(parts)[0];
    const together = this.members<ReadField>(type, set, (_field, node, name) => {
      if (node.name.value === '__typename') return { as: name, constant: type.name };
      const property = parts[node.name.value];
      return property === undefined ? null : { as: name, property };
    });
    return together && unless !== undefined ? { as, together, unless } : null;
  }

  #fieldNodes(type: GraphQLObjectType, selections: readonly SelectionNode[]): FieldNode[] | null {
    const found: FieldNode[] = [];
    for (const selection of selections) {
      if (selection.directives?.length) return null;
      if (selection.kind === Kind.FIELD) {
        found.push(selection);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : this.#fragments.get(selection.name.value);
      const on = fragment?.typeCondition?.name.value ?? type.name;
      if (!fragment || fragment.directives?.length || on !== type.name) return null;
      const inner = this.#fieldNodes(type, fragment.selectionSet.selections);
      if (inner === null) return null;
      found.push(...inner);
    }
    return found;
  }
}

function rootPart(
  plan: Plan,
  field: GraphQLField<unknown, unknown> | null,
  node: FieldNode,
  as: string,
): Part | null {
  const read = field?.extensions.rootRead;
  const type = field && getNamedType(field.type);
  if (!read || !isObjectType(type)) return null;
  const name = JSON.stringify(as);
  if (read.kind === 'list') return listPart(plan, type, field, node, name);
  const tree = plan.tree(type, node.selectionSet);
  return (
    tree &&
    (async (context, variables) => {
      const key = getArgumentValues(field, node, variables)[read.key] as string;
      const text = await context.parts.reader.oneText(context.requireViewer(), tree, key);
      return `${name}:${text ?? 'null'}`;
    })
  );
}

interface ListShape {
  tree: ReadTree | null;
  withTotal: boolean;
  withRows: boolean;
  withCursors: boolean;
}

function listPart(
  plan: Plan,
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  name: string,
): Part | null {
  const read = field.extensions.rootRead;
  const rowType = getNamedType(type.getFields()['nodes']?.type);
  if (read?.kind !== 'list' || !isObjectType(rowType)) return null;
  const shape: ListShape = { tree: null, withTotal: false, withRows: false, withCursors: false };
  const members = plan.members<(page: PageText) => string>(
    type,
    node.selectionSet,
    (_f, part, as) => connectionMember(plan, type, rowType, part, JSON.stringify(as), shape),
  );
  if (members === null) return null;
  const { withTotal, withRows, withCursors } = shape;
  const tree = shape.tree ?? { entity: rowType.extensions.readEntity ?? '', fields: [] };
  return async (context, variables) => {
    const args = getArgumentValues(field, node, variables) as ListArguments & { orderBy?: string };
    const request = { ...args, order: read.order(args.orderBy), withTotal, withRows, withCursors };
    const page = await context.parts.reader.listText(context.requireViewer(), tree, request);
    return `${name}:{${members.map((member) => member(page)).join(',')}}`;
  };
}

/** A member of a connection: as text of the page, noting in `shape` what the page must hold. */
function connectionMember(
  plan: Plan,
  type: GraphQLObjectType,
  rowType: GraphQLObjectType,
  node: FieldNode,
  name: string,
  shape: ListShape,
): ((page: PageText) => string) | null {
  switch (node.name.value) {
    case '__typename':
      return () => `${name}:"${type.name}"`;
    case 'totalCount':
      shape.withTotal = true;
      return (page) => `${name}:${page.total}`;
    case 'nodes': {
      // Two aliases of `nodes` would want two trees.
      if (shape.tree) return null;
      shape.tree = plan.tree(rowType, node.selectionSet);
      shape.withRows = true;
      return shape.tree && ((page) => `${name}:${page.rows}`);
    }
    case 'pageInfo':
      return pageInfoMember(plan, type, node, name, shape);
    default:
      return null;
  }
}

function pageInfoMember(
  plan: Plan,
  type: GraphQLObjectType,
  node: FieldNode,
  name: string,
  shape: ListShape,
): ((page: PageText) => string) | null {
  const pageInfo = getNamedType(type.getFields()['pageInfo']?.type);
  if (!isObjectType(pageInfo)) return null;
  shape.withRows = true;
  const members = plan.members<(page: PageText) => string>(
    pageInfo,
    node.selectionSet,
    (_field, part, as) => {
      const key = JSON.stringify(as);
      const of = (value: (page: PageText) => unknown) => (page: PageText) =>
        `${key}:${JSON.stringify(value(page))}`;
      switch (part.name.value) {
        case '__typename':
          return of(() => pageInfo.name);
        case 'hasNextPage':
          return of((page) => page.hasNextPage);
        case 'hasPreviousPage':
          return of((page) => page.hasPreviousPage);
        case 'startCursor':
          shape.withCursors = true;
          return of((page) => page.cursors[0] ?? null);
        case 'endCursor':
          shape.withCursors = true;
          return of((page) => page.cursors.at(-1) ?? null);
        default:
          return null;
      }
    },
  );
  return members && ((page) => `${name}:{${members.map((member) => member(page)).join(',')}}`);
}
