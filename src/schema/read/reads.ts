import type { GraphQLResolveInfo } from 'graphql';
import type { Order, Page, PageRequest, Row } from '../../platform/read/tree.ts';
import type { Context } from '../context.ts';
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
  list(args: ListArguments, order: Order, info: GraphQLResolveInfo): Promise<Page>;
}

export function createReads(context: Context): Reads {
  const { reader } = context.parts;
  return {
    one: (key, info) => reader.one(context.requireViewer(), readTree(info), key),
    list: (args, order, info) => {
      const { tree, ...wanted } = connectionSelection(info);
      return reader.list(context.requireViewer(), tree, { ...args, ...wanted, order });
    },
  };
}
