import fc from 'fast-check';
import type { Id } from '../../src/kernel/id.ts';
import { outcomeOf } from '../catalog/world.ts';
import { anyActOf, historyTimeout, pick, tellHistories } from '../inventory/tell-histories.ts';
import { idOf } from '../inventory/world.ts';
import {
  amend,
  amendQuantities,
  cancel,
  close,
  hold,
  lineIds,
  release,
  reopen,
  reopenLines,
  shortClose,
} from './order-acts.ts';
import {
  buyers,
  OrderBook,
  places,
  skus,
  type BookLine,
  type BookOrder,
  type Buyer,
  type Place,
  type Policy,
  type Sku,
} from './order-book.ts';
import { floorIdOf } from '../parties/world.ts';
import {
  forgetOrders,
  limitCredit,
  openOrderWorld,
  place,
  receive,
  type OrderWorld,
} from './order-world.ts';

/*
 * Random histories of orders against a small book in memory: after each act the product and the
 * book agree on its end, on every line and promise, and on what customers owe.
 */

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());

const acts = {
  receive: 3,
  place: 10,
  amend: 12,
  move: 3,
  shortClose: 8,
  reopenLine: 12,
  close: 6,
  reopen: 10,
  cancel: 2,
  hold: 2,
  release: 6,
  limit: 1,
} as const;
type Act = keyof typeof acts;

