import { cancelStockTransfer } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { arrive, receive, scan, ship, transfer } from './acts.ts';
import { adjust, relocate } from './corrections.ts';
import { count, counting, finish, post } from './counting.ts';
import { levelsIn, promisesIn } from './promising.ts';
import { lineOf, setAside } from './set-aside.ts';
import { giveBack, issue, takeBack } from './voucher-acts.ts';
import { forgetGoods, openWorld, outcomes, stock, times, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

test('two lines of one item in each of many acts: what is promised is there', async () => {
  await receive(w, 'TEH A1', 'VALVE 10');
  const lines = () => [lineOf(w, 'TEH VALVE 2'), lineOf(w, 'TEH VALVE 1')];
  const ends = await outcomes(times(12, () => setAside(w, lines())));
  expect(ends).toEqual({ done: 3, INSUFFICIENT_STOCK: 9 });
  expect(await levelsIn(w)).toEqual(['TEH VALVE sellable 10 reserved 9']);
});

test('reserve, transfer, adjust and count at once: nothing drifts, none deadlocks', async () => {
  await receive(w, 'TEH A1', 'VALVE 60', 'HOSE 60');
  await receive(w, 'TEH A2', 'VALVE 60', 'HOSE 60');
  const known = ['INSUFFICIENT_STOCK', 'RESERVED_HERE', 'COUNTED_ELSEWHERE'];
  const one = async (n: number): Promise<unknown> => {
    const [sku, other] = n % 2 ? ['VALVE', 'HOSE'] : ['HOSE', 'VALVE'];
    const place = n % 3 ? 'TEH A1' : 'TEH A2';
    if (n % 6 === 0) {
      const id = await counting(w, { places: [place], products: [sku ?? ''] });
      await count(w, id, [`${place} ${sku} 50`]);
      await finish(w, id, place);
      return post(w, id);
    }
    if (n % 6 === 1) return adjust(w, [`${place} ${sku} -3`, `${place} ${other} 2`]);
    if (n % 6 === 2) return relocate(w, [`TEH A1 > A2 ${sku} 4`, `TEH A1 > A2 ${other} 1`]);
    if (n % 6 === 3) return issue(w, 'TEH', `${sku} 2 at ${place}`, `${other} 3 at ${place}`);
    if (n % 6 === 4) {
      const t = await transfer(w, 'TEH > ISF', `${sku} 3`, `${other} 2`);
      await ship(w, t, `${place} ${other} 2`, `${place} ${sku} 3`);
      return arrive(w, t, `${sku} 3`, `${other} 2`);
    }
    const lines = [lineOf(w, `TEH ${other} 6`), lineOf(w, `${place} ${sku} 5`)];
    return setAside(w, lines, { wait: n % 4 === 1 });
  };
  const ends = await outcomes(times(90, one));
  expect(Object.keys(ends).filter((end) => ![...known, 'done'].includes(end))).toEqual([]);
  expect(ends['done']).toBeGreaterThan(45);
  expect(w.retried).toEqual([]);
});

describe('one serial, wanted by many at once', () => {
  test('received, found and received elsewhere: it is in one place', async () => {
    const acts = times(9, (n) =>
      n % 3 === 0
        ? adjust(w, ['TEH A2 BOILER S1'])
        : receive(w, n % 3 === 1 ? 'TEH A1' : 'ISF A1', 'BOILER S1'),
    );
    expect(await outcomes(acts)).toEqual({ done: 1, SERIAL_ALREADY_IN_STOCK: 8 });
    expect(await stock(w)).toHaveLength(1);
  });

  test('issued, sent, put elsewhere, scanned and lost: it goes one way', async () => {
    await receive(w, 'TEH A1', 'BOILER S1');
    const [t, u] = [
      await transfer(w, 'TEH > ISF', 'BOILER 1'),
      await transfer(w, 'TEH > ISF', 'BOILER 1'),
    ];
    const ends = await outcomes([
      issue(w, 'TEH', 'BOILER S1 at TEH A1'),
      ship(w, t, 'TEH A1 BOILER S1'),
      scan(w, u, 'SHIP', { code: 'S1', locationCode: 'A1' }),
      adjust(w, ['TEH A1 BOILER -S1']),
      issue(w, 'TEH', 'BOILER S1 at TEH A1'),
      ship(w, u, 'TEH A1 BOILER S1'),
      w.perform(cancelStockTransfer, { stockTransferId: t.id }, asSystem),
    ]);
    expect(Object.values(ends).reduce((a, b) => a + b, 0)).toBe(7);
    expect((await stock(w)).length).toBeLessThanOrEqual(1);
    const [gone] = await w.sql<{ n: number }>(
      `select count(*)::int as n from stock_move m join location l on l.id = m.from_location_id
       where l.code = 'A1'`,
    );
    expect(gone).toEqual({ n: 1 });
  });

  test('given back five times and taken back at once: it came back once', async () => {
    await receive(w, 'TEH A1', 'BOILER S1');
    const sold = await issue(w, 'TEH', 'BOILER S1 at TEH A1');
    const ends = await outcomes([
      ...times(5, (n) => giveBack(w, n % 2 ? 'TEH' : 'ISF', null, 'AVAILABLE BOILER S1')),
      takeBack(w, sold),
    ]);
    expect(ends['done']).toBe(1);
    expect(await stock(w)).toHaveLength(1);
  });

  test('promised by name to many: one has it', async () => {
    await receive(w, 'TEH A1', 'BOILER S1,S2');
    const named = () => setAside(w, [lineOf(w, 'TEH A1 BOILER 1', { serial: 'S1' })]);
    expect(await outcomes(times(8, named))).toEqual({ done: 1, INSUFFICIENT_STOCK: 7 });
    expect(await promisesIn(w)).toEqual(['BOILER S1 1: held 1 RESERVED']);
  });
});
