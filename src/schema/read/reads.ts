import type { GraphQLResolveInfo } from 'graphql';
import type { Order, Page, PageRequest, Row } from '../../platform/read/tree.ts';
import type { Context, LoadMany } from '../context.ts';
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

export function createReads(context: Context): Reads {
  const { reader } = context.parts;
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
