import { newId } from '../../src/kernel/id.ts';
import { returnFromCustomer, reverseStockVoucher } from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import {
  draftIssue,
  giveBack,
  issue,
  levels,
  post,
  reserveFor,
  takeBack,
  wantedLine,
} from './voucher-acts.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  stock,
  times,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 16 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH A1', 'VALVE 10', 'BOILER S1,S2', 'ROPE 5 L1');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

describe('goods come back from customers', () => {
  test('each line where it belongs: on sale, to be looked at, scrapped', async () => {
    const id = await issue(w, 'TEH', 'VALVE 4', 'BOILER S1,S2', 'ROPE 3 L1');
    const answer = await giveBack(
      w,
      'TEH',
      id,
      'AVAILABLE VALVE 2',
      'QUARANTINE BOILER S1',
      'SCRAP BOILER S2',
      'BLOCKED ROPE 1 L1 at TEH A2',
    );
    expect(answer.number).toBe('TEH-CR-2026-000001');
    expect(await levels(w, 'TEH')).toEqual([
      'BOILER 0 sellable',
      'ROPE 2 sellable',
      'VALVE 8 sellable',
    ]);
    expect(await stock(w)).toEqual([
      'TEH A1 ROPE L1 2',
      'TEH A1 VALVE 6',
      'TEH A2 ROPE L1 1',
      'TEH DOCK BOILER S1 1',
      'TEH DOCK VALVE 2',
    ]);
    await expectRefused(
      w,
      () => giveBack(w, 'ISF', id, 'AVAILABLE VALVE 3', 'AVAILABLE ROPE 3 L1', 'SCRAP BOILER S2'),
      [
        'MORE_THAN_ISSUED lines.0',
        'MORE_THAN_ISSUED lines.1.lotCode',
        'NOT_AT_CUSTOMER lines.2.serials.0',
      ],
    );
    await giveBack(w, 'ISF', null, 'AVAILABLE VALVE 2');
    await expectRefused(w, () => giveBack(w, 'ISF', null, 'AVAILABLE VALVE 1'), [
      'MORE_THAN_ISSUED lines.0',
    ]);
  });

  test('only what left with the issue that is named, and only if it stands', async () => {
    const a = await issue(w, 'TEH', 'VALVE 2', 'BOILER S1');
    const b = await issue(w, 'TEH', 'VALVE 5', 'BOILER S2');
    await expectRefused(
      w,
      () => giveBack(w, 'TEH', a, 'AVAILABLE VALVE 3', 'AVAILABLE BOILER S2'),
      ['MORE_THAN_ISSUED lines.0', 'NOT_AT_CUSTOMER lines.1.serials.0'],
    );
    await takeBack(w, b);
    await expectRefused(w, () => giveBack(w, 'TEH', b, 'AVAILABLE VALVE 1'), [
      'ALREADY_REVERSED stockVoucherId',
    ]);
    const receipt = await receive(w, 'TEH A1', 'VALVE 1');
    await expectRefused(w, () => giveBack(w, 'TEH', receipt, 'AVAILABLE VALVE 1'), [
      'WRONG_KIND stockVoucherId',
    ]);
  });

  test('goods nobody ever saw, or that are here, do not come back', async () => {
    await expectRefused(
      w,
      () => giveBack(w, 'TEH', null, 'AVAILABLE BOILER S9', 'AVAILABLE ROPE 1 L9'),
      ['LOT_NOT_FOUND lines.0.serials.0', 'LOT_NOT_FOUND lines.1.lotCode'],
    );
    const faults = await expectRefused(w, () => giveBack(w, 'TEH', null, 'AVAILABLE BOILER S1'), [
      'NOT_AT_CUSTOMER lines.0.serials.0',
    ]);
    expect(faults[0]?.message).toContain('TEH A1');
    await issue(w, 'TEH', 'BOILER S1');
    await expectRefused(w, () => receive(w, 'ISF A1', 'BOILER S1'), [
      'SERIAL_SEEN_BEFORE lines.0.serials.0',
    ]);
  });

  test('a serial leaves, returns and leaves again; its history stays', async () => {
    for (const _ of times(3, () => 0)) {
      const id = await issue(w, 'TEH', 'BOILER S1');
      await giveBack(w, 'TEH', id, 'AVAILABLE BOILER S1');
    }
    const [moves] = await w.sql(
      `select count(*)::int as n from stock_move m join lot on lot.id = m.lot_id
       where lot.code = 'S1'`,
    );
    expect(moves).toEqual({ n: 7 });
  });

  test('the same goods given back by five at once, in two warehouses, come back once', async () => {
    const id = await issue(w, 'TEH', 'VALVE 2', 'BOILER S1');
    const some = times(5, (n) =>
      giveBack(w, n % 2 ? 'TEH' : 'ISF', n % 2 ? id : null, 'AVAILABLE VALVE 2'),
    );
    expect(await outcomes(some)).toEqual({ done: 1, MORE_THAN_ISSUED: 4 });
    const serial = times(5, (n) => giveBack(w, n % 2 ? 'TEH' : 'ISF', null, 'AVAILABLE BOILER S1'));
    expect(await outcomes(serial)).toEqual({ done: 1, NOT_AT_CUSTOMER: 4 });
  });
});

