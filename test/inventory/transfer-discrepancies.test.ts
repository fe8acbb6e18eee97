import { newId } from '../../src/kernel/id.ts';
import { receiveStockTransfer } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
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
import { discrepancies, found, settleFound } from './transfer-acts.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  openWorld,
  stateOf,
  stock,
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
