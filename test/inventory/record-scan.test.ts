import { newId } from '../../src/kernel/id.ts';
import { cancelStockTransfer } from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { arrive, lineOf, receive, scan, ship, transfer } from './acts.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  times,
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
    data: {
      change: { scans: [{ outcome: 'MATCHED', countedInBase: '12', expectedInBase: '14' }] },
    },
  });
  await expect(w.sql('update stock_scan set quantity = 1')).rejects.toThrow('append-only');
  await expect(w.sql('delete from stock_scan')).rejects.toThrow('append-only');
  await w.perform(cancelStockTransfer, { stockTransferId: t.id }, asSystem);
});

test('one more of a lot that has arrived is over, not strange to the transfer', async () => {
  const t = await transfer(w, 'TEH > ISF', 'ROPE 2', 'VALVE 1');
  await ship(w, t, 'TEH A1 ROPE 2 L1', 'TEH A1 VALVE 1');
  await arrive(w, t, 'ROPE 2 L1');
  const rope = (lotCode: string) => scan(w, t, 'RECEIVE', { code: 'ROPE-1', lotCode });
  expect(await rope('L1')).toMatchObject({ outcome: 'OVER' });
  expect(await rope('L2')).toMatchObject({ outcome: 'UNEXPECTED' });
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
  await expectRefused(w, () => scan(w, t, 'SHIP', other, one), [
    'IDEMPOTENCY_KEY_REUSED idempotencyKey',
  ]);
  await expectRefused(w, () => scan(w, t, 'SHIP', other, two), ['SCAN_ID_REUSED scanId']);
});

test('what cannot be a scan is refused, with every fault', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 2');
  const wrong = {
    scanId: 'x',
    stockTransferId: 'y',
    code: ' ',
    scannedAt: 'noon',
    deviceId: 'd'.repeat(101),
  };
  await expectRefused(w, () => scan(w, t, 'ELSE' as 'SHIP', wrong), [
    'ID_MALFORMED stockTransferId',
    'CODE_MALFORMED step',
    'ID_MALFORMED scanId',
    'TEXT_MALFORMED code',
    'TEXT_MALFORMED deviceId',
    'TEXT_MALFORMED scannedAt',
  ]);
  const none = { ...t, id: newId() };
  await expectRefused(w, () => scan(w, none, 'SHIP', 'VALVE-1'), [
    'STOCK_TRANSFER_NOT_FOUND stockTransferId',
  ]);
  for (const [quantity, code] of [
    ['0', 'NOT_POSITIVE'],
    ['1.5', 'TOO_PRECISE'],
    ['n', 'NOT_A_NUMBER'],
  ]) {
    const text = { code: 'VALVE-1', quantity: quantity! };
    await expectRefused(w, () => scan(w, t, 'SHIP', text), [`${code} quantity`]);
  }
});

test('scanning needs the right state and the right warehouse', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 2');
  await expectRefused(w, () => scan(w, t, 'RECEIVE', 'VALVE-1'), ['ILLEGAL_STATE']);
  const [teh, isf] = ['TEH', 'ISF'].map((code) =>
    asViewer({ 'inventory.transfer': [idOf(w, code)] }),
  );
  await expect(scan(w, t, 'SHIP', 'VALVE-1', isf)).rejects.toThrow(Forbidden);
  await ship(w, t, 'TEH A1 VALVE 2');
  expect(await scan(w, t, 'SHIP', 'VALVE-1')).toMatchObject({ outcome: 'TOO_LATE', next: 'STOP' });
  await expect(scan(w, t, 'RECEIVE', 'VALVE-1', teh)).rejects.toThrow(Forbidden);
  await scan(w, t, 'RECEIVE', 'VALVE-1', isf);
});

test('two devices cannot both fill the last units', async () => {
  const retriedBefore = w.retried.length;
  const t = await transfer(w, 'TEH > ISF', 'VALVE 5', 'BOILER 2');
  const ends = async (code: string, count: number) =>
    outcomes(
      times(count, () =>
        scan(w, t, 'SHIP', code).then((a) => Promise.reject(new Error(a.outcome))),
      ),
    );
  expect(await ends('VALVE-1', 20)).toEqual({ 'Error: MATCHED': 5, 'Error: OVER': 15 });
  expect(await ends('S1', 10)).toEqual({ 'Error: MATCHED': 1, 'Error: DUPLICATE': 9 });
  await scan(w, t, 'SHIP', 'S2');
  await ship(w, t);
  expect(await ends('VALVE-1', 0)).toEqual({});
  const arriving = times(20, () => scan(w, t, 'RECEIVE', 'VALVE-1'));
  const counted = (await Promise.all(arriving)).filter((answer) => answer.outcome === 'MATCHED');
  expect(counted).toHaveLength(5);
  expect(w.retried.slice(retriedBefore)).toEqual([]);
});

test('a scan takes few statements, and as many for 500 lines as for one', async () => {
  const statements = async (lines: number): Promise<string[]> => {
    const t = await transfer(w, 'TEH > ISF', ...times(lines, () => 'VALVE 1'));
    return w.statementsOf(() => scan(w, t, 'SHIP', 'VALVE-1'));
  };
  const few = await statements(1);
  expect(await statements(500)).toEqual(few);
  expect(few).toHaveLength(5);
});