describe('a posted voucher is taken back', () => {
  test('a receipt: its goods go, linked and numbered; only once, and not itself', async () => {
    const receipt = await receive(w, 'TEH A2', 'VALVE 5', 'BOILER S3');
    const answer = await takeBack(w, receipt);
    expect(answer.number).toBe('TEH-GR-2026-000003');
    expect(await stock(w)).not.toContain('TEH A2 VALVE 5');
    await expectRefused(w, () => takeBack(w, receipt), ['ALREADY_REVERSED stockVoucherId']);
    await expectRefused(w, () => takeBack(w, answer.stockVoucherId), ['WRONG_KIND']);
    expect((await announced(w)).slice(-2)).toMatchObject([
      { type: 'goodsReceipt.posted', data: { stockVoucher: { reversalOfId: receipt } } },
      { type: 'stockVoucher.reversed', data: { change: { reversal: { number: answer.number } } } },
    ]);
    await receive(w, 'TEH A2', 'BOILER S3');
  });

  test('an issue: its goods are where they were', async () => {
    const before = await stock(w);
    const id = await issue(w, 'TEH', 'VALVE 4', 'BOILER S1,S2', 'ROPE 2 L1');
    await takeBack(w, id);
    expect(await stock(w)).toEqual(before);
  });

  test('refused when the goods are not there, are promised, or came back already', async () => {
    const receipt = await receive(w, 'ISF A1', 'VALVE 5');
    const draft = await draftIssue(w, 'ISF', 'VALVE 4');
    await reserveFor(w, draft);
    await expectRefused(w, () => takeBack(w, receipt), ['INSUFFICIENT_STOCK stockVoucherId']);
    await post(w, draft, { usePlan: true });
    await expectRefused(w, () => takeBack(w, receipt), ['INSUFFICIENT_STOCK stockVoucherId']);
    await issue(w, 'TEH', 'VALVE 3');
    await giveBack(w, 'TEH', draft.id, 'AVAILABLE VALVE 1');
    await expectRefused(w, () => takeBack(w, draft.id), ['MORE_THAN_ISSUED stockVoucherId']);
    const sold = await issue(w, 'TEH', 'BOILER S1');
    await giveBack(w, 'ISF', sold, 'AVAILABLE BOILER S1');
    await expectRefused(w, () => takeBack(w, sold), ['NOT_AT_CUSTOMER stockVoucherId']);
  });

  test('needs a reason, an open day, and inventory.reverse there', async () => {
    const id = await issue(w, 'TEH', 'VALVE 4');
    const input = { stockVoucherId: id, reason: ' ', datedOn: '2026-03-22' };
    await expectRefused(w, () => w.perform(reverseStockVoucher, input, asSystem), [
      'REASON_REQUIRED reason',
      'DATED_IN_FUTURE datedOn',
    ]);
    await w.sql(`update warehouse set closed_through = '2026-03-01' where code = 'TEH'`);
    const closed = { ...input, reason: 'Wrong', datedOn: '2026-03-01' };
    await expectRefused(w, () => w.perform(reverseStockVoucher, closed, asSystem), [
      'PERIOD_CLOSED datedOn',
    ]);
    await w.sql('update warehouse set closed_through = null');
    const none = { stockVoucherId: newId(), reason: 'Wrong' };
    await expectRefused(w, () => w.perform(reverseStockVoucher, none, asSystem), [
      'STOCK_VOUCHER_NOT_FOUND stockVoucherId',
    ]);
    const right = { stockVoucherId: id, reason: 'Wrong' };
    const clerk = asViewer({ 'inventory.reverse': [idOf(w, 'ISF')], 'inventory.issue': 'ALL' });
    await expect(w.perform(reverseStockVoucher, right, clerk)).rejects.toThrow(Forbidden);
    await w.perform(
      reverseStockVoucher,
      right,
      asViewer({ 'inventory.reverse': [idOf(w, 'TEH')] }),
    );
  });

  test('by five at once: once; against a return of the same goods: one of them', async () => {
    const id = await issue(w, 'TEH', 'VALVE 4');
    const ends = await outcomes(times(5, () => takeBack(w, id)));
    expect(ends).toEqual({ done: 1, ALREADY_REVERSED: 4 });
    for (const _ of times(3, () => 0)) {
      const next = await issue(w, 'TEH', 'VALVE 1');
      const raced = await outcomes([
        takeBack(w, next),
        giveBack(w, 'TEH', next, 'AVAILABLE VALVE 1'),
        giveBack(w, 'ISF', null, 'AVAILABLE VALVE 1'),
      ]);
      expect(raced['done']).toBe(1);
    }
  });
});

test('a return needs inventory.receive there', async () => {
  const id = await issue(w, 'TEH', 'VALVE 4');
  const { id: _id, ...line } = wantedLine(w, 'VALVE 1');
  const input = {
    warehouseId: idOf(w, 'TEH'),
    stockVoucherId: id,
    lines: [{ ...line, disposition: 'AVAILABLE' as const }],
  };
  const issuer = asViewer({ 'inventory.issue': 'ALL', 'inventory.receive': [idOf(w, 'ISF')] });
  await expect(w.perform(returnFromCustomer, input, issuer)).rejects.toThrow(Forbidden);
});
