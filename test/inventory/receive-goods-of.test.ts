import {
  createStockOwner,
  createStockPackages,
  receiveGoods,
  type ReceiveGoodsInput,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { issue, levels } from './voucher-acts.ts';
import {
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
beforeAll(async () => {
  w = await openWorld();
  await w.perform(createStockOwner, { code: 'ACME', nameEn: 'Acme', nameFa: 'اکمه' }, asSystem);
});
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

type Line = ReceiveGoodsInput['lines'][number];
const line = (sku: string, over: Partial<Line> = {}): Line => ({
  productId: idOf(w, sku),
  quantity: '1',
  unit: sku === 'ROPE' ? 'MTR' : 'PCE',
  ...over,
});
const go = (lines: Line[], over: Partial<ReceiveGoodsInput> = {}) =>
  w.perform(receiveGoods, { warehouseId: idOf(w, 'TEH'), lines, ...over }, asSystem);

test('goods of others, held and packed ones are told apart, and only ours are sold', async () => {
  const sscc = '106141412345678908';
  const packages = { warehouseId: idOf(w, 'TEH'), ssccs: [sscc] };
  await w.perform(createStockPackages, packages, asSystem);
  await go([
    line('VALVE', { quantity: '2', ownerCode: 'acme' }),
    line('VALVE', { quantity: '3', status: 'QUARANTINE' }),
    line('VALVE', { quantity: '4', sscc }),
    line('VALVE', { quantity: '5' }),
  ]);
  expect(await levels(w, 'TEH')).toEqual(['VALVE 9 sellable']);
  const rows = await w.sql(
    `select trim_scale(b.on_hand)::text as n, o.code, b.status, p.sscc from stock_balance b
     left join stock_owner o on o.id = b.owner_id
     left join stock_package p on p.id = b.package_id order by b.on_hand`,
  );
  expect(rows).toEqual([
    { n: '2', code: 'ACME', status: 'AVAILABLE', sscc: null },
    { n: '3', code: null, status: 'QUARANTINE', sscc: null },
    { n: '4', code: null, status: 'AVAILABLE', sscc },
    { n: '5', code: null, status: 'AVAILABLE', sscc: null },
  ]);
  // Loose goods leave before packages are opened.
  await issue(w, 'TEH', 'VALVE 7');
  expect(await stock(w)).toEqual(['TEH DOCK VALVE 7']);
  expect(await levels(w, 'TEH')).toEqual(['VALVE 2 sellable']);
});

test('owners and packages there are not, days that cross, a day to come: refused', async () => {
  await expectRefused(
    w,
    () =>
      go(
        [
          line('VALVE', { ownerCode: 'NOBODY', sscc: '000000000000000000' }),
          line('ROPE', {
            lot: { code: 'L1', expiresOn: '2027-01-01', removalOn: '2027-02-01' },
          }),
          line('ROPE', { lot: { code: 'L2', bestBeforeOn: 'soon', supplierLot: 'x'.repeat(61) } }),
        ],
        { datedOn: '2026-03-22' },
      ),
    [
      'DATED_IN_FUTURE datedOn',
      'OWNER_NOT_FOUND lines.0.ownerCode',
      'PACKAGE_NOT_FOUND lines.0.sscc',
      'LOT_DAYS_CROSSED lines.1.lot.removalOn',
      'NOT_A_DATE lines.2.lot.bestBeforeOn',
      'TEXT_MALFORMED lines.2.lot.supplierLot',
    ],
  );
});

test('a lot keeps its days; another day is refused by name', async () => {
  const lot = { code: 'L1', expiresOn: '2027-02-01', bestBeforeOn: '2026-12-01', supplierLot: 'Z' };
  await go([line('ROPE', { lot })]);
  expect(
    await w.sql('select expires_on, best_before_on, removal_on, supplier_lot from lot'),
  ).toEqual([
    {
      expires_on: '2027-02-01',
      best_before_on: '2026-12-01',
      removal_on: '2027-02-01',
      supplier_lot: 'Z',
    },
  ]);
  const other = { code: 'L1', expiresOn: '2027-02-01', bestBeforeOn: '2026-12-02' };
  await expectRefused(w, () => go([line('ROPE', { lot: other })]), [
    'LOT_EXPIRY_DIFFERS lines.0.lot.bestBeforeOn',
  ]);
  await go([line('ROPE', { lot: { code: 'L1' } })]);
});

test('booked on an earlier day, in the numbers of its year; not into a closed period', async () => {
  const answer = await go([line('VALVE')], { datedOn: '2025-12-30' });
  expect(answer.number).toBe('TEH-GR-2025-000001');
  expect(await w.sql('select dated_on from stock_move')).toEqual([{ dated_on: '2025-12-30' }]);
  await w.sql(`update warehouse set closed_through = '2026-02-28' where code = 'TEH'`);
  await expectRefused(w, () => go([line('VALVE')], { datedOn: '2026-02-28' }), [
    'PERIOD_CLOSED datedOn',
  ]);
  await go([line('VALVE')], { datedOn: '2026-03-01' });
  await w.sql('update warehouse set closed_through = null');
});

test('a serial that was sold is received by nobody, however many try', async () => {
  await receive(w, 'TEH A1', 'BOILER S1');
  const id = await issue(w, 'TEH', 'BOILER S1');
  const [sold] = await w.sql<{ number: string }>('select number from stock_voucher where id = $1', [
    id,
  ]);
  const acts = times(4, () => receive(w, 'ISF A1', 'BOILER S1'));
  expect(await outcomes(acts)).toEqual({ SERIAL_SEEN_BEFORE: 4 });
  const faults = await expectRefused(w, () => receive(w, 'TEH A1', 'BOILER S1'), [
    'SERIAL_SEEN_BEFORE lines.0.serials.0',
  ]);
  expect(faults[0]?.message).toContain(`went to a customer by ${sold?.number}`);
});
