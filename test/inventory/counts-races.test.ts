import { newId } from '../../src/kernel/id.ts';
import {
  finishCountLocation,
  postStockCount,
  recordCount,
  startStockCount,
} from '../../src/modules/inventory/index.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive, ship, transfer } from './acts.ts';
import {
  count,
  counting,
  countInput,
  countState,
  empty,
  finish,
  planned,
  post,
} from './counting.ts';
import { without, type Changes } from './without.ts';
import { forgetGoods, idOf, openWorld, outcomes, stock, times, type World } from './world.ts';
import { atGate, gate } from '../support/gate.ts';

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 16 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH A1', 'VALVE 100', 'HOSE 100', 'ROPE 100 L1');
});
afterEach(async () => {
  expect(await w.verify()).toEqual([]);
  expect(w.retried).toEqual([]);
});

const person = () => asViewer({ 'inventory.count': 'ALL', 'inventory.approve': 'ALL' }, newId());

test('of those who count the same at once, one does, and the others are told', async () => {
  const id = await counting(w, { places: ['TEH A1'] });
  const ends = await outcomes(times(8, () => count(w, id, ['TEH A1 VALVE 100'], person())));
  expect(ends).toEqual({ done: 1, ALREADY_COUNTED: 7 });
  const more = times(8, () => count(w, id, ['TEH A1 VALVE 1'], person(), { again: 'ADD' }));
  expect(await outcomes(more)).toEqual({ done: 8 });
  await finish(w, id, 'TEH A1');
  expect(await countState(w, id)).toContain(
    'A1 VALVE COUNTED counted 108 expected 100 difference 8',
  );
});

test('a count is started, finished and posted once, whoever is first', async () => {
  const id = await planned(w, { places: ['TEH A1'] });
  const start = { stockCountId: id };
  const started = times(5, () => w.perform(startStockCount, start, asSystem));
  expect(await outcomes(started)).toEqual({ done: 1, ILLEGAL_STATE: 4 });
  await count(w, id, ['TEH A1 VALVE 99']);
  const place = { stockCountId: id, locationId: idOf(w, 'TEH A1') };
  const finished = times(5, () => w.perform(finishCountLocation, place, asSystem));
  expect(await outcomes(finished)).toEqual({ done: 1, ILLEGAL_STATE: 4 });
  expect(await outcomes(times(5, () => post(w, id)))).toEqual({ done: 1, ILLEGAL_STATE: 4 });
  expect(await stock(w)).toEqual(['TEH A1 VALVE 99']);
});

test('of counts of the same goods that start at once, one does', async () => {
  const plans = await Promise.all(
    times(5, (index) => planned(w, index % 2 ? { products: ['VALVE'] } : { places: ['TEH A1'] })),
  );
  const ends = await outcomes(
    plans.map((stockCountId) => w.perform(startStockCount, { stockCountId }, asSystem)),
  );
  expect(ends['done'] === 1 || ends['done'] === 2).toBe(true);
  const holders = await w.sql<{ n: number }>(
    `select count(*)::int as n from stock_count where state = 'COUNTING'
     group by every_product`,
  );
  // All of a place, or the same product of it: never both, never twice.
  expect(holders).toEqual([{ n: 1 }]);
});

/** What really lies there: the truth that the count finds out. */
type Truth = Map<string, number>;

const skus = ['VALVE', 'HOSE'];
const places = ['TEH A1', 'TEH A2', 'TEH DOCK'];
const keyOf = (place: string, sku: string): string => `${place} ${sku}`;

/** Goods come and go, in the book as in fact. Who moves a thing holds it: nobody counts it then. */
async function moveAbout(truth: Truth, turns: number, seed: () => number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    const place = places[Math.floor(seed() * places.length)] ?? 'TEH A1';
    const sku = skus[Math.floor(seed() * skus.length)] ?? 'VALVE';
    const key = keyOf(place, sku);
    const quantity = 1 + Math.floor(seed() * 3);
    if (seed() < 0.5) {
      await receive(w, place, `${sku} ${quantity}`);
      truth.set(key, (truth.get(key) ?? 0) + quantity);
    } else if ((truth.get(key) ?? 0) > 20 + quantity) {
      const t = await transfer(w, 'TEH > ISF', `${sku} ${quantity}`);
      await ship(w, t, `${place} ${sku} ${quantity}`);
      truth.set(key, (truth.get(key) ?? 0) - quantity);
    }
  }
}

