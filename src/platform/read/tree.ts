/**
 * What to read, in the words of the entities: the half of the read engine's language that a GraphQL
 * selection is turned into. A tree knows nothing of GraphQL and nothing of SQL, and is immutable:
 * its compiled statement is kept beside it.
 */
export interface ReadTree {
  /** The entity's class name. */
  readonly entity: string;
  /** In the order in which the row's JSON holds them. */
  readonly fields: readonly ReadField[];
}

/** One member of a row's JSON, under the name `as`: letters, digits and `_`, 63 at most. */
export type ReadField =
  /** A column or a computed property. */
  | { readonly as: string; readonly property: string }
  /** A related row, or rows, as the relation is. */
  | { readonly as: string; readonly relation: string; readonly tree: ReadTree }
  /** Columns and computed properties as one object; null where the property `unless` is. */
  | {
      readonly as: string;
      readonly together: readonly ReadField[];
      readonly unless: string;
    }
  /** The same text in every row. */
  | { readonly as: string; readonly constant: string };

/** A row as it comes back: members as in the tree, decimals and big integers as text. */
export type Row = Record<string, unknown>;

/**
 * A condition on an entity: operators by property, conditions by to-one relation, `some`, `every`
 * and `none` by to-many relation; `and`, `or`, `not` around them. An empty one holds for every row.
 */
export interface Filter {
  readonly and?: readonly Filter[] | null;
  readonly or?: readonly Filter[] | null;
  readonly not?: Filter | null;
  readonly [property: string]: unknown;
}

export const scalarOperators = [
  'eq',
  'in',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'startsWith',
  'isNull',
] as const;
export type ScalarOperator = (typeof scalarOperators)[number];

export interface Order {
  /** What the cursor remembers: a cursor of one order is refused by another. */
  readonly name: string;
  /** A property that is never null. The primary key breaks ties in the same direction. */
  readonly property: string;
  readonly direction: 'asc' | 'desc';
}

/** A page of a list: `first` rows after a cursor, or `last` rows before one. */
export interface PageRequest {
  readonly filter?: Filter | null;
  /** Text typed into a search box; each word must occur. Needs an entity with search text. */
  readonly search?: string | null;
  readonly order: Order;
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly withTotal: boolean;
  readonly withCursors: boolean;
  readonly withRows: boolean;
}

export interface Page {
  readonly rows: readonly Row[];
  /** One a row, when asked for. */
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly total: number | null;
}

/** A page whose rows are still the JSON text that PostgreSQL made: an array. */
export interface PageText extends Omit<Page, 'rows'> {
  readonly rows: string;
}
