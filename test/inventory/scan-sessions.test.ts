import { newId, type Id } from '../../src/kernel/id.ts';
import {
  abandonScanSession,
  completeScanSession,
  recordScans,
  startScanSession,
  takeOverScanSession,
  type DifferenceDecision,
  type ScanAnswer,
  type ScanInput,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive, scan, ship, transfer, type Transfer } from './acts.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  stateOf,
  stock,
  times,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH A1', 'VALVE 30', 'ROPE 20 L1', 'BOILER S1,S2,S3');
  await receive(w, 'TEH DOCK', 'VALVE 8');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const clerks = () =>
  times(2, () => asViewer({ 'inventory.read': 'ALL', 'inventory.transfer': 'ALL' }));

type Text = string | (Partial<ScanInput> & { readonly code: string });

const inputOf = (text: Text): ScanInput => ({
  scanId: newId(),
  scannedAt: '2026-03-21T07:59:00Z',
  ...(typeof text === 'string' ? { code: text } : text),
});

async function begin(t: Transfer | null, task: 'SHIP' | 'RECEIVE' = 'SHIP', by = asSystem) {
  const warehouseId = idOf(w, task === 'SHIP' ? 'TEH' : 'ISF');
  const input = { warehouseId, task, documentId: t?.id ?? null };
  return (await w.perform(startScanSession, input, by)).scanSessionId;
}

const send = async (scanSessionId: Id, scans: readonly ScanInput[], by: Caller = asSystem) =>
  (await w.perform(recordScans, { scanSessionId, scans }, by)).answers;

const brief = ({ outcome, next, countedInBase, expectedInBase }: ScanAnswer): string =>
  [outcome, next, expectedInBase && `${countedInBase}/${expectedInBase}`].filter(Boolean).join(' ');

const tell = async (sessionId: Id, ...texts: Text[]) =>
  (await send(sessionId, texts.map(inputOf))).map(brief);

const complete = (
  scanSessionId: Id,
  decisions: readonly DifferenceDecision[] = [],
  by: Caller = asSystem,
  post = true,
) => w.perform(completeScanSession, { scanSessionId, decisions, post }, by);

test('place first, then the document, then the goods; one batch as one by one', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 14', 'BOILER 2');
  const session = await begin(null);
  expect(
    await tell(session, 'VALVE-1', 'A1', t.number, 'VALVE-CT', 'VALVE-1', 'VALVE-1', 'S1', 'S1'),
  ).toEqual([
    'UNEXPECTED SCAN_DOCUMENT',
    'LOCATION_SET SCAN_DOCUMENT',
    'DOCUMENT_SET SCAN_NEXT',
    'MATCHED SCAN_NEXT 12/14',
    'MATCHED SCAN_NEXT 13/14',
    'MATCHED LINE_COMPLETE 14/14',
    'MATCHED SCAN_NEXT 1/2',
    'DUPLICATE PUT_ASIDE 1/2',
  ]);
  expect(await tell(session, 'DOCK', 'S2', 'A1', 'S2', 'NEVER')).toEqual([
    'LOCATION_SET SCAN_NEXT',
    'WRONG_LOCATION MOVE_TO_LOCATION 1/2',
    'LOCATION_SET SCAN_NEXT',
    'MATCHED ALL_COMPLETE 2/2',
    'UNKNOWN CHECK_CODE',
  ]);
  const [row] = await w.sql('select * from scan_session');
  expect(row).toMatchObject({ scans: 13, matched: 5, document_id: t.id, state: 'OPEN' });
  const [told] = (await announced(w)).slice(-1);
  expect(told).toMatchObject({ type: 'stockTransfer.scanned', data: { change: {} } });
  const faults = await expectRefused(w, () => complete(session), ['DECISION_REQUIRED decisions']);
  const { scanId } = faults[0]?.details as { scanId: Id };
  expect(await complete(session, [{ scanId, decision: 'IGNORE' }])).toMatchObject({ posted: true });
  expect((await stateOf(w, t))[0]).toBe('SHIPPED');
  const arriving = await begin(t, 'RECEIVE');
  expect(
    (await tell(arriving, 'VALVE-CT', 'S1', 'S2', { code: 'VALVE-1', quantity: '2' })).at(-1),
  ).toBe('MATCHED ALL_COMPLETE 14/14');
  await complete(arriving);
  expect((await stateOf(w, t))[0]).toBe('RECEIVED');
  expect(await stock(w)).toContain('ISF DOCK VALVE 14');
});

