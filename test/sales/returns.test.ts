import { authoriseReturn } from '../../src/modules/sales/index.ts';
import { expectRefused, idOf, outcomes, times } from '../inventory/world.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import {
  deliver,
  deliveryLineIds,
  deliveryState,
  newsOf,
  order,
  receiveNamed,
  takeBack,
} from './delivery-acts.ts';
import {
  creditOf,
  forgetOrders,
  openOrderWorld,
  orderState,
  receive,
  type OrderWorld,
} from './order-world.ts';
import { cameBack, giveUp, mayReturn, returnState } from './return-acts.ts';

let w: OrderWorld;
beforeAll(async () => {
  w = await openOrderWorld({ poolSize: 24 });
  await w.sql(`update product set standard_cost = 70 where sku = 'VALVE'`);
});
afterAll(() => w.close());
beforeEach(async () => {
  await forgetOrders(w);
  await w.forget('stock_scan', 'scan_session', 'lot', 'expected_serial');
  await w.sql(`delete from stock_owner where code like 'CUST-%'`);
  await w.sql(`delete from outbox where type ~ '^(delivery|return)'`);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

/** What lies where, in what condition, and whose it is. */
const lies = async (): Promise<string[]> => {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', l.code, p.sku, lot.code, trim_scale(b.on_hand), b.status,
            case when o.id is not null then 'theirs' end) as line
     from stock_balance b join location l on l.id = b.location_id
     join product p on p.id = b.product_id left join lot on lot.id = b.lot_id
     left join stock_owner o on o.id = b.owner_id
     where b.on_hand > 0 order by 1`,
  );
  return rows.map(({ line }) => line);
};

describe('goods come back', () => {
  test('each as is said; only what is ours again is taken off the order', async () => {
    await receive(w, 'VALVE 10');
    await receiveNamed(w, 'BOILER S1,S2');
    const o = await order(w, ['VALVE 10', 'BOILER 2']);
    const id = await deliver(w, o);
    await w.sql(`update product set standard_cost = 99 where sku = 'VALVE'`);
    const back = await mayReturn(w, o, id, ['VALVE 6', 'BOILER S1,S2']);
    await cameBack(w, back, [
      'RESTOCK VALVE 2',
      'SCRAP VALVE 1',
      'REPAIR BOILER S1',
      'RETURN_TO_VENDOR VALVE 1',
    ]);
    expect(await lies()).toEqual([
      'DOCK BOILER S1 1 BLOCKED theirs',
      'DOCK VALVE 1 BLOCKED',
      'DOCK VALVE 2 AVAILABLE',
    ]);
    expect(await returnState(w, back)).toEqual([
      'PARTLY_RECEIVED VALVE 6 received 4, BOILER 2 received 1',
      'RESTOCK 2 at 70',
      'SCRAP 1 at 70',
      'REPAIR 1 at 0',
      'RETURN_TO_VENDOR 1 at 70',
    ]);
    expect((await orderState(w, o.id)).slice(1)).toEqual([
      'VALVE 10 issued 10 returned 4',
      'BOILER 2 issued 2',
    ]);
    expect(await deliveryState(w, id)).toBe(
      'POSTED VALVE 10 issued 10 returned 4, BOILER 2 issued 2',
    );
    await cameBack(w, back, ['QUARANTINE VALVE 2', 'RETURN_TO_CUSTOMER BOILER S2']);
    expect((await returnState(w, back))[0]).toMatch(/^RECEIVED/);
    await w.sql(`update product set standard_cost = 70 where sku = 'VALVE'`);
    expect(await newsOf(w)).toEqual([
      'delivery.drafted',
      'delivery.posted',
      'return.authorised',
      'return.received',
      'return.received',
    ]);
  });

  test('to be replaced: they are open once more, promised as far as they are there', async () => {
    await receive(w, 'VALVE 12');
    const o = await order(w, ['VALVE 10']);
    const before = await creditOf(w, 'Alborz');
    const id = await deliver(w, o);
    const back = await mayReturn(w, o, id, ['VALVE 3 replaced']);
    await cameBack(w, back, ['SCRAP VALVE 3']);
    expect(await orderState(w, o.id)).toEqual([
      'CONFIRMED 1100000 exposure 1100000 fulfilment PARTIAL',
      'VALVE 10 issued 10 returned 3 replaced 3 open 3 held 2 waiting 1',
    ]);
    await receive(w, 'VALVE 5');
    await deliver(w, o);
    expect(await orderState(w, o.id)).toEqual([
      'CONFIRMED 1100000 exposure 1100000 fulfilment FULL',
      'VALVE 10 issued 13 returned 3 replaced 3',
    ]);
    expect(await creditOf(w, 'Alborz')).toBe(before);
  });

  test('not replaced: the customer will owe less', async () => {
    await receive(w, 'VALVE 10');
    const o = await order(w, ['VALVE 10']);
    const id = await deliver(w, o);
    await cameBack(w, await mayReturn(w, o, id, ['VALVE 4']), ['RESTOCK VALVE 4']);
    expect((await orderState(w, o.id))[0]).toContain('exposure 660000');
    expect(await creditOf(w, 'Alborz')).toBe('ordered 660000 invoiced 0');
  });

  test('by lot; of several deliveries at once, each by a voucher of its own', async () => {
    await receiveNamed(w, 'ROPE 5 L1');
    await receive(w, 'VALVE 4');
    const o = await order(w, ['ROPE 4 MTR', 'VALVE 4']);
    const first = await deliver(w, o, ['ROPE 4']);
    const second = await deliver(w, o, ['VALVE 4']);
    const ids = [...(await deliveryLineIds(w, first)), ...(await deliveryLineIds(w, second))];
    const lines = ids.map(([, deliveryLineId]) => ({ deliveryLineId, quantity: '2' }));
    const input = { salesOrderId: o.id, reason: 'Too much', lines };
    const { returnAuthorisationId: id } = await w.perform(authoriseReturn, input, asSystem);
    const found = await w.sql<{ id: string; sku: string }>(
      `select r.id, p.sku from return_line r join delivery_line l on l.id = r.delivery_line_id
       join product p on p.id = l.product_id`,
    );
    const back = { id, lines: new Map(found.map((row) => [row.sku, row.id])) };
    await expectRefused(w, () => cameBack(w, back, ['RESTOCK VALVE 2', 'RESTOCK ROPE 2']), [
      'LOT_REQUIRED lines.1.lotCode',
    ]);
    const done = await cameBack(w, back, ['RESTOCK VALVE 2', 'RESTOCK ROPE 2 L1']);
    expect(done.stockVoucherIds).toHaveLength(2);
    expect(await lies()).toEqual([
      'A1 ROPE L1 1 AVAILABLE',
      'DOCK ROPE L1 2 AVAILABLE',
      'DOCK VALVE 2 AVAILABLE',
    ]);
  });

  test('what never comes is awaited no more: it may be allowed anew', async () => {
    await receive(w, 'VALVE 10');
    const o = await order(w, ['VALVE 5']);
    const id = await deliver(w, o);
    const back = await mayReturn(w, o, id, ['VALVE 5']);
    await cameBack(w, back, ['RESTOCK VALVE 1']);
    await expectRefused(w, () => mayReturn(w, o, id, ['VALVE 1']), [
      'MORE_THAN_DELIVERED lines.0.quantity',
    ]);
    await giveUp(w, back);
    await expectRefused(w, () => cameBack(w, back, ['RESTOCK VALVE 1']), ['ILLEGAL_STATE']);
    await mayReturn(w, o, id, ['VALVE 4']);
  });
});

describe('a return is refused', () => {
  test('more than left; serials that did not leave with the line, or are back', async () => {
    await receive(w, 'VALVE 10');
    await receiveNamed(w, 'BOILER S1,S2,S3');
    const o = await order(w, ['VALVE 5', 'BOILER 2']);
    const other = await order(w, ['BOILER 1']);
    const id = await deliver(w, o, ['VALVE 5', 'BOILER S1,S2']);
    await deliver(w, other, ['BOILER S3']);
    await expectRefused(w, () => mayReturn(w, o, id, ['VALVE 6', 'BOILER S1,S3']), [
      'MORE_THAN_DELIVERED lines.0.quantity',
      'SERIAL_NOT_DELIVERED lines.1.serials.1',
    ]);
    const back = await mayReturn(w, o, id, ['BOILER S1']);
    await expectRefused(w, () => mayReturn(w, o, id, ['BOILER S1']), [
      'SERIAL_NOT_DELIVERED lines.0.serials.0',
    ]);
    await expectRefused(w, () => cameBack(w, back, ['RESTOCK BOILER S2']), [
      'SERIAL_NOT_EXPECTED lines.0.serials.0',
    ]);
    await expectRefused(w, () => cameBack(w, back, ['RESTOCK BOILER 1']), [
      'SERIALS_REQUIRED lines.0.serials',
    ]);
    await cameBack(w, back, ['RESTOCK BOILER S1']);
    await expectRefused(w, () => mayReturn(w, o, id, ['BOILER S1']), [
      'SERIAL_NOT_DELIVERED lines.0.serials.0',
    ]);
  });

  test('more than is allowed; in a draft; one that came back is not taken back', async () => {
    await receive(w, 'VALVE 10');
    const o = await order(w, ['VALVE 5']);
    const id = await deliver(w, o);
    const back = await mayReturn(w, o, id, ['VALVE 3']);
    await expectRefused(w, () => takeBack(w, id), ['GOODS_RETURNED deliveryId']);
    await expectRefused(w, () => cameBack(w, back, ['RESTOCK VALVE 2', 'SCRAP VALVE 2']), [
      'MORE_THAN_AUTHORISED lines.1.quantity',
    ]);
    await cameBack(w, back, ['RESTOCK VALVE 3']);
    await expectRefused(w, () => takeBack(w, id), ['GOODS_RETURNED deliveryId']);
  });

  test('of goods that are here for repair: they came back, though they are not ours', async () => {
    await receive(w, 'VALVE 5');
    const o = await order(w, ['VALVE 5']);
    const id = await deliver(w, o);
    await cameBack(w, await mayReturn(w, o, id, ['VALVE 3']), ['REPAIR VALVE 3']);
    await expectRefused(w, () => takeBack(w, id), ['GOODS_RETURNED deliveryId']);
    await expectRefused(w, () => mayReturn(w, o, id, ['VALVE 3']), [
      'MORE_THAN_DELIVERED lines.0.quantity',
    ]);
    await cameBack(w, await mayReturn(w, o, id, ['VALVE 2']), ['RESTOCK VALVE 2']);
  });

  test('without the rights: at the order to allow it, at the warehouse to take it in', async () => {
    await receive(w, 'VALVE 10');
    const o = await order(w, ['VALVE 5']);
    const id = await deliver(w, o);
    const stranger = asViewer({ 'sales.authoriseReturn': 'OWN' });
    await expect(mayReturn(w, o, id, ['VALVE 1'], stranger)).rejects.toThrow('Allowing goods');
    const back = await mayReturn(w, o, id, ['VALVE 1']);
    const clerk = asViewer({ 'sales.deliver': [idOf(w, 'ISF')] });
    await expect(cameBack(w, back, ['RESTOCK VALVE 1'], clerk)).rejects.toThrow('Taking goods');
    await cameBack(w, back, ['RESTOCK VALVE 1'], asViewer({ 'sales.deliver': [idOf(w, 'TEH')] }));
  });
});

describe('at once', () => {
  test('the rest is allowed to come back once, and comes back once', async () => {
    await receive(w, 'VALVE 10');
    await receiveNamed(w, 'BOILER S1');
    const o = await order(w, ['VALVE 5', 'BOILER 1']);
    const id = await deliver(w, o);
    expect(await outcomes(times(4, () => mayReturn(w, o, id, ['VALVE 2'])))).toEqual({
      done: 2,
      MORE_THAN_DELIVERED: 2,
    });
    const back = await mayReturn(w, o, id, ['VALVE 1', 'BOILER S1']);
    const both = ['RESTOCK VALVE 1', 'REPAIR BOILER S1'];
    expect(await outcomes(times(4, () => cameBack(w, back, both)))).toEqual({
      done: 1,
      ILLEGAL_STATE: 3,
    });
    expect(w.retried).toEqual([]);
  });

  test('allowed to come back and taken back as a mistake: one of them', async () => {
    await receive(w, 'VALVE 40');
    for (let n = 0; n < 3; n += 1) {
      const o = await order(w, ['VALVE 5']);
      const id = await deliver(w, o);
      const ends = await outcomes([takeBack(w, id), mayReturn(w, o, id, ['VALVE 2'])]);
      expect(ends['done']).toBe(1);
    }
  });
});
