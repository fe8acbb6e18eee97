import { productId, warehouseId } from '../../src/demo/ids.ts';
import { newId } from '../../src/kernel/id.ts';
import type { Desk } from '../support/graphql-client.ts';
import { openCompany, type Company } from './company.ts';
import * as floor from './warehouse-views.ts';

/*
 * Radiators go from Tehran to Isfahan in a carton that is scanned once, and are counted while they
 * move. Everything goes through GraphQL.
 */
let company: Company;
let yasaman: Desk;
let siavash: Desk;
let parviz: Desk;

const tehran = warehouseId('TEH');
const isfahan = warehouseId('ISF');
const radiator = { id: productId('RA-AL-08'), sku: 'RA-AL-08', barcode: '2102003085577' };

const key = () => ({ idempotencyKey: newId() });
const radiators = (quantity: string, more: object = {}) => ({
  productId: radiator.id,
  quantity,
  unit: 'PCE',
  ...more,
});

beforeAll(async () => {
  company = await openCompany();
  yasaman = await company.desk('clerk.teh');
  siavash = await company.desk('clerk.teh2', 'WebSocket');
  parviz = await company.desk('clerk.isf');
});

// Checks all balances, packages, counts and events against what they follow from.
afterAll(() => company.close());

describe('a carton goes to Isfahan', () => {
  let carton: { id: string; sscc: string };
  let transferId: string;

  it('Siavash packs 8 radiators and labels the carton', async () => {
    const made = { warehouseId: tehran, count: 1, ...key() };
    const { stockPackages } = await floor.act<{ stockPackages: (typeof carton)[] }>(
      siavash,
      'createStockPackages',
      made,
      'stockPackages { id sscc }',
    );
    [carton] = stockPackages as [typeof carton];
    const locationId = await floor.placeId(siavash, 'TEH', 'FLR-01');
    const lines = [{ productId: radiator.id, quantity: '8', locationId }];
    const packed = { warehouseId: tehran, stockPackageId: carton.id, lines, ...key() };
    await floor.act(siavash, 'packStock', packed, 'stockPackage { id }');
  });

  it('one scan of its label ships them all, beside two that go loose', async () => {
    const asked = {
      id: newId(),
      sourceWarehouseId: tehran,
      destinationWarehouseId: isfahan,
      lines: [radiators('10')],
      ...key(),
    };
    const { stockTransfer } = await floor.act<{ stockTransfer: { id: string } }>(
      siavash,
      'createStockTransfer',
      asked,
      'stockTransfer { id }',
    );
    transferId = stockTransfer.id;
    const session = await floor.begin(siavash, tehran, 'SHIP', transferId);
    const loose = { code: radiator.barcode, locationCode: 'FLR-01', quantity: '2' };
    expect(await floor.send(siavash, session, floor.queued(`00${carton.sscc}`, loose))).toEqual([
      'MATCHED at FLR-01: SCAN_NEXT',
      'MATCHED 10 of 10 at FLR-01: ALL_COMPLETE',
    ]);
    expect(await floor.complete(siavash, session)).toEqual({ completed: true, posted: true });
  });

  it('in Isfahan one of the loose ones came damaged, and is settled with a reason', async () => {
    const session = await floor.begin(parviz, isfahan, 'RECEIVE', transferId);
    const one = { code: radiator.barcode, locationCode: 'DOCK' };
    const label = { code: `]C100${carton.sscc}`, locationCode: 'DOCK' };
    expect(await floor.send(parviz, session, floor.queued(label, label, one))).toEqual([
      'MATCHED at DOCK: SCAN_NEXT',
      'DUPLICATE: PUT_ASIDE',
      'MATCHED 9 of 10 at DOCK: SCAN_NEXT',
    ]);
    // Neither the second scan of the label nor the missing radiator goes by unsaid.
    const ends = { scanSessionId: session, ...key() };
    expect(await floor.refusal(parviz, 'completeScanSession', ends)).toEqual(['DECISION_REQUIRED']);
    const [short] = await floor.differences(parviz, session);
    expect(short).toMatchObject({ kind: 'SHORT', counted: '9', expected: '10' });
    const line = short?.lineId;
    await floor.complete(parviz, session, [{ lineId: line, decision: 'ACCEPT_SHORT' }]);
    const damaged = { stockTransferLineId: line, quantity: '1', damaged: true };
    const { stockTransfer } = await floor.act<{
      stockTransfer: { state: string; discrepancies: readonly { id: string; kind: string }[] };
    }>(
      parviz,
      'receiveStockTransfer',
      { stockTransferId: transferId, lines: [{ ...damaged, note: 'Two fins bent' }], ...key() },
      'stockTransfer { state discrepancies { id kind } }',
    );
    const { state, discrepancies } = stockTransfer;
    expect({ state, discrepancies }).toMatchObject({
      state: 'RECEIVED',
      discrepancies: [{ kind: 'DAMAGE' }],
    });
    const settlement = {
      stockTransferDiscrepancyId: discrepancies[0]?.id,
      settlement: 'SCRAPPED',
      reason: 'Cannot be mended',
      responsible: 'Carrier',
      ...key(),
    };
    expect(
      await floor.act(
        parviz,
        'settleTransferDiscrepancy',
        settlement,
        'stockTransferDiscrepancy { state settlement responsible } stockTransfer { state }',
      ),
    ).toEqual({
      stockTransferDiscrepancy: {
        state: 'SETTLED',
        settlement: 'SCRAPPED',
        responsible: 'Carrier',
      },
      stockTransfer: { state: 'RECEIVED' },
    });
  });
});

