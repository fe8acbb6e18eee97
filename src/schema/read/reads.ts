import type { GraphQLResolveInfo } from 'graphql';
import type { Id } from '../../kernel/id.ts';
import type { Viewer } from '../../platform/identity/index.ts';
import type { Reader } from '../../platform/read/reader.ts';
import type { Order, Page, PageRequest, Row } from '../../platform/read/tree.ts';
import { connectionSelection, readTree } from './selection.ts';

/** The arguments that every list takes. */
export interface ListArguments {
  readonly filter?: PageRequest['filter'];
  readonly search?: string | null;
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** Reading for the viewer of this operation: what a field selects, in one statement. */
export interface Reads {
  one(key: string, info: GraphQLResolveInfo): Promise<Row | null>;
  /** The same for many parents: their keys are gathered, and one statement answers all. */
  reference(key: string, info: GraphQLResolveInfo): Promise<Row | null>;
  list(args: ListArguments, order: Order, info: GraphQLResolveInfo): Promise<Page>;
}

/** Answers for many keys at once; a key without an answer is left out. */
export type LoadMany<V> = (keys: readonly Id[]) => Promise<Map<Id, V>>;

/** What reading needs of the operation it is part of. */
export interface ReadScope {
  /** The viewer, or Unauthenticated. */
  requireViewer(): Viewer;
  /** Computes something for many parents in one go; one call of `load` a name and a tick. */
  loadMany<V>(name: string, key: Id, load: LoadMany<V>): Promise<V | undefined>;
}

export function createReads(reader: Reader, context: ReadScope): Reads {
  return {
    one: (key, info) => reader.one(context.requireViewer(), readTree(info), key),
    reference: async (key, info) => {
      const viewer = context.requireViewer();
      const tree = readTree(info);
      const load: LoadMany<Row> = (keys) => reader.many(viewer, tree, keys);
      return (await context.loadMany(loaderName(info), key, load)) ?? null;
    },
    list: (args, order, info) => {
      const { tree, ...wanted } = connectionSelection(info);
      return reader.list(context.requireViewer(), tree, { ...args, ...wanted, order });
    },
  };
}

/** One loader a place in the answer: different places select different things. */
function loaderName(info: GraphQLResolveInfo): string {
  let name = '';
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) {
    if (typeof at.key === 'string') name = `${at.key}.${name}`;
  }
  return name;
}