const wish = fc.record({
  act: anyActOf(acts),
  which: fc.nat(99),
  buyer: fc.constantFrom(...buyers),
  policy: fc.constantFrom<Policy>(
    'ALL_OR_NOTHING',
    'ALL_OR_NOTHING',
    'ALL_OR_NOTHING',
    'PARTIAL',
    'NONE',
  ),
  mayHold: fc.boolean(),
  lines: fc.array(
    fc.record({
      // Mostly the same goods, so that orders get into each other's way.
      sku: fc.constantFrom('VALVE', 'VALVE', ...skus),
      place: fc.constantFrom('TEH', 'TEH', ...places),
      quantity: fc.integer({ min: 1, max: 6 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

/** The orders of a history, by their places in the book. */
interface Telling {
  readonly book: OrderBook;
  readonly ids: Id[];
}

interface Step {
  readonly told: () => Promise<unknown>;
  readonly noted: () => void;
}

const seen = new Set<string>();

/** What the wish comes to as the history stands; null when there is nothing to do it with. */
function stepOf(one: Wish, { book, ids }: Telling): Step | null {
  const first = one.lines[0] as Wish['lines'][number];
  if (one.act === 'receive') return receiving(book, first);
  if (one.act === 'limit') return limiting(book, one);
  if (one.act === 'place') return placing(one, { book, ids });
  const at = book.orders.length === 0 ? -1 : one.which % book.orders.length;
  const id = ids[at] as Id;
  // Looked up anew each time: what was tried and refused is another book.
  const order = (): BookOrder => book.orders[at] as BookOrder;
  if (at < 0) return null;
  const n = one.which % order().lines.length;
  const line = (): BookLine => order().lines[n] as BookLine;
  const steps: Readonly<Record<Exclude<Act, 'receive' | 'limit' | 'place'>, Step>> = {
    amend: {
      told: () => amendQuantities(w, id, { [n]: String(first.quantity) }),
      noted: () => book.amend(order(), line(), first.quantity),
    },
    move: {
      told: () => moveLine(id, n, first.place),
      noted: () => book.move(order(), line(), first.place),
    },
    shortClose: {
      told: () => shortClose(w, id, n),
      noted: () => book.shortClose(order(), line()),
    },
    reopenLine: {
      told: () => reopenLines(w, id, n),
      noted: () => book.reopenLine(order(), line()),
    },
    close: { told: () => close(w, id), noted: () => book.close(order()) },
    reopen: { told: () => reopen(w, id), noted: () => book.reopen(order()) },
    cancel: { told: () => cancel(w, id), noted: () => book.cancel(order()) },
    hold: { told: () => hold(w, id, 'CREDIT'), noted: () => book.hold(order()) },
    release: { told: () => release(w, id, 'CREDIT'), noted: () => book.release(order()) },
  };
  return steps[one.act];
}

async function moveLine(id: Id, n: number, to: Place): Promise<unknown> {
  const ids = await lineIds(w, id);
  const change = { salesOrderLineId: ids[n] as Id, warehouseId: idOf(w, to) };
  return amend(w, id, { changeLines: [change] });
}

const receiving = (
  book: OrderBook,
  { sku, place: at, quantity }: { sku: Sku; place: Place; quantity: number },
): Step => ({
  told: () => receive(w, `${sku} ${quantity} @ ${at}`),
  noted: () => book.receive(sku, at, quantity),
});

const limits = [400_000, 1_500_000, 5_000_000];

function limiting(book: OrderBook, { buyer, which }: Wish): Step {
  const limit = pick(limits, which) as number;
  return {
    told: () => limitCredit(w, buyer, String(limit)),
    noted: () => void (book.limits[buyer] = limit),
  };
}

function placing({ buyer, policy, mayHold, lines }: Wish, { book, ids }: Telling): Step {
  const texts = lines.map(({ sku, place: at, quantity }) => `${sku} ${quantity} @ ${at}`);
  const over = {
    customerId: floorIdOf(w, buyer),
    reservationPolicy: policy,
    holdOnCredit: mayHold,
  };
  return {
    async told() {
      ids.push((await place(w, texts, over)).salesOrderId);
    },
    noted: () =>
      book.place(
        {
          ...{ buyer, policy, state: 'CONFIRMED', cleared: true, holds: [] },
          lines: lines.map((line) => ({ ...line, cancelled: 0, turns: [] })),
        },
        mayHold,
      ),
  };
}

/** Like `OrderBook.picture`. */
async function picture(ids: readonly Id[]): Promise<string[]> {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' | ', o.state, o.holds::text, trim_scale(o.exposure), (
       select string_agg(format('%s %s %s-%s %s+%s', p.sku, h.code, trim_scale(l.quantity),
                trim_scale(l.cancelled), trim_scale(r.held), trim_scale(r.waiting)),
              ' | ' order by l.line_no)
       from sales_order_line l join product p on p.id = l.product_id
       join warehouse h on h.id = l.warehouse_id
       cross join lateral (
         select coalesce(sum(held), 0) as held,
                coalesce(sum(quantity - held - consumed - released), 0) as waiting
         from stock_reservation where demand_line_id = l.id) r
       where l.sales_order_id = o.id)) as line
     from unnest($1::uuid[]) with ordinality as k(id, n)
     join sales_order o on o.id = k.id order by k.n`,
    [ids],
  );
  const owed = await w.sql<{ id: Id; ordered: string }>(
    'select party_id as id, trim_scale(ordered)::text as ordered from credit_account',
  );
  const of = (buyer: Buyer): string =>
    owed.find(({ id }) => id === floorIdOf(w, buyer))?.ordered ?? '0';
  return [...rows.map(({ line }) => line), ...buyers.map((buyer) => `${buyer} ${of(buyer)}`)];
}

/** `INSUFFICIENT_STOCK lines.0`: the code alone, each time that it is said. */
const codesOf = (end: string): string =>
  end
    .split(',')
    .map((fault) => fault.split(' ')[0])
    .join();

async function live(wishes: readonly Wish[]): Promise<void> {
  await forgetOrders(w);
  const telling: Telling = { book: new OrderBook(), ids: [] };
  // Something to begin with, so that who takes all or nothing gets it at times.
  await receive(w, 'VALVE 12', 'HOSE 6');
  telling.book.receive('VALVE', 'TEH', 12);
  telling.book.receive('HOSE', 'TEH', 6);
  for (const one of wishes) {
    const step = stepOf(one, telling);
    if (!step) continue;
    const wanted = telling.book.attempt(step.noted);
    const end = codesOf(await outcomeOf(step.told(), 'done'));
    expect([one.act, end]).toEqual([one.act, wanted]);
    expect(await picture(telling.ids)).toEqual(telling.book.picture());
    seen.add(`${one.act} ${end.split(',')[0]}`);
  }
  expect(await w.verify()).toEqual([]);
}

const ends = [
  'amend BELOW_DELIVERED',
  'amend INSUFFICIENT_STOCK',
  'amend done',
  'cancel done',
  'close done',
  'hold done',
  'move done',
  'place CREDIT_LIMIT_EXCEEDED',
  'place INSUFFICIENT_STOCK',
  'place done',
  'release CREDIT_LIMIT_EXCEEDED',
  'release done',
  'reopen done',
  'reopenLine INSUFFICIENT_STOCK',
  'reopenLine done',
  'shortClose NOTHING_OPEN',
  'shortClose done',
];

test(
  'whatever is done with orders, the product and the book agree',
  () =>
    tellHistories(fc.array(wish, { minLength: 15, maxLength: 50 }), live, {
      runs: 12,
      seen,
      ends,
    }),
  historyTimeout,
);
