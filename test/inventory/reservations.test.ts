import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import {
  expiring,
  leave,
  levelsIn,
  lose,
  moveOf,
  posting,
  promise,
  promisesIn,
  release,
  reserving,
  wantedOf,
} from './promising.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  stock,
  times,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  w.clock.set('2026-03-21T08:00:00Z');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const at = (seconds: number): Date => new Date(Date.parse('2026-03-21T08:00:00Z') + seconds * 1000);

describe('what is promised', () => {
  test('is not there for others; two lines of one item see each other', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 10');
    await promise(w, 'TEH VALVE 6');
    const wanted = await Promise.all(
      times(2, (n) => wantedOf(w, 'TEH VALVE 3', { path: ['lines', String(n)] })),
    );
    const [short] = await expectRefused(w, () => w.perform(reserving, { wanted }, asSystem), [
      'INSUFFICIENT_STOCK lines.1',
    ]);
    expect(short?.message).toBe('VALVE: 3 wanted in TEH, 1 not promised');
    expect(short?.details).toMatchObject({ sku: 'VALVE', wanted: '3', available: '1' });
    await promise(w, 'TEH VALVE 4');
    expect(await levelsIn(w)).toEqual(['TEH VALVE sellable 10 reserved 10']);
  });

  test('in part, when that is meant: the rest waits, or is given up', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 10');
    await promise(w, 'TEH VALVE 7', { allOrNothing: false });
    await promise(w, 'TEH VALVE 5', { allOrNothing: false });
    await promise(w, 'TEH VALVE 5', { allOrNothing: false });
    await promise(w, 'TEH VALVE 2', { wait: true });
    await promise(w, 'TEH HOSE 2', { wait: true, allOrNothing: true });
    expect(await promisesIn(w)).toEqual([
      'VALVE 7: held 7 RESERVED',
      'VALVE 5: held 3 released 2 RESERVED',
      'VALVE 5: released 5 RELEASED',
      'VALVE 2: waiting 2 REQUESTED',
      'HOSE 2: waiting 2 REQUESTED',
    ]);
    expect(await levelsIn(w)).toEqual([
      'TEH HOSE waiting 2',
      'TEH VALVE sellable 10 reserved 10 waiting 2',
    ]);
  });
});

test('what leaves for a demand is its own first, and never what others were promised', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  const mine = await promise(w, 'TEH VALVE 6');
  await promise(w, 'TEH VALVE 4');
  await expectRefused(w, () => leave(w, mine, 'TEH DOCK VALVE 7 > customer'), [
    'INSUFFICIENT_STOCK',
  ]);
  await leave(w, mine, 'TEH DOCK VALVE 5 > customer');
  expect(await promisesIn(w)).toEqual([
    'VALVE 6: held 1 consumed 5 RESERVED',
    'VALVE 4: held 4 RESERVED',
  ]);
  expect(await stock(w)).toEqual(['TEH DOCK VALVE 5']);
});

test('hard and soft on the same goods', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 4', 'BOILER S1,S2');
  await receive(w, 'TEH A1', 'VALVE 6');
  await promise(w, 'TEH DOCK VALVE 4');
  const soft = await promise(w, 'TEH VALVE 5');
  await expectRefused(w, () => promise(w, 'TEH A1 VALVE 2'), ['INSUFFICIENT_STOCK']);
  await expectRefused(w, () => leave(w, soft, 'TEH DOCK VALVE 1 > customer'), [
    'INSUFFICIENT_STOCK',
  ]);
  const s1 = await promise(w, 'TEH DOCK BOILER S1');
  await expectRefused(w, () => promise(w, 'TEH DOCK BOILER S1'), ['INSUFFICIENT_STOCK']);
  await leave(w, s1, 'TEH DOCK BOILER S2 > customer');
  expect(await promisesIn(w)).toEqual([
    'VALVE 4: held 4 RESERVED',
    'VALVE 5: held 5 RESERVED',
    'BOILER S1 1: consumed 1 CONSUMED',
  ]);
});

test('too little is told once for each fall: when promised, not again when it leaves', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  await w.sql(
    `insert into stock_policy (id, product_id, warehouse_id, minimum)
     values (gen_random_uuid(), $1, $2, 6)`,
    [idOf(w, 'VALVE'), idOf(w, 'TEH')],
  );
  const low = async () =>
    (await announced(w)).flatMap(({ type, data }) =>
      type === 'stock.fellBelowMinimum' ? [data['available']] : [],
    );
  const mine = await promise(w, 'TEH VALVE 5');
  expect(await low()).toEqual(['5']);
  await leave(w, mine, 'TEH DOCK VALVE 5 > customer');
  await promise(w, 'TEH VALVE 1');
  expect(await low()).toEqual(['5']);
  await receive(w, 'TEH DOCK', 'VALVE 9');
  await promise(w, 'TEH VALVE 8');
  expect(await low()).toEqual(['5', '5']);
  await promise(w, 'TEH VALVE 20', { wait: true });
  await receive(w, 'TEH DOCK', 'VALVE 20');
  expect(await low()).toEqual(['5', '5']);
});