test('a queue that waited is sent five times, mixed with new scans, and counts once', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 20');
  const session = await begin(t);
  const queue = times(12, () => inputOf('VALVE-1'));
  await send(session, queue.slice(0, 4));
  w.clock.advance(8 * 3600);
  const first = await send(session, queue);
  const more = times(3, () => inputOf('VALVE-1'));
  const again = await send(session, [...more.slice(0, 1), ...queue, ...more.slice(1)].reverse());
  expect(again.filter((answer) => first.some((one) => one.scanId === answer.scanId))).toEqual(
    [...first].reverse(),
  );
  const repeats = await Promise.all(times(5, () => send(session, [...queue, ...more])));
  expect(repeats).toEqual(times(5, () => repeats[0]));
  expect(await stateOf(w, t)).toEqual(['APPROVED', 'VALVE requested 20 to ship 15']);
  const twice = inputOf('VALVE-1');
  const [one, two] = await send(session, [twice, twice]);
  expect(two).toEqual(one);
  expect(await w.sql('select scans, matched from scan_session')).toEqual([
    { scans: 16, matched: 16 },
  ]);
  await expectRefused(
    w,
    () => send(session, [inputOf('S1'), { ...twice, code: 'S1' }, { ...more[0]!, code: 'S2' }]),
    ['SCAN_ID_REUSED scans.1.scanId', 'SCAN_ID_REUSED scans.2.scanId'],
  );
});

test('what comes too late is kept and told, and does not count', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 2');
  const session = await begin(t);
  const [sent, late] = [inputOf('VALVE-1'), inputOf('VALVE-1')];
  await send(session, [sent]);
  await ship(w, t, 'TEH A1 VALVE 2');
  expect((await send(session, [sent, late])).map(brief)).toEqual([
    'MATCHED SCAN_NEXT 1/2',
    'TOO_LATE STOP',
  ]);
  expect(await stateOf(w, t)).toEqual(['SHIPPED', 'VALVE requested 2 shipped 2']);
  expect(await complete(session)).toMatchObject({ completed: true, posted: false });
  expect(await tell(session, 'VALVE-1')).toEqual(['TOO_LATE STOP']);
  await expectRefused(w, () => complete(session), ['SESSION_OVER scanSessionId']);
});

test('who took over goes on; who had it is told', async () => {
  const [ali, sara] = clerks();
  const t = await transfer(w, 'TEH > ISF', 'VALVE 5');
  const session = await begin(t, 'SHIP', ali);
  const before = inputOf('VALVE-1');
  await send(session, [before], ali);
  await w.perform(takeOverScanSession, { scanSessionId: session }, sara!);
  await expectRefused(w, () => send(session, [inputOf('VALVE-1')], ali), [
    'SESSION_TAKEN_OVER scanSessionId',
  ]);
  expect((await send(session, [before], ali)).map(brief)).toEqual(['MATCHED SCAN_NEXT 1/5']);
  const races = times(6, (i) =>
    i % 3 === 0
      ? w.perform(takeOverScanSession, { scanSessionId: session }, i ? ali! : sara!)
      : send(session, [inputOf('VALVE-1')], i % 2 ? ali : sara),
  );
  const ends = await outcomes(races);
  const counted = (ends['done'] ?? 0) - 2;
  expect(await stateOf(w, t)).toEqual(['APPROVED', `VALVE requested 5 to ship ${1 + counted}`]);
});

