import { newId, type Id } from '../../src/kernel/id.ts';
import {
  draftGoodsIssue,
  draftGoodsReceipt,
  editStockVoucher,
  type VoucherLineInput,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { begin, openScannedWorld, picked, stockUp, teaGtin, tell } from './scanning.ts';
import { draftReceipt, post, voucherState, wantedLine, type Draft } from './voucher-acts.ts';
import { expectRefused, idOf, outcomes, stock, times, type World } from './world.ts';

/*
 * An announcement names lots that nobody has seen: they are made with the draft of the receipt.
 */

let w: World;
beforeAll(async () => void (w = await openScannedWorld()));
afterAll(() => w.close());
beforeEach(() => stockUp(w));
afterEach(async () => {
  expect(await w.verify()).toEqual([]);
  expect(w.retried).toEqual([]);
});

const lots = async (): Promise<string[]> => {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', p.sku, lot.code, lot.expires_on, 'best ' || lot.best_before_on,
              'by ' || lot.supplier_lot) as line
     from lot join product p on p.id = lot.product_id where lot.kind = 'LOT' order by 1`,
  );
  return rows.map(({ line }) => line);
};

const days = { code: 'L9', expiresOn: '2027-01-31', bestBeforeOn: '2026-12-31' };
const announce = (...lines: readonly Partial<VoucherLineInput>[]) => ({
  warehouseId: idOf(w, 'TEH'),
  lines: lines.map((line) => ({ ...wantedLine(w, 'TEA 2'), lotCode: null, ...line })),
});
const draftWith = async (lot: VoucherLineInput['lot']): Promise<Draft> => {
  const input = announce({ lot });
  const { stockVoucherId } = await w.perform(draftGoodsReceipt, input, asSystem);
  return { id: stockVoucherId, lines: input.lines.map(({ id }) => ({ id: id as Id, sku: 'TEA' })) };
};
const edit = (draft: Draft, expectedVersion: number, ...lines: readonly VoucherLineInput[]) =>
  w.perform(editStockVoucher, { stockVoucherId: draft.id, expectedVersion, lines }, asSystem);

test('a lot is made with the draft, and comes in without a scan', async () => {
  const draft = await draftReceipt(w, 'TEH', 'ROPE 5 L7', 'ROPE 3 L1');
  expect(await lots()).toEqual(['ROPE L1', 'ROPE L7']);
  expect((await stock(w)).filter((line) => line.includes('L7'))).toEqual([]);
  await post(w, draft, { usePlan: true });
  expect(await stock(w)).toEqual(
    expect.arrayContaining(['TEH DOCK ROPE L1 3', 'TEH DOCK ROPE L7 5']),
  );
});

test('its days are said with it, and others are refused', async () => {
  await draftWith({ ...days, supplierLot: 'S-9' });
  expect(await lots()).toContain('TEA L9 2027-01-31 best 2026-12-31 by S-9');
  const twice = announce(
    { lot: { ...days, expiresOn: '2027-02-28' } },
    { lot: { code: 'L9' } },
    { lot: { code: 'L8', expiresOn: '2027-01-01' } },
    { lot: { code: 'L8', expiresOn: '2027-01-02' } },
  );
  await expectRefused(w, () => w.perform(draftGoodsReceipt, twice, asSystem), [
    'LOT_EXPIRY_DIFFERS lines.0.lot.expiresOn',
    'LOT_EXPIRY_DIFFERS lines.3.lot.expiresOn',
  ]);
});

test('what is scanned as that lot is put in for its line, another is put aside', async () => {
  const draft = await draftWith(days);
  const session = await begin(w, 'TEH', 'PUT_IN', draft.id);
  const symbol = (lot: string) => `]C101${teaGtin}1727013110${lot}`;
  expect(await tell(w, session, symbol('L8'), symbol('L9'), 'L9')).toEqual([
    'UNEXPECTED PUT_ASIDE',
    'MATCHED SCAN_NEXT 1/2 at DOCK',
    'MATCHED ALL_COMPLETE 2/2 at DOCK',
  ]);
  expect(await picked(w, draft)).toEqual(['DRAFT', 'TEA picked 2']);
  await post(w, draft);
  expect(await voucherState(w, draft)).toEqual(['POSTED', 'TEA 2 posted 2']);
  expect(await stock(w)).toContain('TEH DOCK TEA L9 2');
});

test('an edited draft announces other lots', async () => {
  const draft = await draftReceipt(w, 'TEH', 'VALVE 1');
  const lot = { code: 'L7', expiresOn: '2027-03-31' };
  const line = { ...wantedLine(w, 'TEA 2'), lotCode: null };
  await edit(draft, 1, { ...line, lot });
  const changed = { ...line, id: newId(), lot: { ...lot, expiresOn: '2027-04-30' } };
  await expectRefused(w, () => edit(draft, 2, changed), [
    'LOT_EXPIRY_DIFFERS lines.0.lot.expiresOn',
  ]);
  await edit(draft, 2, { ...wantedLine(w, 'ROPE 4 L8') });
  await post(w, draft, { usePlan: true });
  expect(await lots()).toEqual(['ROPE L1', 'ROPE L8', 'TEA L7 2027-03-31']);
  expect(await stock(w)).toContain('TEH DOCK ROPE L8 4');
});

test('a lot that is named wrong is refused, and so is a new one of goods that leave', async () => {
  const input = announce(
    { lot: { code: ' ' } },
    { lot: { code: 'x'.repeat(61) } },
    { lotCode: 'x'.repeat(61) },
    { lot: { code: 'L2', expiresOn: 'soon', supplierLot: 'x'.repeat(61) } },
    { lot: { code: 'L3', expiresOn: '2027-01-01', removalOn: '2027-01-02' } },
    { productId: idOf(w, 'VALVE'), lot: { code: 'L4' } },
  );
  await expectRefused(w, () => w.perform(draftGoodsReceipt, input, asSystem), [
    'CODE_MALFORMED lines.0.lot',
    'CODE_MALFORMED lines.1.lot',
    'CODE_MALFORMED lines.2.lotCode',
    'NOT_A_DATE lines.3.lot.expiresOn',
    'TEXT_MALFORMED lines.3.lot.supplierLot',
    'LOT_DAYS_CROSSED lines.4.lot.removalOn',
    'NOT_TRACKED lines.5.lot',
  ]);
  const leaving = { ...announce({ lotCode: 'L5' }, { lot: { code: 'L6' } }) };
  const issue = { ...leaving, destination: 'CUSTOMER' as const };
  await expectRefused(w, () => w.perform(draftGoodsIssue, issue, asSystem), [
    'LOT_NOT_FOUND lines.0.lotCode',
    'WRONG_KIND lines.1.lot',
    'LOT_NOT_FOUND lines.1.lot',
  ]);
});

test('announced by many at once, and come in meanwhile, a lot is one', async () => {
  const both = ['ROPE 1 L7', 'ROPE 1 L8'];
  const acts = times(8, (index) =>
    draftReceipt(w, 'TEH', ...(index % 2 ? both : both.toReversed())),
  );
  const coming = times(4, (index) =>
    receive(w, 'TEH A1', ...(index % 2 ? both : both.toReversed())),
  );
  expect(await outcomes([...acts, ...coming])).toEqual({ done: 12 });
  expect(await lots()).toEqual(['ROPE L1', 'ROPE L7', 'ROPE L8']);
  const drafts = await Promise.all(acts);
  expect(await outcomes(drafts.map((draft) => post(w, draft, { usePlan: true })))).toEqual({
    done: 8,
  });
  expect(await stock(w)).toEqual(
    expect.arrayContaining(['TEH A1 ROPE L7 4', 'TEH DOCK ROPE L7 8']),
  );
});
