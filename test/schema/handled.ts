import { newId, type Id } from '../../src/kernel/id.ts';
import {
  abandonScanSession,
  cancelStockCount,
  completeScanSession,
  createStockPackages,
  defineScanScheme,
  draftGoodsIssue,
  draftGoodsReceipt,
  issueGoods,
  nestStockPackage,
  planStockCount,
  receiveGoods,
  recordCount,
  recordScans,
  registerScanDevice,
  reserveStock,
  returnFromCustomer,
  reverseStockVoucher,
  startScanSession,
  startStockCount,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf, type World } from '../inventory/world.ts';

/** What of goods that are packed, scanned and issued is there to ask about. */
export interface Handled {
  /** A draft of a receipt of five valves, its line, and a session that is open on it. */
  readonly draftId: Id;
  readonly draftLineId: Id;
  readonly scanSessionId: Id;
  readonly scanDeviceId: Id;
  /** In another package, with goods of somebody else in it. */
  readonly stockPackageId: Id;
  /** Without goods. */
  readonly emptyPackageId: Id;
  /** Issued to a customer, who sent one back. */
  readonly issueId: Id;
}

interface Packed {
  readonly id: Id;
  readonly sscc: string;
}

/** How two scales of the firm print what they weighed. */
export async function weighIn(w: World, admin: Caller): Promise<void> {
  for (const prefix of ['21', '22']) {
    const scheme = { prefix, measureDigits: 5, decimals: 3, measureCheckDigit: false };
    await w.perform(defineScanScheme, { ...scheme, unit: 'MTR' }, admin);
  }
}

/** Goods of a warehouse as they are packed, promised, issued, returned, reversed and scanned. */
export async function handleIn(
  w: World,
  at: string,
  admin: Caller,
  apiKeyId: Id,
): Promise<Handled> {
  const [pallet, carton, box] = await pack(w, at, admin);
  const issueId = await issueFrom(w, at, admin, carton);
  await w.perform(nestStockPackage, { stockPackageId: carton.id, parentId: pallet.id }, admin);
  const place = { warehouseId: idOf(w, at), locationId: idOf(w, `${at} A1`) };
  const promised = { productId: idOf(w, 'VALVE'), quantity: '1', unit: 'PCE', packageId: box.id };
  await w.perform(reserveStock, { lines: [{ ...place, ...promised }] }, admin);
  const device = { code: `SCANNER-${at}`, nameEn: 'Scanner', nameFa: 'اسکنر', apiKeyId };
  const registered = { ...device, warehouseId: place.warehouseId };
  const { scanDeviceId } = await w.perform(registerScanDevice, registered, admin);
  if (!admin.viewer) throw new Error('Nobody holds the scanner');
  const scanner: Caller = { viewer: { ...admin.viewer, credentialId: apiKeyId } };
  await pickBy(w, at, scanner, box);
  await countBy(w, at, scanner, pallet);
  const drafted = await draftBy(w, at, scanner);
  const packages = { stockPackageId: carton.id, emptyPackageId: pallet.id };
  return { ...drafted, ...packages, scanDeviceId, issueId };
}

/** One empty, one with rope and valves of somebody else, one with valves of our own. */
async function pack(w: World, at: string, admin: Caller): Promise<[Packed, Packed, Packed]> {
  const warehouseId = idOf(w, at);
  const made = await w.perform(
    createStockPackages,
    { warehouseId, count: 3, note: 'Blue', companyPrefix: '6260000' },
    admin,
  );
  const [pallet, carton, box] = made.stockPackages as [Packed, Packed, Packed];
  const line = (sku: string, quantity: string, unit: string) => ({
    ...{ productId: idOf(w, sku), quantity, unit, locationId: idOf(w, `${at} A1`) },
  });
  const theirs = { ownerCode: 'ACME', packageId: carton.id };
  const lines = [
    { ...line('VALVE', '4', 'PCE'), ...theirs },
    { ...line('ROPE', '2', 'MTR'), ...theirs, lot: { code: `P${at}` } },
    { ...line('VALVE', '3', 'PCE'), packageId: box.id },
  ];
  await w.perform(receiveGoods, { warehouseId, reference: 'Packed', lines }, admin);
  return [pallet, carton, box];
}

