import type { Id } from '../../src/kernel/id.ts';
import {
  quantitiesByWarehouse,
  stockCard,
  whereIsProduct,
  type StockCardQuery,
} from '../../src/modules/inventory/index.ts';
import { arrive, receive, settle, ship, transfer } from './acts.ts';
import { moveGoods } from './move-goods.ts';
import { forgetGoods, idOf, openWorld, times, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));

/** `TEH 7 quarantined 1 out 3`, by warehouse; zeros are left out. */
async function quantities(...skus: string[]): Promise<string[][]> {
  const found = await quantitiesByWarehouse(
    w.database,
    skus.map((sku) => idOf(w, sku)),
    w.clock.now(),
  );
  return skus.map((sku) =>
    (found.get(idOf(w, sku)) ?? []).map((q) => {
      const name = [...w.ids].find(([, id]) => id === q.warehouseId)?.[0];
      const rest = { quarantined: q.quarantined, out: q.inTransitOut, in: q.inTransitIn };
      const told = Object.entries(rest).flatMap(([k, v]) => (v === '0' ? [] : [k, v]));
      return [name, q.onHand, ...told].join(' ');
    }),
  );
}

test('quantities by warehouse: here, in quarantine, on the way out and in', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10', 'BOILER S1,S2');
  await receive(w, 'TEH QUAR', 'VALVE 2');
  const t = await transfer(w, 'TEH > ISF', 'VALVE 5', 'BOILER 1');
  await ship(w, t, 'TEH DOCK VALVE 5', 'TEH DOCK BOILER S1');
  await arrive(w, t, 'VALVE 2');
  const back = await transfer(w, 'ISF > TEH', 'VALVE 1');
  await ship(w, back, 'ISF DOCK VALVE 1');
  expect(await quantities('VALVE', 'HOSE', 'BOILER')).toEqual([
    ['ISF 1 out 1 in 3', 'TEH 7 quarantined 2 out 3 in 1'],
    [],
    ['ISF 0 in 1', 'TEH 1 out 1'],
  ]);
  await settle(w, t, 'LOST VALVE 3', 'RETURNED_TO_SOURCE BOILER S1');
  await arrive(w, back, 'VALVE 1');
  expect(await quantities('VALVE', 'BOILER')).toEqual([
    ['ISF 1', 'TEH 8 quarantined 2'],
    ['TEH 2'],
  ]);
});

test('quantities read balances that finished transfers do not add to', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 100', 'ROPE 100 L1');
  const round = async (): Promise<void> => {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 1', 'ROPE 1');
    await ship(w, t, 'TEH DOCK VALVE 1', 'TEH DOCK ROPE 1 L1');
    await arrive(w, t, 'VALVE 1', 'ROPE 1 L1');
  };
  const rows = () => w.sql<{ n: number }>('select count(*)::int as n from stock_balance');
  await round();
  const before = await rows();
  for (const _ of times(5, () => 0)) await round();
  expect(await rows()).toEqual(before);
});

test('where a product is: places, lots, and the transfer it is on its way with', async () => {
  await receive(w, 'TEH DOCK', 'ROPE 10 L2', 'ROPE 5 L1');
  await receive(w, 'ISF A1', 'ROPE 1 L1');
  const t = await transfer(w, 'TEH > ISF', 'ROPE 4');
  await ship(w, t, 'TEH DOCK ROPE 4 L2');
  const tell = async (warehouseIds?: Id[]) =>
    (await whereIsProduct(w.database, { productId: idOf(w, 'ROPE'), warehouseIds })).map((place) =>
      [
        place.warehouseCode ?? place.stockTransferId,
        place.locationCode,
        place.lotCode,
        place.onHand,
      ].join(' '),
    );
  const all = ['ISF A1 L1 1', 'TEH DOCK L1 5', 'TEH DOCK L2 6', `${t.id} ${t.number} L2 4`];
  expect(await tell()).toEqual(all);
  expect(await tell([idOf(w, 'ISF')])).toEqual([all[0], all[3]]);
  expect(await tell([idOf(w, 'MHD')])).toEqual([]);
});

