import { refuse } from '../../kernel/domain-error.ts';
import type { Queryable } from '../database/statement.ts';
import type { Viewer } from '../identity/viewer.ts';
import { filterCondition, requireId, searchCondition } from './compile-filter.ts';
import { selectList } from './compile-select.ts';
import { beyondCursor, cursorColumn, encodeCursor, orderClause, sortKeys } from './keyset.ts';
import { columnType, primaryKeyOf, type Meta, type ReadModel } from './read-model.ts';
import { rowCondition } from './row-rule.ts';
import { bindValues, SqlDraft } from './sql-draft.ts';
import { createStatementNames } from './statement-names.ts';
import type { Page, PageRequest, ReadTree, Row } from './tree.ts';

/** Reads for a viewer: each call is one SQL statement, rights included. */
export interface Reader {
  /**
   * The row with this primary key, or null when there is none that the viewer may read.
   * @throws DomainError INVALID_ID.
   */
  one(viewer: Viewer, tree: ReadTree, key: string): Promise<Row | null>;
  /** The rows with these primary keys; those that the viewer may not read are left out. */
  many(viewer: Viewer, tree: ReadTree, keys: readonly string[]): Promise<Map<string, Row>>;
  list(viewer: Viewer, tree: ReadTree, page: PageRequest): Promise<Page>;
}

export const defaultPageSize = 25;
export const maxPageSize = 100;

export function createReader(db: Queryable, model: ReadModel): Reader {
  const names = createStatementNames('read');
  const run = async <R>(viewer: Viewer, text: string, values: readonly unknown[]): Promise<R[]> =>
    db.query<R>({ name: names.nameFor(text), text }, bindValues(values, viewer));

  return {
    async one(viewer, tree, key) {
      const primary = primaryKeyOf(model.meta(tree.entity));
      if (columnType(primary) === 'uuid') requireId(key, [primary.name]);
      const { text, values } = compiled(model, viewer, tree, oneStatement);
      const [row] = await run<{ row: Row }>(viewer, text, values.with(0, key));
      return row?.row ?? null;
    },
    async many(viewer, tree, keys) {
      const { text, values } = compiled(model, viewer, tree, manyStatement);
      const found = await run<{ key: string; row: Row }>(viewer, text, values.with(0, keys));
      return new Map(found.map(({ key, row }) => [key, row]));
    },
    async list(viewer, tree, page) {
      const size = pageSize(page);
      const { text, values } = listStatement(model, viewer, tree, page, size);
      const [answer] = await refuseBadCursor(page, () =>
        run<{ rows: Row[] | null; total: string | null }>(viewer, text, values),
      );
      return toPage(page, size, answer?.rows ?? [], answer?.total ?? null);
    },
  };
}

