import { newId } from '../../src/kernel/id.ts';
import { cancelStockTransfer, type ScanAnswer } from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import {
  announced,
  arrive,
  expectRefused,
  forgetGoods,
  idOf,
  lineOf,
  openWorld,
  outcomes,
  receive,
  scan,
  settle,
  ship,
  stateOf,
  stock,
  times,
  transfer,
  type ScanText,
  type Transfer,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH A1', 'VALVE 30', 'ROPE 20 L1', 'BOILER S1,S2,S3');
  await receive(w, 'TEH DOCK', 'VALVE 8', 'ROPE 30 L2');
  await receive(w, 'TEH QUAR', 'BOILER S7', 'HOSE 5');
  await receive(w, 'ISF A1', 'BOILER S9', 'HOSE 5');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

/** `MATCHED SCAN_NEXT 1/4 at A1`, `WRONG_LOCATION MOVE_TO_LOCATION 0/4 go A1`. */
const told = (answer: ScanAnswer): string =>
  [
    answer.outcome,
    answer.next,
    answer.expectedInBase && `${answer.countedInBase}/${answer.expectedInBase}`,
    answer.outcome === 'MATCHED' && `at ${answer.location?.code}`,
    answer.goTo && `go ${answer.goTo.code}`,
  ]
    .filter(Boolean)
    .join(' ');

const tell = async (t: Transfer, step: 'SHIP' | 'RECEIVE', ...scans: (string | ScanText)[]) => {
  const answers: string[] = [];
  for (const text of scans) answers.push(told(await scan(w, t, step, text)));
  return answers;
};

const everything = ['VALVE 14', 'ROPE 12.5', 'BOILER 2'] as const;

test('what was scanned is shipped, then what was scanned there is received', async () => {
  const t = await transfer(w, 'TEH > ISF', ...everything);
  expect(
    await tell(t, 'SHIP', 'VALVE-1', 'VALVE-CT', { code: 'VALVE-1', quantity: '1' },
      { code: 'ROPE-1', lotCode: 'L1', quantity: '12.5' }, 'S2', { code: 'BOILER-1', serial: 'S3' }),
  ).toEqual([
    'MATCHED SCAN_NEXT 1/14 at A1',
    'MATCHED SCAN_NEXT 13/14 at A1',
    'MATCHED LINE_COMPLETE 14/14 at A1',
    'MATCHED LINE_COMPLETE 12.5/12.5 at A1',
    'MATCHED SCAN_NEXT 1/2 at A1',
    'MATCHED ALL_COMPLETE 2/2 at A1',
  ]);
  expect(await stateOf(w, t)).toEqual([
    'DRAFT',
    'VALVE requested 14 to ship 14',
    'ROPE requested 12.5 to ship 12.5',
    'BOILER requested 2 to ship 2',
  ]);
  await ship(w, t);
  expect((await stock(w)).filter((line) => line.startsWith('in transit'))).toEqual([
    'in transit BOILER S2 1',
    'in transit BOILER S3 1',
    'in transit ROPE L1 12.5',
    'in transit VALVE 14',
  ]);
  expect(
    await tell(t, 'RECEIVE', 'VALVE-CT', { code: 'L1', quantity: '10' }, 'S3', { code: 'S2', locationCode: 'QUAR' }),
  ).toEqual([
    'MATCHED SCAN_NEXT 12/14 at DOCK',
    'MATCHED SCAN_NEXT 10/12.5 at DOCK',
    'MATCHED SCAN_NEXT 1/2 at DOCK',
    'MATCHED LINE_COMPLETE 2/2 at QUAR',
  ]);
  await arrive(w, t);
  expect(await stateOf(w, t)).toEqual([
    'PARTIALLY_RECEIVED',
    'VALVE requested 14 shipped 14 received 12',
    'ROPE requested 12.5 shipped 12.5 received 10',
    'BOILER requested 2 shipped 2 received 2',
  ]);
  expect(await tell(t, 'RECEIVE', 'VALVE-1')).toEqual(['MATCHED SCAN_NEXT 13/14 at DOCK']);
  await arrive(w, t);
  await settle(w, t, 'LOST VALVE 1', 'LOST ROPE 2.5 L1');
  expect((await stateOf(w, t))[0]).toBe('CLOSED');
  expect((await stock(w)).filter((line) => line.startsWith('ISF'))).toEqual([
    'ISF A1 BOILER S9 1',
    'ISF A1 HOSE 5',
    'ISF DOCK BOILER S3 1',
    'ISF DOCK ROPE L1 10',
    'ISF DOCK VALVE 13',
    'ISF QUAR BOILER S2 1',
  ]);
});

test('each scan to ship has its outcome, and only a match counts', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 14', 'ROPE 40', 'BOILER 2', 'HOSE 1');
  const rows: [string | ScanText, string][] = [
    ['NEVER SEEN', 'UNKNOWN CHECK_CODE'],
    ['BOILER-1', 'TRACKING_REQUIRED SCAN_SERIAL 0/2'],
    ['ROPE-1', 'TRACKING_REQUIRED SCAN_LOT 0/40'],
    [{ code: 'BOILER-1', serial: 'S404' }, 'UNEXPECTED PUT_ASIDE 0/2'],
    [{ code: 'ROPE-1', lotCode: 'L404' }, 'UNEXPECTED PUT_ASIDE 0/40'],
    ['S9', 'WRONG_LOCATION PUT_ASIDE 0/2'],
    ['S7', 'WRONG_LOCATION PUT_ASIDE 0/2'],
    [{ code: 'S7', locationCode: 'QUAR' }, 'MATCHED SCAN_NEXT 1/2 at QUAR'],
    ['S7', 'DUPLICATE PUT_ASIDE 1/2'],
    [{ code: 'S1', locationCode: 'DOCK' }, 'WRONG_LOCATION MOVE_TO_LOCATION 1/2 go A1'],
    [{ code: 'S1', quantity: '99' }, 'MATCHED LINE_COMPLETE 2/2 at A1'],
    ['S2', 'OVER PUT_ASIDE 2/2'],
    ['HOSE-1', 'WRONG_LOCATION PUT_ASIDE 0/1'],
    [{ code: 'VALVE-CT', locationCode: 'DOCK' }, 'WRONG_LOCATION MOVE_TO_LOCATION 0/14 go A1'],
    [{ code: 'VALVE-1', locationCode: 'DOCK', quantity: '8' }, 'MATCHED SCAN_NEXT 8/14 at DOCK'],
    [{ code: 'VALVE-1', locationCode: 'DOCK' }, 'WRONG_LOCATION MOVE_TO_LOCATION 8/14 go A1'],
    [{ code: 'VALVE-1', locationCode: 'NOWHERE' }, 'WRONG_LOCATION MOVE_TO_LOCATION 8/14 go A1'],
    ['VALVE-CT', 'OVER PUT_ASIDE 8/14'],
    [{ code: ' ]C1VALVE-1 ', quantity: '6' }, 'MATCHED LINE_COMPLETE 14/14 at A1'],
    [{ code: 'L2', quantity: '30.01' }, 'WRONG_LOCATION PUT_ASIDE 0/40'],
    [{ code: 'L2', quantity: '30' }, 'MATCHED SCAN_NEXT 30/40 at DOCK'],
  ];
  expect(await tell(t, 'SHIP', ...rows.map(([text]) => text))).toEqual(rows.map(([, end]) => end));
  const other = await transfer(w, 'TEH > ISF', 'HOSE 1');
  expect(await tell(other, 'SHIP', 'VALVE-1', 'S3')).toEqual(['UNEXPECTED PUT_ASIDE', 'UNEXPECTED PUT_ASIDE']);
  expect(await w.sql('select count(*)::int as n from stock_scan')).toEqual([{ n: rows.length + 2 }]);
});

