import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from '../context.ts';
import type { ReadType } from './read-type.ts';

/**
 * Options of a field that leads from something computed to a row by its key: null where there is no
 * key, or no row that the viewer may read. Many parents cost one statement.
 */
export const reference = <Parent>(
  type: ReadType,
  description: string,
  key: (parent: Parent) => string | null,
) => ({
  type: type.ref,
  nullable: true as const,
  description,
  resolve: (parent: Parent, _args: object, context: Context, info: GraphQLResolveInfo) => {
    const found = key(parent);
    return (found === null ? null : context.reads.reference(found, info)) as never;
  },
});
