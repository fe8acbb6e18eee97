import { refuse } from '../../kernel/domain-error.ts';
import { requireId } from '../../kernel/require-id.ts';
import type { Queryable } from '../database/statement.ts';
import type { Viewer } from '../identity/viewer.ts';
import { rowText } from './compile-select.ts';
import { compiled } from './compiled.ts';
import { pageSize, pageStatement, toPageText, type PageRow } from './page-statement.ts';
import { columnType, primaryKeyOf, type ReadModel } from './read-model.ts';
import { rowCondition } from './row-rule.ts';
import { bindValues, type SqlDraft } from './sql-draft.ts';
import { createStatementNames } from './statement-names.ts';
import type { Page, PageRequest, PageText, ReadTree, Row } from './tree.ts';

export { maxPageSize } from './page-statement.ts';

/**
 * Reads for a viewer: each call is one SQL statement, rights included. Where a name ends in `Text`,
 * rows come as the JSON text that PostgreSQL made of them.
 */
export interface Reader {
  /**
   * The row with this primary key, or null when there is none that the viewer may read.
   * @throws DomainError INVALID_ID.
   */
  one(viewer: Viewer, tree: ReadTree, key: string): Promise<Row | null>;
  oneText(viewer: Viewer, tree: ReadTree, key: string): Promise<string | null>;
  /** The rows with these primary keys; those that the viewer may not read are left out. */
  many(viewer: Viewer, tree: ReadTree, keys: readonly string[]): Promise<Map<string, Row>>;
  list(viewer: Viewer, tree: ReadTree, page: PageRequest): Promise<Page>;
  listText(viewer: Viewer, tree: ReadTree, page: PageRequest): Promise<PageText>;
}

export function createReader(db: Queryable, model: ReadModel): Reader {
  const names = createStatementNames('read');
  const run = async <R>(viewer: Viewer, text: string, values: readonly unknown[]): Promise<R[]> =>
    db.query<R>({ name: names.nameFor(text), text }, bindValues(values, viewer));

  const reader: Reader = {
    async one(viewer, tree, key) {
      const text = await reader.oneText(viewer, tree, key);
      return text === null ? null : (JSON.parse(text) as Row);
    },
    async oneText(viewer, tree, key) {
      const primary = primaryKeyOf(model.meta(tree.entity));
      if (columnType(primary) === 'uuid') requireId(key, [primary.name]);
      const { text, values } = compiled(model, viewer, tree, oneStatement);
      const [found] = await run<{ row: string }>(viewer, text, values.with(0, key));
      return found?.row ?? null;
    },
    async many(viewer, tree, keys) {
      const { text, values } = compiled(model, viewer, tree, manyStatement);
      const found = await run<{ key: string; row: Row }>(viewer, text, values.with(0, keys));
      return new Map(found.map(({ key, row }) => [key, row]));
    },
    async list(viewer, tree, page) {
      const found = await reader.listText(viewer, tree, page);
      return { ...found, rows: JSON.parse(found.rows) as Row[] };
    },
    async listText(viewer, tree, page) {
      const { text, values } = pageStatement(model, viewer, tree, page, pageSize(page));
      const found = await refuseBadCursor(page, () => run<PageRow>(viewer, text, values));
      return toPageText(page, found[0] as PageRow);
    },
  };
  return reader;
}

function oneStatement(draft: SqlDraft, tree: ReadTree): string {
  const { row, from } = byKey(draft, tree, '');
  return `select ${row} as row ${from}`;
}

function manyStatement(draft: SqlDraft, tree: ReadTree): string {
  const { column, row, from } = byKey(draft, tree, '[]');
  return `select ${column}::text as key, (${row})::json as row ${from}`;
}

/** Selects by the primary key, which is the first value, or by an array of keys. */
function byKey(
  draft: SqlDraft,
  tree: ReadTree,
  array: '' | '[]',
): { readonly column: string; readonly row: string; readonly from: string } {
  const meta = draft.model.meta(tree.entity);
  const alias = draft.alias();
  const primary = primaryKeyOf(meta);
  const column = `${alias}.${primary.fieldNames[0]}`;
  const placed = draft.value(null, `${columnType(primary)}${array}`);
  const wanted = array === '' ? placed : `any(${placed})`;
  const rule = rowCondition(draft, meta, alias);
  const from =
    `from ${meta.tableName} ${alias} ` +
    `where ${column} = ${wanted}${rule === null ? '' : ` and ${rule}`}`;
  return { column, row: rowText(draft, tree, alias), from };
}

/** A forged cursor can hold text that its column's type does not take; PostgreSQL finds out. */
async function refuseBadCursor<T>(page: PageRequest, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    const side = page.after ? 'after' : 'before';
    if (code.startsWith('22') && (page.after || page.before)) {
      refuse('INVALID_CURSOR', 'This is not a cursor of this list', [side]);
    }
    throw error;
  }
}
