import type { Order } from '../../platform/read/tree.ts';

/** What the read engine must fetch for a GraphQL field; kept in the field's `extensions.read`. */
export type ReadExtension =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'relation'; readonly name: string }
  /** Computed by a resolver from these properties of its row. */
  | {
      readonly kind: 'needs';
      readonly properties: readonly string[];
      /** The fields of its object, where each of them is a property, the first decides on null. */
      readonly parts?: Readonly<Record<string, string>>;
    };

/** A root field that reads one row by a key, or a page of a list. */
export type RootReadExtension =
  | { readonly kind: 'one'; readonly key: string }
  | { readonly kind: 'list'; readonly order: (name: string | null | undefined) => Order };

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    read?: ReadExtension;
    rootRead?: RootReadExtension;
  }
  interface GraphQLObjectTypeExtensions<_TSource, _TContext> {
    /** The entity whose rows this type shows. */
    readEntity?: string;
  }
}
