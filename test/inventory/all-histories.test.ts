import fc from 'fast-check';
import { DomainError } from '../../src/kernel/domain-error.ts';
import type { Id } from '../../src/kernel/id.ts';
import {
  quantitiesAsOf,
  quantitiesByWarehouse,
  quantityNames,
  type WarehouseQuantities,
} from '../../src/modules/inventory/index.ts';
import { owner } from './corrections.ts';
import { StockActs } from './stock-acts.ts';
import { isForSale, read, StockBook, timed, type Step } from './stock-book.ts';
import { forgetGoods, idOf, openWorld, type World } from './world.ts';
import { anyActOf, historyTimeout, pick, tellHistories } from './tell-histories.ts';

let w: World;
let acme: Id;
beforeAll(async () => {
  w = await openWorld();
  acme = await owner(w, 'ACME');
});
afterAll(() => w.close());

const skus = ['VALVE', 'ROPE', 'BOILER'] as const;
const places = ['TEH DOCK', 'TEH A1', 'TEH QUAR', 'ISF DOCK', 'ISF A1', 'ISF QUAR'];
const acts = {
  receive: 8,
  issue: 4,
  giveBack: 3,
  reverse: 4,
  adjust: 3,
  hold: 3,
  release: 3,
  relocate: 4,
  own: 2,
  count: 2,
  promise: 8,
  free: 2,
  tick: 1,
  draft: 9,
  book: 5,
  send: 16,
  arrive: 6,
  lose: 4,
  return: 5,
  turn: 5,
  close: 4,
  cancel: 1,
} as const;
type Act = keyof typeof acts;

