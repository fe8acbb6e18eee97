import { checkDigit } from '../../src/kernel/check-digit.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { createProduct, defineUnit } from '../../src/modules/catalog/index.ts';
import {
  completeScanSession,
  createStockPackages,
  packStock,
  recordScans,
  startScanSession,
  type DifferenceDecision,
  type ScanAnswer,
  type ScanInput,
  type StartScanSessionInput,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { goodsOf, receive } from './acts.ts';
import { forgetGoods, idOf, openWorld, type World } from './world.ts';

/** A scan by its code, or with more that the device says. */
export type ScanWords = string | (Partial<ScanInput> & { readonly code: string });

/** A scan with an id of its own, scanned just now. */
export const scanOf = (w: World, words: ScanWords): ScanInput => ({
  scanId: newId(),
  scannedAt: w.clock.now(),
  ...(typeof words === 'string' ? { code: words } : words),
});

/** `begin(w, 'TEH', 'PICK', draft.id)`; without a document its number is scanned. */
export async function begin(
  w: World,
  where: string,
  task: StartScanSessionInput['task'],
  documentId: Id | null = null,
  by: Caller = asSystem,
): Promise<Id> {
  const input = { warehouseId: idOf(w, where), task, documentId };
  return (await w.perform(startScanSession, input, by)).scanSessionId;
}

/** The answers to scans that come together. */
export const send = async (
  w: World,
  scanSessionId: Id,
  words: readonly ScanWords[],
  by: Caller = asSystem,
): Promise<readonly ScanAnswer[]> => {
  const scans = words.map((each) => scanOf(w, each));
  return (await w.perform(recordScans, { scanSessionId, scans }, by)).answers;
};

/** `MATCHED SCAN_NEXT 1/4 at A1`, `WRONG_LOCATION MOVE_TO_LOCATION 0/4 go A1`. */
export const told = (answer: ScanAnswer): string =>
  [
    answer.outcome,
    answer.next,
    answer.expectedInBase && `${answer.countedInBase}/${answer.expectedInBase}`,
    answer.outcome === 'MATCHED' && `at ${answer.location?.code}`,
    answer.goTo && `go ${answer.goTo.code}`,
  ]
    .filter(Boolean)
    .join(' ');

/** What is answered to scans that come together, as text. */
export const tell = async (w: World, session: Id, ...words: ScanWords[]): Promise<string[]> =>
  (await send(w, session, words)).map(told);

export const complete = (
  w: World,
  scanSessionId: Id,
  decisions: readonly DifferenceDecision[] = [],
  post: boolean | null = true,
) => w.perform(completeScanSession, { scanSessionId, decisions, post }, asSystem);

/** The label of twelve digits, with its check digit. */
export const ean = (twelve: string): string => twelve + checkDigit(twelve);

export const teaGtin = '04012345678901';

/** The world with TEA, counted in pieces by lot with a GTIN, and NUTS that are weighed. */
export async function openScannedWorld(): Promise<World> {
  const w = await openWorld({ poolSize: 16 });
  const kilo = { code: 'KGM', nameEn: 'Kilogram', nameFa: 'KGM', decimals: 3 };
  await w.perform(defineUnit, kilo, asSystem);
  const goods = [
    { sku: 'TEA', baseUnit: 'PCE', tracking: 'LOT' as const, code: teaGtin.slice(1) },
    { sku: 'NUTS', baseUnit: 'KGM', tracking: 'NONE' as const, code: ean('211234500000') },
  ];
  const ids = new Map(w.ids);
  for (const { code, ...product } of goods) {
    const barcodes = [{ code, symbology: 'EAN_13' as const, unit: product.baseUnit }];
    const names = { nameEn: product.sku, nameFa: product.sku };
    const made = await w.perform(createProduct, { ...product, ...names, barcodes }, asSystem);
    ids.set(product.sku, made.productId);
  }
  return { ...w, ids };
}

/** `PICKING`, then `VALVE picked 3`: a voucher's state, and what its lines have picked. */
export async function picked(w: World, { id }: { readonly id: Id }): Promise<string[]> {
  const rows = await w.sql<{ state: string; line: string }>(
    `select v.state, concat_ws(' ', p.sku, 'picked ' || trim_scale(l.picked)) as line
     from stock_voucher v join stock_voucher_line l on l.stock_voucher_id = v.id
     join product p on p.id = l.product_id where v.id = $1 order by l.line_no`,
    [id],
  );
  return [rows[0]?.state ?? 'none', ...rows.map(({ line }) => line)];
}

export async function numberOf(w: World, { id }: { readonly id: Id }): Promise<string> {
  const text = 'select number from stock_voucher where id = $1';
  const [row] = await w.sql<{ number: string }>(text, [id]);
  return row?.number ?? '';
}

/** `carton(w, 'TEH A1', 'VALVE 12')`: a new package with goods of that place. */
export async function carton(w: World, where: string, goods: string) {
  const warehouseId = idOf(w, where.split(' ')[0] ?? '');
  const input = { warehouseId, count: 1, companyPrefix: '6260000' };
  const [made] = (await w.perform(createStockPackages, input, asSystem)).stockPackages;
  if (!made) throw new Error('No package was made');
  const { sku, quantity, lot: lotCode, serials } = goodsOf(goods);
  const locationId = idOf(w, where);
  const line = { productId: idOf(w, sku), locationId, quantity, lotCode, serials };
  await w.perform(packStock, { stockPackageId: made.id, warehouseId, lines: [line] }, asSystem);
  return made;
}

/** The goods and sessions are forgotten; at TEH A1 and TEH DOCK are some. */
export async function stockUp(w: World): Promise<void> {
  await forgetGoods(w);
  await w.forget('scan_session', 'scan_scheme', 'scan_device');
  w.clock.set('2026-03-21T08:00:00Z');
  await receive(w, 'TEH A1', 'VALVE 30', 'ROPE 20 L1', 'BOILER S1,S2,S3');
  await receive(w, 'TEH DOCK', 'VALVE 8');
}