describe('the stock card', () => {
  const card = async (query: Omit<StockCardQuery, 'productId'>) =>
    stockCard(w.database, { productId: idOf(w, 'VALVE'), ...query });
  const tell = async (query: Omit<StockCardQuery, 'productId'>) =>
    (await card(query)).map((e) =>
      [
        e.kind,
        e.documentNumber,
        e.fromLocationCode,
        '>',
        e.toLocationCode,
        e.change,
        '=',
        e.balance,
      ].join(' '),
    );

  beforeEach(async () => {
    await receive(w, 'TEH DOCK', 'VALVE 10', 'HOSE 10');
    await receive(w, 'ISF A1', 'VALVE 100');
    const t = await transfer(w, 'TEH > ISF', 'VALVE 5');
    await ship(w, t, 'TEH DOCK VALVE 5');
    await arrive(w, t, 'VALVE 2');
    await settle(w, t, 'LOST VALVE 1', 'RETURNED_TO_SOURCE VALVE 2');
    await receive(w, 'TEH A1', 'VALVE 3');
  });

  test('of a warehouse: each move with its effect here and what there was after it', async () => {
    expect(await tell({ warehouseId: idOf(w, 'TEH') })).toEqual([
      'RECEIPT TEH-GR-2026-000001 SUPPLIER > DOCK 10 = 10',
      'TRANSFER_SHIPMENT TEH-TR-2026-000001 DOCK > TEH-TR-2026-000001 -5 = 5',
      'TRANSFER_RETURN TEH-TR-2026-000001 TEH-TR-2026-000001 > DOCK 2 = 7',
      'RECEIPT TEH-GR-2026-000002 SUPPLIER > A1 3 = 10',
    ]);
    expect(await tell({ warehouseId: idOf(w, 'ISF') })).toEqual([
      'RECEIPT ISF-GR-2026-000001 SUPPLIER > A1 100 = 100',
      'TRANSFER_RECEIPT TEH-TR-2026-000001 TEH-TR-2026-000001 > DOCK 2 = 102',
    ]);
    expect(await tell({ warehouseId: idOf(w, 'MHD') })).toEqual([]);
  });

  test('of the whole firm: what is on its way is still its own', async () => {
    expect(await tell({})).toEqual(
      [
        'RECEIPT TEH-GR-2026-000001 SUPPLIER > DOCK 10 = 10',
        'RECEIPT ISF-GR-2026-000001 SUPPLIER > A1 100 = 110',
        'TRANSFER_SHIPMENT TEH-TR-2026-000001 DOCK > TEH-TR-2026-000001 0 = 110',
        'TRANSFER_RETURN TEH-TR-2026-000001 TEH-TR-2026-000001 > DOCK 0 = 109',
        'RECEIPT TEH-GR-2026-000002 SUPPLIER > A1 3 = 112',
      ].toSpliced(
        3,
        0,
        'TRANSFER_RECEIPT TEH-TR-2026-000001 TEH-TR-2026-000001 > DOCK 0 = 110',
        'TRANSFER_LOSS TEH-TR-2026-000001 TEH-TR-2026-000001 > LOST_IN_TRANSIT -1 = 109',
      ),
    );
  });

  test('of a place, a status, an owner: what changes into it comes, out of it goes', async () => {
    await moveGoods(w, 'VALVE 3 TEH DOCK > TEH DOCK BLOCKED');
    await moveGoods(w, 'VALVE 2 SUPPLIER > TEH DOCK owner');
    const last = async (query: Omit<StockCardQuery, 'productId'>) =>
      (await card({ warehouseId: idOf(w, 'TEH'), last: 2, ...query })).map((e) =>
        [e.change, '=', e.balance, e.fromStatus, e.toStatus, e.ownerId ? 'foreign' : 'ours'].join(
          ' ',
        ),
      );
    expect(await last({})).toEqual([
      '0 = 10 AVAILABLE BLOCKED ours',
      '2 = 12 AVAILABLE AVAILABLE foreign',
    ]);
    expect(await last({ locationId: idOf(w, 'TEH DOCK') })).toEqual([
      '0 = 7 AVAILABLE BLOCKED ours',
      '2 = 9 AVAILABLE AVAILABLE foreign',
    ]);
    expect(await last({ status: 'AVAILABLE' })).toEqual([
      '-3 = 7 AVAILABLE BLOCKED ours',
      '2 = 9 AVAILABLE AVAILABLE foreign',
    ]);
    expect(await last({ status: 'BLOCKED' })).toEqual(['3 = 3 AVAILABLE BLOCKED ours']);
    expect(await last({ owner: 'OURS', last: 1 })).toEqual(['0 = 10 AVAILABLE BLOCKED ours']);
    const [owner] = await w.sql<{ id: Id }>('select id from stock_owner');
    expect(await last({ owner: owner!.id })).toEqual(['2 = 2 AVAILABLE AVAILABLE foreign']);
  });

  test('of a lot alone, either way', async () => {
    await receive(w, 'TEH DOCK', 'ROPE 10 L1', 'ROPE 5 L2');
    await moveGoods(w, 'ROPE 4 TEH DOCK > CUSTOMER lot:L1', 'ROPE 1 TEH DOCK > CUSTOMER lot:L2');
    const [lot] = await w.sql<{ id: Id }>("select id from lot where code = 'L1'");
    for (const side of [{ first: 5 }, { last: 5 }]) {
      const found = await stockCard(w.database, {
        productId: idOf(w, 'ROPE'),
        lotId: lot!.id,
        ...side,
      });
      expect(found.map((e) => `${e.lotCode} ${e.change} = ${e.balance}`)).toEqual([
        'L1 10 = 10',
        'L1 -4 = 6',
      ]);
    }
  });

  test.each([undefined, 'TEH', 'ISF'])(
    'pages of any size, either way, tell the same (%s)',
    async (code) => {
      const warehouseId = code ? idOf(w, code) : null;
      const whole = await card({ warehouseId, first: 100 });
      expect(await card({ warehouseId, last: 100 })).toEqual(whole);
      for (const size of [1, 2, 3]) {
        const forward: typeof whole = [];
        for (let page = await card({ warehouseId, first: size }); page.length > 0;) {
          forward.push(...page);
          page = await card({ warehouseId, first: size, after: page.at(-1)!.seq });
        }
        expect(forward).toEqual(whole);
        const backward: typeof whole = [];
        for (let page = await card({ warehouseId, last: size }); page.length > 0;) {
          backward.unshift(...page);
          page = await card({ warehouseId, last: size, before: page[0]!.seq });
        }
        expect(backward).toEqual(whole);
      }
    },
  );
});
