import { productId, warehouseId } from '../../src/demo/ids.ts';
import { newId } from '../../src/kernel/id.ts';
import { errorCodesOf, type Desk } from '../support/graphql-client.ts';
import { openCompany, type Company } from './company.ts';
import * as floor from './warehouse-views.ts';

/*
 * A day in the warehouse. An announced lorry is put in by scanning, and the scanner's battery dies;
 * goods are promised on the telephone, and picked for a customer by what expires first. In the
 * evening a mistake is taken back, and what there was at noon can still be asked. Everything goes
 * through GraphQL.
 */
let company: Company;
let yasaman: Desk;
let siavash: Desk;
let kiarash: Desk;

const tehran = warehouseId('TEH');
const boiler = { id: productId('PB-24-RS'), sku: 'PB-24-RS' };
const sealant = { id: productId('SL-310-RD'), sku: 'SL-310-RD', tube: '2700902012306' };
const [serial1, serial2] = ['PB24-26-000951', 'PB24-26-000952'];
const newLot = 'SL2611-020A';
/** A DataMatrix on the carton: GTIN, use by, lot, and after the separator the count of cartons. */
const cartons = `]d2012270090201230017291115` + `10${newLot}\u001d302`;

interface Promised {
  readonly stockReservationId: string;
  readonly held: string;
  readonly waiting: string;
  readonly state: string;
}

const key = () => ({ idempotencyKey: newId() });
const pieces = (of: { id: string }, quantity: string, more: object = {}) => ({
  productId: of.id,
  quantity,
  unit: 'PCE',
  ...more,
});

beforeAll(async () => {
  company = await openCompany();
  yasaman = await company.desk('clerk.teh');
  siavash = await company.desk('clerk.teh2', 'WebSocket');
  kiarash = await company.desk('manager');
});

// Checks all balances, promises, documents and events against what they follow from.
afterAll(() => company.close());

describe('in the morning a lorry comes', () => {
  let announced: floor.Voucher;
  let session: string;
  let before: Awaited<ReturnType<typeof floor.level>>;

  it('is announced: nothing is there yet, all of it is expected', async () => {
    before = await floor.level(yasaman, boiler.sku, 'TEH');
    const lines = [
      pieces(boiler, '2', { serials: [serial1, serial2] }),
      // Which lot it is will be told by the label.
      { ...pieces(sealant, '2'), unit: 'CT' },
    ];
    const draft = { warehouseId: tehran, reference: 'Delivery note 91', lines, ...key() };
    const { stockVoucher } = await floor.act<{ stockVoucher: floor.Voucher }>(
      yasaman,
      'draftGoodsReceipt',
      draft,
      floor.voucherAnswer,
    );
    announced = stockVoucher;
    expect(floor.voucherShown(announced)).toEqual([
      'DRAFT',
      `${boiler.sku} 2 posted 0`,
      `${sealant.sku} 48 posted 0`,
    ]);
    expect(await floor.level(yasaman, boiler.sku, 'TEH')).toEqual(before);
    expect(await floor.expectedIn(yasaman, boiler.id, 'TEH')).toBe('2');
  });

  it('Yasaman puts the first boiler in; then her battery dies, and Siavash goes on', async () => {
    session = await floor.begin(yasaman, tehran, 'PUT_IN', announced.id);
    expect(await floor.send(yasaman, session, floor.queued('FLR-02', serial1))).toEqual([
      'LOCATION_SET at FLR-02: SCAN_NEXT',
      'MATCHED 1 of 2 at FLR-02: SCAN_NEXT',
    ]);
    const scans = floor.queued('FLR-02', serial2);
    expect(await floor.refusal(siavash, 'recordScans', { scanSessionId: session, scans })).toEqual([
      'SESSION_TAKEN_OVER',
    ]);
    await floor.act(
      siavash,
      'takeOverScanSession',
      { scanSessionId: session },
      'scanSession { id }',
    );
    expect(await floor.progress(siavash, session)).toEqual({
      locationCode: 'FLR-02',
      documentNumber: announced.number,
      lines: [
        { sku: boiler.sku, counted: '1', expected: '2' },
        { sku: sealant.sku, counted: '0', expected: '48' },
      ],
      nextToDo: { sku: boiler.sku },
    });
    expect(await floor.send(siavash, session, scans)).toEqual([
      'LOCATION_SET at FLR-02: SCAN_NEXT',
      'MATCHED 2 of 2 at FLR-02: LINE_COMPLETE',
    ]);
  });

  it('one symbol tells the article, the lot, its day and how many', async () => {
    const queue = floor.queued('CHM-01', cartons);
    const answers = await floor.send(siavash, session, queue);
    expect(answers).toEqual([
      'LOCATION_SET at CHM-01: SCAN_NEXT',
      'MATCHED 48 of 48 at CHM-01: ALL_COMPLETE',
    ]);
    // The network swallowed the answer: sent again it is the same, and counts once.
    expect(await floor.send(siavash, session, queue)).toEqual(answers);
    expect(await floor.complete(siavash, session)).toEqual({ completed: true, posted: true });
    expect(await floor.level(siavash, boiler.sku, 'TEH')).toMatchObject({
      onHand: String(Number(before.onHand) + 2),
    });
  });
});

