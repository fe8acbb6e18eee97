import { z } from 'zod';
import { symbologies } from '../kernel/barcode.ts';
import { trackings } from '../modules/catalog/index.ts';
import {
  crmReasonKinds,
  leadStateNames,
  opportunityStateNames,
  stageForecasts,
} from '../modules/crm/index.ts';
import { partyKinds } from '../modules/parties/index.ts';
import { shortageOutcomes, warehouseLocationKinds } from '../modules/inventory/index.ts';
import { day, days, decimal, list, names, orNull, text, whole } from './file-fields.ts';
import { moneyReferences, moneyShapes } from './money-files.ts';
import { at, BadFiles, readTable, type FileFault, type Table } from './read-table.ts';
import { salesReferences, salesShapes } from './sales-files.ts';

const shapes = {
  units: z.object({ code: text, ...names, decimals: whole.transform(Number) }),
  products: z.object({ sku: text, ...names, base_unit: text, tracking: z.enum(trackings) }),
  prices: z.object({ sku: text, price: decimal, price_from_10: orNull(decimal), cost: decimal }),
  product_units: z.object({ sku: text, unit: text, numerator: whole, denominator: whole }),
  barcodes: z.object({ code: text, symbology: z.enum(symbologies), sku: text, unit: text }),
  warehouses: z.object({ code: text, ...names, city_en: text, city_fa: text }),
  locations: z.object({
    warehouse: text,
    code: text,
    ...names,
    kind: z.enum(warehouseLocationKinds),
  }),
  roles: z.object({ code: text, ...names }),
  role_permissions: z.object({
    role: text,
    permission: text,
    reach: z.enum(['own', 'warehouse', 'team', 'all']),
  }),
  people: z.object({
    login: text,
    ...names,
    email: orNull(z.email()),
    role: text,
    warehouses: list,
    teams: list,
  }),
  teams: z.object({ code: text, ...names }),
  salespeople: z.object({
    login: text,
    team: text,
    weight: whole.transform(Number),
    capacity: orNull(whole.transform(Number)),
  }),
  segments: z.object({ code: text, ...names, salespeople: list }),
  customers: z.object({
    customer: text,
    kind: z.enum(partyKinds),
    name_en: text,
    name_fa: orNull(text),
    owner: list,
    segment: list,
    country: text,
    tax_id: text,
    phone: orNull(text),
    mobile: orNull(text),
    email: orNull(text),
    city: text,
    street: text,
    postal_code: orNull(text),
    contact: orNull(text),
    contact_mobile: orNull(text),
    contact_job: orNull(text),
  }),
  lead_sources: z.object({ code: text, ...names }),
  crm_reasons: z.object({ kind: z.enum(crmReasonKinds), code: text, ...names }),
  opportunity_stages: z.object({
    code: text,
    ...names,
    position: whole.transform(Number),
    probability: whole.transform(Number),
    forecast_category: z.enum(stageForecasts),
  }),
  projects: z.object({ project: text, name: text, customer: text, owner: text }),
  leads: z.object({
    lead: text,
    source: text,
    subject: text,
    company: orNull(text),
    person: orNull(text),
    phone: orNull(text),
    email: orNull(text),
    city: text,
    segment: text,
    owner: list,
    until: z.enum(leadStateNames),
    reason: orNull(text),
    duplicate_of: orNull(text),
  }),
  opportunities: z.object({
    opportunity: text,
    customer: text,
    title: text,
    owner: text,
    project: list,
    stage: text,
    expected_amount: orNull(decimal),
    until: z.enum(opportunityStateNames),
    reason: orNull(text),
    competitor: orNull(text),
    next: orNull(text),
    next_days: orNull(days),
  }),
  opening_stock: z.object({
    warehouse: text,
    location: text,
    sku: text,
    quantity: decimal,
    unit: text,
    lot: orNull(text),
    expires_on: orNull(day),
    serial: orNull(text),
  }),
  transfers: z.object({
    transfer: text,
    source: text,
    destination: text,
    until: z.enum(['APPROVED', 'SCANNING', 'SHIPPED', 'ARRIVING', 'RECEIVED', 'CLOSED']),
    note: orNull(text),
    shortage: orNull(z.enum(shortageOutcomes)),
    reason: orNull(text),
    responsible: orNull(text),
  }),
  transfer_lines: z.object({
    transfer: text,
    sku: text,
    quantity: decimal,
    unit: text,
    lot: orNull(text),
    serials: list,
    arrived: orNull(decimal),
  }),
  ...salesShapes,
  ...moneyShapes,
};

