/**
 * Who may read the rows of an entity: declared beside the module's permissions, compiled into every
 * statement that touches the entity. An entity without a rule cannot be read.
 */
export interface ReadRule {
  readonly entity: string;
  /** The permission whose reach decides. */
  readonly permission: string;
  /**
   * How a row belongs to units: paths of to-one relations, from either side, that end in a unit's
   * id (`source`, `stockTransfer.destination`, or `id` for a unit itself). One match suffices.
   */
  readonly units?: readonly string[];
  /**
   * The property that names the person a row belongs to; behind to-one relations: `order.owner`.
   */
  readonly owner?: string;
  /**
   * Further rows, for who holds this permission as well, in whatever reach: those for which the SQL
   * holds, given the row's alias and the viewer's id. For what one is asked about that is not
   * one's.
   */
  readonly also?: {
    readonly permission: string;
    condition(row: string, me: string): string;
  };
  /** True: whoever holds the permission, in whatever reach, reads every row (master data). */
  readonly everyRow?: true;
  /** A part of a whole: readable exactly when the row behind this to-one relation is. */
  readonly via?: string;
  /** Properties that need a permission of their own; null to others, and no filter or order. */
  readonly properties?: Readonly<Record<string, string>>;
  /** The folded text column that `search` looks in. */
  readonly searchText?: string;
}
