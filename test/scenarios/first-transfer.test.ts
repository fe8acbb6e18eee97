import { newId } from '../../src/kernel/id.ts';
import {
  errorCodesOf,
  exampleOperation,
  watchEvents,
  type Desk,
  type Watcher,
} from '../support/graphql-client.ts';
import { openCompany, type Company } from './company.ts';
import { boiler, papers, pump, radiator, sealant, warehouses } from './first-transfer-papers.ts';
import * as floor from './first-transfer-views.ts';

/*
 * Two days in two warehouses. Yasaman, the clerk in Tehran, receives a lorry and sends a part of it
 * to Isfahan; Parviz, the clerk there, finds less than was sent. Both work with scanners. Kiarash,
 * the manager, has the events on his screen all the while, over a line that breaks. Everything goes
 * through GraphQL: Yasaman's client speaks HTTP, Parviz's scanner a WebSocket.
 */
let company: Company;
let yasaman: Desk;
let parviz: Desk;
let kiarash: Desk;
let screen: Watcher;
let atFirst: floor.Stock;
let firstPosition: string;
let transferNumber: string;

const [boiler1 = '', boiler2 = ''] = boiler.serials;
const sinceTheBeginning = async () => floor.changes(atFirst, await floor.stockSeenBy(kiarash));

beforeAll(async () => {
  company = await openCompany();
  kiarash = await company.desk('manager');
  const token = await company.signIn('manager');
  atFirst = await floor.stockSeenBy(kiarash);
  firstPosition = await floor.headPosition(kiarash);
  const follow = exampleOperation('3-finance-system', 'Follow');
  screen = watchEvents({ url: company.url, token }, follow, firstPosition);
});

afterAll(async () => {
  await screen.close();
  // Checks all balances, documents and events against what they follow from.
  await company.close();
});

