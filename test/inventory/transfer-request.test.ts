import { newId } from '../../src/kernel/id.ts';
import {
  approveStockTransfer,
  createStockTransfer,
  editStockTransfer,
  type CreateStockTransferInput,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive, scan, transfer, type Transfer } from './acts.ts';
import {
  approve,
  approves,
  cancel,
  edit,
  reject,
  reserve,
  setAside,
  versionOf,
} from './transfer-acts.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  stateOf,
  times,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 16 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await w.sql('update warehouse set approves_transfers = false');
  await receive(w, 'TEH DOCK', 'VALVE 10', 'HOSE 5', 'BOILER S1,S2,S3');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const input = (more: Partial<CreateStockTransferInput> = {}): CreateStockTransferInput => ({
  sourceWarehouseId: idOf(w, 'TEH'),
  destinationWarehouseId: idOf(w, 'ISF'),
  lines: [{ productId: idOf(w, 'VALVE'), quantity: '4', unit: 'PCE' }],
  ...more,
});

const asked = async (as = asSystem): Promise<Transfer> => {
  await approves(w, 'TEH');
  const id = newId();
  const lines = [{ id, productId: idOf(w, 'VALVE'), quantity: '4', unit: 'PCE' }];
  const made = await w.perform(createStockTransfer, input({ lines }), as);
  return { id: made.stockTransferId, number: made.number, lines: [{ id, sku: 'VALVE' }] };
};

describe('asking', () => {
  test('waits for an approval where the source wants one; the destination may ask', async () => {
    const isf = asViewer({ 'inventory.transfer': [idOf(w, 'ISF')] });
    await expect(w.perform(createStockTransfer, input(), isf)).rejects.toThrow(Forbidden);
    const t = await asked(isf);
    expect(await stateOf(w, t)).toEqual(['REQUESTED', 'VALVE requested 4']);
    await approve(w, t);
    expect((await stateOf(w, t))[0]).toBe('APPROVED');
    expect((await announced(w)).slice(-2)).toMatchObject([
      { type: 'stockTransfer.created', data: { stockTransfer: { state: 'REQUESTED' } } },
      { type: 'stockTransfer.approved', data: { stockTransfer: { state: 'APPROVED' } } },
    ]);
  });

  test('names serial numbers that are wanted, each once and no more than pieces', async () => {
    const line = (expectedSerials: string[], sku = 'BOILER', quantity = '2') => ({
      ...{ productId: idOf(w, sku), quantity, unit: 'PCE', expectedSerials },
    });
    const lines = [
      line(['S1', ' S1 ', 'S2']),
      line(['S1'], 'VALVE'),
      line(['', 'x'.repeat(61)]),
      line(['S1', 'S3']),
    ];
    await expectRefused(w, () => w.perform(createStockTransfer, input({ lines }), asSystem), [
      'SERIALS_REQUIRED lines.0.expectedSerials',
      'SERIAL_REPEATED lines.0.expectedSerials.1',
      'NOT_TRACKED lines.1.expectedSerials',
      'CODE_MALFORMED lines.2.expectedSerials.0',
      'CODE_MALFORMED lines.2.expectedSerials.1',
    ]);
    await w.perform(createStockTransfer, input({ lines: lines.slice(3) }), asSystem);
    expect(await w.sql('select code from expected_serial order by code')).toEqual([
      { code: 'S1' },
      { code: 'S3' },
    ]);
  });
});

describe('approving', () => {
  const may = (code: string, personId = newId()) =>
    asViewer(
      { 'inventory.approve': [idOf(w, code)], 'inventory.transfer': [idOf(w, code)] },
      personId,
    );

  test('is not for who asked, nor for who edited that since; the source decides', async () => {
    const [asker, editor, third] = [may('TEH'), may('TEH'), may('TEH')];
    const t = await asked(asker);
    await expectRefused(w, () => approve(w, t, asker), ['SAME_PERSON']);
    await expect(approve(w, t, may('ISF'))).rejects.toThrow(Forbidden);
    await expect(reject(w, t, 'No', may('ISF'))).rejects.toThrow(Forbidden);
    await edit(w, t, 1, ['VALVE 5'], editor);
    for (const one of [asker, editor]) {
      await expectRefused(w, () => approve(w, t, one), ['SAME_PERSON']);
    }
    await approve(w, t, third);
    const [row] = await w.sql('select approved_by, edited_by from stock_transfer');
    expect(row).toEqual({
      approved_by: third.viewer.personId,
      edited_by: editor.viewer.personId,
    });
  });

  test('rejecting needs a reason, and ends it', async () => {
    const t = await asked();
    await expectRefused(w, () => reject(w, t, ' '), ['REASON_REQUIRED reason']);
    await reject(w, t, 'We need them here');
    expect((await stateOf(w, t))[0]).toBe('CANCELLED');
    expect((await announced(w)).at(-1)).toMatchObject({
      type: 'stockTransfer.rejected',
      data: { change: { reason: 'We need them here' } },
    });
  });

  test('is answered again under its key', async () => {
    const t = await asked();
    const key = { ...asSystem, idempotencyKey: 'approve' };
    for (const _ of times(2, () => 0)) {
      await w.perform(approveStockTransfer, { stockTransferId: t.id }, key);
    }
    expect(await versionOf(w, t)).toBe(2);
  });

  test('who asked may take it back while nobody agreed; then only the source', async () => {
    const isf = asViewer({ 'inventory.transfer': [idOf(w, 'ISF')] });
    const [a, b] = [await asked(isf), await asked(isf)];
    await cancel(w, a, isf);
    await approve(w, b);
    await expect(cancel(w, b, isf)).rejects.toThrow(Forbidden);
  });
});

