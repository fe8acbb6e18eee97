import { cancelStockTransfer } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { arrive, receive, scan, settle, ship, transfer } from './acts.ts';
import { forgetGoods, openWorld, outcomes, stateOf, stock, times, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

test('one transfer shipped by five at once leaves once', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 40');
  const t = await transfer(w, 'TEH > ISF', 'VALVE 4');
  const acts = times(5, () => ship(w, t, 'TEH DOCK VALVE 4'));
  expect(await outcomes(acts)).toEqual({ done: 1, ILLEGAL_STATE: 4 });
  expect(await stock(w)).toEqual(['TEH DOCK VALVE 36', 'in transit VALVE 4']);
});

test('ship against cancel: one of them', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 40');
  for (const _ of times(8, () => 0)) {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 1');
    const cancel = () => w.perform(cancelStockTransfer, { stockTransferId: t.id }, asSystem);
    const acts = [
      ship(w, t, 'TEH DOCK VALVE 1'),
      cancel(),
      ship(w, t, 'TEH DOCK VALVE 1'),
      cancel(),
    ];
    expect(await outcomes(acts)).toEqual({ done: 1, ILLEGAL_STATE: 3 });
  }
});

test('100 clients and 10 units: exactly 10 leave, 90 are refused in words', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  const drafts = await Promise.all(times(100, () => transfer(w, 'TEH > ISF', 'VALVE 1')));
  const acts = drafts.map((t) => ship(w, t, 'TEH DOCK VALVE 1'));
  expect(await outcomes(acts)).toEqual({ done: 10, INSUFFICIENT_STOCK: 90 });
  expect(await stock(w)).toEqual(['in transit VALVE 10']);
});

test('what arrives twice at once arrives once', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  const t = await transfer(w, 'TEH > ISF', 'VALVE 10');
  await ship(w, t, 'TEH DOCK VALVE 10');
  const ends = await outcomes(times(6, () => arrive(w, t, 'VALVE 4')));
  expect(ends).toEqual({ done: 2, NOT_IN_TRANSIT: 4 });
  expect(await stock(w)).toEqual(['ISF DOCK VALVE 8', 'in transit VALVE 2']);
});

test('settling against receiving the same units: never both', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 40', 'BOILER S1');
  const t = await transfer(w, 'TEH > ISF', 'VALVE 6', 'BOILER 1');
  await ship(w, t, 'TEH DOCK VALVE 6', 'TEH DOCK BOILER S1');
  const acts = times(4, () => [
    arrive(w, t, 'VALVE 2', 'BOILER S1'),
    settle(w, t, 'RETURNED_TO_SOURCE BOILER S1', 'LOST VALVE 2'),
  ]).flat();
  const ends = await outcomes(acts);
  expect(ends).toEqual({ done: 1, NOT_IN_TRANSIT: 7 });
  const last = await outcomes([
    ...times(3, () => arrive(w, t, 'VALVE 3')),
    ...times(3, () => settle(w, t, 'LOST VALVE 3')),
  ]);
  expect(last['done']).toBe(1);
});

test('one serial on two transfers leaves with one of them', async () => {
  await receive(w, 'TEH DOCK', 'BOILER S1,S2');
  const drafts = await Promise.all(times(8, () => transfer(w, 'TEH > ISF', 'BOILER 1')));
  const acts = drafts.map((t) => ship(w, t, 'TEH DOCK BOILER S1'));
  expect(await outcomes(acts)).toEqual({ done: 1, INSUFFICIENT_STOCK: 7 });
});

test('a serial that was lost comes in again once', async () => {
  await receive(w, 'TEH DOCK', 'BOILER S1');
  const t = await transfer(w, 'TEH > ISF', 'BOILER 1');
  await ship(w, t, 'TEH DOCK BOILER S1');
  await settle(w, t, 'LOST BOILER S1');
  const acts = times(8, (n) => receive(w, n % 2 ? 'ISF A1' : 'TEH A1', 'BOILER S1'));
  expect(await outcomes(acts)).toEqual({ done: 1, SERIAL_ALREADY_IN_STOCK: 7 });
});

test('scans that race with the shipment are shipped with it or refused', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 100');
  for (const _ of times(5, () => 0)) {
    const t = await transfer(w, 'TEH > ISF', 'VALVE 3');
    await scan(w, t, 'SHIP', 'VALVE-1');
    const shipShort = () => ship(w, t, 'TEH DOCK VALVE 3');
    const acts = [scan(w, t, 'SHIP', 'VALVE-1'), shipShort(), scan(w, t, 'SHIP', 'VALVE-1')];
    const ends = await outcomes(acts);
    expect((ends['done'] ?? 0) + (ends['ILLEGAL_STATE'] ?? 0)).toBe(3);
    expect((await stateOf(w, t))[0]).toBe('SHIPPED');
  }
});

test('scans that race with receiving and settling: no unit is counted twice', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10', 'ROPE 10 L1');
  const t = await transfer(w, 'TEH > ISF', 'VALVE 6', 'ROPE 6');
  await ship(w, t, 'TEH DOCK VALVE 6', 'TEH DOCK ROPE 6 L1');
  await outcomes([
    ...times(5, () => scan(w, t, 'RECEIVE', 'VALVE-1')),
    ...times(5, () => scan(w, t, 'RECEIVE', { code: 'L1', quantity: '2' })),
    arrive(w, t),
    settle(w, t, 'LOST VALVE 2', 'LOST ROPE 3 L1'),
    arrive(w, t, 'VALVE 2', 'ROPE 2 L1'),
    arrive(w, t),
  ]);
  await outcomes([arrive(w, t)]);
});

test('lots that are emptied and come back at once are neither lost nor doubled', async () => {
  await receive(w, 'TEH DOCK', 'ROPE 4 L1');
  for (const _ of times(6, () => 0)) {
    const t = await transfer(w, 'TEH > ISF', 'ROPE 4');
    const more = receive(w, 'TEH DOCK', 'ROPE 4 L1');
    expect(await outcomes([ship(w, t, 'TEH DOCK ROPE 4 L1'), more])).toEqual({ done: 2 });
  }
  expect(await stock(w)).toEqual(['TEH DOCK ROPE L1 4', 'in transit ROPE L1 24']);
});

test('deadlock hunt: items in random order, both directions at once', async () => {
  const all = ['VALVE 3', 'HOSE 3', 'ROPE 3 L1', 'ROPE 3 L2', 'ROPE 3 L3'];
  const much = all.map((text) => text.replace(' 3', ' 300'));
  await receive(w, 'TEH DOCK', ...much);
  await receive(w, 'ISF DOCK', ...much);
  const shuffled = () => [...all].sort(() => Math.random() - 0.5);
  const retriedBefore = w.retried.length;
  const run = async (n: number): Promise<void> => {
    const [from, to] = n % 2 ? ['TEH', 'ISF'] : ['ISF', 'TEH'];
    const goods = shuffled();
    const t = await transfer(w, `${from} > ${to}`, ...goods);
    const count = new Map<string, number>();
    const named = goods.map((text) => {
      const [sku = '', ...rest] = text.split(' ');
      count.set(sku, (count.get(sku) ?? 0) + 1);
      return [`${sku}#${count.get(sku)}`, ...rest].join(' ');
    });
    await ship(w, t, ...named.map((text) => `${from} DOCK ${text}`));
    await arrive(w, t, ...named.sort(() => Math.random() - 0.5));
  };
  const ends = await outcomes(times(60, run));
  expect(ends).toEqual({ done: 60 });
  expect(w.retried.slice(retriedBefore)).toEqual([]);
});