/** Numbers from 0 to 1, the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

test.each([1, 2, 3])('after posting, the book is the truth, whatever moved (%i)', async (seed) => {
  const next = random(seed);
  await receive(w, 'TEH A2', 'VALVE 60');
  await receive(w, 'TEH DOCK', 'HOSE 60');
  const truth: Truth = new Map([
    [keyOf('TEH A1', 'VALVE'), 97],
    [keyOf('TEH A1', 'HOSE'), 104],
    [keyOf('TEH A2', 'VALVE'), 55],
    [keyOf('TEH DOCK', 'HOSE'), 60],
  ]);
  const id = await counting(w, { places, products: skus });
  for (const place of places) {
    for (const sku of skus) {
      const moving = next() < 0.6 ? moveAbout(truth, 2, next) : Promise.resolve();
      await moving;
      await count(w, id, [`${place} ${sku} ${truth.get(keyOf(place, sku)) ?? 0}`]);
      await moveAbout(truth, 1, next);
    }
    await finish(w, id, place);
  }
  expect((await countState(w, id))[0]).toBe('REVIEW');
  await moveAbout(truth, 4, next);
  await Promise.all([post(w, id), moveAbout(truth, 2, next)]);
  const inTruth = [...truth].flatMap(([key, quantity]) => (quantity ? [`${key} ${quantity}`] : []));
  const inBook = (await stock(w)).filter((line) => /^TEH .*(VALVE|HOSE)/.test(line));
  expect(inBook).toEqual(inTruth.sort());
});

test('counting, shipping, receiving and posting at once wait for nobody for ever', async () => {
  const id = await counting(w, { places: ['TEH A1', 'TEH A2'] });
  const drafts = await Promise.all(times(4, () => transfer(w, 'TEH > ISF', 'VALVE 1', 'HOSE 1')));
  const ends = await outcomes([
    ...drafts.map((t) => ship(w, t, 'TEH A1 HOSE 1', 'TEH A1 VALVE 1')),
    ...times(4, () => receive(w, 'TEH A2', 'HOSE 2', 'VALVE 2')),
    count(w, id, ['TEH A1 VALVE 100', 'TEH A1 HOSE 100']),
    count(w, id, ['TEH A1 ROPE 100 L1', 'TEH A2 BOILER S1,S2']),
  ]);
  expect(ends).toEqual({ done: 10 });
});

test('an act that saw no lock: twins post the differences once all the same', async () => {
  const id = await counting(w, { places: ['TEH A1'], products: ['VALVE'] });
  await empty(w, id, 'TEH A1');
  const act = without(postStockCount, {
    stock_count_lock: [['for no key update', '']],
    stock_count_differences: [
      ['where l.stock_count_id', `where ${gate} is not null and l.stock_count_id`],
    ],
  });
  const ends = await atGate(w.database.pool, { of: 2 }, () =>
    outcomes(times(2, () => w.perform(act, { stockCountId: id }, asSystem))),
  );
  expect(ends['done']).toBe(1);
});

test('without the lock, entries of one key twice are stopped by its unique key', async () => {
  const id = await counting(w, { places: ['TEH A1'] });
  const unlocked: Changes = {
    stock_count_lock: [['for no key update', '']],
    stock_levels_lock: [['for no key update of s', '']],
  };
  const act = without(recordCount, unlocked, { at: 'stock_count_lines_of_keys', of: 2 });
  const input = countInput(w, id, ['TEH A1 VALVE 9']);
  const ends = await outcomes(times(2, () => w.perform(act, input, person())));
  expect(ends['done']).toBe(1);
  expect(Object.keys(ends).join()).toContain('stock_count_line_key');
});