describe('who waits', () => {
  test('is served by priority, day and age; one that takes all is passed over', async () => {
    await promise(w, 'TEH VALVE 3', { wait: true });
    await promise(w, 'TEH VALVE 3', { wait: true, wantedOn: '2026-05-01' });
    await promise(w, 'TEH VALVE 3', { wait: true, wantedOn: '2026-04-01' });
    await promise(w, 'TEH VALVE 9', { wait: true, priority: 5, allOrNothing: true });
    await promise(w, 'TEH VALVE 3', { wait: true, priority: 1 });
    await receive(w, 'TEH DOCK', 'VALVE 7');
    expect(await promisesIn(w)).toEqual([
      'VALVE 3: waiting 3 REQUESTED',
      'VALVE 3: held 1 waiting 2 PARTIAL',
      'VALVE 3: held 3 RESERVED',
      'VALVE 9: waiting 9 REQUESTED',
      'VALVE 3: held 3 RESERVED',
    ]);
    const events = await announced(w);
    expect(events.filter(({ type }) => type === 'stockReservation.granted')).toHaveLength(3);
  });

  test('is served by what others release', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 5', 'BOILER S1');
    const first = await promise(w, 'TEH VALVE 5');
    const boiler = await promise(w, 'TEH DOCK BOILER S1');
    await promise(w, 'TEH VALVE 3', { wait: true });
    await promise(w, 'TEH DOCK BOILER S1', { wait: true });
    await release(w, first, boiler);
    expect(await promisesIn(w)).toEqual([
      'VALVE 5: released 5 RELEASED',
      'BOILER S1 1: released 1 RELEASED',
      'VALVE 3: held 3 RESERVED',
      'BOILER S1 1: held 1 RESERVED',
    ]);
  });
});

describe('the clock', () => {
  test('ends reservations as of the instant they ran out, and serves who waits', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 5');
    await promise(w, 'TEH VALVE 5', { expiresAt: at(60) });
    await promise(w, 'TEH VALVE 2', { wait: true, expiresAt: at(90) });
    await promise(w, 'TEH VALVE 2', { wait: true });
    w.clock.set(at(100));
    expect(await w.perform(expiring, {}, asSystem)).toEqual({ expired: 2, isAll: true });
    expect(await promisesIn(w)).toEqual([
      'VALVE 5: released 5 EXPIRED',
      'VALVE 2: released 2 EXPIRED',
      'VALVE 2: held 2 RESERVED',
    ]);
    const [entry] = await w.sql("select at from stock_reservation_entry where kind = 'EXPIRED'");
    expect(entry).toEqual({ at: at(60) });
  });

  test('is looked at by goods that leave: it holds nothing back, who waits is served', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 5');
    await promise(w, 'TEH DOCK VALVE 5', { expiresAt: at(60) });
    await promise(w, 'TEH VALVE 2', { wait: true });
    const go = async (quantity: number) => {
      const goods = [await moveOf(w, `TEH DOCK VALVE ${quantity} > customer`)];
      return w.perform(posting, { goods }, asSystem);
    };
    await expectRefused(w, () => go(3), ['INSUFFICIENT_STOCK']);
    w.clock.set(at(60));
    await expectRefused(w, () => go(4), ['INSUFFICIENT_STOCK']);
    await go(3);
    expect((await promisesIn(w)).sort()).toEqual([
      'VALVE 2: held 2 RESERVED',
      'VALVE 5: released 5 EXPIRED',
    ]);
  });

  test('is looked at by who finds too little: who waits comes before who comes', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 5');
    await promise(w, 'TEH VALVE 5', { expiresAt: at(60) });
    await promise(w, 'TEH VALVE 2', { wait: true });
    w.clock.set(at(60));
    await expectRefused(w, () => promise(w, 'TEH VALVE 4'), ['INSUFFICIENT_STOCK']);
    const wanted = await Promise.all(times(2, (n) => wantedOf(w, `TEH VALVE ${n + 1}`)));
    await w.perform(reserving, { wanted }, asSystem);
    expect((await promisesIn(w)).sort()).toEqual([
      'VALVE 1: held 1 RESERVED',
      'VALVE 2: held 2 RESERVED',
      'VALVE 2: held 2 RESERVED',
      'VALVE 5: released 5 EXPIRED',
    ]);
  });
});

test('facts win: the least and youngest promises are cut, and wait again', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  await promise(w, 'TEH VALVE 3', { priority: 1 });
  await promise(w, 'TEH VALVE 3');
  await promise(w, 'TEH VALVE 3');
  await promise(w, 'TEH DOCK VALVE 1', { priority: -1 });
  await lose(w, 'TEH DOCK VALVE 5');
  expect(await promisesIn(w)).toEqual([
    'VALVE 3: held 3 RESERVED',
    'VALVE 3: held 2 waiting 1 PARTIAL',
    'VALVE 3: waiting 3 REQUESTED',
    'VALVE 1: waiting 1 REQUESTED',
  ]);
  await receive(w, 'TEH A1', 'VALVE 9');
  expect((await promisesIn(w)).filter((line) => line.includes('waiting'))).toEqual([]);
});

test('100 act at once for 10 units: exactly 10 are promised', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  const ends = await outcomes(times(100, () => promise(w, 'TEH VALVE 1')));
  expect(ends).toEqual({ done: 10, INSUFFICIENT_STOCK: 90 });
});

test('who is given up while waiting in part keeps nobody behind from being served', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 4');
  const cut = await promise(w, 'TEH VALVE 4');
  await lose(w, 'TEH DOCK VALVE 2');
  await promise(w, 'TEH VALVE 3', { wait: true });
  await release(w, cut);
  expect(await promisesIn(w)).toEqual([
    'VALVE 4: released 4 RELEASED',
    'VALVE 3: held 2 waiting 1 PARTIAL',
  ]);
});
