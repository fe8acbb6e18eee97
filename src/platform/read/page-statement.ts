import { refuse } from '../../kernel/domain-error.ts';
import type { Viewer } from '../identity/viewer.ts';
import { filterCondition, searchCondition } from './compile-filter.ts';
import { rowText } from './compile-select.ts';
import { compiled, type Compiled } from './compiled.ts';
import { beyondCursor, cursorColumn, encodeCursor, orderClause, sortKeys } from './keyset.ts';
import type { Meta, ReadModel } from './read-model.ts';
import { rowCondition } from './row-rule.ts';
import { SqlDraft } from './sql-draft.ts';
import type { PageRequest, PageText, ReadTree } from './tree.ts';

export const defaultPageSize = 25;
export const maxPageSize = 100;

/** What a page's statement answers: one row. */
export interface PageRow {
  /** JSON text of an array, in the order of reading, which for `last` is backwards. */
  readonly rows: string | null;
  readonly cursors: string[][] | null;
  readonly more: boolean | null;
  readonly total: string | null;
}

export const isBackward = (page: PageRequest): boolean =>
  page.last !== undefined && page.last !== null;

/** @throws DomainError FIRST_AND_LAST, PAGE_SIZE. */
export function pageSize(page: PageRequest): number {
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

/** Rows, their places and the count of all, as far as asked for, in one statement. */
export function pageStatement(
  model: ReadModel,
  viewer: Viewer,
  tree: ReadTree,
  page: PageRequest,
  size: number,
): Compiled {
  const meta = model.meta(tree.entity);
  const select = page.withRows ? compiled(model, viewer, tree, rowOfPage) : nothing;
  const draft = new SqlDraft(model, viewer, select.values);
  const from = `from ${meta.tableName} t0`;
  const within = [
    rowCondition(draft, meta, 't0'),
    page.filter ? filterCondition(draft, meta, 't0', page.filter) : null,
    page.search ? searchCondition(draft, meta, 't0', page.search) : null,
  ].filter((part) => part !== null);
  const total = page.withTotal ? `(select count(*) ${from}${where(within)})` : 'null';
  const text = page.withRows
    ? rowsStatement(draft, meta, page, size, { row: select.text, from, within, total })
    : `select null as rows, null as cursors, null as more, ${total} as total`;
  return { text, values: draft.values };
}

const nothing: Compiled = { text: '', values: [] };

function rowOfPage(draft: SqlDraft, tree: ReadTree): string {
  return rowText(draft, tree, 't0');
}

interface Parts {
  /** JSON text of the row. */
  readonly row: string;
  readonly from: string;
  readonly within: readonly string[];
  readonly total: string;
}

/**
 * One row more than asked for tells whether there are more. The page size is written into the text:
 * with `limit $1` no generic plan is ever chosen. Cursors stand beside the rows, not in them, since
 * the rows' text may be the client's answer as it is.
 */
function rowsStatement(
  draft: SqlDraft,
  meta: Meta,
  page: PageRequest,
  size: number,
  { row, from, within, total }: Parts,
): string {
  const keys = sortKeys(draft, meta, 't0', page.order);
  const beyond = [
    page.after ? beyondCursor(draft, keys, page.order, page.after, 'after') : null,
    page.before ? beyondCursor(draft, keys, page.order, page.before, 'before') : null,
  ].filter((part) => part !== null);
  const direction = isBackward(page) ? opposite[page.order.direction] : page.order.direction;
  const tail =
    `${from}${where([...within, ...beyond])} ` +
    `order by ${orderClause(keys, direction)} limit ${size + 1}`;
  // By a sub-select, so that it is made of the rows of the page alone.
  const rows = `select (select ${row}) as row, ${
    page.withCursors ? cursorColumn(keys) : 'null as cursor'
  } ${tail}`;
  const cursors = page.withCursors ? `array_to_json((array_agg(r.cursor))[1:${size}])` : 'null';
  return (
    `select concat('[', array_to_string((array_agg(r.row))[1:${size}], ','), ']') as rows, ` +
    `${cursors} as cursors, count(*) > ${size} as more, ${total} as total from (${rows}) r`
  );
}

const where = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;

const opposite = { asc: 'desc', desc: 'asc' } as const;

/** The page as it is answered: `last` is read backwards and turned around here. */
export function toPageText(page: PageRequest, found: PageRow): PageText {
  const backward = isBackward(page);
  const more = found.more ?? false;
  const cursors = (found.cursors ?? []).map((place) => encodeCursor(page.order, place));
  return {
    rows: backward ? reversed(found.rows ?? '[]') : (found.rows ?? '[]'),
    cursors: backward ? cursors.reverse() : cursors,
    hasNextPage: backward ? Boolean(page.before) : more,
    hasPreviousPage: backward ? more : Boolean(page.after),
    total: found.total === null ? null : Number(found.total),
  };
}

const reversed = (rows: string): string =>
  JSON.stringify((JSON.parse(rows) as unknown[]).reverse());