/** Goods of a package leave, one comes back; other goods came by mistake. Answers the issue. */
async function issueFrom(w: World, at: string, admin: Caller, from: Packed): Promise<Id> {
  const warehouseId = idOf(w, at);
  const locationId = idOf(w, `${at} A1`);
  const line = { productId: idOf(w, 'VALVE'), unit: 'PCE', locationId };
  const theirs = { ...line, quantity: '2', ownerCode: 'ACME', packageId: from.id };
  const issue = { warehouseId, destination: 'CUSTOMER' as const, reason: 'As agreed' };
  const issued = await w.perform(issueGoods, { ...issue, lines: [theirs] }, admin);
  const stockVoucherId = issued.stockVoucherId;
  const back = { ...line, quantity: '1', ownerCode: 'ACME', disposition: 'AVAILABLE' as const };
  const returned = { warehouseId, stockVoucherId, reason: 'Too large', lines: [back] };
  await w.perform(returnFromCustomer, returned, admin);
  const wrong = { warehouseId, lines: [{ ...line, quantity: '1' }] };
  const received = await w.perform(receiveGoods, wrong, admin);
  const undo = { stockVoucherId: received.stockVoucherId, reason: 'Of another firm' };
  await w.perform(reverseStockVoucher, undo, admin);
  return stockVoucherId;
}

const scanned = (code: string) => ({ scanId: newId(), code, scannedAt: '2026-03-21T07:59:00Z' });

/** A package is scanned for an issue that is posted by it. */
async function pickBy(w: World, at: string, scanner: Caller, box: Packed): Promise<void> {
  const warehouseId = idOf(w, at);
  const line = { productId: idOf(w, 'VALVE'), quantity: '2', unit: 'PCE' };
  const wanted = { warehouseId, destination: 'CUSTOMER' as const, lines: [line] };
  const { stockVoucherId } = await w.perform(draftGoodsIssue, wanted, scanner);
  const begun = { warehouseId, task: 'PICK' as const, documentId: stockVoucherId };
  const { scanSessionId } = await w.perform(startScanSession, begun, scanner);
  const scans = ['A1', `]C100${box.sscc}`, ']C1VALVE-1', ']C1VALVE-1'].map(scanned);
  await w.perform(recordScans, { scanSessionId, scans }, scanner);
  await w.perform(completeScanSession, { scanSessionId }, scanner);
}

/** A package is opened in a count that is given up. */
async function countBy(w: World, at: string, scanner: Caller, opened: Packed): Promise<void> {
  const warehouseId = idOf(w, at);
  const what = { locationIds: [idOf(w, `${at} DOCK`)], productIds: [idOf(w, 'VALVE')] };
  const { stockCountId } = await w.perform(planStockCount, { warehouseId, ...what }, scanner);
  await w.perform(startStockCount, { stockCountId }, scanner);
  const valve = { productId: idOf(w, 'VALVE'), quantity: '1', unit: 'PCE' };
  const lines = [{ ...valve, locationId: idOf(w, `${at} DOCK`) }];
  await w.perform(recordCount, { stockCountId, lines }, scanner);
  const begun = { warehouseId, task: 'COUNT' as const, documentId: stockCountId };
  const { scanSessionId } = await w.perform(startScanSession, begun, scanner);
  const scans = ['DOCK', opened.sscc].map(scanned);
  await w.perform(recordScans, { scanSessionId, scans }, scanner);
  await w.perform(abandonScanSession, { scanSessionId }, scanner);
  await w.perform(cancelStockCount, { stockCountId, reason: 'Later' }, scanner);
}

/** Goods are announced, and somebody is there to scan them. */
async function draftBy(
  w: World,
  at: string,
  scanner: Caller,
): Promise<Pick<Handled, 'draftId' | 'draftLineId' | 'scanSessionId'>> {
  const warehouseId = idOf(w, at);
  const draftLineId = newId();
  const line = { id: draftLineId, productId: idOf(w, 'VALVE'), quantity: '5', unit: 'PCE' };
  const announced = await w.perform(draftGoodsReceipt, { warehouseId, lines: [line] }, scanner);
  const draftId = announced.stockVoucherId;
  const begun = { warehouseId, task: 'PUT_IN' as const, documentId: draftId };
  const { scanSessionId } = await w.perform(startScanSession, begun, scanner);
  return { draftId, draftLineId, scanSessionId };
}
