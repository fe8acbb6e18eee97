import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadDemoCompany, type DemoCompany } from '../../src/demo/load-demo-company.ts';
import { permissions } from '../../src/modules/index.ts';
import {
  collectPermissions,
  createIdentity,
  type Identity,
} from '../../src/platform/identity/index.ts';
import type { Perform } from '../../src/platform/perform/operation.ts';
import { password } from '../support/demo-database.ts';
import { openTestApp, type TestApp } from '../support/perform.ts';

export interface DemoWorld {
  readonly app: TestApp;
  readonly identity: Identity;
  /** Loads through `perform`, the product's own when absent, from `folder`, `demo/` when absent. */
  load(options?: { perform?: Perform; folder?: URL }): Promise<DemoCompany>;
  /** How much there is of what, and where: the same for every complete demo company. */
  summary(): Promise<Record<string, unknown>>;
}

export async function openDemoWorld(): Promise<DemoWorld> {
  const app = await openTestApp();
  const { database, clock } = app;
  const registry = collectPermissions(permissions);
  const identity = createIdentity({ database, clock, permissions: registry });
  return {
    app,
    identity,
    load: ({ perform = app.perform, folder } = {}) =>
      loadDemoCompany({ perform, database, identity, password, ...(folder && { folder }) }),
    summary: async () => {
      const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
      const [row] = await app.sql(`select ${counts.join(', ')}, ${sums.join(', ')}`);
      return row as Record<string, unknown>;
    },
  };
}

const tables = [
  'unit',
  'product',
  'product_unit',
  'product_barcode',
  'warehouse',
  'location',
  'role',
  'role_permission',
  'person',
  'role_assignment',
  'lot',
  'stock_voucher',
  'stock_voucher_line',
  'stock_balance',
  'stock_move',
  'payment_terms',
  'payment_terms_line',
  'money_account',
  'payment_commitment',
  'receipt',
  'allocation',
  'ledger_entry',
  'cheque',
  'dunning_level',
  'promise_to_pay',
  'payment_plan',
  'inflow_target',
  'team',
  'salesperson',
  'segment',
  'party',
  'project',
  'lead',
  'opportunity',
  'activity',
  'price_list',
  'discount_rule',
  'approval_policy',
  'credit_account',
  'quote',
  'sales_order',
  'sales_order_line',
  'delivery',
  'invoice',
  'stock_transfer',
  'stock_transfer_line',
  'stock_scan',
  'operation_log',
  'outbox',
];

const sums = [
  `(select json_agg(t order by t) from (
      select number || ' ' || state || ' ' || coalesce(note, '') as t from stock_transfer) t
   ) as transfers`,
  `(select json_object_agg(code, on_hand order by code) from (
      select w.code, sum(b.on_hand) as on_hand from stock_balance b
      join location l on l.id = b.location_id join warehouse w on w.id = l.warehouse_id
      group by w.code) s
   ) as on_hand`,
  `(select sum(b.on_hand) from stock_balance b
    join location l on l.id = b.location_id and l.kind = 'TRANSIT') as in_transit`,
];

/** The rows of a file without its header, as many as there are. */
export async function rowsIn(file: string): Promise<number> {
  const text = await readFile(new URL(`../../demo/${file}`, import.meta.url), 'utf8');
  return text.trimEnd().split('\n').length - 1;
}

/** Hashing ten passwords takes most of a load, and seconds where others use the machine too. */
export const patience = 120_000;

/** Opens a world for a test, and closes it: that fails on every difference that verify finds. */
export async function inWorld(test: (world: DemoWorld) => Promise<void>): Promise<void> {
  const world = await openDemoWorld();
  try {
    await test(world);
  } finally {
    await world.app.close();
  }
}

/** The files of the demo company, to be spoilt. */
export async function copyOfFiles(): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'bazargan-demo-'));
  await cp(new URL('../../demo/', import.meta.url), folder, { recursive: true });
  return pathToFileURL(`${folder}/`);
}

/** A process that dies once so many acts are done: their answers may never have been heard. */
export function dyingAfter(
  perform: Perform,
  acts: number,
): { perform: Perform; idle(): Promise<void> } {
  const inFlight = new Set<Promise<unknown>>();
  let begun = 0;
  return {
    perform: async (...args) => {
      if ((begun += 1) > acts) throw new Error('killed');
      const done = perform(...args);
      inFlight.add(done);
      const answer = await done;
      if (begun >= acts) throw new Error('killed');
      return answer;
    },
    idle: async () => void (await Promise.allSettled(inFlight)),
  };
}
