import {
  cancelStockVoucher,
  editStockVoucher,
  postStockVoucher,
  releaseStockReservations,
  reserveStockVoucher,
  returnFromCustomer,
  reverseStockVoucher,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { cancelFor, demand, draftFor, postFor, returnFor, reverseFor } from './demand-acts.ts';
import { levelsIn, promise, promisesIn, releasing } from './promising.ts';
import { begin, complete, tell } from './scanning.ts';
import { levels, voucherState, wantedLine } from './voucher-acts.ts';
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

/*
 * A goods issue that serves another document: what is promised to that one is taken, and its own
 * acts alone move it.
 */

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 16 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await w.sql("delete from stock_owner where code = 'CUST-7'");
});
afterEach(async () => expect(await w.verify()).toEqual([]));

describe('goods leave for a demand', () => {
  test('out of its own promise, then out of what is free, never out of another’s', async () => {
    await receive(w, 'TEH A1', 'VALVE 10');
    const mine = await demand(w, {}, 'TEH VALVE 4');
    await promise(w, 'TEH VALVE 3');
    const draft = await draftFor(w, mine, 'TEH', 'VALVE 8');
    await expectRefused(w, () => postFor(w, draft), ['INSUFFICIENT_STOCK stockVoucherId']);
    await postFor(w, draft, { usePlan: true, acceptShort: true });
    expect(await voucherState(w, draft)).toEqual(['POSTED', 'VALVE 8 posted 7']);
    expect(await levels(w, 'TEH')).toEqual(['VALVE 3 sellable, 3 reserved']);
  });

  test('the very goods that are promised to its line, by name', async () => {
    await receive(w, 'TEH A1', 'BOILER S1,S2');
    const mine = await demand(w, {}, 'TEH A1 BOILER S2');
    const other = await demand(w, {}, 'TEH A1 BOILER S1');
    const draft = await draftFor(w, mine, 'TEH', 'BOILER 1');
    await postFor(w, draft);
    expect(await stock(w)).toEqual(['TEH A1 BOILER S1 1']);
    const wrong = await draftFor(w, mine, 'TEH', 'BOILER S1');
    await expectRefused(w, () => postFor(w, wrong), ['INSUFFICIENT_STOCK stockVoucherId']);
    await cancelFor(w, wrong);
    await postFor(w, await draftFor(w, other, 'TEH', 'BOILER S1'));
    expect(await promisesIn(w)).toEqual([
      'BOILER S2 1: consumed 1 CONSUMED',
      'BOILER S1 1: consumed 1 CONSUMED',
    ]);
  });

  test('in part: what is left stays promised, also when the rest is given up', async () => {
    await receive(w, 'TEH A1', 'VALVE 10');
    const mine = await demand(w, {}, 'TEH VALVE 6');
    await postFor(w, await draftFor(w, mine, 'TEH', 'VALVE 2'));
    await cancelFor(w, await draftFor(w, mine, 'TEH', 'VALVE 4'));
    expect(await levelsIn(w)).toEqual(['TEH VALVE sellable 8 reserved 4']);
  });

  test('are scanned like those of any issue: its own very goods are free to it', async () => {
    await receive(w, 'TEH A1', 'BOILER S1,S2', 'VALVE 5');
    const mine = await demand(w, {}, 'TEH A1 BOILER S1', 'TEH VALVE 2');
    await demand(w, {}, 'TEH A1 BOILER S2');
    const draft = await draftFor(w, mine, 'TEH', 'BOILER 1', 'VALVE 2');
    const session = await begin(w, 'TEH', 'PICK', draft.id);
    expect(await tell(w, session, 'S2', 'S1', 'VALVE-1', 'VALVE-1')).toEqual([
      'WRONG_LOCATION PUT_ASIDE 0/1',
      'MATCHED LINE_COMPLETE 1/1 at A1',
      'MATCHED SCAN_NEXT 1/2 at A1',
      'MATCHED ALL_COMPLETE 2/2 at A1',
    ]);
    const [scan] = await w.sql<{ id: string }>(`select id from stock_scan where code = 'S2'`);
    const ignored = [{ scanId: scan?.id ?? '', decision: 'IGNORE' as const }];
    await expectRefused(w, () => complete(w, session, ignored, true), ['VOUCHER_OF_A_DEMAND post']);
    expect(await complete(w, session, ignored, null)).toMatchObject({ posted: false });
    expect((await voucherState(w, draft))[0]).toBe('PICKED');
    await postFor(w, draft, {});
    expect(await stock(w)).toEqual(['TEH A1 BOILER S2 1', 'TEH A1 VALVE 3']);
  });

  test('come back as if they had not left', async () => {
    await receive(w, 'TEH A1', 'VALVE 5', 'BOILER S1');
    const mine = await demand(w, {}, 'TEH VALVE 5', 'TEH BOILER 1');
    const draft = await draftFor(w, mine, 'TEH', 'VALVE 5', 'BOILER 1');
    await postFor(w, draft);
    expect(await stock(w)).toEqual([]);
    await reverseFor(w, draft);
    expect(await stock(w)).toEqual(['TEH A1 BOILER S1 1', 'TEH A1 VALVE 5']);
    const kinds = await w.sql(
      'select distinct demand_kind, demand_id from stock_voucher where demand_kind is not null',
    );
    expect(kinds).toEqual([{ demand_kind: 'WORK_ORDER', demand_id: mine.id }]);
  });
});

