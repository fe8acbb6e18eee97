import { collectionSides, collectionsOfEveryone } from './collection-samples.ts';
import { crmOfEveryone, crmSides } from './crm.ts';
import { deliverySides } from './deliveries.ts';
import { billingOfEveryone, billingSides } from './invoices.ts';
import { inflowOfEveryone, inflowSides } from './inflow.ts';
import { orderSides } from './orders.ts';
import { floorOfEveryone, partySides } from './parties.ts';
import { chequeSides, chequesOfEveryone } from './cheques.ts';
import { paymentSides, paymentsOfEveryone } from './payments.ts';
import { pricesOfEveryone } from './pricing.ts';
import { policiesOfEveryone, quoteSides } from './quotes.ts';
import type { Side } from './samples.ts';
import { subscriberSides } from './subscribers.ts';
import { webhookSides } from './webhooks.ts';
import type { Company, DemoRole } from './world.ts';

const touching = (warehouse: string): string =>
  `select ${warehouse} in (select id from warehouse where code = 'TEH')`;
const ofPerson = (column: string): string => `select ${column} = $1`;

/**
 * For each type: its table, and whether a row is the clerk's own (true), foreign (false), or
 * neither (null); rows that belong to nobody are on both sides.
 */
const sides: Readonly<Record<string, readonly [table: string, key: string, isOwn: string]>> = {
  ApiKey: ['api_key', 'id', ofPerson('person_id')],
  Event: [
    'event_log',
    'position',
    `select case when unit_ids <> '{}'
       then (select id from warehouse where code = 'TEH') = any(unit_ids) end`,
  ],
  StockVoucher: ['stock_voucher', 'id', touching('warehouse_id')],
  StockVoucherLine: [
    'stock_voucher_line',
    'id',
    `select warehouse_id = (select id from warehouse where code = 'TEH')
     from stock_voucher g where g.id = stock_voucher_id`,
  ],
  StockLevel: ['stock_level', 'id', touching('warehouse_id')],
  StockReservation: ['stock_reservation', 'id', touching('warehouse_id')],
  StockReservationEntry: ['stock_reservation_entry', 'seq', touching('warehouse_id')],
  StockCount: ['stock_count', 'id', touching('warehouse_id')],
  StockCountProduct: [
    'stock_count_product',
    'id',
    `select c.warehouse_id = (select id from warehouse where code = 'TEH')
     from stock_count c where c.id = stock_count_id`,
  ],
  StockCountLocation: [
    'stock_count_location',
    'id',
    `select c.warehouse_id = (select id from warehouse where code = 'TEH')
     from stock_count c where c.id = stock_count_id`,
  ],
  StockCountLine: [
    'stock_count_line',
    'id',
    `select c.warehouse_id = (select id from warehouse where code = 'TEH')
     from stock_count c where c.id = stock_count_id`,
  ],
  StockPolicy: ['stock_policy', 'id', touching('warehouse_id')],
  ScanDevice: ['scan_device', 'id', touching('warehouse_id')],
  ScanSession: ['scan_session', 'id', touching('warehouse_id')],
  Location: ['location', 'id', touching('warehouse_id')],
  Lot: [
    'lot',
    'id',
    `select exists (select from stock_balance b join location l on l.id = b.location_id
       left join stock_transfer t on t.transit_id = l.id
       join warehouse w on w.id in (l.warehouse_id, t.source_id, t.destination_id)
       where b.lot_id = lot.id and w.code = 'TEH')`,
  ],
  Person: ['person', 'id', ofPerson('id')],
  RoleAssignment: ['role_assignment', 'id', ofPerson('person_id')],
  Session: ['session', 'id', ofPerson('person_id')],
  StockBalance: [
    'stock_balance',
    'id',
    // What is on its way is the matter of both ends of its transfer.
    `select bool_or(w.code = 'TEH') from warehouse w where w.id in (
       select warehouse_id from location where id = location_id
       union select source_id from stock_transfer where transit_id = location_id
       union select destination_id from stock_transfer where transit_id = location_id)`,
  ],
  StockMove: [
    'stock_move',
    'seq',
    // What is lost goes from no warehouse to none; it is the matter of both ends of its transfer.
    `select bool_or(w.code = 'TEH') from warehouse w where w.id in (
       select warehouse_id from location where id in (from_location_id, to_location_id)
       union select source_id from stock_transfer where id = document_id
       union select destination_id from stock_transfer where id = document_id)`,
  ],
  StockScan: [
    'stock_scan',
    'id',
    `select bool_or(w.code = 'TEH') from warehouse w where w.id in (
       select warehouse_id from scan_session where id = scan_session_id
       union select source_id from stock_transfer where id = stock_transfer_id
       union select destination_id from stock_transfer where id = stock_transfer_id)`,
  ],
  StockTransfer: [
    'stock_transfer',
    'id',
    `select bool_or(w.code = 'TEH') from warehouse w where w.id in (source_id, destination_id)`,
  ],
  StockTransferLine: [
    'stock_transfer_line',
    'id',
    `select bool_or(w.code = 'TEH') from stock_transfer t
     join warehouse w on w.id in (t.source_id, t.destination_id) where t.id = stock_transfer_id`,
  ],
  StockTransferDiscrepancy: [
    'stock_transfer_discrepancy',
    'id',
    `select bool_or(w.code = 'TEH') from stock_transfer t
     join warehouse w on w.id in (t.source_id, t.destination_id) where t.id = stock_transfer_id`,
  ],
  Warehouse: ['warehouse', 'id', `select code = 'TEH'`],
  ...subscriberSides,
  ...webhookSides,
  ...partySides,
  ...billingSides,
  ...paymentSides,
  ...chequeSides,
  ...collectionSides,
  ...inflowSides,
  ...crmSides,
  ...quoteSides,
  ...orderSides,
  ...deliverySides,
};

