import fc from 'fast-check';
import { anyActOf, historyTimeout, tellHistories } from '../inventory/tell-histories.ts';
import { places, skus, type Policy } from './book-state.ts';
import { liveHistory } from './live-history.ts';
import { OrderBook } from './order-book.ts';
import { orderSteps } from './order-steps.ts';
import { forgetOrders, openOrderWorld, receive, type OrderWorld } from './order-world.ts';
import { choice } from './steer.ts';

/*
 * Random histories of orders against a small book in memory: after each act the product and the
 * book agree on its end, on every line and promise, and on what customers owe.
 */

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());

const acts = {
  receive: 1,
  place: 14,
  amend: 6,
  move: 4,
  shortClose: 5,
  reopenLine: 3,
  close: 10,
  reopen: 1,
  cancel: 1,
  hold: 1,
  release: 3,
  limit: 9,
} as const;
type Act = keyof typeof acts;

const policies: Policy[] = [
  'ALL_OR_NOTHING',
  'ALL_OR_NOTHING',
  'ALL_OR_NOTHING',
  'PARTIAL',
  'NONE',
];

const wish = fc.record({
  act: anyActOf(acts),
  choice,
  which: fc.nat(999),
  policy: fc.constantFrom(...policies),
  lines: fc.array(
    fc.record({
      // Mostly the same goods, so that orders get into each other's way.
      sku: fc.constantFrom('VALVE', 'VALVE', ...skus),
      place: fc.constantFrom('TEH', 'TEH', ...places),
      // At times so much that goods are waited for, and whatever is given up is gone.
      quantity: fc.constantFrom(1, 2, 2, 3, 4, 5, 8),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

const seen = new Map<string, number>();

async function live(wishes: readonly Wish[]): Promise<void> {
  await forgetOrders(w);
  const [book, ids] = [new OrderBook(), []];
  // Something to begin with, so that who takes all or nothing gets it at times.
  await receive(w, 'VALVE 6', 'HOSE 3');
  book.receive('VALVE', 'TEH', 6);
  book.receive('HOSE', 'TEH', 3);
  await liveHistory(wishes, {
    ...{ w, book, ends, seen },
    papers: { orders: ids, deliveries: [], returns: [] },
    acts: Object.keys(acts) as Act[],
    stepsOf: (act, one) => orderSteps[act](one, { w, book, ids }),
  });
}

const ends = [
  'amend BELOW_DELIVERED',
  'amend CREDIT_LIMIT_EXCEEDED',
  'amend INSUFFICIENT_STOCK',
  'amend done',
  'cancel done',
  'close done',
  'hold done',
  'move INSUFFICIENT_STOCK',
  'move done',
  'place CREDIT_LIMIT_EXCEEDED',
  'place INSUFFICIENT_STOCK',
  'place done',
  'place on hold',
  'release CREDIT_LIMIT_EXCEEDED',
  'release INSUFFICIENT_STOCK',
  'release done',
  'reopen CREDIT_LIMIT_EXCEEDED',
  'reopen INSUFFICIENT_STOCK',
  'reopen done',
  'reopenLine CREDIT_LIMIT_EXCEEDED',
  'reopenLine INSUFFICIENT_STOCK',
  'reopenLine done',
  'shortClose NOTHING_OPEN',
  'shortClose done',
];

/** Again, with the seed it prints: `SEED=… RUNS=… npm test -- order-histories`. */
test(
  'whatever is done with orders, the product and the book agree',
  () =>
    tellHistories(fc.array(wish, { minLength: 60, maxLength: 70, size: 'max' }), live, {
      runs: 10,
      seen,
      ends,
    }),
  historyTimeout,
);
