/** A row beneath which others are read: by which relation of theirs, and under which alias. */
export interface Parent {
  readonly back: string;
  readonly alias: string;
}

interface Inherited {
  readonly from: string;
  readonly column: string;
}

type Columns = Readonly<Record<string, unknown>>;
type Formula = (columns: Columns) => string;

const known = new WeakMap<object, Inherited>();

/**
 * The formula of a property that a row has from its parent: the `column` of the `table` that its
 * relation `from` leads to. Beneath that parent it costs nothing.
 */
export function inherited(from: string, table: string, column: string): Formula {
  const formula: Formula = (columns) =>
    `(select parent.${column} from ${table} parent where parent.id = ${String(columns[from])})`;
  known.set(formula, { from, column });
  return formula;
}

/** What a formula inherits; null for any other. */
export const inheritedBy = (formula: unknown): Inherited | null =>
  typeof formula === 'function' ? (known.get(formula) ?? null) : null;