describe('radiators are counted while they move', () => {
  let countId: string;
  let place: string;
  /** At the place, and at others. */
  let book: number;
  let elsewhere: number;

  it('Yasaman counts blind, and a customer takes one meanwhile', async () => {
    place = await floor.placeId(yasaman, 'TEH', 'FLR-01');
    book = await floor.onHandAt(yasaman, radiator.id, place);
    elsewhere = Number((await floor.level(yasaman, radiator.sku, 'TEH')).onHand) - book;
    const plan = {
      warehouseId: tehran,
      productIds: [radiator.id],
      locationIds: [place],
      recountQuantity: '1',
      ...key(),
    };
    const { stockCount } = await floor.act<{ stockCount: { id: string } }>(
      yasaman,
      'planStockCount',
      plan,
      'stockCount { id }',
    );
    countId = stockCount.id;
    await floor.act(
      yasaman,
      'startStockCount',
      { stockCountId: countId, ...key() },
      'stockCount { id }',
    );
    const session = await floor.begin(yasaman, tehran, 'COUNT', countId);
    // Blind: nothing is said of how many there should be.
    const counted = { code: radiator.barcode, quantity: String(book - 3) };
    expect(await floor.send(yasaman, session, floor.queued('FLR-01', counted))).toEqual([
      'LOCATION_SET at FLR-01: SCAN_NEXT',
      'MATCHED at FLR-01: SCAN_NEXT',
    ]);
    const line = radiators('1', { locationId: place });
    const issued = { warehouseId: tehran, destination: 'CUSTOMER', lines: [line], ...key() };
    await floor.act(siavash, 'issueGoods', issued, 'stockVoucher { number }');
    await floor.complete(yasaman, session);
    expect(await finish(yasaman)).toBe('RECOUNT');
  });

  it('three are missing: a second person finds the same, and the book follows', async () => {
    const found = radiators(String(book - 4), { locationId: place });
    const again = { stockCountId: countId, lines: [found], ...key() };
    // Who has counted once does not count the same again.
    expect(await floor.refusal(yasaman, 'recordCount', again)).toEqual(['SAME_PERSON']);
    await floor.act(siavash, 'recordCount', { ...again, ...key() }, 'stockCount { id }');
    expect(await finish(siavash)).toBe('REVIEW');
    const posted = await floor.act(
      siavash,
      'postStockCount',
      { stockCountId: countId, ...key() },
      'stockCount { state } stockVoucher { kind lines { product { sku } quantity } }',
    );
    expect(posted).toEqual({
      stockCount: { state: 'POSTED' },
      stockVoucher: { kind: 'COUNT', lines: [{ product: { sku: radiator.sku }, quantity: '3' }] },
    });
    const { onHand } = await floor.level(yasaman, radiator.sku, 'TEH');
    expect(onHand).toBe(String(book - 4 + elsewhere));
  });

  const finish = async (desk: Desk): Promise<string> => {
    const ends = { stockCountId: countId, locationId: place, ...key() };
    const { stockCount } = await floor.act<{ stockCount: { state: string } }>(
      desk,
      'finishCountLocation',
      ends,
      'stockCount { state }',
    );
    return stockCount.state;
  };
});