/** Master data: everyone's, so that both sides see the same rows. */
const everyones = [
  ...floorOfEveryone,
  ...billingOfEveryone,
  ...paymentsOfEveryone,
  ...chequesOfEveryone,
  ...collectionsOfEveryone,
  ...inflowOfEveryone,
  ...crmOfEveryone,
  ...policiesOfEveryone,
  ...pricesOfEveryone,
  'ScanScheme',
  'StockOwner',
  'StockPackage',
  'StockTransferRoute',
  'Product',
  'ProductBarcode',
  'ProductUnit',
  'Role',
  'RolePermission',
  'Unit',
];

const known = new WeakMap<Company, Map<string, Record<Side, Set<string>>>>();

/** The keys of a type's rows on either side, as `role` stands to them. */
export async function keysOf(
  company: Company,
  type: string,
  role: DemoRole,
): Promise<Record<Side, { has(key: string): boolean }>> {
  if (everyones.includes(type)) return { own: { has: () => true }, foreign: { has: () => true } };
  const memory = known.get(company) ?? new Map<string, Record<Side, Set<string>>>();
  known.set(company, memory);
  const name = `${type} ${role}`;
  const remembered = memory.get(name);
  if (remembered) return remembered;
  const found = await findKeys(company, type, role);
  memory.set(name, found);
  return found;
}

async function findKeys(
  company: Company,
  type: string,
  role: DemoRole,
): Promise<Record<Side, Set<string>>> {
  const side = sides[type];
  if (!side) throw new Error(`Say in matrix.ts which rows of ${type} are the clerk's own`);
  const [table, key, isOwn] = side;
  const values = isOwn.includes('$1') ? [company.people[role].personId] : [];
  const rows = await company.sql<{ key: string; own: boolean | null }>(
    `select ${key}::text as key, (${isOwn}) as own from ${table}`,
    values,
  );
  const of = (own: boolean): Set<string> =>
    new Set(rows.filter((row) => row.own === own).map((row) => row.key));
  const found = { own: of(true), foreign: of(false) };
  if (found.own.size === 0 || found.foreign.size === 0)
    throw new Error(`${type} is on one side only`);
  return found;
}
