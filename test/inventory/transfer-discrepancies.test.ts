import { newId } from '../../src/kernel/id.ts';
import {
  receiveStockTransfer,
  settleTransferDiscrepancy,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import {
  arrive,
  arriveInput,
  receive,
  scan,
  settle,
  ship,
  transfer,
  type Transfer,
} from './acts.ts';
import { close, discrepancies, found, reserve, setAside, settleFound } from './transfer-acts.ts';
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

const damaged = (t: Transfer, ...goods: string[]) => {
  const { lines, ...input } = arriveInput(w, t, goods);
  const broken = lines!.map((line) => ({ ...line, damaged: true, note: 'Wet' }));
  return w.perform(receiveStockTransfer, { ...input, lines: broken }, asSystem);
};

describe('recording', () => {
  test('keeps what was found, and moves nothing', async () => {
    const t = await onTheWay('VALVE 4', 'ROPE 5 L1', 'BOILER S1');
    const before = await stock(w);
    await found(
      w,
      t,
      'SHORTAGE VALVE 2',
      'OVERAGE ROPE 1 NEW',
      'WRONG_ITEM new HOSE 3',
      'SERIAL_SWAP BOILER S1 S2',
    );
    expect(await stock(w)).toEqual(before);
    expect(await discrepancies(w)).toEqual([
      'SHORTAGE VALVE 2 OPEN',
      'OVERAGE ROPE NEW 1 OPEN',
      'WRONG_ITEM HOSE 3 OPEN',
      'SERIAL_SWAP BOILER S1 S2 1 OPEN',
    ]);
    expect((await announced(w)).at(-1)).toMatchObject({
      type: 'stockTransfer.discrepancyRecorded',
      data: { stockTransfer: { state: 'SHIPPED' }, change: { discrepancies: [{}, {}, {}, {}] } },
    });
  });

  test('names every fault of every line', async () => {
    const t = await onTheWay('VALVE 4', 'BOILER S1');
    await found(w, t, 'SHORTAGE VALVE 3');
    await expectRefused(
      w,
      () =>
        found(
          w,
          t,
          'DAMAGE VALVE 1',
          'OVERAGE VALVE 0',
          'WRONG_ITEM new ROPE 1',
          'SERIAL_SWAP BOILER S1 S1',
          'SERIAL_SWAP VALVE 1 S1',
          'SHORTAGE VALVE 2',
          'SHORTAGE BOILER S9',
          'OVERAGE BOILER S4,S4',
        ),
      [
        'CODE_MALFORMED lines.0.kind',
        'NOT_POSITIVE lines.1.quantity',
        'LOT_REQUIRED lines.2.lotCode',
        'SERIAL_REPEATED lines.3.arrivedSerial',
        'SERIALS_REQUIRED lines.4.serials',
        'LOT_NOT_FOUND lines.6.serials.0',
        'SERIAL_REPEATED lines.7.serials.1',
        'SCANNED_NOT_RECEIVED lines.5',
      ],
    );
  });

  test('what is missing is on its way, and not scanned', async () => {
    const t = await onTheWay('VALVE 4');
    await scan(w, t, 'RECEIVE', 'VALVE-1');
    await expectRefused(w, () => found(w, t, 'SHORTAGE VALVE 4'), ['SCANNED_NOT_RECEIVED lines.0']);
    await expectRefused(w, () => found(w, t, 'SHORTAGE VALVE 5'), ['NOT_IN_TRANSIT lines.0']);
    await found(w, t, 'SHORTAGE VALVE 3');
  });
});

describe('damaged goods', () => {
  test('arrive in quarantine, and are scrapped or released', async () => {
    const t = await onTheWay('VALVE 4', 'BOILER S1');
    await damaged(t, 'VALVE 2', 'BOILER S1 at ISF A1');
    await arrive(w, t, 'VALVE 2');
    expect(await stateOf(w, t)).toEqual([
      'RECEIVED',
      'VALVE requested 4 shipped 4 received 4',
      'BOILER requested 1 shipped 1 received 1',
    ]);
    const held = await w.sql(
      `select l.code, b.status, trim_scale(b.on_hand)::text as n from stock_balance b
       join location l on l.id = b.location_id where b.status <> 'AVAILABLE' order by 1`,
    );
    expect(held).toEqual([
      { code: 'A1', status: 'QUARANTINE', n: '1' },
      { code: 'QUAR', status: 'QUARANTINE', n: '2' },
    ]);
    const rows = await w.sql<{ id: string; note: string }>(
      'select id, note from stock_transfer_discrepancy order by quantity',
    );
    expect(rows.map(({ note }) => note)).toEqual(['Wet', 'Wet']);
    const [boiler, valves] = rows.map(({ id }) => id);
    await expectRefused(w, () => settleFound(w, boiler, 'LOST'), [
      'SETTLEMENT_NOT_ALLOWED settlement',
    ]);
    await settleFound(w, boiler, 'RELEASED');
    const value = { amount: '12.50', currency: 'EUR' };
    await settleFound(w, valves, 'SCRAPPED', { value });
    expect(await stock(w)).toContain('ISF A1 BOILER S1 1');
    expect(await stock(w)).not.toContain('ISF QUAR VALVE 2');
    expect(
      await w.sql(
        `select settlement, reason, responsible, trim_scale(value_amount)::text as amount,
                value_currency from stock_transfer_discrepancy where value_amount is not null`,
      ),
    ).toEqual([
      {
        settlement: 'SCRAPPED',
        reason: 'Looked into',
        responsible: 'The carrier',
        amount: '12.5',
        value_currency: 'EUR',
      },
    ]);
  });
});

describe('settling a shortage', () => {
  test('as lost, as back at the source, or as no shortage at all', async () => {
    const t = await onTheWay('VALVE 4');
    const [lost, back, none] = [
      ...(await found(w, t, 'SHORTAGE VALVE 1')),
      ...(await found(w, t, 'SHORTAGE VALVE 2')),
      ...(await found(w, t, 'SHORTAGE VALVE 1')),
    ];
    await settleFound(w, lost, 'LOST');
    await settleFound(w, back, 'RETURNED_TO_SOURCE');
    await arrive(w, t, 'VALVE 1');
    // Nothing is on its way; what is open keeps it from being closed.
    expect((await stateOf(w, t))[0]).toBe('PARTIALLY_RECEIVED');
    await settleFound(w, none, 'REFUSED');
    expect(await stateOf(w, t)).toEqual([
      'CLOSED',
      'VALVE requested 4 shipped 4 received 1 lost 1 returned 2',
    ]);
    expect((await announced(w)).at(-1)).toMatchObject({
      type: 'stockTransfer.discrepancySettled',
      data: { stockTransfer: { state: 'CLOSED' }, change: { discrepancy: { state: 'SETTLED' } } },
    });
  });

  test('refuses what is settled, what is not there, and what has arrived since', async () => {
    const t = await onTheWay('VALVE 2');
    const [id] = await found(w, t, 'SHORTAGE VALVE 2');
    await expectRefused(w, () => settleFound(w, id, 'LOST', { reason: '' }), [
      'REASON_REQUIRED reason',
    ]);
    const value = { amount: '1.234', currency: 'EUR' };
    await expectRefused(w, () => settleFound(w, id, 'MATCHED', { value }), [
      'SETTLEMENT_NOT_ALLOWED settlement',
      'MATCH_DIFFERS matchedDiscrepancyId',
      'TOO_PRECISE value',
    ]);
    for (const none of [newId(), 'x']) {
      await expectRefused(w, () => settleFound(w, none, 'LOST'), [
        'DISCREPANCY_NOT_FOUND stockTransferDiscrepancyId',
      ]);
    }
    await arrive(w, t, 'VALVE 1');
    await expectRefused(w, () => settleFound(w, id, 'LOST'), ['NOT_IN_TRANSIT']);
    await settleFound(w, id, 'REFUSED');
    await expectRefused(w, () => settleFound(w, id, 'REFUSED'), [
      'DISCREPANCY_SETTLED stockTransferDiscrepancyId',
    ]);
  });

  test('a shortage settled at once is kept as a record', async () => {
    const t = await onTheWay('VALVE 2', 'BOILER S1');
    await settle(w, t, 'LOST VALVE 1', 'RETURNED_TO_SOURCE BOILER S1');
    expect((await discrepancies(w)).sort()).toEqual([
      'SHORTAGE BOILER S1 1 SETTLED RETURNED_TO_SOURCE',
      'SHORTAGE VALVE 1 SETTLED LOST',
    ]);
  });
});

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

  test('a serial number that is in stock is not taken in again; a place is of the destination', async () => {
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
    await settleFound(w, id, 'ACCEPTED');
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

test('matches in both directions and closing at once: none waits for ever, each ends once', async () => {
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
