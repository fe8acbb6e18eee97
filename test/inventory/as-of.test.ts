import fc from 'fast-check';
import { DomainError } from '../../src/kernel/domain-error.ts';
import type { Id } from '../../src/kernel/id.ts';
import {
  quantitiesAsOf,
  quantitiesByWarehouse,
  quantityNames,
  type WarehouseQuantities,
  type Way,
} from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { arrive, receive, settle, ship, transfer, type Transfer } from './acts.ts';
import { moveGoods } from './move-goods.ts';
import { expiring, leave, lose, promise, release } from './promising.ts';
import { forgetGoods, idOf, openWorld, times, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));

const skus = ['VALVE', 'ROPE', 'BOILER'] as const;

/** `VALVE TEH onHand 5 available 5`, a line for each product and warehouse; zeros are left out. */
function told(found: ReadonlyMap<Id, readonly WarehouseQuantities[]>): string[] {
  return skus.flatMap((sku) =>
    (found.get(idOf(w, sku)) ?? []).map((row) => {
      const where = [...w.ids].find(([, id]) => id === row.warehouseId)?.[0];
      const numbers = quantityNames.flatMap((name) => (row[name] === '0' ? [] : [name, row[name]]));
      return [sku, where, ...numbers].join(' ');
    }),
  );
}

const ids = (): Id[] => skus.map((sku) => idOf(w, sku));
/** Where nothing but a wish is, nothing was of what is kept. */
const solid = (lines: readonly string[]): string[] => lines.filter((line) => /\d/.test(line));
const present = async (): Promise<string[]> =>
  solid(told(await quantitiesByWarehouse(w.database, ids(), w.clock.now())));
const asOf = async (instant: Date, way?: Way): Promise<string[]> =>
  told(
    await quantitiesAsOf(w.database, ids(), {
      asOf: instant,
      now: w.clock.now(),
      ...(way && { way }),
    }),
  );

/** What was at each instant, as it was told then. */
class Diary {
  readonly #pages: { readonly at: Date; readonly numbers: string[] }[] = [];

  async note(): Promise<void> {
    this.#pages.push({ at: w.clock.now(), numbers: await present() });
    w.clock.advance(60);
  }

  /** Every page, asked for again later, either way, also a moment after it. */
  async reread(): Promise<void> {
    for (const { at, numbers } of this.#pages) {
      const later = new Date(at.getTime() + 59_999);
      for (const way of ['BACK', 'FORWARD', undefined] as const) {
        expect([at, way, await asOf(at, way)]).toEqual([at, way, numbers]);
        expect([later, way, await asOf(later, way)]).toEqual([later, way, numbers]);
      }
    }
  }
}

test('numbers as of every instant of a history are those that were told then', async () => {
  const diary = new Diary();
  const before = w.clock.now();
  w.clock.advance(60);
  await receive(w, 'TEH DOCK', 'VALVE 10', 'BOILER S1,S2', 'ROPE 5.5 L1');
  await diary.note();
  await moveGoods(w, 'VALVE 2 TEH DOCK > TEH QUAR', 'VALVE 3 TEH DOCK > TEH DOCK BLOCKED');
  await diary.note();
  await moveGoods(w, 'VALVE 4 SUPPLIER > ISF A1 owner', 'VALVE 1 TEH DOCK > TEH A1 EXPIRED');
  await diary.note();
  const t = await transfer(w, 'TEH > ISF', 'VALVE 3', 'BOILER 1', 'ROPE 2');
  await diary.note();
  await ship(w, t, 'TEH DOCK VALVE 3', 'TEH DOCK BOILER S1', 'TEH DOCK ROPE 2 L1');
  await diary.note();
  await arrive(w, t, 'VALVE 1', 'BOILER S1 at ISF QUAR');
  await diary.note();
  await settle(w, t, 'LOST VALVE 1', 'RETURNED_TO_SOURCE ROPE 1 L1');
  await diary.note();
  await arrive(w, t, 'VALVE 1', 'ROPE 1 L1');
  await diary.note();
  await moveGoods(w, 'VALVE 1 ISF DOCK > CUSTOMER', 'VALVE 4 ISF A1 > SUPPLIER owner');
  await diary.note();
  await diary.reread();
  for (const way of ['BACK', 'FORWARD'] as const) expect(await asOf(before, way)).toEqual([]);
});

/** An instant at which a page of the diary is written, so that no page lasts beyond it. */
const inPages = (count: number): Date => new Date(w.clock.now().getTime() + count * 60_000);