describe('goods come back from the customer of a demand', () => {
  test('each as is said; what stays the customer’s is theirs, and not for sale', async () => {
    await receive(w, 'TEH A1', 'VALVE 9', 'BOILER S1,S2');
    const mine = await demand(w, {}, 'TEH VALVE 9', 'TEH BOILER 2');
    const draft = await draftFor(w, mine, 'TEH', 'VALVE 9', 'BOILER S1,S2');
    await postFor(w, draft);
    await returnFor(
      w,
      draft,
      'AVAILABLE VALVE 2',
      'SCRAP VALVE 1',
      'KEPT VALVE 3',
      'KEPT BOILER S1',
    );
    const rows = await w.sql<{ line: string }>(
      `select concat_ws(' ', p.sku, lot.code, trim_scale(b.on_hand), b.status, o.code) as line
       from stock_balance b join product p on p.id = b.product_id
       left join lot on lot.id = b.lot_id left join stock_owner o on o.id = b.owner_id
       where b.on_hand > 0 order by 1`,
    );
    expect(rows.map(({ line }) => line)).toEqual([
      'BOILER S1 1 BLOCKED CUST-7',
      'VALVE 2 AVAILABLE',
      'VALVE 3 BLOCKED CUST-7',
    ]);
    await expectRefused(w, () => returnFor(w, draft, 'KEPT BOILER S1'), [
      'NOT_AT_CUSTOMER lines.0.serials.0',
    ]);
    await expectRefused(w, () => returnFor(w, draft, 'AVAILABLE VALVE 4'), [
      'MORE_THAN_ISSUED lines.0',
    ]);
  });

  test('four at once take the last of it back once', async () => {
    await receive(w, 'TEH A1', 'VALVE 4');
    const draft = await draftFor(w, await demand(w, {}, 'TEH VALVE 1'), 'TEH', 'VALVE 1');
    await postFor(w, draft);
    expect(await outcomes(times(4, () => returnFor(w, draft, 'QUARANTINE VALVE 1')))).toEqual({
      done: 1,
      MORE_THAN_ISSUED: 3,
    });
  });
});

test('who moves vouchers does not move those of a demand, nor gives its promises up', async () => {
  await receive(w, 'TEH A1', 'VALVE 5');
  const mine = await demand(w, { demandKind: 'SALES_ORDER' }, 'TEH VALVE 5');
  const draft = await draftFor(w, mine, 'TEH', 'VALVE 2');
  const stockVoucherId = draft.id;
  const refused = ['VOUCHER_OF_A_DEMAND stockVoucherId'];
  const acts = [
    () => w.perform(postStockVoucher, { stockVoucherId, usePlan: true }, asSystem),
    () => w.perform(editStockVoucher, { stockVoucherId, expectedVersion: 1 }, asSystem),
    () => w.perform(cancelStockVoucher, { stockVoucherId }, asSystem),
    () => w.perform(reserveStockVoucher, { stockVoucherId }, asSystem),
  ];
  for (const act of acts) await expectRefused(w, act, refused);
  await postFor(w, draft);
  const reason = 'A mistake';
  await expectRefused(
    w,
    () => w.perform(reverseStockVoucher, { stockVoucherId, reason }, asSystem),
    refused,
  );
  const { id: _id, ...line } = wantedLine(w, 'VALVE 1');
  const back = {
    warehouseId: idOf(w, 'TEH'),
    stockVoucherId,
    lines: [{ ...line, disposition: 'AVAILABLE' as const }],
  };
  await expectRefused(w, () => w.perform(returnFromCustomer, back, asSystem), refused);
  const [{ id } = { id: '' }] = await w.sql<{ id: string }>('select id from stock_reservation');
  await expectRefused(
    w,
    () => w.perform(releaseStockReservations, { stockReservationIds: [id] }, asSystem),
    ['WRONG_KIND stockReservationIds.0'],
  );
  // Its own acts do.
  await w.perform(releasing, { demandIds: [mine.id], ending: 'CANCELLED' }, asSystem);
});

test('four at once post it once', async () => {
  await receive(w, 'TEH A1', 'VALVE 9');
  const draft = await draftFor(w, await demand(w, {}, 'TEH VALVE 1'), 'TEH', 'VALVE 1');
  expect(await outcomes(times(4, () => postFor(w, draft)))).toEqual({ done: 1, ILLEGAL_STATE: 3 });
});