test('each scan to receive has its outcome', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'ROPE 10', 'BOILER 2');
  await ship(w, t, 'TEH A1 VALVE 4', 'TEH A1 ROPE 4 L1', 'TEH DOCK ROPE 6 L2', 'TEH A1 BOILER S1,S2');
  const rows: [string | ScanText, string][] = [
    ['NEVER SEEN', 'UNKNOWN CHECK_CODE'],
    ['HOSE-1', 'UNEXPECTED PUT_ASIDE'],
    ['BOILER-1', 'TRACKING_REQUIRED SCAN_SERIAL 0/2'],
    ['S3', 'UNEXPECTED PUT_ASIDE 0/2'],
    ['S1', 'MATCHED SCAN_NEXT 1/2 at DOCK'],
    ['S1', 'DUPLICATE PUT_ASIDE 1/2'],
    [{ code: 'L1', quantity: '4' }, 'MATCHED SCAN_NEXT 4/10 at DOCK'],
    [{ code: 'L1', quantity: '0.5' }, 'OVER PUT_ASIDE 4/10'],
    [{ code: 'L2', quantity: '6', locationCode: 'A1' }, 'MATCHED LINE_COMPLETE 10/10 at A1'],
    [{ code: 'VALVE-1', locationCode: 'A2' }, 'WRONG_LOCATION MOVE_TO_LOCATION 0/4 go DOCK'],
    [{ code: 'VALVE-1', quantity: '5' }, 'OVER PUT_ASIDE 0/4'],
    [{ code: 'VALVE-1', quantity: '4' }, 'MATCHED LINE_COMPLETE 4/4 at DOCK'],
    ['S2', 'MATCHED ALL_COMPLETE 2/2 at DOCK'],
  ];
  expect(await tell(t, 'RECEIVE', ...rows.map(([text]) => text))).toEqual(rows.map(([, end]) => end));
  await receive(w, 'TEH A1', 'HOSE 1');
  const out = await transfer(w, 'TEH > MHD', 'HOSE 1');
  await ship(w, out, 'TEH A1 HOSE 1');
  expect(await tell(out, 'RECEIVE', 'HOSE-1', { code: 'HOSE-1', locationCode: 'A1' })).toEqual([
    'WRONG_LOCATION PUT_ASIDE 0/1',
    'MATCHED ALL_COMPLETE 1/1 at A1',
  ]);
});