test('promises as of every instant: run out by the clock, swept or not, used, cut', async () => {
  const diary = new Diary();
  await receive(w, 'TEH DOCK', 'VALVE 10');
  await diary.note();
  const kept = await promise(w, 'TEH VALVE 3');
  await promise(w, 'TEH DOCK VALVE 2');
  await promise(w, 'TEH VALVE 4', { expiresAt: inPages(2) });
  await diary.note();
  await promise(w, 'TEH VALVE 3', { wait: true });
  await diary.note();
  expect(await present()).toEqual(['VALVE TEH onHand 10 sellable 10 reserved 6 available 4']);
  await diary.note();
  await diary.reread();
  await w.perform(expiring, {}, asSystem);
  expect(await present()).toEqual(['VALVE TEH onHand 10 sellable 10 reserved 8 available 2']);
  await diary.note();
  await leave(w, kept, 'TEH DOCK VALVE 2 > customer');
  await diary.note();
  await release(w, kept);
  await diary.note();
  await lose(w, 'TEH DOCK VALVE 5');
  await diary.note();
  await diary.reread();
});

test('what the numbers are called, of one product', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  await receive(w, 'TEH QUAR', 'VALVE 1');
  await moveGoods(
    w,
    'VALVE 2 TEH DOCK > TEH DOCK BLOCKED',
    'VALVE 3 TEH DOCK > TEH A1 EXPIRED',
    'VALVE 1 TEH DOCK > TEH A1 QUARANTINE',
    'VALVE 5 SUPPLIER > TEH A1 owner',
  );
  const t = await transfer(w, 'TEH > ISF', 'VALVE 2');
  await ship(w, t, 'TEH DOCK VALVE 2');
  const numbers = [
    'VALVE ISF inTransitIn 2',
    'VALVE TEH onHand 14 sellable 2 available 2 quarantined 2 blocked 2 expired 3 ' +
      'foreignOwned 5 inTransitOut 2',
  ];
  expect(await present()).toEqual(numbers);
  expect(await asOf(w.clock.now(), 'FORWARD')).toEqual(numbers);
});

test('the shorter way is taken: little since is read, however much was before', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  w.clock.advance(3600);
  const late = w.clock.now();
  w.clock.advance(60);
  const sent = await w.statementsOf(() => asOf(late));
  expect(sent).toEqual(['inventory_quantities_as_of']);
});

const step = fc.record({
  act: fc.constantFrom(
    'receive',
    'draft',
    'ship',
    'arrive',
    'lose',
    'return',
    'hold',
    'issue',
    'promise',
    'sweep',
    'loss',
  ),
  n: fc.integer({ min: 1, max: 4 }),
  which: fc.nat(9),
  here: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Does a step, or is refused; both are history. */
async function take({ act, n, which, here }: Step, transfers: Transfer[]): Promise<void> {
  const [from, to] = here ? ['TEH', 'ISF'] : ['ISF', 'TEH'];
  const t = transfers[which % Math.max(transfers.length, 1)];
  const status = ['BLOCKED', 'QUARANTINE', 'EXPIRED'][which % 3];
  if (act === 'receive') {
    await receive(w, `${from} DOCK`, `VALVE ${n}`, `ROPE ${n} L${(which % 2) + 1}`);
  }
  if (act === 'draft') {
    transfers.push(await transfer(w, `${from} > ${to}`, `VALVE ${n}`, 'ROPE 1'));
  }
  if (act === 'hold') await moveGoods(w, `VALVE ${n} ${from} DOCK > ${from} A1 ${status}`);
  if (act === 'issue') await moveGoods(w, `VALVE ${n} ${from} DOCK > CUSTOMER`);
  if (act === 'promise') {
    const expiresAt = which % 2 ? inPages(which) : null;
    await promise(w, `${from} VALVE ${n}`, { expiresAt, wait: true });
  }
  if (act === 'sweep') await w.perform(expiring, {}, asSystem);
  if (act === 'loss') await lose(w, `${from} DOCK VALVE ${n}`);
  if (!t) return;
  if (act === 'ship') await ship(w, t, `${from} DOCK VALVE ${n}`, `${from} DOCK ROPE 1 L1`);
  if (act === 'arrive') await arrive(w, t, `VALVE ${n}`);
  if (act === 'lose') await settle(w, t, `LOST VALVE ${n}`);
  if (act === 'return') await settle(w, t, 'RETURNED_TO_SOURCE ROPE 1 L1');
}

test('of any history, every instant is told as it was', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  const numRuns = Number(process.env['RUNS'] ?? 8);
  const live = async (steps: readonly Step[]): Promise<void> => {
    await forgetGoods(w);
    const diary = new Diary();
    const transfers: Transfer[] = [];
    for (const one of steps) {
      await take(one, transfers).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
      });
      await diary.note();
    }
    await diary.reread();
  };
  const histories = fc.array(step, { minLength: 15, maxLength: 25, size: 'max' });
  await fc.assert(fc.asyncProperty(histories, live), { seed, numRuns });
});

test('as many statements for a thousand products as for one', async () => {
  const many = times(1000, () => idOf(w, 'VALVE'));
  const at = { asOf: w.clock.now(), now: w.clock.now() };
  const sent = await w.statementsOf(() => quantitiesAsOf(w.database, many, at));
  expect(sent).toHaveLength(1);
});