test('two pickers fill one document, and a serial is counted by one of them', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 6', 'BOILER 2');
  const sessions = [await begin(t), await begin(t)];
  const batch = () => [...times(5, () => inputOf('VALVE-1')), inputOf('S1')];
  const answers = (await Promise.all(sessions.map((session) => send(session, batch())))).flat();
  const count = (outcome: string) => answers.filter((one) => one.outcome === outcome).length;
  expect([count('MATCHED'), count('OVER'), count('DUPLICATE')]).toEqual([7, 4, 1]);
  const [first = '', second = ''] = sessions;
  await tell(first, 'S2');
  const ignored = answers
    .filter((one) => one.outcome === 'OVER')
    .map(({ scanId }) => ({ scanId, decision: 'IGNORE' as const }));
  await expectRefused(w, () => complete(first, ignored), ['SESSIONS_OPEN post']);
  await complete(second, ignored, asSystem, false);
  await complete(first, ignored);
  expect((await stateOf(w, t))[0]).toBe('SHIPPED');
});

test('short lines are counted anew or meant; a session given up counts no more', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'BOILER 2');
  const session = await begin(t);
  await tell(session, 'VALVE-1', 'S1');
  const faults = await expectRefused(w, () => complete(session), [
    'DECISION_REQUIRED decisions',
    'DECISION_REQUIRED decisions',
  ]);
  const [valve = '', boiler = ''] = faults.map((one) => String(one.details?.['lineId']));
  const recount = { lineId: boiler, decision: 'RECOUNT' as const };
  const short = { lineId: valve, decision: 'ACCEPT_SHORT' as const };
  expect(await complete(session, [recount, short])).toMatchObject({ completed: false });
  expect(await stateOf(w, t)).toEqual([
    'APPROVED',
    'VALVE requested 4 to ship 1',
    'BOILER requested 2',
  ]);
  expect(await tell(session, 'S1', 'S2')).toEqual([
    'MATCHED SCAN_NEXT 1/2',
    'MATCHED LINE_COMPLETE 2/2',
  ]);
  await w.perform(abandonScanSession, { scanSessionId: session }, asSystem);
  expect((await stateOf(w, t)).slice(1)).toEqual(['VALVE requested 4', 'BOILER requested 2']);
  const other = await begin(t);
  await tell(other, 'S1', 'S2', { code: 'VALVE-1', quantity: '3' });
  await complete(other, [short]);
  expect(await stateOf(w, t)).toEqual([
    'SHIPPED',
    'VALVE requested 4 shipped 3',
    'BOILER requested 2 shipped 2',
  ]);
});

test('a session is about a document that its warehouse has for its task', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
  const start = (over: object) => () =>
    w.perform(startScanSession, { warehouseId: idOf(w, 'TEH'), task: 'SHIP', ...over }, asSystem);
  await expectRefused(w, start({ documentId: t.id, task: 'RECEIVE' }), [
    'DOCUMENT_NOT_FOUND documentId',
  ]);
  await expectRefused(w, start({ documentId: newId(), locationId: idOf(w, 'ISF A1') }), [
    'DOCUMENT_NOT_FOUND documentId',
    'LOCATION_NOT_FOUND locationId',
  ]);
  await expectRefused(w, start({ task: 'ELSE' }), ['CODE_MALFORMED task']);
  await expectRefused(w, () => send(newId(), [inputOf('X')]), [
    'SCAN_SESSION_NOT_FOUND scanSessionId',
  ]);
  await expectRefused(w, () => send(newId(), []), ['NO_LINES scans']);
  const [clerk] = clerks();
  await expect(
    w.perform(startScanSession, { warehouseId: idOf(w, 'TEH'), task: 'PICK' }, clerk!),
  ).rejects.toThrow('inventory.issue');
});

test('500 scans take as many statements as one', async () => {
  const t = await transfer(w, 'TEH > ISF', ...times(500, () => 'VALVE 1'));
  await receive(w, 'TEH A1', 'VALVE 600');
  const session = await begin(t);
  const statements = (count: number) =>
    w.statementsOf(() =>
      send(
        session,
        times(count, () => inputOf('VALVE-1')),
      ),
    );
  const few = await statements(1);
  expect(await statements(400)).toEqual(few);
  expect(few).toHaveLength(9);
  await scan(w, t, 'SHIP', 'VALVE-1');
});
