import type { Id } from '../../src/kernel/id.ts';
import {
  abandonScanSession,
  cancelStockCount,
  draftGoodsIssue,
  holdStock,
  loadPackages,
  scanProgress,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { counting, countState, finish } from './counting.ts';
import {
  begin,
  carton,
  complete,
  numberOf,
  openScannedWorld,
  picked,
  send,
  stockUp,
  tell,
} from './scanning.ts';
import {
  draftIssue,
  levels,
  post,
  reserveFor,
  voucherState,
  wantedLine,
  type Draft,
} from './voucher-acts.ts';
import { expectRefused, idOf, stock, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openScannedWorld()));
afterAll(() => w.close());
beforeEach(() => stockUp(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

const lineOf = (draft: Draft, sku: string): Id => {
  const line = draft.lines.find((each) => each.sku === sku);
  if (!line) throw new Error(`The draft has no line of ${sku}`);
  return line.id;
};

describe('goods are picked for an issue', () => {
  test('what is reserved is picked, and posted when the session is complete', async () => {
    const draft = await draftIssue(w, 'TEH', 'VALVE 14', 'ROPE 2.5 L1', 'BOILER 2');
    await reserveFor(w, draft);
    expect(await picked(w, draft)).toEqual([
      'READY',
      'VALVE picked 0',
      'ROPE picked 0',
      'BOILER picked 0',
    ]);
    const session = await begin(w, 'TEH', 'PICK');
    const number = await numberOf(w, draft);
    expect(await tell(w, session, 'A1', number, 'VALVE-CT', 'VALVE-1')).toEqual([
      'LOCATION_SET SCAN_DOCUMENT',
      'DOCUMENT_SET SCAN_NEXT',
      'MATCHED SCAN_NEXT 12/14 at A1',
      'MATCHED SCAN_NEXT 13/14 at A1',
    ]);
    expect((await picked(w, draft)).slice(0, 2)).toEqual(['PICKING', 'VALVE picked 13']);
    const rope = { code: 'L1', quantity: '2.5' };
    expect(await tell(w, session, 'DOCK', 'VALVE-1', 'A1', rope, 'S1', 'S1', 'S2', 'S3')).toEqual([
      'LOCATION_SET SCAN_NEXT',
      'MATCHED LINE_COMPLETE 14/14 at DOCK',
      'LOCATION_SET SCAN_NEXT',
      'MATCHED LINE_COMPLETE 2.5/2.5 at A1',
      'MATCHED SCAN_NEXT 1/2 at A1',
      'DUPLICATE PUT_ASIDE 1/2',
      'MATCHED ALL_COMPLETE 2/2 at A1',
      'OVER PUT_ASIDE 2/2',
    ]);
    expect((await picked(w, draft))[0]).toBe('PICKED');
    const faults = await expectRefused(w, () => complete(w, session), [
      'DECISION_REQUIRED decisions',
    ]);
    const { scanId } = faults[0]?.details as { scanId: Id };
    expect(await complete(w, session, [{ scanId, decision: 'IGNORE' }])).toMatchObject({
      completed: true,
      posted: true,
    });
    expect(await voucherState(w, draft)).toEqual([
      'POSTED',
      'VALVE 14 posted 14',
      'ROPE 2.5 posted 2.5',
      'BOILER 2 posted 2',
    ]);
    expect(await stock(w)).toEqual([
      'TEH A1 BOILER S3 1',
      'TEH A1 ROPE L1 17.5',
      'TEH A1 VALVE 17',
      'TEH DOCK VALVE 7',
    ]);
    expect(await levels(w, 'TEH')).toEqual([
      'BOILER 1 sellable',
      'ROPE 17.5 sellable',
      'VALVE 24 sellable',
    ]);
    expect(await tell(w, session, 'VALVE-1')).toEqual(['TOO_LATE STOP']);
  });

  test('who scanned may leave posting to another, who posts what was scanned', async () => {
    const draft = await draftIssue(w, 'TEH', 'VALVE 4', 'BOILER 2');
    const session = await begin(w, 'TEH', 'PICK', draft.id);
    await tell(w, session, 'VALVE-1', 'VALVE-1', 'S2');
    expect(await picked(w, draft)).toEqual(['PICKING', 'VALVE picked 2', 'BOILER picked 1']);
    const short = draft.lines.map(({ id }) => ({
      lineId: id,
      decision: 'ACCEPT_SHORT' as const,
    }));
    expect(await complete(w, session, short, false)).toMatchObject({ posted: false });
    await expectRefused(w, () => post(w, draft), ['SHORT_SHIPMENT', 'SHORT_SHIPMENT']);
    await post(w, draft, { acceptShort: true });
    expect(await voucherState(w, draft)).toEqual([
      'POSTED',
      'VALVE 4 posted 2',
      'BOILER 2 posted 1',
    ]);
    expect(await stock(w)).not.toContain('TEH A1 BOILER S2 1');
  });

  test('what is given up or counted anew is picked no more', async () => {
    const draft = await draftIssue(w, 'TEH', 'VALVE 2', 'BOILER 1');
    const session = await begin(w, 'TEH', 'PICK', draft.id);
    await tell(w, session, 'VALVE-1', 'VALVE-1');
    const anew = [
      { lineId: lineOf(draft, 'VALVE'), decision: 'RECOUNT' as const },
      { lineId: lineOf(draft, 'BOILER'), decision: 'RECOUNT' as const },
    ];
    // Nothing lacks of the valves: nothing of them is to be decided.
    expect(await complete(w, session, anew)).toMatchObject({ completed: false });
    await tell(w, session, 'S1');
    expect(await picked(w, draft)).toEqual(['PICKED', 'VALVE picked 2', 'BOILER picked 1']);
    await w.perform(abandonScanSession, { scanSessionId: session }, asSystem);
    expect(await picked(w, draft)).toEqual(['PICKING', 'VALVE picked 0', 'BOILER picked 0']);
    await expectRefused(w, () => post(w, draft, { acceptShort: true }), ['NOTHING_TO_POST']);
    const other = await begin(w, 'TEH', 'PICK', draft.id);
    await tell(w, other, 'S1', 'VALVE-1', 'VALVE-1');
    await complete(w, other);
    expect((await voucherState(w, draft))[0]).toBe('POSTED');
  });

  test('only the serials that a line names; a piece out of a carton not at all', async () => {
    const box = await carton(w, 'TEH A1', 'BOILER S1');
    await carton(w, 'TEH A1', 'VALVE 30');
    const draft = await draftIssue(w, 'TEH', 'BOILER S1,S3', 'VALVE 9');
    const session = await begin(w, 'TEH', 'PICK', draft.id);
    expect(await tell(w, session, 'S2', 'S1', 'S3', box.sscc)).toEqual([
      'UNEXPECTED PUT_ASIDE',
      'BLOCKED SCAN_PACKAGE 0/2',
      'MATCHED SCAN_NEXT 1/2 at A1',
      'MATCHED LINE_COMPLETE at A1',
    ]);
    expect(await tell(w, session, { code: 'VALVE-1', locationCode: 'A1' })).toEqual([
      'BLOCKED SCAN_PACKAGE 0/9 go DOCK',
    ]);
    expect((await picked(w, draft)).slice(0, 2)).toEqual(['PICKING', 'BOILER picked 2']);
    await w.perform(abandonScanSession, { scanSessionId: session }, asSystem);
  });

  test('goods that are held leave only for a line that says so', async () => {
    const where = { productId: idOf(w, 'VALVE'), locationId: idOf(w, 'TEH DOCK') };
    const hold = { ...where, quantity: '8', reason: 'DAMAGED' };
    await w.perform(
      holdStock,
      { warehouseId: idOf(w, 'TEH'), status: 'BLOCKED', reason: 'Wet', lines: [hold] } as never,
      asSystem,
    );
    const lines = [
      { ...wantedLine(w, 'VALVE 3'), status: 'BLOCKED' as const },
      { ...wantedLine(w, 'VALVE 1'), locationId: idOf(w, 'TEH A1') },
    ];
    const input = { warehouseId: idOf(w, 'TEH'), destination: 'SCRAP' as const, reason: 'Wet' };
    const made = await w.perform(draftGoodsIssue, { ...input, lines }, asSystem);
    const session = await begin(w, 'TEH', 'PICK', made.stockVoucherId);
    const three = { code: 'VALVE-1', quantity: '3' };
    expect(await tell(w, session, three, 'VALVE-1')).toEqual([
      'MATCHED LINE_COMPLETE 3/3 at DOCK',
      'MATCHED ALL_COMPLETE 1/1 at A1',
    ]);
    await complete(w, session);
    expect(await stock(w)).toEqual(expect.arrayContaining(['TEH A1 VALVE 29', 'TEH DOCK VALVE 5']));
  });

  test('what to scan next is of the lot, place and serials that the line names', async () => {
    await receive(w, 'TEH A2', 'ROPE 5 L2');
    const next = async (...goods: string[]): Promise<unknown[]> => {
      const draft = await draftIssue(w, 'TEH', ...goods);
      const session = await begin(w, 'TEH', 'PICK', draft.id);
      const todo = (await scanProgress(w.database, session, '2026-03-21'))?.nextToDo;
      return [todo?.locationCode, todo?.lotCode, todo?.quantity];
    };
    expect(await next('ROPE 2 L2')).toEqual(['A2', 'L2', '2']);
    expect(await next('BOILER S3')).toEqual(['A1', 'S3', '1']);
    expect(await next('VALVE 3 at TEH DOCK')).toEqual(['DOCK', null, '3']);
  });

  test('what goes back to a supplier is picked the same way', async () => {
    const lines = [wantedLine(w, 'VALVE 2')];
    const input = { warehouseId: idOf(w, 'TEH'), destination: 'SUPPLIER' as const, lines };
    const { stockVoucherId: id, number } = await w.perform(draftGoodsIssue, input, asSystem);
    const session = await begin(w, 'TEH', 'PICK');
    await tell(w, session, number, 'VALVE-1');
    expect(await picked(w, { id })).toEqual(['PICKING', 'VALVE picked 1']);
    await tell(w, session, 'VALVE-1');
    expect(await picked(w, { id })).toEqual(['PICKED', 'VALVE picked 2']);
    await complete(w, session);
    expect(await voucherState(w, { id })).toEqual(['POSTED', 'VALVE 2 posted 2']);
  });
});

describe('goods are counted from zero', () => {
  test('into the count of the session, and nothing is told of the book', async () => {
    const id = await counting(w, { places: ['TEH A1'], products: ['VALVE', 'BOILER'] });
    const session = await begin(w, 'TEH', 'COUNT', id);
    const answers = await send(w, session, ['VALVE-1', 'A1', 'VALVE-CT', 'VALVE-1', 'S1', 'S1']);
    expect(answers.map(({ outcome, next }) => `${outcome} ${next}`)).toEqual([
      'WRONG_LOCATION SCAN_LOCATION',
      'LOCATION_SET SCAN_NEXT',
      'MATCHED SCAN_NEXT',
      'MATCHED SCAN_NEXT',
      'MATCHED SCAN_NEXT',
      'DUPLICATE PUT_ASIDE',
    ]);
    for (const { expectedInBase, countedInBase, goTo, lines } of answers) {
      expect([expectedInBase, countedInBase, goTo, lines]).toEqual([null, null, null, 0]);
    }
    expect(
      await tell(w, session, 'S1', 'HOSE-1', { code: 'BOILER-1', serial: 'S9' }, 'DOCK', 'VALVE-1'),
    ).toEqual([
      'DUPLICATE PUT_ASIDE',
      'UNEXPECTED PUT_ASIDE',
      'MATCHED SCAN_NEXT at A1',
      'LOCATION_SET SCAN_NEXT',
      'UNEXPECTED PUT_ASIDE',
    ]);
    await expectRefused(w, () => complete(w, session), [
      'DECISION_REQUIRED decisions',
      'DECISION_REQUIRED decisions',
    ]);
    await finish(w, id, 'TEH A1');
    expect(await countState(w, id)).toEqual([
      'REVIEW',
      'A1 BOILER S1 COUNTED counted 1 expected 1 difference 0',
      'A1 BOILER S2 COUNTED counted 0 expected 1 difference -1',
      'A1 BOILER S3 COUNTED counted 0 expected 1 difference -1',
      'A1 BOILER S9 COUNTED counted 1 expected 0 difference 1',
      'A1 VALVE COUNTED counted 13 expected 30 difference -17',
    ]);
    expect(await tell(w, session, 'VALVE-1')).toEqual(['TOO_LATE STOP']);
    await w.perform(cancelStockCount, { stockCountId: id }, asSystem);
  });

  test('a package stays open from one batch to the next, until the person moves on', async () => {
    const box = await carton(w, 'TEH A1', 'VALVE 12');
    const id = await counting(w, { places: ['TEH A1'], products: ['VALVE'] });
    const session = await begin(w, 'TEH', 'COUNT', id);
    await tell(w, session, 'A1', box.sscc);
    const [inside] = await send(w, session, ['VALVE-CT']);
    expect(inside).toMatchObject({ outcome: 'MATCHED', package: { id: box.id } });
    const [, outside] = await send(w, session, ['A1', 'VALVE-1']);
    expect(outside).toMatchObject({ outcome: 'MATCHED', package: null });
    await finish(w, id, 'TEH A1');
    expect(await countState(w, id)).toEqual([
      'REVIEW',
      'A1 VALVE COUNTED counted 1 expected 18 difference -17',
      'A1 VALVE COUNTED counted 12 expected 12 difference 0',
    ]);
    expect((await loadPackages(w.database, [box.id])).get(box.id)?.goods).toHaveLength(1);
    await w.perform(cancelStockCount, { stockCountId: id }, asSystem);
  });
});
