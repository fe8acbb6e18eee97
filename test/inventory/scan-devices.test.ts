import { newId, type Id } from '../../src/kernel/id.ts';
import { permissions } from '../../src/modules/index.ts';
import {
  abandonScanSession,
  deactivateScanDevice,
  defineScanScheme,
  draftGoodsIssue,
  receiveGoods,
  recordScans,
  registerScanDevice,
  takeOverScanSession,
} from '../../src/modules/inventory/index.ts';
import {
  collectPermissions,
  createIdentity,
  type Identity,
} from '../../src/platform/identity/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { scan, transfer } from './acts.ts';
import { begin, ean, openScannedWorld, scanOf, send, stockUp, tell, told } from './scanning.ts';
import { draftIssue } from './voucher-acts.ts';
import { expectRefused, idOf, type World } from './world.ts';

let w: World;
let identity: Identity;
let picker: Id;
beforeAll(async () => {
  w = await openScannedWorld();
  const { database, clock } = w;
  identity = createIdentity({ database, clock, permissions: collectPermissions(permissions) });
});
afterAll(() => w.close());
beforeEach(async () => {
  await w.forget('person', 'role');
  await stockUp(w);
  const { createPerson, defineRole, grantRole } = identity.operations;
  const names = { nameEn: 'Picker', nameFa: 'Picker' };
  const made = await w.perform(createPerson, { login: 'picker', ...names }, asSystem);
  picker = made.personId;
  const granted = scopes.map((permission) => ({ permission, reach: 'ALL' as const }));
  await w.perform(defineRole, { code: 'PICKER', ...names, permissions: granted }, asSystem);
  await w.perform(grantRole, { personId: picker, role: 'PICKER', unitIds: [] }, asSystem);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const scopes = ['inventory.read', 'inventory.issue', 'inventory.transfer'];

interface Signed {
  readonly apiKeyId: Id;
  /** Whoever signs in with the key. */
  readonly caller: Caller;
}

async function keyOf(personId: Id, expiresAt: Date | null = null): Promise<Signed> {
  const input = { personId, name: 'Scanner', scopes, expiresAt };
  const { apiKeyId, key } = await w.perform(identity.operations.createApiKey, input, asSystem);
  return { apiKeyId, caller: { viewer: await identity.authenticate(key) } };
}

const register = (code: string, over: object = {}) => {
  const device = { warehouseId: idOf(w, 'TEH'), code, nameEn: code, nameFa: code };
  return w.perform(registerScanDevice, { ...device, ...over }, asSystem);
};

const deactivate = (scanDeviceId: Id) =>
  w.perform(deactivateScanDevice, { scanDeviceId }, asSystem);

const scannedBy = () =>
  w.sql(
    `select d.code, s.credential_id as key, count(*)::int as scans
     from stock_scan s left join scan_device d on d.id = s.scan_device_id
     group by 1, 2 order by 1`,
  );

describe('devices', () => {
  test('a scan with its key names the device, also without a session', async () => {
    const { apiKeyId, caller } = await keyOf(picker);
    const { scanDeviceId } = await register('scan-1', { apiKeyId });
    const draft = await draftIssue(w, 'TEH', 'VALVE 2');
    const session = await begin(w, 'TEH', 'PICK', draft.id, caller);
    expect((await send(w, session, ['VALVE-1'], caller)).map(told)).toEqual([
      'MATCHED SCAN_NEXT 1/2 at A1',
    ]);
    const t = await transfer(w, 'TEH > ISF', 'VALVE 1');
    await scan(w, t, 'SHIP', 'VALVE-1', caller);
    expect(await scannedBy()).toEqual([{ code: 'SCAN-1', key: apiKeyId, scans: 2 }]);
    expect(await w.sql('select device_id from scan_session')).toEqual([
      { device_id: scanDeviceId },
    ]);
    // Who goes on by hand has no device, and leaves the session's as it was.
    await w.perform(takeOverScanSession, { scanSessionId: session }, asSystem);
    await send(w, session, ['VALVE-1']);
    expect(await scannedBy()).toContainEqual({ code: null, key: null, scans: 1 });
    await w.perform(abandonScanSession, { scanSessionId: session }, asSystem);
  });

  test('one that was deactivated scans no more, until its key is given to another', async () => {
    const { apiKeyId, caller } = await keyOf(picker);
    const { scanDeviceId } = await register('SCAN-1', { apiKeyId });
    const draft = await draftIssue(w, 'TEH', 'VALVE 2');
    const session = await begin(w, 'TEH', 'PICK', draft.id, caller);
    const before = { scanSessionId: session, scans: [scanOf(w, 'VALVE-1')] };
    const first = await w.perform(recordScans, before, caller);
    await deactivate(scanDeviceId);
    await expectRefused(w, () => send(w, session, ['VALVE-1'], caller), ['DEVICE_INACTIVE']);
    await expectRefused(w, () => begin(w, 'TEH', 'PICK', draft.id, caller), ['DEVICE_INACTIVE']);
    const t = await transfer(w, 'TEH > ISF', 'VALVE 1');
    await expectRefused(w, () => scan(w, t, 'SHIP', 'VALVE-1', caller), ['DEVICE_INACTIVE']);
    // What it sent before is answered as it was then.
    expect(await w.perform(recordScans, before, caller)).toEqual(first);
    await expectRefused(w, () => deactivate(scanDeviceId), ['DEVICE_INACTIVE scanDeviceId']);
    await expectRefused(w, () => deactivate(newId()), ['SCAN_DEVICE_NOT_FOUND scanDeviceId']);
    await register('SCAN-2', { apiKeyId });
    await send(w, session, ['VALVE-1'], caller);
    expect(await scannedBy()).toEqual([
      { code: 'SCAN-1', key: apiKeyId, scans: 1 },
      { code: 'SCAN-2', key: apiKeyId, scans: 1 },
    ]);
  });

  test('a device has a key that somebody can sign in with, and has it alone', async () => {
    const { apiKeyId } = await keyOf(picker);
    await register('SCAN-1', { apiKeyId });
    await register('SCAN-3');
    const refused = (over: object, faults: string[]) =>
      expectRefused(w, () => register('SCAN-2', over), faults);
    await refused({ apiKeyId }, ['DEVICE_KEY_TAKEN apiKeyId']);
    await refused({ apiKeyId: newId() }, ['API_KEY_NOT_FOUND apiKeyId']);
    await refused({ apiKeyId: 'none' }, ['ID_MALFORMED apiKeyId']);
    const session = asViewer({}).viewer.credentialId;
    await refused({ apiKeyId: session }, ['API_KEY_NOT_FOUND apiKeyId']);
    const revoked = await keyOf(picker);
    await w.perform(identity.operations.revokeApiKey, { apiKeyId: revoked.apiKeyId }, asSystem);
    await refused({ apiKeyId: revoked.apiKeyId }, ['API_KEY_NOT_FOUND apiKeyId']);
    const ending = await keyOf(picker, new Date('2026-03-21T09:00:00Z'));
    w.clock.set('2026-03-21T09:00:00Z');
    await refused({ apiKeyId: ending.apiKeyId }, ['API_KEY_NOT_FOUND apiKeyId']);
    await refused({ code: 'SCAN-1' }, ['CODE_TAKEN code']);
    await refused({ code: 'x', nameEn: ' ', warehouseId: newId(), apiKeyId: newId() }, [
      'WAREHOUSE_NOT_FOUND warehouseId',
      'CODE_MALFORMED code',
      'TEXT_MALFORMED nameEn',
      'API_KEY_NOT_FOUND apiKeyId',
    ]);
    const isf = asViewer({ 'inventory.configure': [idOf(w, 'ISF')] });
    const device = { warehouseId: idOf(w, 'TEH'), code: 'SCAN-9', nameEn: 'A', nameFa: 'A' };
    await expect(w.perform(registerScanDevice, device, isf)).rejects.toThrow('inventory.configure');
  });
});

describe('labels of scales', () => {
  const scheme = { measureDigits: 5, decimals: 3, unit: 'KGM' };
  const define = (over: object) => () =>
    w.perform(defineScanScheme, { prefix: '21', ...scheme, ...over }, asSystem);

  test('a label tells the product and what it weighs', async () => {
    const warehouseId = idOf(w, 'TEH');
    const line = { productId: idOf(w, 'NUTS'), unit: 'KGM' };
    const goods = { ...line, quantity: '5', locationId: idOf(w, 'TEH A1') };
    await w.perform(receiveGoods, { warehouseId, lines: [goods] }, asSystem);
    const issue = { warehouseId, destination: 'CUSTOMER' as const };
    const lines = [{ ...line, quantity: '2' }];
    const draft = await w.perform(draftGoodsIssue, { ...issue, lines }, asSystem);
    const session = await begin(w, 'TEH', 'PICK', draft.stockVoucherId);
    expect(await tell(w, session, ean('211234501250'))).toEqual(['UNKNOWN CHECK_CODE']);
    await define({})();
    expect(
      await tell(
        w,
        session,
        { code: ean('211234501250'), quantity: '9' },
        ean('211234500751'),
        ean('211234500750'),
        ean('219999900750'),
      ),
    ).toEqual([
      'MATCHED SCAN_NEXT 1.25/2 at A1',
      'OVER PUT_ASIDE 1.25/2',
      'MATCHED ALL_COMPLETE 2/2 at A1',
      'UNKNOWN CHECK_CODE',
    ]);
    await w.perform(abandonScanSession, { scanSessionId: session }, asSystem);
  });

  test('each prefix is read one way', async () => {
    await define({})();
    await expectRefused(w, define({}), ['CODE_TAKEN prefix']);
    await expectRefused(w, define({ prefix: '22', unit: 'NONE' }), ['UNKNOWN_UNIT unit']);
    await expectRefused(w, define({ prefix: '30', measureDigits: 6, decimals: 7 }), [
      'CODE_MALFORMED prefix',
      'CODE_MALFORMED measureDigits',
      'CODE_MALFORMED decimals',
    ]);
  });
});