describe('editing', () => {
  test('changes, adds and removes lines; a line that stays keeps its number', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'HOSE 2');
    await edit(w, t, 1, ['BOILER 1', 'HOSE 3']);
    const rows = await w.sql(
      `select l.line_no, p.sku, trim_scale(l.requested)::text as n from stock_transfer_line l
       join product p on p.id = l.product_id order by line_no`,
    );
    expect(rows).toEqual([
      { line_no: 2, sku: 'HOSE', n: '3' },
      { line_no: 3, sku: 'BOILER', n: '1' },
    ]);
    expect((await announced(w)).at(-1)).toMatchObject({
      type: 'stockTransfer.edited',
      data: { stockTransfer: { state: 'APPROVED', lines: [{ sku: 'BOILER' }, { sku: 'HOSE' }] } },
    });
  });

  test('has to be approved anew, and gives back what was reserved', async () => {
    const t = await asked();
    await approve(w, t);
    await receive(w, 'TEH DOCK', 'VALVE 1');
    const other = await transfer(w, 'TEH > ISF', 'VALVE 9');
    await approve(w, other);
    await reserve(w, other);
    await reserve(w, t);
    expect(await setAside(w)).toEqual(['VALVE SOFT held 2 waiting 2', 'VALVE SOFT held 9']);
    await edit(w, t, await versionOf(w, t), ['VALVE 1']);
    expect((await stateOf(w, t))[0]).toBe('REQUESTED');
    expect(await setAside(w)).toEqual(['VALVE SOFT held 9']);
    const [row] = await w.sql('select approved_at, approved_by from stock_transfer where id = $1', [
      t.id,
    ]);
    expect(row).toEqual({ approved_at: null, approved_by: null });
  });

  test('refuses what somebody changed meanwhile, and every fault of the lines', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
    const stale = await expectRefused(w, () => edit(w, t, 7, ['VALVE 5']), [
      'STALE expectedVersion',
    ]);
    expect(stale[0]?.details).toEqual({ version: 1 });
    const line = { productId: newId(), quantity: '1', unit: 'PCE' };
    const lines = [line, { ...line, productId: idOf(w, 'VALVE'), unit: 'MTR' }];
    const note = 'x'.repeat(1001);
    const act = { stockTransferId: t.id, expectedVersion: 1, note, lines };
    await expectRefused(w, () => w.perform(editStockTransfer, act, asSystem), [
      'TEXT_MALFORMED note',
      'PRODUCT_NOT_FOUND lines.0.productId',
      'UNKNOWN_UNIT lines.1.unit',
    ]);
    await expectRefused(w, () => edit(w, t, 1, []), ['NO_LINES lines']);
  });

  test('keeps what was scanned: not removed, not another product, not less', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'HOSE 2');
    await scan(w, t, 'SHIP', 'VALVE-1');
    await scan(w, t, 'SHIP', 'VALVE-1');
    await expectRefused(w, () => edit(w, t, 1, ['HOSE 2']), ['LINE_SCANNED lines']);
    await expectRefused(w, () => edit(w, t, 1, ['VALVE 1']), ['LINE_SCANNED lines']);
    const [line] = t.lines;
    const lines = [{ id: line!.id, productId: idOf(w, 'HOSE'), quantity: '4', unit: 'PCE' }];
    const act = { stockTransferId: t.id, expectedVersion: 1, lines };
    await expectRefused(w, () => w.perform(editStockTransfer, act, asSystem), [
      'LINE_SCANNED lines',
    ]);
    await edit(w, t, 1, ['VALVE 2']);
    expect(await stateOf(w, t)).toEqual(['APPROVED', 'VALVE requested 2 to ship 2']);
  });

  test('takes the same number of statements for 2 lines as for 200', async () => {
    const statements = async (count: number): Promise<string[]> => {
      const t = await transfer(w, 'TEH > ISF', 'VALVE 1');
      return w.statementsOf(() =>
        edit(
          w,
          t,
          1,
          times(count, () => 'HOSE 1'),
        ),
      );
    };
    expect(await statements(200)).toEqual(await statements(2));
  });
});

test('approve against edit against reject: each sees what came before', async () => {
  await approves(w, 'TEH');
  for (const _ of times(5, () => 0)) {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
    const acts = [approve(w, t), edit(w, t, 1, ['VALVE 5']), reject(w, t), approve(w, t)];
    const ends = await outcomes(acts);
    expect(Object.keys(ends).every((end) => /^(done|STALE|ILLEGAL_STATE)$/.test(end))).toBe(true);
    expect(['APPROVED', 'REQUESTED', 'CANCELLED']).toContain((await stateOf(w, t))[0]);
  }
});
