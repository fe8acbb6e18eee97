import type { Id } from '../../src/kernel/id.ts';
import { createProduct, deactivateProduct } from '../../src/modules/catalog/index.ts';
import {
  adjustStock,
  approveStockCount,
  createStockTransfer,
  draftGoodsIssue,
  finishCountLocation,
  holdStock,
  planStockCount,
  receiveGoods,
  recordCount,
  recordTransferDiscrepancy,
  reserveStock,
  startStockCount,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import type { Viewer } from '../../src/platform/identity/index.ts';
import { permissions } from '../../src/modules/index.ts';
import { idOf } from '../inventory/world.ts';
import { asViewer } from '../support/perform.ts';
import { goodCrmInputs } from './crm.ts';
import { goodPriceInputs } from './pricing.ts';
import { goodOrderInputs } from './orders.ts';
import { goodDeliveryInputs } from './deliveries.ts';
import { goodPartyInputs } from './parties.ts';
import { moneyInputs } from './money-inputs.ts';
import { goodQuoteInputs } from './quotes.ts';
import { sampleInput, samplesOf, type Input } from './samples.ts';
import { send } from './sent.ts';
import { goodSubscriberInputs } from './subscribers.ts';
import type { Company } from './world.ts';

/*
 * For each act an input with which it is done: a line of a table where the smallest sample does
 * not do. Acts that come after others need a document that has come so far.
 */

const password = 'quiet-harbour-lamp';

/** Documents of Tehran, each where some act can be done on it by the administrator. */
interface Documents {
  readonly [name: string]: Id;
}

/** The input of an act that is done by it, by the act's name. */
export type GoodInputs = (mutation: string) => Input;

/** Brings documents into the states that acts ask for. All acts on them are in TEH. */
export async function goodInputs(c: Company): Promise<GoodInputs> {
  const documents = {
    ...(await countSome(c)),
    ...(await sendSome(c)),
    ...(await bookSome(c)),
  };
  const samples = samplesOf(c, 'ADMIN', 'own');
  const { refreshToken } = await c.perform(
    c.graphql.identity.operations.signIn,
    { login: 'ADMIN', password, address: '127.0.0.1', userAgent: 'browser' },
    { viewer: null },
  );
  const versions = await c.sql<{ name: string; version: number }>(
    `select code as name, version from warehouse union select sku, version from product`,
  );
  const version = (name: string) => versions.find((row) => row.name === name)?.version;
  const changes: Readonly<Record<string, object>> = {
    ...ofStock(c, documents),
    ...ofTransfers(c, documents),
    ...ofCounts(documents),
    ...ofPeople(c),
    ...goodSubscriberInputs,
    ...goodPartyInputs(c.floor),
    ...goodCrmInputs(c.pipeline, c.floor),
    ...goodQuoteInputs(c, c.offers),
    ...goodPriceInputs(c, c.prices),
    ...goodDeliveryInputs(c.dispatch),
    ...moneyInputs(c),
    ...(await goodOrderInputs(c, c.orders)),
    ...{ addProductUnit: { unit: 'MTR' }, createProduct: { sku: 'X1' } },
    editProduct: { expectedVersion: version('VALVE') },
    editWarehouse: { expectedVersion: version('TEH') },
    importProducts: { rows: [{ ...row, nameEn: 'X', nameFa: 'X', baseUnit: 'PCE' }] },
    reactivateProduct: { productId: documents['product'] },
    refreshSession: { refreshToken },
  };
  return (mutation) => ({ ...sampleInput(mutation, samples), ...changes[mutation] });
}

const row = { sku: 'X1', tracking: 'NONE' };

const line = (c: Company, more: { quantity?: string; toOwnerId?: Id } = {}) => ({
  ...{ productId: idOf(c, 'VALVE'), locationId: idOf(c, 'TEH A1'), quantity: '1', unit: 'PCE' },
  ...more,
});

function ofStock(c: Company, d: Documents): Record<string, object> {
  const warehouseId = idOf(c, 'TEH');
  const { quantity: _, ...place } = line(c);
  const handled = c.handled.get('TEH');
  const drafted = handled?.draftLineId;
  return {
    adjustStock: { reasonCode: 'DAMAGE', lines: [{ ...place, change: '-1' }] },
    approveStockAdjustment: { stockVoucherId: d['adjustment'] },
    closeStockPeriod: { through: '2026-01-31' },
    completeScanSession: {
      post: false,
      decisions: [{ lineId: drafted, decision: 'ACCEPT_SHORT' }],
    },
    createStockPackages: { count: 1 },
    holdStock: { warehouseId, status: 'BLOCKED', lines: [line(c)] },
    packStock: { lines: [line(c)] },
    postStockVoucher: {
      lines: [{ ...place, stockVoucherLineId: drafted, quantity: '5' }].map(bare),
    },
    prioritiseStockReservation: { stockReservationId: d['waiting'], priority: 5 },
    releaseStock: { warehouseId, status: 'BLOCKED', lines: [line(c)] },
    reserveStockVoucher: { stockVoucherId: d['issue'] },
    reverseStockVoucher: { stockVoucherId: d['receipt'] },
    transferOwnership: { lines: [line(c, { toOwnerId: c.ownerId })] },
  };
}

const bare = ({ productId: _p, unit: _u, ...rest }: Record<string, unknown>) => rest;

function ofTransfers(c: Company, d: Documents): Record<string, object> {
  const stockTransferId = d['sent'];
  const goods = { stockTransferLineId: d['sentLine'], quantity: '1', lotCode: 'LT' };
  const locationId = idOf(c, 'MHD A1');
  const drafted = c.transfers.get('draft TEH > MHD');
  const picked = {
    ...goods,
    ...{ stockTransferLineId: drafted?.lineId, quantity: '5', locationId: idOf(c, 'TEH A1') },
  };
  return {
    approveStockTransfer: { stockTransferId: d['requested'] },
    rejectStockTransfer: { stockTransferId: d['requested'] },
    closeStockTransfer: { stockTransferId, outcome: 'LOST' },
    pickStockTransfer: { lines: [picked] },
    shipStockTransfer: { lines: [picked] },
    receiveStockTransfer: { stockTransferId, lines: [{ ...goods, locationId }] },
    recordTransferDiscrepancy: { stockTransferId, lines: [{ ...goods, kind: 'SHORTAGE' }] },
    returnStockTransfer: { stockTransferId },
    settleStockTransferShortage: {
      stockTransferId,
      lines: [{ ...goods, outcome: 'LOST', reason: 'Fell off' }],
    },
    settleTransferDiscrepancy: { stockTransferDiscrepancyId: d['shortage'], settlement: 'LOST' },
  };
}

function ofCounts(d: Documents): Record<string, object> {
  const counting = { stockCountId: d['counting'], locationId: d['countingAt'] };
  const found = { productId: d['hose'], locationId: d['countingAt'], quantity: '1', unit: 'PCE' };
  const decided = {
    stockCountLineId: d['reviewLine'],
    decision: 'KEEP_BOOK',
    reason: 'Nobody knows',
  };
  return {
    approveStockCount: { stockCountId: d['review'] },
    decideStockCount: { stockCountId: d['review'], lines: [decided] },
    recountStockCount: { stockCountId: d['review'], stockCountLineIds: [d['reviewLine']] },
    reviewStockCount: { stockCountId: d['recount'] },
    postStockCount: { stockCountId: d['approved'] },
    declareCountLocationEmpty: counting,
    finishCountLocation: counting,
    startStockCount: { stockCountId: d['planned'] },
    recordCount: { stockCountId: d['counting'], lines: [found] },
  };
}

function ofPeople(c: Company): Record<string, object> {
  const { personId } = c.people.OUTSIDER;
  return {
    deactivatePerson: { personId },
    revokeRole: { personId, role: 'CLERK' },
    setPassword: { oldPassword: password, password: `${password}-2` },
    signIn: { login: 'ADMIN', password },
  };
}

const everything = Object.fromEntries(permissions.map(({ name }) => [name, 'ALL' as const]));

/** Somebody as they are signed in, with every right there is. */
export function asMighty(c: Company, who: 'ADMIN' | 'MANAGER'): Caller & { viewer: Viewer } {
  const { viewer, personId } = c.people[who];
  const { grants } = asViewer(everything, personId).viewer as Viewer;
  return { viewer: { ...viewer, grants } };
}

/** One being counted, one in review with hoses too many, one approved, one to recount. */
async function countSome(c: Company): Promise<Documents> {
  const hose = idOf(c, 'HOSE');
  const begin = async (at: string, who: 'ADMIN' | 'MANAGER'): Promise<Id> => {
    const what = { locationIds: [idOf(c, at)], productIds: [hose] };
    const plan = {
      warehouseId: idOf(c, 'TEH'),
      ...what,
      recountQuantity: '2',
      recountPercent: '0',
    };
    const { stockCountId } = await c.perform(planStockCount, plan, asMighty(c, who));
    await c.perform(startStockCount, { stockCountId }, asMighty(c, who));
    return stockCountId;
  };
  // What was not in the book is counted by a second person.
  const review = async (at: string, who: 'ADMIN' | 'MANAGER', persons = 2): Promise<Id> => {
    const stockCountId = await begin(at, who);
    const locationId = idOf(c, at);
    const lines = [{ productId: hose, locationId, quantity: '3', unit: 'PCE' }];
    for (const caller of [asMighty(c, who), asViewer(everything)].slice(0, persons)) {
      await c.perform(recordCount, { stockCountId, lines }, caller);
      await c.perform(finishCountLocation, { stockCountId, locationId }, caller);
    }
    return stockCountId;
  };
  const reviewed = await review('TEH A2', 'MANAGER');
  const approved = await review('TEH QUAR', 'ADMIN');
  await c.perform(approveStockCount, { stockCountId: approved }, asMighty(c, 'MANAGER'));
  const recount = await review('TEH A1', 'ADMIN', 1);
  const [found] = await c.sql<{ id: Id }>(
    'select id from stock_count_line where stock_count_id = $1',
    [reviewed],
  );
  const plan = { warehouseId: idOf(c, 'TEH'), productIds: [idOf(c, 'BOILER')] };
  const planned = await c.perform(planStockCount, plan, asMighty(c, 'ADMIN'));
  const counting = await begin('TEH DOCK', 'ADMIN');
  return {
    ...{ recount, counting, countingAt: idOf(c, 'TEH DOCK'), hose },
    ...{ review: reviewed, reviewLine: found?.id ?? '', approved, planned: planned.stockCountId },
  };
}

/** One that the source has to approve, one on its way of which something is missing. */
async function sendSome(c: Company): Promise<Documents> {
  const admin = asMighty(c, 'ADMIN');
  const sent = await send(
    c,
    'TEH > MHD',
    { lot: 'LT', serial: null },
    admin,
    asMighty(c, 'MANAGER'),
  );
  const missing = { kind: 'SHORTAGE' as const, stockTransferLineId: sent.lineIds[0] };
  const lines = [{ ...missing, quantity: '1', lotCode: 'LT' }];
  const record = { stockTransferId: sent.id, lines };
  const recorded = await c.perform(recordTransferDiscrepancy, record, admin);
  await c.sql(`update warehouse set approves_transfers = true where code = 'TEH'`);
  const ends = { sourceWarehouseId: idOf(c, 'TEH'), destinationWarehouseId: idOf(c, 'MHD') };
  const wanted = [{ productId: idOf(c, 'VALVE'), quantity: '1', unit: 'PCE' }];
  const ask = { ...ends, lines: wanted };
  const { stockTransferId } = await c.perform(createStockTransfer, ask, asMighty(c, 'MANAGER'));
  await c.sql(`update warehouse set approves_transfers = false where code = 'TEH'`);
  const [shortage = ''] = recorded.stockTransferDiscrepancyIds;
  return { sent: sent.id, sentLine: sent.lineIds[0], shortage, requested: stockTransferId };
}

/** A draft of a correction and one of an issue, a receipt, goods held and goods waited for. */
async function bookSome(c: Company): Promise<Documents> {
  const admin = asMighty(c, 'ADMIN');
  const warehouseId = idOf(c, 'TEH');
  const receipt = await c.perform(
    receiveGoods,
    { warehouseId, lines: [line(c, { quantity: '2' })] },
    admin,
  );
  await c.perform(
    holdStock,
    { warehouseId, status: 'BLOCKED', reason: 'Scratched', lines: [line(c)] },
    admin,
  );
  const many = { ...line(c), change: '200000' };
  const why = { reasonCode: 'FOUND' as const, reason: 'A hall was forgotten' };
  const adjustment = await c.perform(
    adjustStock,
    { warehouseId, ...why, lines: [many] },
    asMighty(c, 'MANAGER'),
  );
  const wanted = { warehouseId, destination: 'CUSTOMER' as const, lines: [line(c)] };
  const issue = await c.perform(draftGoodsIssue, wanted, admin);
  const all = { ...line(c), quantity: '1000', warehouseId, locationId: null };
  const { reservations } = await c.perform(reserveStock, { wait: true, lines: [all] }, admin);
  const old = { sku: 'OLD', nameEn: 'Old', nameFa: 'کهنه', baseUnit: 'PCE' };
  const { productId } = await c.perform(
    createProduct,
    { ...old, tracking: 'NONE' as const, units: [], barcodes: [] },
    admin,
  );
  await c.perform(deactivateProduct, { productId }, admin);
  return {
    receipt: receipt.stockVoucherId,
    adjustment: adjustment.stockVoucherId,
    issue: issue.stockVoucherId,
    waiting: reservations[0]?.stockReservationId ?? '',
    product: productId,
  };
}
