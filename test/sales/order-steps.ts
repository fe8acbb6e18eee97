import type { Id } from '../../src/kernel/id.ts';
import { pick } from '../inventory/tell-histories.ts';
import { idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
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
  openOf,
  places,
  type BookLine,
  type BookOrder,
  type Buyer,
  type Place,
  type Policy,
  type Sku,
} from './book-state.ts';
import type { End, OrderBook } from './order-book.ts';
import { limitCredit, place, receive, type OrderWorld } from './order-world.ts';

/** A history as it stands: orders have the same places in the book and among the ids. */
export interface Telling<Book extends OrderBook = OrderBook> {
  readonly w: OrderWorld;
  readonly book: Book;
  readonly ids: Id[];
}

/** The same act on the product and in the book. */
export interface Step {
  readonly act: string;
  readonly told: () => Promise<unknown>;
  /** Answers what it comes to where that is more than done. */
  readonly noted: () => End | void;
}

export interface OrderWish {
  readonly which: number;
  readonly policy: Policy;
  readonly lines: readonly { sku: Sku; place: Place; quantity: number }[];
}

type Steps<Wish extends OrderWish = OrderWish> = (one: Wish, telling: Telling) => Step[];

/** A step for each order, by its place. */
const ofOrders =
  (act: string, steps: (at: OrderAt, one: OrderWish) => Omit<Step, 'act'>[]): Steps =>
  (one, telling) =>
    telling.book.orders.flatMap((_, at) =>
      steps(orderAt(telling, at), one).map((step) => ({ act, ...step })),
    );

interface OrderAt extends Telling {
  readonly id: Id;
  // Looked up anew each time: what was tried and refused is another book.
  readonly order: () => BookOrder;
  readonly line: (n: number) => BookLine;
  readonly lineNumbers: readonly number[];
}

export function orderAt<Book extends OrderBook>(
  telling: Telling<Book>,
  at: number,
): OrderAt & Telling<Book> {
  const order = (): BookOrder => telling.book.orders[at] as BookOrder;
  return {
    ...telling,
    id: telling.ids[at] as Id,
    order,
    line: (n) => order().lines[n] as BookLine,
    lineNumbers: order().lines.map((_, n) => n),
  };
}

const receiving: Steps = ({ lines: [line] }, { w, book }) => {
  const { sku, place: at, quantity } = line as OrderWish['lines'][number];
  return [
    {
      act: 'receive',
      told: () => receive(w, `${sku} ${quantity} @ ${at}`),
      noted: () => book.receive(sku, at, quantity),
    },
  ];
};

const most = 5_000_000;

/** What is owed now, a little more, or more than ever will be. */
const limiting: Steps = ({ which }, { w, book }) =>
  buyers.map((buyer) => {
    const owed = Math.max(book.owed(buyer), 0);
    const limit = pick([owed, owed, owed + 150_000, most, most], which) as number;
    return {
      act: 'limit',
      told: () => limitCredit(w, buyer, String(limit)),
      noted: () => book.limit(buyer, limit),
    };
  });

/** Also of all that is there, so that what is given up is soon somebody else's. */
function placing(one: OrderWish, telling: Telling): Step[] {
  const lines = one.lines.map((line) => ({ ...line, quantity: telling.book.free(line) }));
  const isThere = lines.every(({ quantity }) => quantity > 0);
  const wishes = one.which % 2 && isThere ? [{ ...one, lines: lines.slice(0, 1) }] : [one];
  return wishes.flatMap((wish) =>
    buyers.flatMap((buyer) =>
      [true, false].map((mayHold) => placingFor(wish, telling, buyer, mayHold)),
    ),
  );
}

function placingFor(
  { policy, lines }: OrderWish,
  { w, book, ids }: Telling,
  buyer: Buyer,
  mayHold: boolean,
): Step {
  const texts = lines.map(({ sku, place: at, quantity }) => `${sku} ${quantity} @ ${at}`);
  return {
    act: 'place',
    async told() {
      const customerId = floorIdOf(w, buyer);
      const over = { customerId, reservationPolicy: policy, holdOnCredit: mayHold };
      ids.push((await place(w, texts, over)).salesOrderId);
    },
    noted: () => book.place({ buyer, policy, lines }, mayHold),
  };
}

/** As much as is wished, so much more, and just what is not open. */
const amountsFor = (line: BookLine, wished: number): number[] =>
  [wished, line.quantity + wished, line.quantity - openOf(line)].filter((to) => to > 0);

async function moveLine(w: OrderWorld, id: Id, n: number, to: Place): Promise<unknown> {
  const ids = await lineIds(w, id);
  const change = { salesOrderLineId: ids[n] as Id, warehouseId: idOf(w, to) };
  return amend(w, id, { changeLines: [change] });
}

/** The steps that a wish for an act may mean. */
export const orderSteps = {
  receive: receiving,
  limit: limiting,
  place: placing,
  amend: ofOrders('amend', ({ w, book, id, order, line, lineNumbers }, { lines: [first] }) => {
    const quantity = first?.quantity ?? 1;
    return lineNumbers.flatMap((n) =>
      amountsFor(line(n), quantity).map((to) => ({
        told: () => amendQuantities(w, id, { [n]: String(to) }),
        noted: () => book.amend(order(), line(n), to),
      })),
    );
  }),
  move: ofOrders('move', ({ w, book, id, order, line, lineNumbers }) =>
    lineNumbers.flatMap((n) =>
      places.map((to) => ({
        told: () => moveLine(w, id, n, to),
        noted: () => book.move(order(), line(n), to),
      })),
    ),
  ),
  shortClose: ofOrders('shortClose', ({ w, book, id, order, line, lineNumbers }) =>
    lineNumbers.map((n) => ({
      told: () => shortClose(w, id, n),
      noted: () => book.shortClose(order(), line(n)),
    })),
  ),
  reopenLine: ofOrders('reopenLine', ({ w, book, id, order, line, lineNumbers }) =>
    lineNumbers.map((n) => ({
      told: () => reopenLines(w, id, n),
      noted: () => book.reopenLine(order(), line(n)),
    })),
  ),
  close: ofOrders('close', ({ w, book, id, order }) => [
    { told: () => close(w, id), noted: () => book.close(order()) },
  ]),
  reopen: ofOrders('reopen', ({ w, book, id, order }) => [
    { told: () => reopen(w, id), noted: () => book.reopen(order()) },
  ]),
  cancel: ofOrders('cancel', ({ w, book, id, order }) => [
    { told: () => cancel(w, id), noted: () => book.cancel(order()) },
  ]),
  hold: ofOrders('hold', ({ w, book, id, order }) => [
    { told: () => hold(w, id, 'CREDIT'), noted: () => book.hold(order()) },
  ]),
  release: ofOrders('release', ({ w, book, id, order }) => [
    { told: () => release(w, id, 'CREDIT'), noted: () => book.release(order()) },
  ]),
} as const satisfies Readonly<Record<string, Steps>>;
