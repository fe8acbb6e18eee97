import { shipStockTransfer } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { arrive, receive, settle, ship, shipInput, transfer } from './acts.ts';
import { expectRefused, forgetGoods, openWorld, stateOf, times, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH DOCK', 'VALVE 10', 'ROPE 20 L1', 'ROPE 5 L2', 'BOILER S1,S2,S3');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

test('two lines of one item see each other', async () => {
  const t = await transfer(w, 'TEH > ISF', 'VALVE 6', 'VALVE 6');
  await expectRefused(w, () => ship(w, t, 'TEH DOCK VALVE#1 6', 'TEH DOCK VALVE#2 6'), [
    'INSUFFICIENT_STOCK lines.0',
    'INSUFFICIENT_STOCK lines.1',
  ]);
  await receive(w, 'TEH DOCK', 'VALVE 2');
  await ship(w, t, 'TEH DOCK VALVE#1 6', 'TEH DOCK VALVE#2 6');
  await expectRefused(w, () => arrive(w, t, 'VALVE#1 5', 'VALVE#1 5'), ['NOT_IN_TRANSIT lines.1']);
  await arrive(w, t, 'VALVE#1 5', 'VALVE#2 6');
  await settle(w, t, 'LOST VALVE#1 1');
});

describe('shipping', () => {
  test('names every fault of every line', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'ROPE 5', 'BOILER 2');
    const other = await transfer(w, 'TEH > ISF', 'HOSE 1');
    const lines = [
      ...shipInput(w, t, [
        'TEH DOCK VALVE 0',
        'ISF DOCK VALVE 1',
        'TEH DOCK ROPE 1',
        'TEH DOCK ROPE 1 NEW',
      ]).lines!,
      ...shipInput(w, t, ['TEH DOCK BOILER S1,S1', 'TEH DOCK BOILER S9', 'TEH DOCK VALVE 1 L1'])
        .lines!,
      ...shipInput(w, other, ['TEH DOCK HOSE 1']).lines!,
    ];
    await expectRefused(
      w,
      () => w.perform(shipStockTransfer, { stockTransferId: t.id, lines }, asSystem),
      [
        'LOCATION_NOT_FOUND lines.1.locationId',
        'NOT_POSITIVE lines.0.quantity',
        'LOT_REQUIRED lines.2.lotCode',
        'LOT_NOT_FOUND lines.3.lotCode',
        'SERIAL_REPEATED lines.4.serials.1',
        'LOT_NOT_FOUND lines.5.serials.0',
        'NOT_TRACKED lines.6.lotCode',
        'LINE_NOT_FOUND lines.7.stockTransferLineId',
      ],
    );
  });

  test('names every short place, with what is there', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 11', 'ROPE 6', 'BOILER 2', 'HOSE 1');
    const faults = await expectRefused(
      w,
      () =>
        ship(
          w,
          t,
          'TEH DOCK VALVE 11',
          'TEH DOCK ROPE 6 L2',
          'TEH A1 BOILER S2',
          'TEH DOCK BOILER S1',
          'TEH DOCK HOSE 1',
        ),
      [
        'INSUFFICIENT_STOCK lines.2.serials.0',
        'INSUFFICIENT_STOCK lines.4',
        'INSUFFICIENT_STOCK lines.1.lotCode',
        'INSUFFICIENT_STOCK lines.0',
      ],
    );
    expect(
      faults.map(
        ({ details: d }) =>
          `${d?.['sku']} ${d?.['location']} ${d?.['lot']} ${d?.['wanted']}/${d?.['available']}`,
      ),
    ).toEqual([
      'BOILER A1 S2 1/0',
      'HOSE DOCK null 1/0',
      'ROPE DOCK L2 6/5',
      'VALVE DOCK null 11/10',
    ]);
  });

  test('less than requested must be meant; more is refused; nothing is nothing', async () => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 4', 'ROPE 5', 'BOILER 1');
    await expectRefused(w, () => ship(w, t), ['NOTHING_TO_SHIP']);
    const most = ['TEH DOCK VALVE 3', 'TEH DOCK BOILER S1'];
    const faults = await expectRefused(w, () => ship(w, t, ...most), [
      'SHORT_SHIPMENT',
      'SHORT_SHIPMENT',
    ]);
    expect(faults.map((fault) => fault.details?.['sku'])).toEqual(['VALVE', 'ROPE']);
    await expectRefused(
      w,
      () => w.perform(shipStockTransfer, shipInput(w, t, ['TEH DOCK VALVE 5'], true), asSystem),
      ['MORE_THAN_REQUESTED'],
    );
    await w.perform(shipStockTransfer, shipInput(w, t, most, true), asSystem);
    expect(await stateOf(w, t)).toEqual([
      'SHIPPED',
      'VALVE requested 4 shipped 3',
      'ROPE requested 5',
      'BOILER requested 1 shipped 1',
    ]);
  });

  test('takes the same number of statements for 5 lines as for 500', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 1000');
    const statements = async (count: number): Promise<string[]> => {
      const t = await transfer(w, 'TEH > ISF', ...times(count, () => 'VALVE 1'));
      const picks = times(count, (n) => `TEH DOCK VALVE#${n + 1} 1`);
      return w.statementsOf(() => ship(w, t, ...picks));
    };
    const few = await statements(5);
    expect(await statements(500)).toEqual(few);
    expect(few).toHaveLength(8);
  });
});