describe('somebody is on the telephone', () => {
  it('who waits gets what another gives back', async () => {
    const { available } = await floor.level(yasaman, boiler.sku, 'TEH');
    const promise = async (quantity: string, wait: boolean) => {
      const lines = [{ ...pieces(boiler, quantity), warehouseId: tehran }];
      const input = { lines, wait, expiresInSeconds: 3600, ...key() };
      const { reservations } = await floor.act<{ reservations: readonly Promised[] }>(
        yasaman,
        'reserveStock',
        input,
        'reservations { stockReservationId held waiting state }',
      );
      return reservations[0] as Promised;
    };
    const first = await promise(available, false);
    expect(first).toMatchObject({ held: available, waiting: '0', state: 'RESERVED' });
    const second = await promise('1', true);
    expect(second).toMatchObject({ held: '0', waiting: '1', state: 'REQUESTED' });
    expect(await floor.level(yasaman, boiler.sku, 'TEH')).toMatchObject({
      available: '0',
      waiting: '1',
    });
    // Nobody can take them by an issue either.
    const line = pieces(boiler, '1', { serials: [serial1] });
    const input = { warehouseId: tehran, destination: 'CUSTOMER', lines: [line], ...key() };
    expect(await floor.refusal(yasaman, 'issueGoods', input)).toEqual(['INSUFFICIENT_STOCK']);

    const release = ({ stockReservationId }: Promised) => {
      const given = { stockReservationIds: [stockReservationId], ...key() };
      return floor.act(yasaman, 'releaseStockReservations', given, 'stockReservationIds');
    };
    await release(first);
    expect(await floor.level(yasaman, boiler.sku, 'TEH')).toMatchObject({
      reserved: '1',
      waiting: '0',
    });
    await release(second);
  });
});

describe('at noon a customer wants sealant', () => {
  let issue: floor.Voucher;
  let atNoon: unknown;
  let noon: string;

  it('what expires first is proposed first', async () => {
    atNoon = await floor.quantities(kiarash, sealant.id);
    noon = new Date().toISOString();
    const draft = {
      warehouseId: tehran,
      destination: 'CUSTOMER',
      reference: 'Order 4712',
      lines: [pieces(sealant, '50')],
      ...key(),
    };
    const { stockVoucher } = await floor.act<{ stockVoucher: floor.Voucher }>(
      yasaman,
      'draftGoodsIssue',
      draft,
      floor.voucherAnswer,
    );
    issue = stockVoucher;
    expect(await floor.proposal(yasaman, issue.id)).toEqual([
      'CHM-01 SL2601-295B 48',
      `CHM-01 ${newLot} 2`,
    ]);
  });

  it('she picks as proposed: a wrong code, and more than is wanted, do not count', async () => {
    const session = await floor.begin(yasaman, tehran, 'PICK', issue.id);
    const tubes = (lotCode: string, quantity: string) => ({
      code: sealant.tube,
      lotCode,
      quantity,
    });
    const queue = floor.queued(
      'CHM-01',
      tubes('SL2601-295B', '48'),
      tubes('SL9999', '1'),
      tubes(newLot, '3'),
      tubes(newLot, '2'),
    );
    expect(await floor.send(yasaman, session, queue)).toEqual([
      'LOCATION_SET at CHM-01: SCAN_NEXT',
      'MATCHED 48 of 50 at CHM-01: SCAN_NEXT',
      'UNEXPECTED 48 of 50 at CHM-01: PUT_ASIDE',
      'OVER 48 of 50 at CHM-01: PUT_ASIDE',
      'MATCHED 50 of 50 at CHM-01: ALL_COMPLETE',
    ]);
    const ends = { scanSessionId: session, ...key() };
    // The one too many was scanned again rightly; what is no lot of it has to be looked at.
    expect(await floor.refusal(yasaman, 'completeScanSession', ends)).toEqual([
      'DECISION_REQUIRED',
    ]);
    const differences = await floor.differences(yasaman, session);
    expect(differences).toMatchObject([{ kind: 'UNEXPECTED', code: sealant.tube }]);
    const decisions = differences.map(({ scanId }) => ({ scanId, decision: 'IGNORE' }));
    expect(await floor.complete(yasaman, session, decisions)).toEqual({
      completed: true,
      posted: true,
    });
  });

  it('in the evening it proves a mistake: Kiarash takes it back, and noon stays noon', async () => {
    const input = {
      stockVoucherId: issue.id,
      reason: 'The customer wanted the white one',
      ...key(),
    };
    const byHer = floor.refusal(yasaman, 'reverseStockVoucher', input);
    expect(await errorCodesOf(byHer)).toEqual(['FORBIDDEN']);
    await floor.act(kiarash, 'reverseStockVoucher', input, 'stockVoucher { number }');
    expect(await floor.refusal(kiarash, 'reverseStockVoucher', { ...input, ...key() })).toEqual([
      'ALREADY_REVERSED',
    ]);
    expect(await floor.quantities(kiarash, sealant.id, noon)).toMatchObject(atNoon as object);
    const inTehran = { warehouse: { code: 'TEH' } };
    const sold = { kind: 'ISSUE', outside: 'CUSTOMER', quantity: '2', ...inTehran };
    expect(await floor.trace(kiarash, newLot)).toEqual({
      origins: [{ kind: 'RECEIPT', outside: 'SUPPLIER', quantity: '48', ...inTehran }, sold],
      destinations: [sold],
      places: [{ location: { code: 'CHM-01' }, onHand: '48' }],
    });
  });
});