test('a scan is kept as it was sent, with what became of it, and announced', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 14');
  const clerk = asViewer({ 'inventory.transfer': [idOf(w, 'TEH')] });
  await scan(w, t, 'SHIP', { code: 'VALVE-CT ', locationCode: 'A1' }, clerk);
  const [row] = await w.sql('select * from stock_scan');
  expect(row).toMatchObject({
    code: 'VALVE-CT',
    location_code: 'A1',
    unit_code: 'CT',
    quantity: '12.000000',
    stock_transfer_line_id: lineOf(t, 'VALVE'),
    location_id: idOf(w, 'TEH A1'),
    actor_id: clerk.viewer.personId,
    credential_id: clerk.viewer.credentialId,
    device_id: 'scanner-1',
    scanned_at: new Date('2026-03-21T07:59:00Z'),
    recorded_at: w.clock.now(),
    posted_operation_id: null,
  });
  const [told] = (await announced(w)).slice(-1);
  expect(told).toMatchObject({
    type: 'stockTransfer.scanned',
    unit_ids: [idOf(w, 'TEH'), idOf(w, 'ISF')],
    data: { change: { scan: { outcome: 'MATCHED', countedInBase: '12', expectedInBase: '14' } } },
  });
  await expect(w.sql('update stock_scan set quantity = 1')).rejects.toThrow('append-only');
  await expect(w.sql('delete from stock_scan')).rejects.toThrow('append-only');
  await w.perform(cancelStockTransfer, { stockTransferId: t.id }, asSystem);
});

test('counting by hand closes the scans of the same goods', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'ROPE 10');
  await tell(t, 'SHIP', 'VALVE-1');
  await ship(w, t, 'TEH A1 VALVE 4', 'TEH A1 ROPE 6 L1', 'TEH DOCK ROPE 4 L2');
  await tell(t, 'RECEIVE', 'VALVE-1', { code: 'L1', quantity: '2' }, { code: 'L2', quantity: '1' });
  await arrive(w, t, 'VALVE 3', 'ROPE 5 L1');
  expect(await stateOf(w, t)).toEqual([
    'PARTIALLY_RECEIVED',
    'VALVE requested 4 shipped 4 received 3',
    'ROPE requested 10 shipped 10 received 5 to receive 1',
  ]);
  await expectRefused(w, () => settle(w, t, 'LOST ROPE 4 L2'), ['SCANNED_NOT_RECEIVED lines.0.lotCode']);
  await settle(w, t, 'LOST ROPE 3 L2', 'LOST ROPE 1 L1', 'LOST VALVE 1');
  await arrive(w, t);
  expect((await stateOf(w, t))[0]).toBe('CLOSED');
});

