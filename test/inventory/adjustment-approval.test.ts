import { newId } from '../../src/kernel/id.ts';
import { editProduct } from '../../src/modules/catalog/index.ts';
import {
  approveStockAdjustment,
  cancelStockVoucher,
  closeStockPeriod,
  editWarehouse,
  postStockVoucher,
  reopenStockPeriod,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import { adjust, changeOf, promise, promises } from './corrections.ts';
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
let author: Caller;
let second: Caller;
beforeAll(async () => {
  w = await openWorld();
  author = asViewer({
    'inventory.read': 'ALL',
    'inventory.adjust': 'ALL',
    'inventory.approve': 'ALL',
    'inventory.issue': 'ALL',
  });
  second = asViewer({ 'inventory.approve': [idOf(w, 'TEH')] });
  const product = { productId: idOf(w, 'VALVE'), expectedVersion: 1, standardCost: '10' };
  await w.perform(editProduct, product, asSystem);
  const limit = { warehouseId: idOf(w, 'TEH'), expectedVersion: 1, adjustmentLimit: '30' };
  await w.perform(editWarehouse, limit, asSystem);
});
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

const submit = (...lines: string[]) => adjust(w, lines, {}, author);
const approve = (stockVoucherId: string, caller: Caller = second, over: object = {}) =>
  w.perform(approveStockAdjustment, { stockVoucherId, ...over }, caller);

test('up to the limit it is booked at once; above it, or of unknown worth, it waits', async () => {
  await receive(w, 'TEH A1', 'VALVE 10');
  expect(await submit('TEH A1 VALVE -1', 'TEH A2 VALVE 2')).toMatchObject({
    awaitsApproval: false,
  });
  expect(await submit('TEH A1 VALVE -2', 'TEH A2 VALVE 2')).toMatchObject({
    number: 'TEH-AJ-2026-000002',
    awaitsApproval: true,
  });
  expect(await submit('TEH A1 HOSE 1')).toMatchObject({ awaitsApproval: true });
  expect(await stock(w)).toEqual(['TEH A1 VALVE 9', 'TEH A2 VALVE 2']);
  const elsewhere = { warehouseId: idOf(w, 'ISF') };
  expect(await adjust(w, ['ISF A1 HOSE 1000'], elsewhere, author)).toMatchObject({
    awaitsApproval: false,
  });
});

test('somebody else approves, and it is booked with its lots, serials and promises', async () => {
  await receive(w, 'TEH A1', 'VALVE 10', 'BOILER S1,S2', 'ROPE 4 L1');
  await promise(w, 'TEH VALVE 8');
  const { stockVoucherId } = await submit(
    'TEH A1 VALVE -5',
    'TEH A1 BOILER -S2',
    'TEH A2 BOILER S9,S8',
    'TEH A1 ROPE 1 L2',
    'TEH A1 ROPE -1 L1',
  );
  expect((await announced(w)).at(-1)).toMatchObject({
    type: 'stockAdjustment.submitted',
    data: { stockVoucher: { state: 'DRAFT', lines: { 2: { expectedSerials: ['S8', 'S9'] } } } },
  });
  expect(await promises(w)).toEqual(['VALVE held 8']);
  await approve(stockVoucherId);
  expect(await stock(w)).toEqual([
    'TEH A1 BOILER S1 1',
    'TEH A1 ROPE L1 3',
    'TEH A1 ROPE L2 1',
    'TEH A1 VALVE 5',
    'TEH A2 BOILER S8 1',
    'TEH A2 BOILER S9 1',
  ]);
  expect(await promises(w)).toEqual(['VALVE held 5 waiting 3']);
  expect((await announced(w)).map(({ type }) => type)).toContain('stockAdjustment.posted');
  const [voucher] = await w.sql(
    'select state, created_by, posted_by from stock_voucher where id = $1',
    [stockVoucherId],
  );
  expect(voucher).toEqual({
    state: 'POSTED',
    created_by: author.viewer?.personId,
    posted_by: second.viewer?.personId,
  });
});

test('refuses its author, a stranger, what is no such correction, and twice', async () => {
  await receive(w, 'TEH A1', 'VALVE 10');
  const { stockVoucherId } = await submit('TEH A1 VALVE -5');
  await expectRefused(w, () => approve(stockVoucherId, author), ['SAME_PERSON']);
  const stranger = asViewer({ 'inventory.approve': [idOf(w, 'ISF')] });
  await expect(approve(stockVoucherId, stranger)).rejects.toThrow(Forbidden);
  await expectRefused(w, () => approve(newId()), ['STOCK_VOUCHER_NOT_FOUND stockVoucherId']);
  const receipt = await receive(w, 'TEH A1', 'VALVE 1');
  await expectRefused(w, () => approve(receipt), ['WRONG_KIND']);
  await approve(stockVoucherId);
  await expectRefused(w, () => approve(stockVoucherId), ['ILLEGAL_STATE']);
});

test('its author, or another who may correct, gives it up; then nobody approves it', async () => {
  await receive(w, 'TEH A1', 'VALVE 10');
  const { stockVoucherId } = await submit('TEH A1 VALVE -5');
  const cancel = (caller: Caller) => w.perform(cancelStockVoucher, { stockVoucherId }, caller);
  await expect(cancel(second)).rejects.toThrow(Forbidden);
  await cancel(author);
  expect((await announced(w)).at(-1)).toMatchObject({ type: 'stockAdjustment.cancelled' });
  await expectRefused(w, () => approve(stockVoucherId), ['ILLEGAL_STATE']);
  const draft = await submit('TEH A1 VALVE -5');
  const post = () => w.perform(postStockVoucher, draft, author);
  await expectRefused(w, post, ['WRONG_KIND']);
});

test('what changed meanwhile is refused as if it were asked for now', async () => {
  await receive(w, 'TEH A1', 'VALVE 5', 'BOILER S1');
  const lost = await submit('TEH A1 VALVE -5');
  const found = await submit('TEH A2 BOILER S2', 'TEH A2 VALVE 9');
  await adjust(w, ['TEH A1 VALVE -1'], { reasonCode: 'LOSS' }, author);
  await receive(w, 'ISF A1', 'BOILER S2');
  await expectRefused(w, () => approve(lost.stockVoucherId), ['INSUFFICIENT_STOCK lines.0']);
  await expectRefused(w, () => approve(found.stockVoucherId), [
    'SERIAL_ALREADY_IN_STOCK lines.0.serials.0',
  ]);
});

test('a day that was closed meanwhile is another one, if somebody says so', async () => {
  const warehouseId = idOf(w, 'TEH');
  await receive(w, 'TEH A1', 'VALVE 5');
  const dated = { datedOn: '2026-03-10' };
  const { stockVoucherId } = await adjust(w, ['TEH A1 VALVE -5'], dated, author);
  await w.perform(closeStockPeriod, { warehouseId, through: '2026-03-15' }, asSystem);
  await expectRefused(w, () => approve(stockVoucherId), ['PERIOD_CLOSED datedOn']);
  await expectRefused(w, () => adjust(w, ['TEH A1 VALVE -5'], dated, author), [
    'PERIOD_CLOSED datedOn',
  ]);
  await approve(stockVoucherId, second, { datedOn: '2026-03-16' });
  expect(await w.sql('select dated_on from stock_voucher where id = $1', [stockVoucherId])).toEqual(
    [{ dated_on: '2026-03-16' }],
  );
  await w.perform(reopenStockPeriod, { warehouseId, reason: 'Test is over' }, asSystem);
});

test('a draft names what is there: lots that were never seen are refused at once', async () => {
  const hose = changeOf(w, 'TEH A1 HOSE 5');
  const rope = changeOf(w, 'TEH A1 ROPE -1 L7');
  const boiler = changeOf(w, 'TEH A1 BOILER -S7');
  await expectRefused(w, () => adjust(w, [hose, rope, boiler], {}, author), [
    'LOT_NOT_FOUND lines.1.lot',
    'LOT_NOT_FOUND lines.2.serials.0',
  ]);
});

test('of eight who approve at once, one does', async () => {
  await receive(w, 'TEH A1', 'VALVE 20');
  const { stockVoucherId } = await submit('TEH A1 VALVE -5');
  const acts = times(8, () => approve(stockVoucherId));
  expect(await outcomes(acts)).toEqual({ done: 1, ILLEGAL_STATE: 7 });
  expect(await stock(w)).toEqual(['TEH A1 VALVE 15']);
});

test('approving 300 lines takes as many statements as one', async () => {
  await receive(w, 'TEH A1', 'VALVE 2000');
  const few = await submit('TEH A1 VALVE -4');
  const more = await submit(...times(300, () => 'TEH A1 VALVE -1'));
  const one = await w.statementsOf(() => approve(few.stockVoucherId));
  expect(await w.statementsOf(() => approve(more.stockVoucherId))).toEqual(one);
});
