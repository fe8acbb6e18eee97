import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isObjectType,
  getNamedType,
  Kind,
  visit,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { ReadField, ReadTree } from '../../platform/read/tree.ts';
import type {} from './extension.ts';

/** What was selected of a connection. */
export interface ConnectionSelection {
  readonly tree: ReadTree;
  readonly withRows: boolean;
  readonly withTotal: boolean;
  readonly withCursors: boolean;
}

/** The tree of an object field's selection; the same object for the same document and shape. */
export const readTree = (info: GraphQLResolveInfo): ReadTree =>
  remembered(info, () => treeOf(info, objectType(info), info.fieldNodes));

/** The same for a field that answers a connection: its tree is that of the nodes. */
export function connectionSelection(info: GraphQLResolveInfo): ConnectionSelection {
  return remembered(info, () => {
    const parts = fieldsOf(info, objectType(info), info.fieldNodes);
    const edges = parts.get('edges') ?? [];
    const inEdges = edges.length > 0 ? fieldsOf(info, childType(info, 'edges'), edges) : undefined;
    const pageInfo = parts.get('pageInfo') ?? [];
    const inPageInfo =
      pageInfo.length > 0 ? fieldsOf(info, childType(info, 'pageInfo'), pageInfo) : undefined;
    const nodes = [...(parts.get('nodes') ?? []), ...(inEdges?.get('node') ?? [])];
    return {
      tree: treeOf(info, childType(info, 'nodes'), nodes),
      withRows: nodes.length > 0 || edges.length > 0 || pageInfo.length > 0,
      withTotal: parts.has('totalCount'),
      withCursors: Boolean(
        inEdges?.has('cursor') || inPageInfo?.has('startCursor') || inPageInfo?.has('endCursor'),
      ),
    };
  });
}

type Selected = Map<string, FieldNode[]>;

function treeOf(
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): ReadTree {
  const entity = type.extensions.readEntity;
  if (!entity) throw new Error(`${type.name} shows no entity`);
  const fields = new Map<string, ReadField>();
  for (const [name, children] of fieldsOf(info, type, nodes)) {
    const field = type.getFields()[name];
    const read = field?.extensions.read;
    if (!field || !read) continue;
    if (read.kind === 'relation') {
      const tree = treeOf(info, getNamedType(field.type) as GraphQLObjectType, children);
      fields.set(read.name, { as: read.name, relation: read.name, tree });
      continue;
    }
    const needed = read.kind === 'needs' ? read.properties : [read.name];
    for (const property of needed) fields.set(property, { as: property, property });
  }
  return { entity, fields: [...fields.values()] };
}

/** The fields selected below some nodes, fragments followed, merged by name. */
function fieldsOf(
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): Selected {
  const selected: Selected = new Map();
  const collect = (selections: readonly SelectionNode[]): void => {
    for (const selection of selections) {
      if (!isIncluded(info, selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const known = selected.get(selection.name.value);
        if (known) known.push(selection);
        else selected.set(selection.name.value, [selection]);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
      if (fragment && applies(info, type, fragment.typeCondition?.name.value)) {
        collect(fragment.selectionSet.selections);
      }
    }
  };
  for (const node of nodes) collect(node.selectionSet?.selections ?? []);
  return selected;
}

function applies(info: GraphQLResolveInfo, type: GraphQLObjectType, condition?: string): boolean {
  if (condition === undefined || condition === type.name) return true;
  return type.getInterfaces().some((implemented) => implemented.name === condition);
}

function isIncluded(info: GraphQLResolveInfo, node: SelectionNode): boolean {
  if (!node.directives?.length) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, node, info.variableValues);
  if (skip?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues)?.if !== false;
}

function objectType(info: GraphQLResolveInfo): GraphQLObjectType {
  const type = getNamedType(info.returnType);
  if (!isObjectType(type)) throw new Error(`${type.name} is no object type`);
  return type;
}

const childType = (info: GraphQLResolveInfo, field: string): GraphQLObjectType =>
  getNamedType(objectType(info).getFields()[field]?.type) as GraphQLObjectType;

/** What one operation of a document has selected so far, by path and by its boolean switches. */
interface Memory {
  readonly switches: readonly string[];
  readonly byKey: Map<string, unknown>;
}

const memories = new WeakMap<OperationDefinitionNode, Memory>();

function remembered<T>(info: GraphQLResolveInfo, make: () => T): T {
  let memory = memories.get(info.operation);
  if (!memory) {
    memory = { switches: switchesOf(info), byKey: new Map() };
    memories.set(info.operation, memory);
  }
  const key = keyOf(info, memory.switches);
  let known = memory.byKey.get(key) as T | undefined;
  if (known === undefined) {
    known = make();
    memory.byKey.set(key, known);
  }
  return known;
}

function keyOf(info: GraphQLResolveInfo, switches: readonly string[]): string {
  let key = '';
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) {
    if (typeof at.key === 'string') key = `${at.key}.${key}`;
  }
  for (const name of switches) key += info.variableValues[name] === true ? '+' : '-';
  return key;
}

/** The variables that @skip and @include look at anywhere in the operation. */
function switchesOf(info: GraphQLResolveInfo): string[] {
  const names = new Set<string>();
  const look = {
    Directive(node: { name: { value: string }; arguments?: readonly { value: unknown }[] }) {
      if (node.name.value !== 'skip' && node.name.value !== 'include') return;
      const value = node.arguments?.[0]?.value as { kind: string; name?: { value: string } };
      if (value?.kind === Kind.VARIABLE && value.name) names.add(value.name.value);
    },
  };
  visit(info.operation, look as never);
  for (const fragment of Object.values(info.fragments)) visit(fragment, look as never);
  return [...names];
}
