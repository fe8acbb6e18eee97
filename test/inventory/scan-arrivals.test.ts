import type { Id } from '../../src/kernel/id.ts';
import { abandonScanSession, editStockVoucher } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import {
  begin,
  complete,
  numberOf,
  openScannedWorld,
  picked,
  stockUp,
  teaGtin,
  tell,
} from './scanning.ts';
import { draftReceipt, post, voucherState, wantedLine } from './voucher-acts.ts';
import { expectRefused, stock, times, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openScannedWorld()));
afterAll(() => w.close());
beforeEach(() => stockUp(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

describe('goods are put in for a receipt', () => {
  const symbol = `]C101${teaGtin}1727013110L9`;

  test('place, then goods; what nobody announced is put aside', async () => {
    const draft = await draftReceipt(w, 'TEH', 'BOILER S7,S8', 'TEA 24', 'VALVE 3');
    const session = await begin(w, 'TEH', 'PUT_IN');
    const number = await numberOf(w, draft);
    expect(await tell(w, session, number, 'A2', 'S7', 'S9', 'S1', 'HOSE-1')).toEqual([
      'DOCUMENT_SET SCAN_NEXT',
      'LOCATION_SET SCAN_NEXT',
      'MATCHED SCAN_NEXT 1/2 at A2',
      'UNKNOWN CHECK_CODE',
      'UNEXPECTED PUT_ASIDE',
      'UNEXPECTED PUT_ASIDE',
    ]);
    const serial = (code: string) => ({ code: 'BOILER-1', serial: code });
    expect(await tell(w, session, serial('S9'), serial('S8'), serial('S8'), 'BOILER-1')).toEqual([
      'UNEXPECTED PUT_ASIDE',
      'MATCHED LINE_COMPLETE 2/2 at A2',
      'DUPLICATE PUT_ASIDE 2/2',
      'TRACKING_REQUIRED SCAN_SERIAL 2/2',
    ]);
    // Nobody has seen S9: what is put aside makes no serial number.
    expect(await w.sql("select code from lot where code = 'S9'")).toEqual([]);
    const many = { code: symbol, quantity: '23' };
    expect(await tell(w, session, 'A1', symbol, many, symbol, 'DOCK', 'VALVE-1')).toEqual([
      'LOCATION_SET SCAN_NEXT',
      'MATCHED SCAN_NEXT 1/24 at A1',
      'MATCHED LINE_COMPLETE 24/24 at A1',
      'OVER PUT_ASIDE 24/24',
      'LOCATION_SET SCAN_NEXT',
      'MATCHED SCAN_NEXT 1/3 at DOCK',
    ]);
    expect(await picked(w, draft)).toEqual([
      'DRAFT',
      'BOILER picked 2',
      'TEA picked 24',
      'VALVE picked 1',
    ]);
    const again = { expectedVersion: 1, lines: [wantedLine(w, 'VALVE 9')] };
    const edit = () =>
      w.perform(editStockVoucher, { stockVoucherId: draft.id, ...again }, asSystem);
    await expectRefused(w, edit, ['LINE_SCANNED lines']);
    const faults = await expectRefused(
      w,
      () => complete(w, session),
      times(7, () => 'DECISION_REQUIRED decisions'),
    );
    const decisions = faults.map(({ details }) => {
      const { lineId, scanId } = details as { lineId: Id | null; scanId: Id | null };
      const decision = lineId === null ? ('IGNORE' as const) : ('ACCEPT_SHORT' as const);
      return { lineId, scanId, decision };
    });
    await complete(w, session, decisions);
    expect(await voucherState(w, draft)).toEqual([
      'POSTED',
      'BOILER 2 posted 2',
      'TEA 24 posted 24',
      'VALVE 3 posted 1',
    ]);
    expect((await stock(w)).filter((line) => /S7|S8|TEA|DOCK/.test(line))).toEqual([
      'TEH A1 TEA L9 24',
      'TEH A2 BOILER S7 1',
      'TEH A2 BOILER S8 1',
      'TEH DOCK VALVE 9',
    ]);
    expect(await w.sql("select expires_on from lot where code = 'L9'")).toEqual([
      { expires_on: '2027-01-31' },
    ]);
  });

  test('without a place where the line says, else where receipts go', async () => {
    const draft = await draftReceipt(w, 'TEH', 'VALVE 2 at TEH A2', 'HOSE 1');
    const session = await begin(w, 'TEH', 'PUT_IN', draft.id);
    expect(await tell(w, session, 'VALVE-1', 'VALVE-1', 'HOSE-1')).toEqual([
      'MATCHED SCAN_NEXT 1/2 at A2',
      'MATCHED LINE_COMPLETE 2/2 at A2',
      'MATCHED ALL_COMPLETE 1/1 at DOCK',
    ]);
    // Posting it by its own act is the same.
    await post(w, draft);
    expect(await complete(w, session)).toMatchObject({ completed: true, posted: false });
    expect(await stock(w)).toEqual(expect.arrayContaining(['TEH A2 VALVE 2', 'TEH DOCK HOSE 1']));
    const elsewhere = await draftReceipt(w, 'MHD', 'VALVE 1');
    const lost = await begin(w, 'MHD', 'PUT_IN', elsewhere.id);
    expect(await tell(w, lost, 'VALVE-1', 'A1', 'VALVE-1')).toEqual([
      'WRONG_LOCATION PUT_ASIDE 0/1',
      'LOCATION_SET SCAN_NEXT',
      'MATCHED ALL_COMPLETE 1/1 at A1',
    ]);
    await complete(w, lost);
  });

  test('a serial number that is there already does not come in again', async () => {
    const draft = await draftReceipt(w, 'TEH', 'BOILER 1');
    const session = await begin(w, 'TEH', 'PUT_IN', draft.id);
    expect(await tell(w, session, 'S1')).toEqual(['MATCHED ALL_COMPLETE 1/1 at DOCK']);
    const faults = await expectRefused(w, () => complete(w, session), ['SERIAL_ALREADY_IN_STOCK']);
    expect(faults[0]?.details).toMatchObject({ serial: 'S1', location: 'A1' });
    await w.perform(abandonScanSession, { scanSessionId: session }, asSystem);
  });
});