const wish = fc.record({
  act: anyActOf(acts),
  /** Of what there is, the one. */
  which: fc.nat(99),
  other: fc.nat(99),
  n: fc.integer({ min: 1, max: 4 }),
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

/** The goods that an act may be about; most of them exist. */
const isMeant: Partial<Record<Act, (key: string) => boolean>> = {
  issue: isForSale,
  giveBack: (key) => key.startsWith('OUT|') && !key.includes('|ROPE|'),
  adjust: (key) => isForSale(key),
  hold: (key) => key.includes('|AVAILABLE|') && / /.test(read(key).place),
  release: (key) => !key.includes('|AVAILABLE|'),
  relocate: (key) => / /.test(read(key).place),
  own: (key) => / /.test(read(key).place),
  promise: isForSale,
};

/** The step in full, for the history as it stands; null when there is nothing to do it with. */
function stepOf({ act, which, other, n }: Wish, book: StockBook): Step | null {
  const keys = [...book.goods.keys()].filter(isMeant[act] ?? (() => true));
  const key = pick(keys, which) ?? '';
  const { place, sku } = read(key);
  const one = { act: act as string, key, to: '', n: sku === 'BOILER' ? 1 : n, on: -1 };
  if (act in isMeant && !key) return null;
  const inside = places.filter((to) => to.slice(0, 3) === place.slice(0, 3) && to !== place);
  switch (act) {
    case 'receive':
      return { ...one, ...arrival(which, other, n) };
    case 'giveBack':
      return { ...one, act: 'move', to: pick(places, other) ?? '' };
    case 'relocate':
      return { ...one, act: 'move', to: pick(inside, other) ?? '' };
    case 'adjust':
      return { ...one, n: sku === 'BOILER' || other % 2 ? -one.n : one.n };
    case 'hold':
      return { ...one, to: other % 2 ? 'BLOCKED' : 'QUARANTINE' };
    case 'own':
      return { ...one, to: read(key).owner ? '' : 'ACME' };
    case 'count':
      return { ...one, key: `${pick(places, which)}|VALVE||AVAILABLE|`, n };
    case 'promise':
      return { ...one, to: other % 2 ? 'HARD' : '', on: other % 3 ? -1 : timed };
    case 'reverse':
      return book.vouchers.length ? { ...one, on: which % book.vouchers.length } : null;
    case 'free': {
      const mine = book.promises.flatMap((p, index) => (p.paper < 0 ? [index] : []));
      return mine.length ? { ...one, on: pick(mine, which) ?? 0 } : null;
    }
    case 'issue':
    case 'release':
    case 'tick':
      return one;
    default:
      return paperStep({ act, which, other, n }, book);
  }
}

function arrival(which: number, other: number, n: number): Pick<Step, 'key' | 'n'> {
  const sku = pick(skus, which) ?? 'VALVE';
  const lots = { VALVE: [''], ROPE: ['L1', 'L2', 'L9'], BOILER: ['S1', 'S2', 'S3'] };
  const key = `${pick(places, other)}|${sku}|${pick(lots[sku], which + other)}|AVAILABLE|`;
  return { key, n: sku === 'BOILER' ? 1 : n + 2 };
}

function paperStep({ act, which, other, n }: Wish, book: StockBook): Step | null {
  const source = other % 2 ? 'TEH' : 'ISF';
  if (act === 'draft') {
    const to = which % 3 ? (source === 'TEH' ? 'ISF' : 'TEH') : '';
    const key = `${source}|${pick(skus, other >> 1)}||AVAILABLE|`;
    return { act, key, to, n: n + 1, on: book.papers.length };
  }
  const fits: Partial<Record<Act, RegExp>> = { book: /OPEN/, send: /OPEN|BOOKED/, cancel: /O/ };
  const isFit = ({ state }: { readonly state: string }, index: number): boolean =>
    fits[act]?.test(state) ?? book.find(`#${index}|`).length > 0;
  const fitting = book.papers.flatMap((one, index) => (isFit(one, index) ? [index] : []));
  const on = pick(fitting, which);
  const paper = book.papers[on ?? -1];
  if (on === undefined || !paper) return null;
  const onWay = pick(book.find(`#${on}|`), other)?.[0];
  const there = book.find(`|${paper.sku}|`).map(([key]) => key);
  const near = there.filter((key) => isForSale(key) && key.startsWith(paper.source));
  const key = act === 'send' ? pick(near, other) : onWay;
  const to = act === 'close' && other % 2 ? 'RETURNED_TO_SOURCE' : '';
  if (act === 'book') return { act, key: `${paper.source}|${paper.sku}|||`, to, n, on };
  if (!key && act !== 'cancel') return null;
  // Now and then more than there is, which must refuse.
  const most = paper.sku === 'BOILER' ? 1 : other % 5 ? Math.min(n, book.at(key ?? '')) : n;
  return { act, key: key ?? '', to, n: most, on };
}

/** `TEH VALVE sellable 5`, a line for each number that is not zero, sorted. */
function told(found: ReadonlyMap<Id, readonly WarehouseQuantities[]>): string[] {
  const lines = skus.flatMap((sku) =>
    (found.get(idOf(w, sku)) ?? []).flatMap((row) => {
      const where = row.warehouseId === idOf(w, 'TEH') ? 'TEH' : 'ISF';
      return quantityNames.flatMap((name) =>
        row[name] === '0' ? [] : [`${where} ${sku} ${name} ${row[name]}`],
      );
    }),
  );
  return lines.sort();
}

/** The same of the book. */
function numbersOf(book: StockBook): string[] {
  const sums = new Map<string, number>();
  const add = (level: string, what: string, n: number): void =>
    void sums.set(`${level} ${what}`, (sums.get(`${level} ${what}`) ?? 0) + n);
  for (const [key, n] of book.goods) {
    const { place, sku, status, owner: whose, level } = read(key);
    const paper = book.papers[Number(place.slice(1))];
    if (place.startsWith('#') && paper) {
      add(`${paper.source} ${sku}`, 'inTransitOut', n);
      const to = paper.state === 'BACK' ? paper.source : paper.target;
      add(`${to} ${sku}`, 'inTransitIn', n);
    }
    if (!place.includes(' ')) continue;
    add(level, 'onHand', n);
    if (isForSale(key)) add(level, 'sellable', n);
    if (isForSale(key)) add(level, 'available', n);
    if (place.endsWith('QUAR') || status === 'QUARANTINE') add(level, 'quarantined', n);
    if (status === 'BLOCKED' || status === 'EXPIRED') add(level, status.toLowerCase(), n);
    if (whose) add(level, 'foreignOwned', n);
  }
  for (const { level, held } of book.promises) {
    add(level, 'reserved', held);
    add(level, 'available', -held);
  }
  return [...sums].flatMap(([name, n]) => (n ? [`${name} ${n}`] : [])).sort();
}

const balances = async (): Promise<string[]> => {
  const rows = await w.sql<{ line: string }>(
    `select concat(w.code, ' ', l.code, '|', p.sku, '|', lot.code, '|', b.status, '|', o.code,
                   ' ', trim_scale(b.on_hand)) as line
     from stock_balance b join location l on l.id = b.location_id
     join warehouse w on w.id = l.warehouse_id join product p on p.id = b.product_id
     left join lot on lot.id = b.lot_id left join stock_owner o on o.id = b.owner_id
     where b.on_hand > 0`,
  );
  return rows.map(({ line }) => line).sort();
};

/** `held waiting` of each promise, the oldest first. */
const promises = async (): Promise<string[]> => {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', trim_scale(held),
                      trim_scale(quantity - held - consumed - released)) as line
     from stock_reservation order by created_at, id`,
  );
  return rows.map(({ line }) => line);
};

const ids = (): Id[] => skus.map((sku) => idOf(w, sku));

const endOf = (act: Promise<void>): Promise<boolean | string[]> =>
  act.then(
    () => true,
    (error: unknown) => {
      if (error instanceof DomainError) return error.faults.map(({ code }) => code);
      throw error;
    },
  );

async function live(history: readonly Wish[], seen: Map<string, number>): Promise<void> {
  await forgetGoods(w);
  w.clock.set('2026-03-21T08:00:00Z');
  const [book, doing] = [new StockBook(), new StockActs(w, acme)];
  const pages: { readonly at: Date; readonly numbers: string[] }[] = [];
  const steps: Step[] = [];
  for (const one of history) {
    const step = stepOf(one, book);
    if (!step) continue;
    w.clock.advance(60);
    steps.push(step);
    if (step.act === 'draft') {
      const [source = '', sku = ''] = read(step.key).level.split(' ');
      book.papers.push({ source, target: step.to, sku, n: step.n, state: 'OPEN' });
      await doing.draft(step);
      continue;
    }
    const expected = book.step(step);
    const end = await endOf(doing.take(step));
    const name = `${one.act} ${expected ? 'done' : 'refused'}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    const numbers = numbersOf(book);
    const found = await quantitiesByWarehouse(w.database, ids(), w.clock.now());
    const isAs = { numbers: told(found), promises: await promises() };
    const wanted = book.promises.map(({ held, waiting }) => `${held} ${waiting}`);
    const should = { numbers, promises: wanted };
    if (expected !== (end === true) || JSON.stringify(isAs) !== JSON.stringify(should)) {
      const last = steps
        .slice(-16)
        .map(({ act, key, to, n, on }) => `${act} ${key} ${to} ${n} ${on}`);
      expect({ last, end, ...isAs }).toEqual({ last, end: expected, ...should });
    }
    pages.push({ at: w.clock.now(), numbers });
  }
  const kept = [...book.goods].filter(([key]) => / /.test(read(key).place));
  expect(await balances()).toEqual(kept.map(([key, n]) => `${key} ${n}`).sort());
  expect(await w.verify()).toEqual([]);
  for (const { at, numbers } of pages) {
    const then = await quantitiesAsOf(w.database, ids(), { asOf: at, now: w.clock.now() });
    expect([at, told(then)]).toEqual([at, numbers]);
  }
}

/** Again, with the seed it prints: `SEED=… npm test -- test/inventory/all-histories`. */
test(
  'any history of all acts leaves what a small book of it says, then and later',
  async () => {
    const seen = new Map<string, number>();
    const first = wish.map((one): Wish => ({ ...one, act: 'receive' }));
    const histories = fc
      .tuple(
        fc.array(first, { minLength: 6, maxLength: 10 }),
        fc.array(wish, { minLength: 60, maxLength: 90, size: 'max' }),
      )
      .map((parts) => parts.flat());
    const done = Object.keys(acts).filter((act) => act !== 'draft');
    const ends = done.map((act) => `${act} done`);
    await tellHistories(histories, (history) => live(history, seen), { runs: 20, seen, ends });
  },
  historyTimeout,
);