test('a scan sent again answers word for word as the first time, and counts once', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 2');
  const again = { scanId: newId(), code: 'VALVE-1' };
  const clerk = asViewer({ 'inventory.transfer': 'ALL' });
  const answers = await Promise.all(times(5, () => scan(w, t, 'SHIP', again, clerk)));
  await scan(w, t, 'SHIP', 'VALVE-1');
  await ship(w, t);
  answers.push(await scan(w, t, 'SHIP', again, clerk));
  answers.push(await scan(w, t, 'SHIP', again, asViewer({ 'inventory.transfer': 'ALL' })));
  expect(answers).toEqual(times(7, () => answers[0]));
  expect(answers[0]?.countedInBase).toBe('1');
  expect(await w.sql('select count(*)::int as n from stock_scan')).toEqual([{ n: 2 }]);
});

test('a scan id on another thing is refused, whoever sends it', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 2');
  const first = { scanId: newId(), code: 'VALVE-1' };
  const [one, two] = times(2, () => asViewer({ 'inventory.transfer': 'ALL' }));
  await scan(w, t, 'SHIP', first, one);
  const other = { ...first, code: 'S1' };
  await expectRefused(w, () => scan(w, t, 'SHIP', other, one), ['IDEMPOTENCY_KEY_REUSED idempotencyKey']);
  await expectRefused(w, () => scan(w, t, 'SHIP', other, two), ['SCAN_ID_REUSED scanId']);
});

test('what cannot be a scan is refused, with every fault', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 2');
  const wrong = { scanId: 'x', stockTransferId: 'y', code: ' ', scannedAt: 'noon', deviceId: 'd'.repeat(101) };
  await expectRefused(w, () => scan(w, t, 'ELSE' as 'SHIP', wrong), [
    'ID_MALFORMED scanId',
    'ID_MALFORMED stockTransferId',
    'TEXT_MALFORMED code',
    'TEXT_MALFORMED deviceId',
    'TEXT_MALFORMED scannedAt',
    'CODE_MALFORMED step',
  ]);
  const none = { ...t, id: newId() };
  await expectRefused(w, () => scan(w, none, 'SHIP', 'VALVE-1'), ['STOCK_TRANSFER_NOT_FOUND stockTransferId']);
  for (const [quantity, code] of [['0', 'NOT_POSITIVE'], ['1.5', 'TOO_PRECISE'], ['n', 'NOT_A_NUMBER']]) {
    const text = { code: 'VALVE-1', quantity: quantity! };
    await expectRefused(w, () => scan(w, t, 'SHIP', text), [`${code} quantity`]);
  }
});

test('scanning needs the right state and the right warehouse', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 2');
  await expectRefused(w, () => scan(w, t, 'RECEIVE', 'VALVE-1'), ['ILLEGAL_STATE']);
  const [teh, isf] = ['TEH', 'ISF'].map((code) => asViewer({ 'inventory.transfer': [idOf(w, code)] }));
  await expect(scan(w, t, 'SHIP', 'VALVE-1', isf)).rejects.toThrow(Forbidden);
  await ship(w, t, 'TEH A1 VALVE 2');
  await expectRefused(w, () => scan(w, t, 'SHIP', 'VALVE-1'), ['ILLEGAL_STATE']);
  await expect(scan(w, t, 'RECEIVE', 'VALVE-1', teh)).rejects.toThrow(Forbidden);
  await scan(w, t, 'RECEIVE', 'VALVE-1', isf);
});

test('two devices cannot both fill the last units', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 5', 'BOILER 2');
  const ends = async (code: string, count: number) =>
    outcomes(times(count, () => scan(w, t, 'SHIP', code).then((a) => Promise.reject(new Error(a.outcome)))));
  expect(await ends('VALVE-1', 20)).toEqual({ 'Error: MATCHED': 5, 'Error: OVER': 15 });
  expect(await ends('S1', 10)).toEqual({ 'Error: MATCHED': 1, 'Error: DUPLICATE': 9 });
  await scan(w, t, 'SHIP', 'S2');
  await ship(w, t);
  expect(await ends('VALVE-1', 0)).toEqual({});
  const arriving = times(20, () => scan(w, t, 'RECEIVE', 'VALVE-1'));
  const counted = (await Promise.all(arriving)).filter((answer) => answer.outcome === 'MATCHED');
  expect(counted).toHaveLength(5);
});

test('a scan takes few statements, and as many for 500 lines as for one', async () => {
  const statements = async (lines: number): Promise<string[]> => {
    const t = await transfer(w, 'TEH > ISF', ...times(lines, () => 'VALVE 1'));
    return w.statementsOf(() => scan(w, t, 'SHIP', 'VALVE-1'));
  };
  const few = await statements(1);
  expect(await statements(500)).toEqual(few);
  expect(few).toHaveLength(9);
});
