import { newId } from '../../src/kernel/id.ts';
import {
  cancelStockVoucher,
  draftGoodsIssue,
  draftGoodsReceipt,
  editStockVoucher,
  loadPickProposal,
  postStockVoucher,
  type DraftGoodsIssueInput,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import {
  draftIssue,
  draftReceipt,
  issue,
  levels,
  post,
  postedLine,
  reserveFor,
  voucherState,
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
beforeEach(() => forgetGoods(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

const types = async (): Promise<string[]> => (await announced(w)).map(({ type }) => type);

describe('what is expected', () => {
  test('a receipt is drafted with its number, and posted as it was announced', async () => {
    const draft = await draftReceipt(w, 'TEH', 'VALVE 4', 'BOILER S1,S2');
    expect(await stock(w)).toEqual([]);
    expect(await voucherState(w, draft)).toEqual(['DRAFT', 'VALVE 4', 'BOILER 2']);
    await post(w, draft, { usePlan: true });
    expect(await stock(w)).toEqual([
      'TEH DOCK BOILER S1 1',
      'TEH DOCK BOILER S2 1',
      'TEH DOCK VALVE 4',
    ]);
    expect(await voucherState(w, draft)).toEqual([
      'POSTED',
      'VALVE 4 posted 4',
      'BOILER 2 posted 2',
    ]);
    expect(await types()).toEqual(['goodsReceipt.drafted', 'goodsReceipt.posted']);
  });

  test('lots are named when they come; less comes only where that is meant', async () => {
    const draft = await draftReceipt(w, 'TEH', 'ROPE 10', 'VALVE 4');
    await expectRefused(w, () => post(w, draft, { usePlan: true }), [
      'LOT_REQUIRED stockVoucherId.lotCode',
    ]);
    const lines = [postedLine(w, draft, 'ROPE 9 L1 at TEH A1')];
    const input = { stockVoucherId: draft.id, lines };
    const days = { code: 'L1', expiresOn: '2027-01-31', removalOn: '2027-01-01' };
    await expectRefused(w, () => w.perform(postStockVoucher, input, asSystem), [
      'SHORT_SHIPMENT',
      'SHORT_SHIPMENT',
    ]);
    const meant = { ...input, lines: [{ ...lines[0]!, lotCode: null, lot: days }] };
    await w.perform(postStockVoucher, { ...meant, acceptShort: true }, asSystem);
    expect(await stock(w)).toEqual(['TEH A1 ROPE L1 9']);
    expect(await w.sql('select removal_on from lot')).toEqual([{ removal_on: '2027-01-01' }]);
  });

  test('serials that nobody announced come only by a deliberate swap', async () => {
    const draft = await draftReceipt(w, 'TEH', 'BOILER S1,S2');
    await expectRefused(w, () => post(w, draft, {}, 'BOILER S1,S3'), [
      'SERIAL_NOT_EXPECTED lines.0.serials.1',
    ]);
    await post(w, draft, { allowSwap: true }, 'BOILER S1,S3');
    expect(await stock(w)).toEqual(['TEH DOCK BOILER S1 1', 'TEH DOCK BOILER S3 1']);
  });

  test('more than was announced, nothing, lines there are not: refused', async () => {
    const draft = await draftReceipt(w, 'TEH', 'VALVE 4');
    await expectRefused(w, () => post(w, draft), ['NOTHING_TO_POST']);
    await expectRefused(w, () => post(w, draft, {}, 'VALVE 5'), ['MORE_THAN_REQUESTED']);
    const line = { stockVoucherLineId: newId(), quantity: '1' };
    await expectRefused(
      w,
      () => w.perform(postStockVoucher, { stockVoucherId: draft.id, lines: [line] }, asSystem),
      ['LINE_NOT_FOUND lines.0.stockVoucherLineId'],
    );
    await expectRefused(w, () => post(w, draft, { datedOn: '2026-03-22' }, 'VALVE 4'), [
      'DATED_IN_FUTURE datedOn',
    ]);
  });
});

describe('what is to leave', () => {
  beforeEach(async () => {
    await receive(w, 'TEH A1', 'VALVE 10', 'BOILER S1,S2', 'ROPE 5 L1');
    await receive(w, 'TEH A2', 'VALVE 5', 'ROPE 8 L2');
    await w.sql(`update lot set expires_on = '2026-06-01', removal_on = '2026-05-01'
                 where code = 'L2'`);
  });

  test('drafted, reserved, posted from where it is proposed', async () => {
    const draft = await draftIssue(w, 'TEH', 'VALVE 12', 'ROPE 9', 'BOILER S2');
    expect(await reserveFor(w, draft)).toMatchObject({ complete: true });
    expect((await voucherState(w, draft))[0]).toBe('READY');
    expect(await levels(w, 'TEH')).toEqual([
      'BOILER 2 sellable, 1 reserved',
      'ROPE 13 sellable, 9 reserved',
      'VALVE 15 sellable, 12 reserved',
    ]);
    await post(w, draft, { usePlan: true });
    // L2 goes first, for it expires.
    expect(await stock(w)).toEqual(['TEH A1 BOILER S1 1', 'TEH A1 ROPE L1 4', 'TEH A2 VALVE 3']);
    expect(await levels(w, 'TEH')).toEqual([
      'BOILER 1 sellable',
      'ROPE 4 sellable',
      'VALVE 3 sellable',
    ]);
    expect((await types()).filter((type) => type.startsWith('goodsIssue'))).toEqual([
      'goodsIssue.drafted',
      'goodsIssue.reserved',
      'goodsIssue.posted',
    ]);
  });

  test('less leaves where that is meant, and what was set aside beyond it is free', async () => {
    const draft = await draftIssue(w, 'TEH', 'VALVE 12');
    await reserveFor(w, draft);
    await expectRefused(w, () => post(w, draft, {}, 'VALVE 7 at TEH A1'), ['SHORT_SHIPMENT']);
    await post(w, draft, { acceptShort: true }, 'VALVE 7 at TEH A1');
    expect(await levels(w, 'TEH')).toContain('VALVE 8 sellable');
    expect(await w.sql('select state, ended from stock_reservation')).toEqual([
      { state: 'CONSUMED', ended: 'SHORT_CLOSED' },
    ]);
  });

  test('what is promised to one is not proposed to another, nor taken by hand', async () => {
    const first = await draftIssue(w, 'TEH', 'VALVE 12');
    await reserveFor(w, first);
    const second = await draftIssue(w, 'TEH', 'VALVE 4');
    await expectRefused(w, () => post(w, second, { usePlan: true }), [
      'INSUFFICIENT_STOCK stockVoucherId',
    ]);
    await expectRefused(w, () => post(w, second, {}, 'VALVE 4 at TEH A1'), [
      'INSUFFICIENT_STOCK lines.0',
    ]);
    expect(await reserveFor(w, second)).toMatchObject({ complete: false });
    await expectRefused(w, () => reserveFor(w, second), ['ILLEGAL_STATE']);
    await w.perform(cancelStockVoucher, { stockVoucherId: first.id }, asSystem);
    // Who waited was served by what the first gave up.
    expect(await levels(w, 'TEH')).toContain('VALVE 15 sellable, 4 reserved');
    await post(w, second, { usePlan: true });
  });

  test('all or nothing: nothing is set aside where something is short', async () => {
    const draft = await draftIssue(w, 'TEH', 'VALVE 4', 'ROPE 20');
    const faults = await expectRefused(w, () => reserveFor(w, draft, true), [
      'INSUFFICIENT_STOCK stockVoucherId',
    ]);
    expect(faults[0]?.details).toMatchObject({ sku: 'ROPE', wanted: '20', available: '13' });
  });

  test('the proposal: first what expires first, by the way pickers walk, never what is held', async () => {
    await w.sql(
      `update location set walk_order = case code when 'A2' then 1 else 2 end
                 where warehouse_id = $1`,
      [idOf(w, 'TEH')],
    );
    const draft = await draftIssue(w, 'TEH', 'VALVE 12', 'ROPE 9', 'BOILER 1');
    const walk = await loadPickProposal(w.database, draft.id, '2026-03-21');
    expect(walk?.picks.map(({ location, lot, quantity }) => [location, lot, quantity])).toEqual([
      ['A2', null, '5'],
      ['A2', 'L2', '8'],
      ['A1', null, '7'],
      ['A1', 'L1', '1'],
      ['A1', 'S1', '1'],
    ]);
    const later = await loadPickProposal(w.database, draft.id, '2026-05-01');
    expect(later?.missing).toMatchObject([{ quantity: '4' }]);
  });

  test('expired and held goods do not leave for a customer', async () => {
    w.clock.set('2026-05-02T08:00:00Z');
    const draft = await draftIssue(w, 'TEH', 'ROPE 8');
    await expectRefused(w, () => post(w, draft, {}, 'ROPE 8 L2 at TEH A2'), [
      'LOT_EXPIRED lines.0.lotCode',
    ]);
    w.clock.set('2026-03-21T08:00:00Z');
    await receive(w, 'TEH QUAR', 'VALVE 1');
    await expectRefused(w, () => issue(w, 'TEH', 'VALVE 1 at TEH QUAR'), ['GOODS_HELD lines.0']);
  });

  test('edited as long as it is a draft, by who saw its newest version', async () => {
    const draft = await draftIssue(w, 'TEH', 'VALVE 4');
    const edit = (expectedVersion: number, ...goods: string[]) =>
      w.perform(
        editStockVoucher,
        {
          stockVoucherId: draft.id,
          expectedVersion,
          reference: 'order 7',
          lines: goods.map((text) => wantedLine(w, text)),
        },
        asSystem,
      );
    await edit(1, 'VALVE 2', 'BOILER S1');
    expect(await voucherState(w, draft)).toEqual(['DRAFT', 'VALVE 2', 'BOILER 1']);
    await expectRefused(w, () => edit(1, 'VALVE 3'), ['STALE expectedVersion']);
    await expectRefused(w, () => edit(2, 'VALVE 0', 'ROPE 1 L9'), [
      'NOT_POSITIVE lines.0.quantity',
      'LOT_NOT_FOUND lines.1.lotCode',
    ]);
    await post(w, draft, { usePlan: true });
    await expectRefused(w, () => edit(3, 'VALVE 3'), ['ILLEGAL_STATE']);
  });

  test('posted, edited and cancelled at once: one of them', async () => {
    for (const _ of times(4, () => 0)) {
      const draft = await draftIssue(w, 'TEH', 'VALVE 1');
      const cancel = () => w.perform(cancelStockVoucher, { stockVoucherId: draft.id }, asSystem);
      const acts = [post(w, draft, { usePlan: true }), cancel(), post(w, draft, { usePlan: true })];
      expect(await outcomes(acts)).toEqual({ done: 1, ILLEGAL_STATE: 2 });
    }
    const draft = await draftIssue(w, 'TEH', 'VALVE 1');
    const edit = () =>
      w.perform(
        editStockVoucher,
        { stockVoucherId: draft.id, expectedVersion: 1, lines: [wantedLine(w, 'VALVE 2')] },
        asSystem,
      );
    const ends = await outcomes([edit(), edit(), edit()]);
    expect(ends).toEqual({ done: 1, STALE: 2 });
    const raced = await outcomes([post(w, draft, {}, 'VALVE 2 at TEH A1'), edit()]);
    expect((raced['done'] ?? 0) + Object.keys(raced).length).toBeGreaterThan(1);
  });
});

test('every fault of every line of a draft is named, and nothing changes', async () => {
  await receive(w, 'TEH A1', 'BOILER S1');
  const line = (text: string, over = {}) => ({ ...wantedLine(w, text), ...over });
  const input: DraftGoodsIssueInput = {
    id: 'none',
    warehouseId: idOf(w, 'TEH'),
    destination: 'SCRAP',
    reference: 'x'.repeat(201),
    lines: [
      line('VALVE 1', { productId: newId() }),
      line('VALVE 1 at ISF A1'),
      line('VALVE 1', { unit: 'MTR', ownerCode: 'NOBODY' }),
      line('VALVE 1 L1'),
      line('VALVE 1', { serials: ['S1'] }),
      line('BOILER S1,S1'),
      line('BOILER S1', { quantity: '2' }),
      line('BOILER S9', { sscc: '000000000000000000' }),
      line('ROPE 1 L9'),
    ],
  };
  await expectRefused(w, () => w.perform(draftGoodsIssue, input, asSystem), [
    'ID_MALFORMED id',
    'TEXT_MALFORMED reference',
    'REASON_REQUIRED reason',
    'PRODUCT_NOT_FOUND lines.0.productId',
    'LOCATION_NOT_FOUND lines.1.locationId',
    'OWNER_NOT_FOUND lines.2.ownerCode',
    'UNKNOWN_UNIT lines.2.unit',
    'NOT_TRACKED lines.3.lotCode',
    'NOT_TRACKED lines.4.serials',
    'SERIAL_REPEATED lines.5.serials.1',
    'SERIALS_REQUIRED lines.6.serials',
    'PACKAGE_NOT_FOUND lines.7.sscc',
    'LOT_NOT_FOUND lines.7.serials.0',
    'LOT_NOT_FOUND lines.8.lotCode',
    'SERIAL_REPEATED lines.6.serials.0',
  ]);
});

test('rights: receipts need inventory.receive, issues inventory.issue, at the warehouse', async () => {
  await receive(w, 'TEH A1', 'VALVE 9');
  const out = await draftIssue(w, 'TEH', 'VALVE 1');
  const coming = await draftReceipt(w, 'TEH', 'VALVE 1');
  const read = { 'inventory.read': 'ALL' } as const;
  const receiver = asViewer({ ...read, 'inventory.receive': [idOf(w, 'TEH')] });
  const issuer = asViewer({ ...read, 'inventory.issue': [idOf(w, 'TEH')] });
  const elsewhere = asViewer({
    ...read,
    'inventory.issue': [idOf(w, 'ISF')],
    'inventory.receive': [idOf(w, 'ISF')],
  });
  const posting = (draft: { id: string }, who: typeof issuer) => () =>
    w.perform(postStockVoucher, { stockVoucherId: draft.id, usePlan: true }, who);
  for (const act of [
    posting(out, receiver),
    posting(coming, issuer),
    posting(out, elsewhere),
    posting(coming, elsewhere),
  ]) {
    await expect(act()).rejects.toThrow(Forbidden);
  }
  await posting(out, issuer)();
  await posting(coming, receiver)();
  const empty = { warehouseId: idOf(w, 'TEH'), lines: [] };
  await expect(w.perform(draftGoodsReceipt, empty, issuer)).rejects.toThrow(Forbidden);
});

test('numbers have no gaps by kind; a cancelled draft keeps its own', async () => {
  const [a] = await Promise.all(times(3, () => draftReceipt(w, 'TEH', 'VALVE 1')));
  await w.perform(cancelStockVoucher, { stockVoucherId: a!.id }, asSystem);
  await draftReceipt(w, 'TEH', 'VALVE 1');
  const rows = await w.sql<{ number: string }>('select number from stock_voucher order by number');
  expect(rows.map((row) => row.number)).toEqual(times(4, (n) => `TEH-GR-2026-00000${n + 1}`));
});

test('1,000 lines take as many statements as one', async () => {
  await receive(w, 'TEH A1', 'VALVE 5000', ...times(40, (n) => `ROPE 100 L${n}`));
  const go = async (lines: number): Promise<string[]> => {
    const texts = times(lines, (n) => (n % 2 ? `ROPE 1 L${n % 40}` : 'VALVE 1'));
    return w.statementsOf(async () => {
      const draft = await draftIssue(w, 'TEH', ...texts);
      await reserveFor(w, draft);
      await post(w, draft, { usePlan: true });
    });
  };
  const few = await go(2);
  expect(await go(1000)).toEqual(few);
});