type Name = keyof typeof shapes;

/** What the files of the demo company say, by the names of the files. */
export type CompanyFiles = {
  readonly [N in Name]: Table<z.infer<(typeof shapes)[N]>>;
};

export type Row<N extends Name> = CompanyFiles[N]['rows'][number];

/**
 * Reads all files of the folder and checks that what one names the other has.
 * @throws BadFiles with every fault of every row.
 */
export async function readCompanyFiles(folder: URL): Promise<CompanyFiles> {
  const faults: FileFault[] = [];
  const read = await Promise.all(
    (Object.keys(shapes) as Name[]).map(async (name) => [
      name,
      await readTable(folder, `${name}.csv`, shapes[name] as z.ZodObject, faults),
    ]),
  );
  const files = Object.fromEntries(read) as CompanyFiles;
  // A row that could not be read would be missed by every row that names it.
  if (faults.length === 0) faults.push(...danglingFaults(files));
  if (faults.length > 0) throw new BadFiles(faults);
  return files;
}

/** Which columns of a file name a row of another, and by which of its columns. */
const references: readonly (readonly [Name, readonly string[], Name, readonly string[]])[] = [
  ['products', ['base_unit'], 'units', ['code']],
  ['product_units', ['sku'], 'products', ['sku']],
  ['product_units', ['unit'], 'units', ['code']],
  ['barcodes', ['sku'], 'products', ['sku']],
  ['prices', ['sku'], 'products', ['sku']],
  ['barcodes', ['unit'], 'units', ['code']],
  ['locations', ['warehouse'], 'warehouses', ['code']],
  ['role_permissions', ['role'], 'roles', ['code']],
  ['people', ['role'], 'roles', ['code']],
  ['people', ['warehouses'], 'warehouses', ['code']],
  ['people', ['teams'], 'teams', ['code']],
  ['salespeople', ['login'], 'people', ['login']],
  ['salespeople', ['team'], 'teams', ['code']],
  ['segments', ['salespeople'], 'salespeople', ['login']],
  ['customers', ['owner'], 'salespeople', ['login']],
  ['customers', ['segment'], 'segments', ['code']],
  ['projects', ['customer'], 'customers', ['customer']],
  ['projects', ['owner'], 'salespeople', ['login']],
  ['leads', ['source'], 'lead_sources', ['code']],
  ['leads', ['segment'], 'segments', ['code']],
  ['leads', ['owner'], 'salespeople', ['login']],
  ['opportunities', ['customer'], 'customers', ['customer']],
  ['opportunities', ['owner'], 'salespeople', ['login']],
  ['opportunities', ['project'], 'projects', ['project']],
  ['opportunities', ['stage'], 'opportunity_stages', ['code']],
  ['opening_stock', ['warehouse', 'location'], 'locations', ['warehouse', 'code']],
  ['opening_stock', ['sku'], 'products', ['sku']],
  ['opening_stock', ['unit'], 'units', ['code']],
  ['transfers', ['source'], 'warehouses', ['code']],
  ['transfers', ['destination'], 'warehouses', ['code']],
  ['transfer_lines', ['transfer'], 'transfers', ['transfer']],
  ['transfer_lines', ['sku'], 'products', ['sku']],
  ['transfer_lines', ['unit'], 'units', ['code']],
  ...salesReferences,
  ...moneyReferences,
];

function danglingFaults(files: CompanyFiles): FileFault[] {
  return references.flatMap(([name, columns, target, keys]) => {
    const known = new Set(files[target].rows.flatMap((row) => keysOf(row, keys)));
    return files[name].rows.flatMap((row) =>
      keysOf(row, columns)
        .filter((key) => !known.has(key))
        .map((key) => {
          const message = `${target}.csv has no ${key}`;
          return at(files[name].file, row.line, columns.join(' + '), message);
        }),
    );
  });
}

/** One text for each row that is named: the columns joined, or the members of a list. */
function keysOf(row: object, columns: readonly string[]): string[] {
  const values = columns.map((column) => (row as Record<string, unknown>)[column]);
  const [first] = values;
  return Array.isArray(first) ? (first as string[]) : [values.join(' ')];
}
