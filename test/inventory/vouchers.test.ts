import { newId } from '../../src/kernel/id.ts';
import {
  cancelStockVoucher,
  draftGoodsIssue,
  draftGoodsReceipt,
  postStockVoucher,
  type DraftGoodsIssueInput,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import {
  draftIssue,
  draftReceipt,
  post,
  postedLine,
  voucherState,
  wantedLine,
} from './voucher-acts.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
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

test('receipts need inventory.receive there, issues inventory.issue', async () => {
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
