import { settleTransferDiscrepancy } from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { arrive, receive, ship, transfer, type Transfer } from './acts.ts';
import { close, discrepancies, found, reserve, setAside, settleFound } from './transfer-acts.ts';
import {
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
beforeAll(async () => void (w = await openWorld({ poolSize: 16 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH DOCK', 'VALVE 10', 'ROPE 20 L1', 'BOILER S1,S2,S3');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

/** Shipped: `VALVE 4`, `ROPE 5 L1`, `BOILER S1`. */
async function onTheWay(...goods: string[]): Promise<Transfer> {
  const asked = goods.map((text) => {
    const [sku = '', n = ''] = text.split(' ');
    return sku === 'BOILER' ? `BOILER ${n.split(',').length}` : `${sku} ${n}`;
  });
  const t = await transfer(w, 'TEH > ISF', ...asked);
  await ship(w, t, ...goods.map((text) => `TEH DOCK ${text}`));
  return t;
}

describe('goods that no paper announced', () => {
  test('come into stock by who may approve', async () => {
    const t = await onTheWay('VALVE 4');
    const [more, hose, serial] = await found(
      w,
      t,
      'OVERAGE VALVE 1',
      'WRONG_ITEM new HOSE 2',
      'WRONG_ITEM new BOILER S7',
    );
    const isf = [idOf(w, 'ISF')];
    const clerk = asViewer({ 'inventory.transfer': isf });
    const chief = asViewer({ 'inventory.transfer': isf, 'inventory.approve': isf });
    await expect(settleFound(w, more, 'ACCEPTED', {}, clerk)).rejects.toThrow(Forbidden);
    await settleFound(w, more, 'ACCEPTED', {}, chief);
    await settleFound(w, hose, 'ACCEPTED', { locationId: idOf(w, 'ISF A1') }, chief);
    await settleFound(w, serial, 'REFUSED', {}, clerk);
    expect(await stock(w)).toEqual(
      expect.arrayContaining(['ISF A1 HOSE 2', 'ISF DOCK VALVE 1', 'in transit VALVE 4']),
    );
    const [move] = await w.sql(`select reason from stock_move where kind = 'TRANSFER_OVERAGE'`);
    expect(move).toEqual({ reason: 'Looked into' });
  });

  test('a serial in stock is not taken in again; a place is of the destination', async () => {
    const t = await onTheWay('BOILER S1');
    const [id] = await found(w, t, 'OVERAGE BOILER S2');
    await expectRefused(w, () => settleFound(w, id, 'ACCEPTED'), ['SERIAL_ALREADY_IN_STOCK']);
    await expectRefused(
      w,
      () => settleFound(w, id, 'ACCEPTED', { locationId: idOf(w, 'TEH A1') }),
      ['LOCATION_NOT_FOUND locationId'],
    );
  });

  test('are matched with what another transfer lacks', async () => {
    const [short, more] = [await onTheWay('VALVE 3', 'ROPE 2 L1'), await onTheWay('VALVE 4')];
    await arrive(w, short, 'VALVE 2', 'ROPE 2 L1');
    const [lack] = await found(w, short, 'SHORTAGE VALVE 1');
    const [over, two] = await found(w, more, 'OVERAGE VALVE 1', 'OVERAGE VALVE 2');
    const match = (id: string | undefined) => ({ matchedDiscrepancyId: id ?? null });
    await expectRefused(w, () => settleFound(w, two, 'MATCHED', match(lack)), [
      'MATCH_DIFFERS matchedDiscrepancyId',
    ]);
    await expectRefused(w, () => settleFound(w, over, 'MATCHED', match(two)), [
      'MATCH_DIFFERS matchedDiscrepancyId',
    ]);
    await expectRefused(w, () => settleFound(w, over, 'ACCEPTED', match(lack)), [
      'MATCH_DIFFERS matchedDiscrepancyId',
    ]);
    await settleFound(w, over, 'MATCHED', match(lack));
    expect(await stateOf(w, short)).toEqual([
      'RECEIVED',
      'VALVE requested 3 shipped 3 received 3',
      'ROPE requested 2 shipped 2 received 2',
    ]);
    expect((await discrepancies(w)).sort()).toEqual([
      'OVERAGE VALVE 1 SETTLED MATCHED',
      'OVERAGE VALVE 2 OPEN',
      'SHORTAGE VALVE 1 SETTLED MATCHED',
    ]);
  });
});

describe('a serial number in place of another', () => {
  test('that lies at the source changes places with it', async () => {
    const other = await transfer(w, 'TEH > ISF', 'BOILER 2');
    const t = await onTheWay('BOILER S1');
    await reserve(w, other);
    const [id] = await found(w, t, 'SERIAL_SWAP BOILER S1 S2');
    const [teh, isf] = [[idOf(w, 'TEH')], [idOf(w, 'ISF')]];
    const clerk = asViewer({ 'inventory.transfer': isf });
    const chief = asViewer({ 'inventory.transfer': isf, 'inventory.approve': teh });
    await expect(settleFound(w, id, 'ACCEPTED', {}, clerk)).rejects.toThrow(Forbidden);
    await settleFound(w, id, 'ACCEPTED', {}, chief);
    expect(await stock(w)).toEqual([
      'ISF DOCK BOILER S2 1',
      'TEH DOCK BOILER S1 1',
      'TEH DOCK BOILER S3 1',
      'TEH DOCK ROPE L1 20',
      'TEH DOCK VALVE 10',
    ]);
    expect(await stateOf(w, t)).toEqual(['RECEIVED', 'BOILER requested 1 shipped 1 received 1']);
    expect(await setAside(w)).toEqual(['BOILER SOFT held 2']);
  });

  test('that lies elsewhere, or nowhere, is refused with its place', async () => {
    await receive(w, 'ISF A1', 'BOILER S8');
    const t = await onTheWay('BOILER S1');
    const [elsewhere] = await found(w, t, 'SERIAL_SWAP BOILER S1 S8');
    const faults = await expectRefused(w, () => settleFound(w, elsewhere, 'ACCEPTED'), [
      'SERIAL_ELSEWHERE',
    ]);
    expect(faults[0]?.details).toEqual({ location: 'ISF A1' });
    await settleFound(w, elsewhere, 'REFUSED');
    const [nowhere] = await found(w, t, 'SERIAL_SWAP BOILER S1 S9');
    await expectRefused(w, () => settleFound(w, nowhere, 'ACCEPTED'), ['SERIAL_ELSEWHERE']);
  });
});

test('settling is answered again under its key, and takes both transfers’ rights', async () => {
  const t = await onTheWay('VALVE 2');
  const [id = ''] = await found(w, t, 'SHORTAGE VALVE 1');
  const mhd = asViewer({ 'inventory.transfer': [idOf(w, 'MHD')] });
  await expect(settleFound(w, id, 'LOST', {}, mhd)).rejects.toThrow(Forbidden);
  const input = {
    stockTransferDiscrepancyId: id,
    settlement: 'LOST' as const,
    reason: 'Gone',
  };
  const key = { ...asSystem, idempotencyKey: 'settle' };
  for (const _ of times(2, () => 0)) await w.perform(settleTransferDiscrepancy, input, key);
  expect(await stateOf(w, t)).toEqual(['PARTIALLY_RECEIVED', 'VALVE requested 2 shipped 2 lost 1']);
});

test('matches in both directions and closing at once: each ends once', async () => {
  for (const _ of times(4, () => 0)) {
    await receive(w, 'TEH DOCK', 'VALVE 4');
    const [a, b] = [await onTheWay('VALVE 2'), await onTheWay('VALVE 2')];
    const [lackA, overA] = await found(w, a, 'SHORTAGE VALVE 1', 'OVERAGE VALVE 1');
    const [lackB, overB] = await found(w, b, 'SHORTAGE VALVE 1', 'OVERAGE VALVE 1');
    const match = (id: string | undefined) => ({ matchedDiscrepancyId: id ?? null });
    const ends = await outcomes([
      settleFound(w, overA, 'MATCHED', match(lackB)),
      settleFound(w, overB, 'MATCHED', match(lackA)),
      settleFound(w, lackA, 'LOST'),
      close(w, b, 'LOST'),
    ]);
    const known = /^(done|ILLEGAL_STATE|DISCREPANCY_SETTLED|DISCREPANCIES_OPEN)$/;
    expect(Object.keys(ends).filter((end) => !known.test(end))).toEqual([]);
    expect(await w.verify()).toEqual([]);
  }
});