describe('in Tehran', () => {
  it('Yasaman signs in; not with a wrong password', async () => {
    await expect(company.signIn('clerk.teh', 'bazargan')).rejects.toThrow('INVALID_CREDENTIALS');
    yasaman = await company.desk('clerk.teh');
    const viewer = await floor.me(yasaman);
    expect(viewer.person).toMatchObject({ nameEn: 'Yasaman Golshenas' });
    const there = { reach: 'UNIT', unitIds: [warehouses.tehran] };
    expect(viewer.grants).toContainEqual({ permission: 'inventory.receive', ...there });
  });

  it('a lorry brings 12 radiators, 2 boilers and a carton of sealant', async () => {
    const { deliveryNote } = papers;
    const first = await floor.note(yasaman, deliveryNote);
    expect(first.userErrors).toEqual([]);
    expect(first.stockVoucher?.number).toMatch(/^TEH-GR-\d{4}-000002$/);
    const arrived = ['PB-24-RS in TEH: +2', 'RA-AL-08 in TEH: +12', 'SL-310-RD in TEH: +24'];
    expect(await sinceTheBeginning()).toEqual(arrived);

    // The Wi-Fi swallowed the answer, so her client sends it again: it is the same receipt.
    expect(await floor.note(yasaman, deliveryNote)).toEqual(first);
    // With the same key she cannot receive something else by mistake,
    const another = await floor.note(yasaman, { ...deliveryNote, reference: 'Delivery note 89' });
    expect(another.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    // nor with another key the boilers that are there already,
    const twice = await floor.note(yasaman, { ...deliveryNote, idempotencyKey: 'lorry-88-again' });
    expect(twice.userErrors).toMatchObject([
      { code: 'SERIAL_ALREADY_IN_STOCK', path: ['lines', '1', 'serials', '0'] },
      { code: 'SERIAL_ALREADY_IN_STOCK', path: ['lines', '1', 'serials', '1'] },
    ]);
    // nor anything in Isfahan.
    const there = { ...deliveryNote, warehouseId: warehouses.isfahan, idempotencyKey: 'there' };
    expect(await errorCodesOf(floor.note(yasaman, there))).toEqual(['FORBIDDEN']);
    expect(await sinceTheBeginning()).toEqual(arrived);
  });

  it('Isfahan asks for most of it: which moves nothing yet', async () => {
    const draft = await floor.draft(yasaman);
    const wanted = ['RA-AL-08: 10 requested', 'PB-24-RS: 2 requested', 'SL-310-RD: 24 requested'];
    expect(floor.shown(draft)).toEqual(['APPROVED', ...wanted]);
    transferNumber = draft.stockTransfer?.number ?? '';
    expect(transferNumber).toMatch(/^TEH-TR-\d{4}-\d{6}$/);
    const tooEarly = await floor.ship(yasaman, 'before-scanning');
    expect(tooEarly.userErrors).toMatchObject([{ code: 'NOTHING_TO_SHIP' }]);
    expect(await sinceTheBeginning()).toHaveLength(3);
  });

  it('the line to Kiarash’s screen breaks', async () => {
    await screen.until(({ type }) => type === 'stockTransfer.created');
    await screen.cut();
  });

  it('she scans: what belongs to the transfer counts, and nothing else does', async () => {
    const scan = floor.scanner(yasaman, 'SHIP');
    const nine = { code: radiator.barcode, quantity: '9' };
    expect(await scan(nine)).toBe('MATCHED 9 of 10: SCAN_NEXT');
    // The scanner does not know whether it was heard, and sends the last one five times.
    const last = { scanId: newId(), scannedAt: '2026-03-21T05:00:00Z', code: radiator.barcode };
    for (let times = 0; times < 5; times += 1) {
      expect(await scan(last)).toBe('MATCHED 10 of 10: LINE_COMPLETE');
    }
    expect(await scan({ code: radiator.barcode })).toBe('OVER 10 of 10: PUT_ASIDE');
    expect(await scan({ code: radiator.withWrongCheckDigit })).toBe('UNKNOWN: CHECK_CODE');
    expect(await scan({ code: pump.barcode })).toBe('UNEXPECTED: PUT_ASIDE');

    expect(await scan({ code: boiler.barcode })).toBe('TRACKING_REQUIRED 0 of 2: SCAN_SERIAL');
    expect(await scan({ code: boiler1 })).toBe('MATCHED 1 of 2: SCAN_NEXT');
    expect(await scan({ code: boiler1 })).toBe('DUPLICATE 1 of 2: PUT_ASIDE');
    const onWrongShelf = { code: boiler2, locationCode: 'A-01-01' };
    expect(await scan(onWrongShelf)).toBe('WRONG_LOCATION 1 of 2: MOVE_TO_LOCATION DOCK');
    const atTheDock = { code: boiler.barcode, serial: boiler2, locationCode: 'DOCK' };
    expect(await scan(atTheDock)).toBe('MATCHED 2 of 2: LINE_COMPLETE');

    expect(await scan({ code: sealant.carton })).toBe('TRACKING_REQUIRED 0 of 24: SCAN_LOT');
    const carton = { code: sealant.carton, lotCode: sealant.lot };
    expect(await scan(carton)).toBe('MATCHED 24 of 24: ALL_COMPLETE');
  });

  it('she ships: the goods are in transit, at neither end', async () => {
    const shipped = await floor.ship(yasaman, 'lorry-to-isfahan');
    expect(floor.shown(shipped)).toEqual([
      'SHIPPED',
      'RA-AL-08: 10 requested, 10 shipped',
      'PB-24-RS: 2 requested, 2 shipped',
      'SL-310-RD: 24 requested, 24 shipped',
    ]);
    expect(await sinceTheBeginning()).toEqual([
      'PB-24-RS on the way to ISF: +2',
      'RA-AL-08 in TEH: +2',
      'RA-AL-08 on the way to ISF: +10',
      'SL-310-RD on the way to ISF: +24',
    ]);
    // The same shipment again is the same; another one finds nothing to ship any more.
    expect(await floor.ship(yasaman, 'lorry-to-isfahan')).toEqual(shipped);
    const second = await floor.ship(yasaman, 'second-lorry');
    expect(second.userErrors).toMatchObject([{ code: 'ILLEGAL_STATE' }]);
    // Who works in Tehran does not receive in Isfahan.
    expect(await errorCodesOf(floor.receive(yasaman, 'by-the-sender'))).toEqual(['FORBIDDEN']);
  });
});

describe('in Isfahan', () => {
  it('Parviz sees what is coming', async () => {
    parviz = await company.desk('clerk.isf', 'WebSocket');
    const [newest] = await floor.arriving(parviz, 'ISF');
    expect(newest).toMatchObject({ number: transferNumber, state: 'SHIPPED' });
  });

  it('he scans what he finds: a radiator and a boiler are missing', async () => {
    const scan = floor.scanner(parviz, 'RECEIVE');
    const some = (quantity: string) => ({ code: radiator.barcode, quantity });
    expect(await scan(some('9'))).toBe('MATCHED 9 of 10: SCAN_NEXT');
    expect(await scan(some('2'))).toBe('OVER 9 of 10: PUT_ASIDE');
    expect(await scan({ code: pump.barcode })).toBe('UNEXPECTED: PUT_ASIDE');
    // CHM-02 is a room in Tehran: there is none here, and he is sent to the dock.
    const inTehransRoom = { code: boiler1, locationCode: 'CHM-02' };
    expect(await scan(inTehransRoom)).toBe('WRONG_LOCATION 0 of 2: MOVE_TO_LOCATION DOCK');
    expect(await scan({ code: boiler1 })).toBe('MATCHED 1 of 2: SCAN_NEXT');
    expect(await scan({ code: boiler1 })).toBe('DUPLICATE 1 of 2: PUT_ASIDE');
    // The right model, but not one that Tehran has sent.
    expect(await scan({ code: boiler.serialInMashhad })).toBe('UNEXPECTED 1 of 2: PUT_ASIDE');
    const carton = { code: sealant.carton, lotCode: sealant.lot, locationCode: 'CHM-01' };
    expect(await scan(carton)).toBe('MATCHED 24 of 24: LINE_COMPLETE');
  });

  it('he receives that much; the rest stays in transit', async () => {
    expect(floor.shown(await floor.receive(parviz, 'lorry-from-tehran'))).toEqual([
      'PARTIALLY_RECEIVED',
      'RA-AL-08: 10 requested, 10 shipped, 9 received',
      'PB-24-RS: 2 requested, 2 shipped, 1 received',
      'SL-310-RD: 24 requested, 24 shipped, 24 received',
    ]);
    expect(await sinceTheBeginning()).toEqual([
      'PB-24-RS in ISF: +1',
      'PB-24-RS on the way to ISF: +1',
      'RA-AL-08 in ISF: +9',
      'RA-AL-08 in TEH: +2',
      'RA-AL-08 on the way to ISF: +1',
      'SL-310-RD in ISF: +24',
    ]);
    const nothingNew = await floor.receive(parviz, 'nothing-new');
    expect(nothingNew.userErrors).toMatchObject([{ code: 'NOTHING_TO_RECEIVE' }]);
  });

  it('the line to Kiarash’s screen is mended: it goes on where it broke', async () => {
    screen.resume();
    await screen.until(({ type }) => type === 'stockTransfer.received');
  });

  it('the radiator is lost, the boiler went back: the shortage is settled', async () => {
    // No more can be settled than is missing, and nothing that has arrived.
    const wrong = [
      { ...papers.radiatorLost, quantity: '2' },
      { ...papers.boilerBack, serials: [boiler1] },
    ];
    expect((await floor.settle(parviz, 'too-much', wrong)).userErrors).toMatchObject([
      { code: 'NOT_IN_TRANSIT', path: ['lines', '0'] },
      { code: 'NOT_IN_TRANSIT', path: ['lines', '1', 'serials', '0'] },
    ]);
    const right = [papers.radiatorLost, papers.boilerBack];
    const settled = await floor.settle(parviz, 'shortage', right);
    expect(floor.shown(settled)).toEqual([
      'CLOSED',
      'RA-AL-08: 10 requested, 10 shipped, 9 received, 1 lost',
      'PB-24-RS: 2 requested, 2 shipped, 1 received, 1 returned',
      'SL-310-RD: 24 requested, 24 shipped, 24 received',
    ]);
    expect(settled.stockTransfer?.availableActions.some(({ allowed }) => allowed)).toBe(false);
  });
});

describe('afterwards everyone sees where every unit is, and why', () => {
  it('a seller sees what came in Tehran or in Isfahan, but for what was lost', async () => {
    const seller = await company.desk('seller.heating');
    expect(floor.changes(atFirst, await floor.stockSeenBy(seller))).toEqual([
      'PB-24-RS in ISF: +1',
      'PB-24-RS in TEH: +1',
      'RA-AL-08 in ISF: +9',
      'RA-AL-08 in TEH: +2',
      'SL-310-RD in ISF: +24',
    ]);
  });

  it('Parviz reads his stock card of the radiators, and not Tehran’s', async () => {
    expect(await floor.lastOnCard(parviz, radiator.id, warehouses.isfahan)).toMatchObject({
      kind: 'TRANSFER_RECEIPT',
      documentNumber: transferNumber,
      toLocationCode: 'DOCK',
      change: '9',
      balance: String((atFirst.get('RA-AL-08 in ISF') ?? 0) + 9),
      actor: { nameEn: 'Parviz Naghshpardaz' },
    });
    const tehrans = floor.lastOnCard(parviz, radiator.id, warehouses.tehran);
    expect(await errorCodesOf(tehrans)).toEqual(['FORBIDDEN']);
  });

  it('Kiarash follows the boiler that came back, and the radiator that did not', async () => {
    const { reason } = papers.boilerBack;
    expect(await floor.journey(kiarash, { lot: { code: { eq: boiler2 } } })).toEqual([
      'RECEIPT SUPPLIER > TEH DOCK, Yasaman Golshenas',
      `TRANSFER_SHIPMENT TEH DOCK > ${transferNumber}, Yasaman Golshenas`,
      `TRANSFER_RETURN ${transferNumber} > TEH DOCK, Parviz Naghshpardaz: ${reason}`,
    ]);
    const lost = { kind: { eq: 'TRANSFER_LOSS' }, fromLocation: { code: { eq: transferNumber } } };
    expect(await floor.journey(kiarash, lost)).toEqual([
      `TRANSFER_LOSS ${transferNumber} > LOST_IN_TRANSIT, Parviz Naghshpardaz: ` +
        'Crushed under the load, Carrier',
    ]);
    const boilers = await floor.whereabouts(kiarash, boiler.id);
    expect(boilers).toContain(`${boiler1} ISF DOCK`);
    expect(boilers).toContain(`${boiler2} TEH DOCK`);
  });

  it('every scan is kept with what became of it, a repeated one once', async () => {
    expect(await floor.scanCounts(kiarash, 'SHIP')).toBe(
      '1 DUPLICATE, 5 MATCHED, 1 OVER, 2 TRACKING_REQUIRED, 1 UNEXPECTED, 1 UNKNOWN, ' +
        '1 WRONG_LOCATION',
    );
    expect(await floor.scanCounts(kiarash, 'RECEIVE')).toBe(
      '1 DUPLICATE, 3 MATCHED, 1 OVER, 2 UNEXPECTED, 1 WRONG_LOCATION',
    );
  });

  it('Kiarash’s screen told all of it in order, though its line broke', async () => {
    await screen.until(({ type }) => type === 'stockTransfer.shortageSettled');
    const head = await floor.headPosition(kiarash);
    await screen.until(({ position }) => position === head);
    // Every position from the first to the newest, none twice.
    const positions = screen.events.map(({ position }) => Number(position));
    const first = Number(firstPosition) + 1;
    expect(positions).toEqual(positions.map((_, n) => first + n));
    expect(positions.at(-1)).toBe(Number(head));

    const ours = screen.events.filter(({ type }) => /^(goodsReceipt|stockTransfer)[.]/.test(type));
    const scans = (count: number): string[] => Array<string>(count).fill('stockTransfer.scanned');
    expect(ours.map(({ type }) => type)).toEqual([
      'goodsReceipt.posted',
      'stockTransfer.created',
      ...scans(12),
      'stockTransfer.shipped',
      ...scans(8),
      'stockTransfer.received',
      'stockTransfer.shortageSettled',
    ]);
    const transfers = new Set(ours.slice(1).map(({ subjectId }) => subjectId));
    expect([...transfers]).toEqual([papers.request.id]);
  });
});
