import { newId, type Id } from '../../../src/kernel/id.ts';
import { DomainError } from '../../../src/kernel/domain-error.ts';
import { catalogEntities, catalogReadRules } from '../../../src/modules/catalog/index.ts';
import { inventoryEntities } from '../../../src/modules/inventory/index.ts';
import { inventoryReadRules } from '../../../src/modules/inventory/read-rules.ts';
import { Forbidden } from '../../../src/platform/identity/access-error.ts';
import type { Viewer } from '../../../src/platform/identity/viewer.ts';
import { createReadModel } from '../../../src/platform/read/read-model.ts';
import { createReader, type Reader } from '../../../src/platform/read/reader.ts';
import type {
  Filter,
  Order,
  Page,
  PageRequest,
  ReadField,
  ReadTree,
} from '../../../src/platform/read/tree.ts';
import { asViewer, openTestApp, type TestApp } from '../../support/perform.ts';

/*
 * Rows are written by plain SQL: what is tested is reading. Transfers go around four warehouses,
 * A to B, B to C, C to D, D to A, ten of each, numbered T01 to T40; each has lines 1 to 3.
 */

export let app: TestApp;
export let reader: Reader;
export const warehouses = ['AA', 'BB', 'CC', 'DD'];
export const ids = new Map<string, Id>();
export const all = asViewer({ 'inventory.read': 'ALL', 'catalog.read': 'ALL' }).viewer;

export const properties = (...names: string[]): ReadField[] =>
  names.map((name) => ({ as: name, property: name }));
export const related = (relation: string, tree: ReadTree): ReadField => ({
  as: relation,
  relation,
  tree,
});
export const product: ReadTree = { entity: 'Product', fields: properties('sku', 'nameFa') };
export const line: ReadTree = {
  entity: 'StockTransferLine',
  fields: [...properties('lineNo', 'requested'), related('product', product)],
};
export const warehouse: ReadTree = { entity: 'Warehouse', fields: properties('code') };
export const transfer: ReadTree = {
  entity: 'StockTransfer',
  fields: [
    ...properties('number', 'createdAt'),
    related('source', warehouse),
    related('destination', warehouse),
    related('lines', line),
  ],
};
export const numberUp: Order = { name: 'NUMBER_ASC', property: 'number', direction: 'asc' };
export const createdDown: Order = {
  name: 'CREATED_AT_DESC',
  property: 'createdAt',
  direction: 'desc',
};

export const page = (request: Partial<PageRequest> = {}): PageRequest => ({
  order: numberUp,
  withRows: true,
  withTotal: false,
  withCursors: true,
  ...request,
});

export const numbers = (found: Page): string => found.rows.map((row) => row['number']).join(' ');

export const list = (request: Partial<PageRequest>, viewer: Viewer = all): Promise<Page> =>
  reader.list(viewer, transfer, page(request));

export const matching = async (filter: Filter, viewer: Viewer = all): Promise<string> =>
  numbers(await list({ filter, first: 100 }, viewer));

export const codeOf = async (refused: Promise<unknown>): Promise<string> => {
  try {
    await refused;
  } catch (error) {
    if (error instanceof DomainError) return error.faults.map((fault) => fault.code).join();
    if (error instanceof Forbidden) return `FORBIDDEN ${error.permission}`;
    throw error;
  }
  return 'not refused';
};

export async function openReadWorld(): Promise<void> {
  app = await openTestApp();
  const model = createReadModel(
    [...catalogEntities, ...inventoryEntities],
    [...catalogReadRules, ...inventoryReadRules],
  );
  reader = createReader(app.database, model);
  await app.sql(
    `insert into unit (code, name_en, name_fa, decimals) values ('PCE', 'Piece', 'عدد', 0)`,
  );
  for (const [index, sku] of ['P1', 'P2', 'P3'].entries()) {
    ids.set(sku, newId());
    await app.sql(
      `insert into product
         (id, sku, name_en, name_fa, base_unit_code, tracking, search_text, created_at)
       values ($1, $2, $3, 'کالا', 'PCE', 'NONE', $4, now())`,
      [ids.get(sku), sku, `Product ${index + 1}`, `${sku.toLowerCase()} بویلر 50% off`],
    );
  }
  for (const code of warehouses) {
    ids.set(code, newId());
    await app.sql(
      `insert into warehouse (id, code, name_en, name_fa, created_at)
       values ($1, $2, $2, $2, now())`,
      [ids.get(code), code],
    );
  }
  for (let n = 1; n <= 40; n += 1) await insertTransfer(n);
}

export async function insertTransfer(n: number): Promise<void> {
  const [id, transit] = [newId(), newId()];
  const from = warehouses[n % 4] as string;
  const to = warehouses[(n + 1) % 4] as string;
  const number = `T${String(n).padStart(2, '0')}`;
  ids.set(number, id);
  await app.sql(
    `insert into location (id, code, name_en, name_fa, kind, created_at)
     values ($1, $2, 'x', 'x', 'TRANSIT', now())`,
    [transit, number],
  );
  // Four transfers share each instant, so that ties are broken.
  await app.sql(
    `insert into stock_transfer
       (id, number, source_id, destination_id, transit_id, state, created_at)
     values ($1, $2, $3, $4, $5, 'APPROVED',
             timestamptz '2026-01-01' + $6 * interval '1 microsecond')`,
    [id, number, ids.get(from), ids.get(to), transit, Math.floor(n / 4)],
  );
  for (const lineNo of [1, 2, 3].slice(0, n % 4)) {
    await app.sql(
      `insert into stock_transfer_line
         (id, stock_transfer_id, line_no, product_id, unit_code, requested_in_unit, requested)
       values ($1, $2, $3, $4, 'PCE', $5, $5)`,
      [newId(), id, lineNo, ids.get(`P${lineNo}`), `${n}.5`],
    );
  }
}

export const closeReadWorld = (): Promise<void> => app.database.close();
