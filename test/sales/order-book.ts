import {
  claimedOf,
  emptyState,
  exposureOf,
  openOf,
  prices,
  Refused,
  requireState,
  sum,
  untouched,
  type BookLine,
  type BookOrder,
  type BookState,
  type Buyer,
  type Place,
  type Sku,
} from './book-state.ts';
import { fit, freeOf, letGo, put, wake } from './goods-book.ts';

export interface NewOrder extends Pick<BookOrder, 'buyer' | 'policy'> {
  readonly lines: readonly Pick<BookLine, 'sku' | 'place' | 'quantity'>[];
}

/** What an act comes to: `done`, or as the act says, or the codes of its refusals. */
export type End = string;

/**
 * Orders as they should be, in memory: what each claims and is promised, who waits for what, and
 * what customers owe for it.
 */
export class OrderBook {
  state: BookState = emptyState();

  get orders(): readonly BookOrder[] {
    return this.state.orders;
  }

  /** Does it, or leaves all as it was when it is refused. */
  attempt(act: () => End | void): End {
    const before = structuredClone(this.state);
    try {
      return act() ?? 'done';
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.state = before;
      return error.codes.join();
    }
  }

  /** What it would come to. */
  foresee(act: () => End | void): End {
    const before = this.state;
    this.state = structuredClone(before);
    try {
      return act() ?? 'done';
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return error.codes.join();
    } finally {
      this.state = before;
    }
  }

  limit(buyer: Buyer, limit: number): void {
    this.state.limits[buyer] = limit;
  }

  receive(sku: Sku, place: Place, quantity: number): void {
    put(this.state, { sku, place }, quantity, 'AVAILABLE');
    wake(this.state);
  }

  place({ lines, ...head }: NewOrder, mayHold: boolean): End | void {
    const order: BookOrder = {
      ...{ ...head, state: 'CONFIRMED', cleared: true, holds: [] },
      lines: lines.map((line) => ({ ...line, ...untouched, turns: [] })),
    };
    this.state.orders.push(order);
    if (this.owed(order.buyer) > this.#limitOf(order.buyer)) {
      if (!mayHold) throw new Refused('CREDIT_LIMIT_EXCEEDED');
      order.cleared = false;
      order.holds = ['CREDIT'];
      return 'on hold';
    }
    fit(this.state, order, order.lines);
  }

  amend(order: BookOrder, line: BookLine, quantity: number): void {
    requireState(order, 'CONFIRMED');
    const least = line.quantity - openOf(line) + claimedOf(this.state, line);
    if (quantity < least) throw new Refused('BELOW_DELIVERED');
    if (quantity === line.quantity) throw new Refused('NOTHING_CHANGED');
    this.within(order, () => void (line.quantity = quantity));
    fit(this.state, order, [line]);
  }

  move(order: BookOrder, line: BookLine, place: Place): void {
    requireState(order, 'CONFIRMED');
    if (line.place === place) throw new Refused('NOTHING_CHANGED');
    this.#requireUnclaimed([line]);
    line.place = place;
    line.turns = [];
    fit(this.state, order, [line]);
  }

  shortClose(order: BookOrder, line: BookLine): void {
    requireState(order, 'CONFIRMED');
    this.#requireUnclaimed([line]);
    if (openOf(line) === 0) throw new Refused('NOTHING_OPEN');
    line.cancelled += openOf(line);
    letGo(this.state, [line]);
  }

  reopenLine(order: BookOrder, line: BookLine): void {
    requireState(order, 'CONFIRMED');
    if (line.cancelled === 0) throw new Refused('NOTHING_CANCELLED');
    this.within(order, () => void (line.cancelled = 0));
    fit(this.state, order, [line]);
  }

  close(order: BookOrder): void {
    requireState(order, 'CONFIRMED');
    this.#requireUnclaimed(order.lines);
    order.state = 'CLOSED';
    letGo(this.state, order.lines);
  }

  reopen(order: BookOrder): void {
    requireState(order, 'CLOSED');
    this.within(order, () => void (order.state = 'CONFIRMED'));
    fit(this.state, order, order.lines);
  }

  cancel(order: BookOrder): void {
    requireState(order, 'CONFIRMED');
    if (order.lines.some(({ issued }) => issued > 0)) throw new Refused('NOT_POSSIBLE');
    this.#requireUnclaimed(order.lines);
    for (const line of order.lines) line.cancelled = line.quantity;
    order.state = 'CANCELLED';
    letGo(this.state, order.lines);
  }

  hold(order: BookOrder): void {
    requireState(order, 'CONFIRMED');
    if (order.holds.includes('CREDIT')) throw new Refused('ALREADY_HELD');
    order.holds = ['CREDIT'];
  }

  release(order: BookOrder): void {
    requireState(order, 'CONFIRMED');
    if (order.holds.length === 0) throw new Refused('NOT_POSSIBLE');
    order.holds = [];
    if (order.cleared) return;
    this.within(order, () => void (order.cleared = true));
    fit(this.state, order, order.lines);
  }

  free(level: Pick<BookLine, 'sku' | 'place'>): number {
    return freeOf(this.state, level);
  }

  /** For what is ordered, and for what is invoiced. */
  owed(buyer: Buyer): number {
    const { orders, invoices } = this.state;
    const own = orders.filter((order) => order.buyer === buyer);
    const bills = invoices.filter(({ order }) => order.buyer === buyer);
    const billed = bills
      .flatMap(({ lines }) => lines)
      .map(({ line, quantity, credited }) => (quantity - credited) * prices[line.sku]);
    return sum([...own.map(exposureOf), ...billed]) - (this.state.paid[buyer] ?? 0);
  }

  /** What makes the customer owe more has to be within the credit. */
  within({ buyer }: BookOrder, change: () => void): void {
    const before = this.owed(buyer);
    change();
    const after = this.owed(buyer);
    if (after <= before || after <= this.#limitOf(buyer)) return;
    throw new Refused('CREDIT_LIMIT_EXCEEDED');
  }

  /** Lines of a draft stay as they are until it leaves or is given up. */
  #requireUnclaimed(lines: readonly BookLine[]): void {
    const claimed = lines.filter((line) => claimedOf(this.state, line) > 0);
    if (claimed.length > 0) throw new Refused(...claimed.map(() => 'LINE_IN_DELIVERY'));
  }

  #limitOf(buyer: Buyer): number {
    return this.state.limits[buyer] ?? Infinity;
  }
}
