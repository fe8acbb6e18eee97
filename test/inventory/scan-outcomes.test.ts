import type { ScanAnswer } from '../../src/modules/inventory/index.ts';
import {
  arrive,
  receive,
  scan,
  settle,
  ship,
  transfer,
  type ScanText,
  type Transfer,
} from './acts.ts';
import { expectRefused, forgetGoods, openWorld, stateOf, stock, type World } from './world.ts';

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
    await tell(
      t,
      'SHIP',
      'VALVE-1',
      'VALVE-CT',
      { code: 'VALVE-1', quantity: '1' },
      { code: 'ROPE-1', lotCode: 'L1', quantity: '12.5' },
      'S2',
      { code: 'BOILER-1', serial: 'S3' },
    ),
  ).toEqual([
    'MATCHED SCAN_NEXT 1/14 at A1',
    'MATCHED SCAN_NEXT 13/14 at A1',
    'MATCHED LINE_COMPLETE 14/14 at A1',
    'MATCHED LINE_COMPLETE 12.5/12.5 at A1',
    'MATCHED SCAN_NEXT 1/2 at A1',
    'MATCHED ALL_COMPLETE 2/2 at A1',
  ]);
  expect(await stateOf(w, t)).toEqual([
    'APPROVED',
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
    await tell(t, 'RECEIVE', 'VALVE-CT', { code: 'L1', quantity: '10' }, 'S3', {
      code: 'S2',
      locationCode: 'QUAR',
    }),
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
  expect(await tell(other, 'SHIP', 'VALVE-1', 'S3')).toEqual([
    'UNEXPECTED PUT_ASIDE',
    'UNEXPECTED PUT_ASIDE',
  ]);
  expect(await w.sql('select count(*)::int as n from stock_scan')).toEqual([
    { n: rows.length + 2 },
  ]);
});

test('each scan to receive has its outcome', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'ROPE 10', 'BOILER 2');
  await ship(
    w,
    t,
    'TEH A1 VALVE 4',
    'TEH A1 ROPE 4 L1',
    'TEH DOCK ROPE 6 L2',
    'TEH A1 BOILER S1,S2',
  );
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
  expect(await tell(t, 'RECEIVE', ...rows.map(([text]) => text))).toEqual(
    rows.map(([, end]) => end),
  );
  await receive(w, 'TEH A1', 'HOSE 1');
  const out = await transfer(w, 'TEH > MHD', 'HOSE 1');
  await ship(w, out, 'TEH A1 HOSE 1');
  expect(await tell(out, 'RECEIVE', 'HOSE-1', { code: 'HOSE-1', locationCode: 'A1' })).toEqual([
    'WRONG_LOCATION PUT_ASIDE 0/1',
    'MATCHED ALL_COMPLETE 1/1 at A1',
  ]);
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
  await expectRefused(w, () => settle(w, t, 'LOST ROPE 4 L2'), [
    'SCANNED_NOT_RECEIVED lines.0.lotCode',
  ]);
  await settle(w, t, 'LOST ROPE 3 L2', 'LOST ROPE 1 L1', 'LOST VALVE 1');
  await arrive(w, t);
  expect((await stateOf(w, t))[0]).toBe('CLOSED');
});
