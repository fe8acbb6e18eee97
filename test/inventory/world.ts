import { DomainError, type Fault } from '../../src/kernel/domain-error.ts';
import type { Id } from '../../src/kernel/id.ts';
import { createProduct, defineUnit, type Tracking } from '../../src/modules/catalog/index.ts';
import { createLocations, createWarehouse } from '../../src/modules/inventory/index.ts';
import { asSystem, openTestApp, type TestApp } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';

/**
 * Three warehouses (TEH and ISF receive at their DOCK, MHD has no such place) and products:
 * VALVE counted in pieces and cartons of 12, HOSE too, ROPE in metres by lot, BOILER by serial.
 */
export interface World extends TestApp {
  /** Ids by `TEH`, `TEH A1`, `VALVE`. */
  readonly ids: ReadonlyMap<string, Id>;
}

const products: readonly (readonly [string, string, Tracking])[] = [
  ['VALVE', 'PCE', 'NONE'],
  ['HOSE', 'PCE', 'NONE'],
  ['ROPE', 'MTR', 'LOT'],
  ['BOILER', 'PCE', 'SERIAL'],
];

const places = {
  TEH: ['DOCK', 'A1', 'A2', 'QUAR'],
  ISF: ['DOCK', 'A1', 'QUAR'],
  MHD: ['A1'],
} as const;

export async function openWorld(options: { poolSize?: number } = {}): Promise<World> {
  const app = await openTestApp(options);
  const ids = new Map<string, Id>();
  for (const [code, decimals] of [
    ['PCE', 0],
    ['CT', 0],
    ['MTR', 2],
  ] as const) {
    await app.perform(defineUnit, { code, nameEn: code, nameFa: code, decimals }, asSystem);
  }
  for (const [sku, baseUnit, tracking] of products) {
    const units = sku === 'VALVE' ? [{ unit: 'CT', numerator: '12' }] : [];
    const barcode = (code: string, unit: string) => ({
      code,
      symbology: 'CODE_128' as const,
      unit,
    });
    const barcodes = [barcode(`${sku}-1`, baseUnit)];
    if (sku === 'VALVE') barcodes.push(barcode('VALVE-CT', 'CT'));
    const input = { sku, nameEn: sku, nameFa: sku, baseUnit, tracking, units, barcodes };
    ids.set(sku, (await app.perform(createProduct, input, asSystem)).productId);
  }
  for (const [code, codes] of Object.entries(places)) await setUp(app, ids, code, codes);
  return { ...app, ids };
}

async function setUp(
  app: TestApp,
  ids: Map<string, Id>,
  code: string,
  codes: readonly string[],
): Promise<void> {
  const names = { nameEn: code, nameFa: code };
  const { warehouseId } = await app.perform(createWarehouse, { code, ...names }, asSystem);
  ids.set(code, warehouseId);
  const locations = codes.map((place) => ({
    code: place,
    ...names,
    kind: place === 'QUAR' ? ('QUARANTINE' as const) : ('STORAGE' as const),
    defaultReceipt: place === 'DOCK',
  }));
  const made = await app.perform(createLocations, { warehouseId, locations }, asSystem);
  codes.forEach((place, index) => ids.set(`${code} ${place}`, made.locationIds[index] as Id));
}

/** The goods, documents and events are forgotten; warehouses and products stay. */
export const forgetGoods = async (w: World): Promise<void> => {
  await w.forget(
    'stock_move',
    'stock_balance',
    'stock_scan',
    'stock_transfer_line',
    'stock_transfer',
    'stock_voucher_line',
    'stock_voucher',
    'expected_serial',
    'stock_reservation_entry',
    'stock_reservation',
    'stock_level',
    'stock_policy',
    'stock_package',
    'number_series',
    'lot',
    'outbox',
    'operation_log',
  );
  await w.sql("delete from location where kind = 'TRANSIT'");
};

export const idOf = (w: World, name: string): Id => {
  const id = w.ids.get(name);
  if (!id) throw new Error(`The world has no ${name}`);
  return id;
};

/** `TEH DOCK VALVE 10`, `TEH A1 ROPE L1 2.5`, `in transit VALVE 4`: all there is, sorted. */
export async function stock(w: World): Promise<string[]> {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', case when l.kind = 'TRANSIT' then 'in transit'
                                else w.code || ' ' || l.code end,
                      p.sku, lot.code, trim_scale(sum(b.on_hand))) as line
     from stock_balance b join location l on l.id = b.location_id
     left join warehouse w on w.id = l.warehouse_id
     join product p on p.id = b.product_id left join lot on lot.id = b.lot_id
     where b.on_hand <> 0
     group by l.kind, w.code, case when l.kind = 'TRANSIT' then 'in transit'
                                   else w.code || ' ' || l.code end, p.sku, lot.code`,
  );
  return rows.map((row) => row.line).sort();
}

/** `RECEIVED`, then `VALVE requested 4 shipped 4 received 3 lost 1`: zeros are left out. */
export async function stateOf(w: World, t: { readonly id: Id }): Promise<string[]> {
  const [head] = await w.sql<{ state: string }>('select state from stock_transfer where id = $1', [
    t.id,
  ]);
  const rows = await w.sql<Record<string, string>>(
    `select p.sku, l.requested, l.shipped, l.received, l.lost, l.returned,
            l.scanned_to_ship as "to ship", l.scanned_to_receive as "to receive"
     from stock_transfer_line l join product p on p.id = l.product_id
     where l.stock_transfer_id = $1 order by l.line_no`,
    [t.id],
  );
  const line = ({ sku, ...counts }: Record<string, string>): string =>
    [
      sku,
      ...Object.entries(counts).flatMap(([k, v]) => (Number(v) ? [k, String(Number(v))] : [])),
    ].join(' ');
  return [head?.state ?? 'none', ...rows.map(line)];
}

/** `CODE path` of each fault, in order. */
export const listed = (faults: readonly Fault[]): string[] =>
  faults.map(({ code, path }) => `${code} ${path.join('.')}`.trim());

/** Refused with these faults, with nothing changed. */
export async function expectRefused(
  w: World,
  act: () => unknown,
  wanted: readonly string[],
): Promise<readonly Fault[]> {
  const before = await w.tableDump();
  const faults = await refusalOf(act);
  expect(listed(faults)).toEqual(wanted);
  expect(await w.tableDump()).toBe(before);
  return faults;
}

/** For acts that race: how often each of them ended in which way. */
export async function outcomes(acts: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const ends = await Promise.all(
    acts.map((act) =>
      act.then(
        () => 'done',
        (error: unknown) =>
          error instanceof DomainError
            ? [...new Set(error.faults.map((fault) => fault.code))].join('+')
            : String(error),
      ),
    ),
  );
  return Object.fromEntries(
    Object.entries(Object.groupBy(ends, (end) => end)).map(([end, all]) => [end, all?.length ?? 0]),
  );
}

/** The events announced, oldest first. */
export const announced = (w: World): Promise<{ type: string; unit_ids: Id[]; data: Announced }[]> =>
  w.sql('select type, unit_ids, data from outbox order by seq');

type Announced = Record<string, Record<string, unknown>>;

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
