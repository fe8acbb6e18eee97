import {
  cancelStockVoucher,
  editStockVoucher,
  loadPickProposal,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import {
  draftIssue,
  issue,
  levels,
  post,
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

  test('the proposal: what expires first, as pickers walk, never what is held', async () => {
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

test('what moves is said by lines, or is as drafted: not both', async () => {
  await receive(w, 'TEH A1', 'VALVE 5');
  const draft = await draftIssue(w, 'TEH', 'VALVE 4');
  const both = () => post(w, draft, { usePlan: true }, 'VALVE 3 at TEH A1');
  await expectRefused(w, both, ['WHICH_GOODS usePlan']);
});
