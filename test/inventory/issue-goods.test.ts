import { issueGoods, receiveGoods, returnToSupplier } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { issue, levels, voucherState, wantedLine } from './voucher-acts.ts';
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

describe('goods leave at once', () => {
  test('by hand or from where it is proposed, all or none', async () => {
    const id = await issue(w, 'TEH', 'VALVE 4 at TEH A1', 'VALVE 3', 'ROPE 2', 'BOILER S2');
    expect(await stock(w)).toEqual(['TEH A1 BOILER S1 1', 'TEH A1 ROPE L1 3', 'TEH A1 VALVE 3']);
    const posted = ['VALVE 4 posted 4', 'VALVE 3 posted 3', 'ROPE 2 posted 2', 'BOILER 1 posted 1'];
    expect(await voucherState(w, { id })).toEqual(['POSTED', ...posted]);
    await expectRefused(w, () => issue(w, 'TEH', 'VALVE 1', 'VALVE 3', 'ROPE 4 L1', 'BOILER 2'), [
      'INSUFFICIENT_STOCK lines.1',
      'INSUFFICIENT_STOCK lines.2',
      'INSUFFICIENT_STOCK lines.3',
    ]);
    await expectRefused(w, () => issue(w, 'TEH', 'VALVE 2 at TEH A1', 'VALVE 2 at TEH A1'), [
      'INSUFFICIENT_STOCK lines.0',
      'INSUFFICIENT_STOCK lines.1',
    ]);
    expect((await announced(w)).map(({ type }) => type)).toContain('goodsIssue.posted');
  });

  test('scrapped with a reason; sent back to the supplier, who may bring it again', async () => {
    const input = { warehouseId: idOf(w, 'TEH'), lines: [wantedLine(w, 'BOILER S1')] };
    const scrap = { ...input, destination: 'SCRAP' as const };
    await expectRefused(w, () => w.perform(issueGoods, scrap, asSystem), [
      'REASON_REQUIRED reason',
    ]);
    await w.perform(issueGoods, { ...scrap, reason: 'It burst' }, asSystem);
    const back = { ...input, lines: [wantedLine(w, 'BOILER S2')] };
    const answer = await w.perform(returnToSupplier, back, asSystem);
    expect(answer.number).toBe('TEH-SR-2026-000001');
    await expectRefused(w, () => receive(w, 'TEH A1', 'BOILER S1'), [
      'SERIAL_SEEN_BEFORE lines.0.serials.0',
    ]);
    await receive(w, 'TEH A1', 'BOILER S2');
  });

  test('held goods are scrapped where somebody says where they are', async () => {
    const lines = [{ ...wantedLine(w, 'VALVE 2 at TEH A1'), status: 'BLOCKED' as const }];
    const warehouseId = idOf(w, 'TEH');
    const held = { productId: idOf(w, 'VALVE'), quantity: '2', unit: 'PCE' };
    const place = { locationId: idOf(w, 'TEH A1'), status: 'BLOCKED' as const };
    await w.perform(receiveGoods, { warehouseId, lines: [{ ...held, ...place }] }, asSystem);
    const scrap = { warehouseId, destination: 'SCRAP' as const, reason: 'Rust', lines };
    await expectRefused(
      w,
      () => w.perform(issueGoods, { ...scrap, destination: 'CUSTOMER' }, asSystem),
      ['GOODS_HELD lines.0'],
    );
    const nowhere = [{ ...lines[0]!, locationId: null }];
    await expectRefused(w, () => w.perform(issueGoods, { ...scrap, lines: nowhere }, asSystem), [
      'LOCATION_REQUIRED lines.0.locationId',
    ]);
    await w.perform(issueGoods, scrap, asSystem);
    expect(await levels(w, 'TEH')).toContain('VALVE 10 sellable');
  });

  test('two issues of the last unit: one of them', async () => {
    await issue(w, 'TEH', 'VALVE 9');
    const acts = times(8, (n) => issue(w, 'TEH', n % 2 ? 'VALVE 1' : 'VALVE 1 at TEH A1'));
    expect(await outcomes(acts)).toEqual({ done: 1, INSUFFICIENT_STOCK: 7 });
    const serial = times(6, () => issue(w, 'TEH', 'BOILER S1'));
    expect(await outcomes(serial)).toEqual({ done: 1, INSUFFICIENT_STOCK: 5 });
  });

  test('the same key answers as the first time', async () => {
    const caller = { ...asSystem, idempotencyKey: 'k1' };
    const input = {
      warehouseId: idOf(w, 'TEH'),
      destination: 'CUSTOMER' as const,
      lines: [wantedLine(w, 'VALVE 4')],
    };
    const first = await w.perform(issueGoods, input, caller);
    expect(await w.perform(issueGoods, input, caller)).toEqual(first);
    expect(await levels(w, 'TEH')).toContain('VALVE 6 sellable');
  });

  test('1,000 lines take as many statements as one', async () => {
    await receive(w, 'TEH A1', 'VALVE 5000', 'ROPE 5000 L1');
    const go = (lines: number) =>
      w.statementsOf(() =>
        issue(w, 'TEH', ...times(lines, (n) => (n % 2 ? 'ROPE 1' : 'VALVE 1 at TEH A1'))),
      );
    const few = await go(2);
    expect(await go(1000)).toEqual(few);
  });
});
