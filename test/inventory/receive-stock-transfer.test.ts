import { settleStockTransferShortage } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { arrive, receive, settle, settleInput, ship, transfer } from './acts.ts';
import { expectRefused, forgetGoods, openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH DOCK', 'VALVE 10', 'ROPE 20 L1', 'ROPE 5 L2', 'BOILER S1,S2,S3');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

describe('receiving and settling', () => {
  test('only what this transfer shipped can arrive', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'ROPE 5', 'BOILER 1');
    const other = await transfer(w, 'TEH > ISF', 'BOILER 1', 'VALVE 2');
    await ship(w, t, 'TEH DOCK VALVE 4', 'TEH DOCK ROPE 5 L1', 'TEH DOCK BOILER S1');
    await ship(w, other, 'TEH DOCK BOILER S2', 'TEH DOCK VALVE 2');
    const wrong = ['VALVE 5', 'ROPE 1 L2', 'BOILER S2', 'ROPE 6 L1'];
    const faults = await expectRefused(w, () => arrive(w, t, ...wrong), [
      'NOT_IN_TRANSIT lines.0',
      'NOT_IN_TRANSIT lines.1.lotCode',
      'NOT_IN_TRANSIT lines.2.serials.0',
      'NOT_IN_TRANSIT lines.3.lotCode',
    ]);
    expect(faults[0]?.details).toMatchObject({ sku: 'VALVE', wanted: '5', inTransit: '4' });
    await expectRefused(w, () => settle(w, t, ...wrong.map((goods) => `LOST ${goods}`)), [
      'NOT_IN_TRANSIT lines.0',
      'NOT_IN_TRANSIT lines.1.lotCode',
      'NOT_IN_TRANSIT lines.2.serials.0',
      'NOT_IN_TRANSIT lines.3.lotCode',
    ]);
  });

  test('receiving names every other fault', async () => {
    const t = await transfer(w, 'TEH > MHD', 'VALVE 4', 'BOILER 1');
    await ship(w, t, 'TEH DOCK VALVE 4', 'TEH DOCK BOILER S1');
    await expectRefused(w, () => arrive(w, t), ['NOTHING_TO_RECEIVE']);
    await expectRefused(
      w,
      () =>
        arrive(w, t, 'VALVE 1', 'VALVE 1 at ISF A1', 'BOILER S9 at MHD A1', 'VALVE 0 at MHD A1'),
      [
        'NO_RECEIPT_LOCATION lines.0.locationId',
        'LOCATION_NOT_FOUND lines.1.locationId',
        'LOT_NOT_FOUND lines.2.serials.0',
        'NOT_POSITIVE lines.3.quantity',
      ],
    );
    await arrive(w, t, 'VALVE 4 at MHD A1');
  });

  test('settling names every other fault', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
    await ship(w, t, 'TEH DOCK VALVE 4');
    const { lines } = settleInput(t, ['LOST VALVE 1', 'BROKEN VALVE 0']);
    await expectRefused(
      w,
      () =>
        w.perform(
          settleStockTransferShortage,
          { stockTransferId: t.id, lines: lines.map((line) => ({ ...line, reason: ' ' })) },
          asSystem,
        ),
      [
        'REASON_REQUIRED lines.0.reason',
        'REASON_REQUIRED lines.1.reason',
        'CODE_MALFORMED lines.1.outcome',
        'NOT_POSITIVE lines.1.quantity',
      ],
    );
    await expectRefused(w, () => settle(w, t), ['NO_LINES lines']);
    await receive(w, 'MHD A1', 'VALVE 1');
    const back = await transfer(w, 'MHD > TEH', 'VALVE 1');
    await ship(w, back, 'MHD A1 VALVE 1');
    await expectRefused(w, () => settle(w, back, 'RETURNED_TO_SOURCE VALVE 1'), [
      'NO_RECEIPT_LOCATION lines.0.outcome',
    ]);
  });
});
