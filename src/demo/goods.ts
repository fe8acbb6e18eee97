import type { Id } from '../kernel/id.ts';
import {
  defineUnit,
  importLimit,
  importProducts,
  type ProductInput,
} from '../modules/catalog/index.ts';
import {
  createLocations,
  createWarehouse,
  receiptLineLimit,
  receiveGoods,
  type ReceiptLineInput,
} from '../modules/inventory/index.ts';
import { together, type Act, type PlaceOf } from './acts.ts';
import type { CompanyFiles, Row } from './company-files.ts';
import { productId, warehouseId } from './ids.ts';

/** Ids by warehouse and code, as in `TEH DOCK`. */
export type LocationIds = ReadonlyMap<string, Id>;

/** The warehouses with their locations; goods arrive at the first location of each. */
export async function setUpWarehouses(act: Act, files: CompanyFiles): Promise<LocationIds> {
  const { file, rows } = files.warehouses;
  const locations = await together(
    rows.map(async (row) => {
      const { code, name_en: nameEn, name_fa: nameFa, line } = row;
      const city = { cityEn: row.city_en, cityFa: row.city_fa };
      const input = { id: warehouseId(code), code, nameEn, nameFa, ...city };
      await act(`warehouse:${code}`, createWarehouse, input, () => ({ file, line }));
      return setUpLocations(act, files, code);
    }),
  );
  return new Map(locations.flat());
}

async function setUpLocations(
  act: Act,
  { locations: { file, rows: all } }: CompanyFiles,
  warehouse: string,
): Promise<[string, Id][]> {
  const rows = all.filter((row) => row.warehouse === warehouse);
  const locations = rows.map(({ code, name_en: nameEn, name_fa: nameFa, kind }, index) => ({
    code,
    nameEn,
    nameFa,
    kind,
    defaultReceipt: index === 0,
  }));
  const input = { warehouseId: warehouseId(warehouse), locations };
  const placeOf: PlaceOf = ([, index]) => ({ file, line: rows[Number(index)]?.line ?? 1 });
  const { locationIds } = await act(`locations:${warehouse}`, createLocations, input, placeOf);
  return rows.map(({ code }, index) => [`${warehouse} ${code}`, locationIds[index] as Id]);
}

/** The products enter the catalog, and the opening stock the warehouses. */
export async function stockWarehouses(
  act: Act,
  files: CompanyFiles,
  locations: LocationIds,
): Promise<void> {
  const { file, rows } = files.units;
  await together(
    rows.map(({ code, name_en: nameEn, name_fa: nameFa, decimals, line }) => {
      const input = { code, nameEn, nameFa, decimals };
      return act(`unit:${code}`, defineUnit, input, () => ({ file, line }));
    }),
  );
  for (const [n, chunk] of chunksOf(files.products.rows, importLimit).entries()) {
    await enterProducts(act, files, chunk, n);
  }
  await together(
    files.warehouses.rows.map(({ code }) => receiveOpeningStock(act, files, code, locations)),
  );
}

async function enterProducts(
  act: Act,
  files: CompanyFiles,
  rows: readonly Row<'products'>[],
  n: number,
): Promise<void> {
  const units = Map.groupBy(files.product_units.rows, ({ sku }) => sku);
  const barcodes = Map.groupBy(files.barcodes.rows, ({ sku }) => sku);
  const costs = new Map(files.prices.rows.map(({ sku, cost }) => [sku, cost]));
  const products = rows.map((row): ProductInput => ({
    id: productId(row.sku),
    sku: row.sku,
    nameEn: row.name_en,
    nameFa: row.name_fa,
    baseUnit: row.base_unit,
    tracking: row.tracking,
    standardCost: costs.get(row.sku) ?? null,
    units: (units.get(row.sku) ?? []).map(({ unit, numerator, denominator }) => ({
      unit,
      numerator,
      denominator,
    })),
    barcodes: (barcodes.get(row.sku) ?? []).map(({ code, symbology, unit }) => ({
      code,
      symbology,
      unit,
    })),
  }));
  await act(`products:${n}`, importProducts, { rows: products }, ([, index, list, item]) => {
    const row = rows[Number(index)];
    const unit = list === 'units' ? units.get(row?.sku ?? '')?.[Number(item)] : undefined;
    if (unit) return { file: files.product_units.file, line: unit.line };
    const barcode = list === 'barcodes' ? barcodes.get(row?.sku ?? '')?.[Number(item)] : undefined;
    if (barcode) return { file: files.barcodes.file, line: barcode.line };
    return { file: files.products.file, line: row?.line ?? 1 };
  });
}

async function receiveOpeningStock(
  act: Act,
  { opening_stock: { file, rows: all } }: CompanyFiles,
  warehouse: string,
  locations: LocationIds,
): Promise<void> {
  const lines = receiptLines(all.filter((row) => row.warehouse === warehouse));
  for (const [n, chunk] of chunksOf(lines, receiptLineLimit).entries()) {
    const input = {
      warehouseId: warehouseId(warehouse),
      reference: 'OPENING',
      lines: chunk.map(([row, ...others]): ReceiptLineInput => ({
        productId: productId(row.sku),
        locationId: locations.get(`${warehouse} ${row.location}`) as Id,
        quantity: row.serial === null ? row.quantity : String(1 + others.length),
        unit: row.unit,
        lot: row.lot === null ? null : { code: row.lot, expiresOn: row.expires_on },
        serials: row.serial === null ? null : [row, ...others].map(({ serial }) => serial ?? ''),
      })),
    };
    await act(`opening:${warehouse}:${n}`, receiveGoods, input, ([, index, field, item]) => {
      const line = chunk[Number(index)];
      const row = field === 'serials' && item !== undefined ? line?.[Number(item)] : line?.[0];
      return { file, line: row?.line ?? 1 };
    });
  }
}

type StockRows = readonly [Row<'opening_stock'>, ...Row<'opening_stock'>[]];

/** A line for each row, but one for all serial numbers of a product at a place. */
function receiptLines(rows: readonly Row<'opening_stock'>[]): StockRows[] {
  const groups = Map.groupBy(rows, (row) =>
    row.serial === null ? row.line : `${row.location} ${row.sku}`,
  );
  return [...groups.values()] as unknown as StockRows[];
}

/** Runs of at most `most`. */
function chunksOf<T>(items: readonly T[], most: number): T[][] {
  const count = Math.ceil(items.length / most);
  return Array.from({ length: count }, (_, n) => items.slice(n * most, (n + 1) * most));
}
