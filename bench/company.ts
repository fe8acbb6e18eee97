import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { gtinCheckDigit } from '../src/kernel/barcode.ts';
import type { Id } from '../src/kernel/id.ts';
import { defineUnit, importProducts } from '../src/modules/catalog/index.ts';
import { entities, permissions } from '../src/modules/index.ts';
import { createLocations, createWarehouse } from '../src/modules/inventory/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { connectDatabase, type Database } from '../src/platform/database/database.ts';
import { startRelay } from '../src/platform/events/relay.ts';
import {
  collectPermissions,
  createIdentity,
  type Identity,
} from '../src/platform/identity/index.ts';
import type { AnyOperation, Perform } from '../src/platform/perform/operation.ts';
import { createPerform } from '../src/platform/perform/perform.ts';

/** The product without its server, on one database. */
export interface Product {
  readonly database: Database;
  readonly identity: Identity;
  readonly perform: Perform;
  /** Acts as the product itself. */
  act<I, R>(operation: AnyOperation<I, R>, input: I): Promise<R>;
  close(): Promise<void>;
}

/** Reads the page: knows two of the four warehouses. */
export const reader = 'bench.reader';
/** Ships, scans and reserves: works in all four. */
export const shipper = 'bench.shipper';

const acts = ['inventory.read', 'inventory.transfer', 'inventory.reserve'] as const;
export const may = [...acts, 'catalog.read'];
export const warehouseCodes = ['IFN', 'MHD', 'TBZ', 'TEH'] as const;
const placesEach = 20;
export const productCount = 300;

export async function openProduct(url: string, clock = systemClock): Promise<Product> {
  const database = await connectDatabase({ url, entities, poolSize: 2 });
  const registry = collectPermissions(permissions);
  const identity = createIdentity({ database, clock, permissions: registry });
  const perform = createPerform({ database, clock, onAnnounced: identity.onAnnounced });
  return {
    database,
    identity,
    perform,
    act: (operation, input) => perform(operation, input, { viewer: null, system: true }),
    close: database.close,
  };
}

/**
 * Units, 300 products (those of the demo company, each with a barcode and all without lots or
 * serials), four warehouses of twenty places and two people, through the product's own operations.
 * Answers who ships.
 */
export async function enterCompany(product: Product): Promise<Id> {
  const { act, identity } = product;
  await act(defineUnit, { code: 'PCE', nameEn: 'piece', nameFa: 'عدد', decimals: 0 });
  await act(importProducts, { rows: await productRows() });
  const warehouseIds: Id[] = [];
  for (const code of warehouseCodes) warehouseIds.push(await enterWarehouse(product, code));
  const granted = acts.map((permission) => ({ permission, reach: 'UNIT' as const }));
  await act(identity.operations.defineRole, {
    code: 'BENCH_CLERK',
    nameEn: 'Clerk',
    nameFa: 'متصدی',
    permissions: [...granted, { permission: 'catalog.read', reach: 'ALL' }],
  });
  await enterPerson(product, reader, warehouseIds.slice(0, 2));
  const shipperId = await enterPerson(product, shipper, warehouseIds);
  await numberEvents(product);
  return shipperId;
}

/** What was announced gets its position, as by the relay of a server. */
export async function numberEvents({ database }: Product): Promise<void> {
  const relay = startRelay({ database });
  await relay.settled();
  await relay.stop();
}

async function productRows() {
  const file = await readFile(new URL('../demo/products.csv', import.meta.url), 'utf8');
  const rows: Record<string, string>[] = parse(file, { columns: true });
  return rows.slice(0, productCount).map(({ sku = '', name_en = '', name_fa = '' }, index) => ({
    sku,
    nameEn: name_en,
    nameFa: name_fa,
    baseUnit: 'PCE',
    tracking: 'NONE' as const,
    barcodes: [{ symbology: 'EAN_13' as const, code: eanOf(index) }],
  }));
}

function eanOf(index: number): string {
  const digits = `626${String(index).padStart(9, '0')}`;
  return `${digits}${gtinCheckDigit(digits)}`;
}

export async function enterWarehouse({ act }: Product, code: string): Promise<Id> {
  const names = { nameEn: `Warehouse ${code}`, nameFa: `انبار ${code}` };
  const { warehouseId } = await act(createWarehouse, { code, ...names });
  const locations = Array.from({ length: placesEach }, (_, index) => {
    const shelf = `A-${String(index + 1).padStart(2, '0')}`;
    return {
      code: shelf,
      nameEn: `Shelf ${shelf}`,
      nameFa: `قفسه ${shelf}`,
      kind: 'STORAGE' as const,
      defaultReceipt: index === 0,
    };
  });
  await act(createLocations, { warehouseId, locations });
  return warehouseId;
}

export async function enterPerson(
  { act, identity: { operations } }: Product,
  login: string,
  unitIds: Id[] = [],
  role = 'BENCH_CLERK',
): Promise<Id> {
  const input = { login, nameEn: login, nameFa: 'متصدی' };
  const { personId } = await act(operations.createPerson, input);
  await act(operations.grantRole, { personId, role, unitIds });
  return personId;
}

/** A new API key of this person, for this run. */
export async function newKey(
  { act, identity, database }: Product,
  login: string,
  scopes: readonly string[],
): Promise<string> {
  const { pool } = database;
  const found = await pool.query<{ id: Id }>('select id from person where login = $1', [login]);
  const personId = found.rows[0]?.id ?? '';
  const input = { personId, name: 'bench', scopes: [...scopes] };
  return (await act(identity.operations.createApiKey, input)).key;
}
