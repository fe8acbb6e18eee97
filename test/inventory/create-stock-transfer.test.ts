import { newId } from '../../src/kernel/id.ts';
import { createStockTransfer } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { expectRefused, forgetGoods, idOf, openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH DOCK', 'VALVE 10', 'ROPE 20 L1', 'ROPE 5 L2', 'BOILER S1,S2,S3');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

describe('drafting', () => {
  const draft = (over: object = {}) =>
    w.perform(
      createStockTransfer,
      {
        sourceWarehouseId: idOf(w, 'TEH'),
        destinationWarehouseId: idOf(w, 'ISF'),
        lines: [{ productId: idOf(w, 'VALVE'), quantity: '1', unit: 'CT' }],
        ...over,
      },
      asSystem,
    );

  test('converts units; the client may make the ids', async () => {
    const [id, line] = [newId(), newId()];
    const lines = [{ id: line, productId: idOf(w, 'VALVE'), quantity: '2', unit: 'CT' }];
    await draft({ id, lines, note: ' soon ' });
    expect(
      await w.sql(
        `select t.note, l.id, l.unit_code, l.requested_in_unit::int as n, l.requested::int as base
         from stock_transfer t join stock_transfer_line l on l.stock_transfer_id = t.id`,
      ),
    ).toEqual([{ note: 'soon', id: line, unit_code: 'CT', n: 2, base: 24 }]);
    await expectRefused(w, () => draft({ id }), ['ID_TAKEN id']);
    await expectRefused(w, () => draft({ lines }), ['ID_TAKEN lines']);
  });

  test('every fault is named', async () => {
    const id = newId();
    const lines = [
      { productId: 'x', quantity: '1', unit: 'PCE' },
      { id, productId: idOf(w, 'VALVE'), quantity: '-1', unit: 'PCE' },
      { id, productId: idOf(w, 'VALVE'), quantity: '1', unit: 'MTR' },
      { id: 'x', productId: idOf(w, 'BOILER'), quantity: '0.5', unit: 'PCE' },
    ];
    await expectRefused(w, () => draft({ id: 'x', note: 'n'.repeat(1001), lines }), [
      'ID_MALFORMED id',
      'TEXT_MALFORMED note',
      'ID_MALFORMED lines.3.id',
      'ID_REPEATED lines.2.id',
      'PRODUCT_NOT_FOUND lines.0.productId',
      'NOT_POSITIVE lines.1.quantity',
      'UNKNOWN_UNIT lines.2.unit',
      'TOO_PRECISE lines.3.quantity',
    ]);
    await expectRefused(w, () => draft({ lines: [] }), ['NO_LINES lines']);
    await expectRefused(w, () => draft({ destinationWarehouseId: idOf(w, 'TEH') }), [
      'SAME_WAREHOUSE destinationWarehouseId',
    ]);
    const nowhere = { sourceWarehouseId: newId(), destinationWarehouseId: 'x' };
    await expectRefused(w, () => draft(nowhere), [
      'WAREHOUSE_NOT_FOUND sourceWarehouseId',
      'WAREHOUSE_NOT_FOUND destinationWarehouseId',
    ]);
  });
});