interface Compiled {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Compile = (draft: SqlDraft, tree: ReadTree) => string;

/** Texts that depend on the tree and on the viewer's rights alone are compiled once for both. */
const kept = new WeakMap<ReadTree, Map<string, Compiled>>();

function compiled(model: ReadModel, viewer: Viewer, tree: ReadTree, compile: Compile): Compiled {
  let byRights = kept.get(tree);
  if (!byRights) kept.set(tree, (byRights = new Map<string, Compiled>()));
  const rights = `${compile.name} ${rightsOf(viewer)}`;
  let known = byRights.get(rights);
  if (!known) {
    const draft = new SqlDraft(model, viewer);
    known = { text: compile(draft, tree), values: draft.values };
    byRights.set(rights, known);
  }
  return known;
}

const rightsTexts = new WeakMap<Viewer['grants'], string>();

/** Which permissions a viewer holds in which reach: what the text of a statement depends on. */
function rightsOf(viewer: Viewer): string {
  let text = rightsTexts.get(viewer.grants);
  if (text === undefined) {
    text = [...viewer.grants]
      .map(([name, { reach }]) => `${name}:${reach}`)
      .sort()
      .join(' ');
    rightsTexts.set(viewer.grants, text);
  }
  return text;
}

function oneStatement(draft: SqlDraft, tree: ReadTree): string {
  return `select row_to_json(r) as row from (${byKeySelect(draft, tree, '')}) r`;
}

function manyStatement(draft: SqlDraft, tree: ReadTree): string {
  const select = byKeySelect(draft, tree, '[]');
  return `select r."_key" as key, row_to_json(r) as row from (${select}) r`;
}

/** Selects by the primary key, which is the first value, or by an array of keys. */
function byKeySelect(draft: SqlDraft, tree: ReadTree, array: '' | '[]'): string {
  const meta = draft.model.meta(tree.entity);
  const alias = draft.alias();
  const primary = primaryKeyOf(meta);
  const column = `${alias}.${primary.fieldNames[0]}`;
  const placed = draft.value(null, `${columnType(primary)}${array}`);
  const wanted = array === '' ? placed : `any(${placed})`;
  const rule = rowCondition(draft, meta, alias);
  const key = array === '' ? '' : `, ${column}::text as "_key"`;
  return (
    `select ${selectList(draft, tree, alias)}${key} from ${meta.tableName} ${alias} ` +
    `where ${column} = ${wanted}${rule === null ? '' : ` and ${rule}`}`
  );
}

function rowsSelect(draft: SqlDraft, tree: ReadTree): string {
  return selectList(draft, tree, 't0');
}

function listStatement(
  model: ReadModel,
  viewer: Viewer,
  tree: ReadTree,
  page: PageRequest,
  size: number,
): Compiled {
  const meta = model.meta(tree.entity);
  const select = page.withRows ? compiled(model, viewer, tree, rowsSelect) : nothing;
  const draft = new SqlDraft(model, viewer, select.values);
  const from = `from ${meta.tableName} t0`;
  const within = [
    rowCondition(draft, meta, 't0'),
    page.filter ? filterCondition(draft, meta, 't0', page.filter) : null,
    page.search ? searchCondition(draft, meta, 't0', page.search) : null,
  ].filter((part) => part !== null);
  const rows = page.withRows
    ? rowsQuery(draft, meta, page, size, { columns: select.text, from, within })
    : 'null';
  const total = page.withTotal ? `(select count(*) ${from}${where(within)})` : 'null';
  return { text: `select ${rows} as rows, ${total} as total`, values: draft.values };
}

const nothing: Compiled = { text: '', values: [] };

interface RowsParts {
  readonly columns: string;
  readonly from: string;
  readonly within: readonly string[];
}

/** The page size is written into the text: with `limit $1` no generic plan is ever chosen. */
function rowsQuery(
  draft: SqlDraft,
  meta: Meta,
  page: PageRequest,
  size: number,
  { columns, from, within }: RowsParts,
): string {
  const keys = sortKeys(draft, meta, 't0', page.order);
  const beyond = [
    page.after ? beyondCursor(draft, keys, page.order, page.after, 'after') : null,
    page.before ? beyondCursor(draft, keys, page.order, page.before, 'before') : null,
  ].filter((part) => part !== null);
  const direction = isBackward(page) ? opposite[page.order.direction] : page.order.direction;
  const withCursor = page.withCursors ? `${columns}, ${cursorColumn(keys)}` : columns;
  return (
    `(select coalesce(json_agg(row_to_json(r)), '[]') from (select ${withCursor} ${from}` +
    `${where([...within, ...beyond])} order by ${orderClause(keys, direction)} ` +
    `limit ${size + 1}) r)`
  );
}

const where = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;

const opposite = { asc: 'desc', desc: 'asc' } as const;

const isBackward = (page: PageRequest): boolean => page.last !== undefined && page.last !== null;

function pageSize(page: PageRequest): number {
  if (isBackward(page) && page.first !== undefined && page.first !== null) {
    refuse('FIRST_AND_LAST', 'Ask for first or for last, not for both', ['last']);
  }
  const side = isBackward(page) ? 'last' : 'first';
  const size = page[side] ?? defaultPageSize;
  if (size < 0 || size > maxPageSize) {
    refuse('PAGE_SIZE', `${side} must be between 0 and ${maxPageSize}; it is ${size}`, [side]);
  }
  return size;
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

function toPage(page: PageRequest, size: number, found: Row[], total: string | null): Page {
  const more = found.length > size;
  const rows = more ? found.slice(0, size) : found;
  const backward = isBackward(page);
  if (backward) rows.reverse();
  return {
    rows,
    cursors: page.withCursors
      ? rows.map((row) => encodeCursor(page.order, row['_cursor'] as string[]))
      : [],
    hasNextPage: backward ? Boolean(page.before) : more,
    hasPreviousPage: backward ? more : Boolean(page.after),
    total: total === null ? null : Number(total),
  };
}
