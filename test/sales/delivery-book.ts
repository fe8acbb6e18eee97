import {
  billedOf,
  openOf,
  Refused,
  requireState,
  sum,
  type BookDelivery,
  type BookLine,
  type BookOrder,
  type BookReturn,
  type Place,
} from './book-state.ts';
import { fit, put, take, wake } from './goods-book.ts';
import { OrderBook } from './order-book.ts';

/** How what comes back lies from then on; what is theirs is not ours to sell or to credit. */
export const comesBackAs = {
  RESTOCK: 'AVAILABLE',
  QUARANTINE: 'QUARANTINE',
  REPAIR: 'BLOCKED theirs',
  SCRAP: null,
  RETURN_TO_VENDOR: 'BLOCKED',
} as const;
export type Disposition = keyof typeof comesBackAs;

interface Asked {
  readonly line: BookLine;
  readonly quantity: number;
}

/** Goods leave for orders and come back: by mistake, or from the customer. */
export class DeliveryBook extends OrderBook {
  /** So much of these lines leaves this place. */
  deliver(order: BookOrder, place: Place, asked: readonly Asked[]): void {
    requireDeliverable(order);
    for (const { line, quantity } of asked) {
      const codes = [
        ...(line.place === place ? [] : ['WRONG_WAREHOUSE']),
        ...(quantity > openOf(line) ? ['MORE_THAN_OPEN'] : []),
      ];
      if (codes.length > 0) throw new Refused(...codes);
    }
    for (const { line, quantity } of asked) {
      take(this.state, line, quantity);
      line.issued += quantity;
    }
    const lines = asked.map(({ line, quantity }) => ({ line, issued: quantity }));
    this.state.deliveries.push({ order, place, state: 'POSTED', lines });
  }

  /** Whatever of it can leave this place. */
  deliverAll(order: BookOrder, place: Place): void {
    requireDeliverable(order);
    const left = new Map<string, number>();
    const asked = order.lines.flatMap((line): Asked[] => {
      if (line.place !== place) return [];
      const own = Math.min(sum(line.turns.map(({ held }) => held)), openOf(line));
      const free = left.get(line.sku) ?? this.free(line);
      const beyond = Math.min(openOf(line) - own, free);
      left.set(line.sku, free - beyond);
      return own + beyond === 0 ? [] : [{ line, quantity: own + beyond }];
    });
    if (asked.length === 0) throw new Refused('NOTHING_TO_DELIVER');
    this.deliver(order, place, asked);
  }

  /** It was a mistake: what left is here again, open, and promised as far as nobody waits. */
  reverse(delivery: BookDelivery): void {
    if (delivery.state !== 'POSTED') throw new Refused('ILLEGAL_STATE');
    requireState(delivery.order, 'CONFIRMED');
    const back = delivery.lines.filter(({ line }) => this.#goneBack(delivery, line) > 0);
    if (back.length > 0) throw new Refused(...back.map(() => 'GOODS_RETURNED'));
    const billed = delivery.lines.filter(
      ({ line, issued }) => billedOf(line) > line.issued - issued,
    );
    if (billed.length > 0) throw new Refused(...billed.map(() => 'MORE_THAN_ORDERED'));
    delivery.state = 'REVERSED';
    for (const { line, issued } of delivery.lines) {
      line.issued -= issued;
      put(this.state, { sku: line.sku, place: delivery.place }, issued, 'AVAILABLE');
    }
    wake(this.state);
    const lines = delivery.lines.map(({ line }) => line);
    fit(this.state, delivery.order, lines, waiting(delivery.order));
  }

  authorise(delivery: BookDelivery, line: BookLine, quantity: number, isReplaced: boolean): void {
    if (isReplaced) requireState(delivery.order, 'CONFIRMED');
    if (delivery.state !== 'POSTED') throw new Refused('DELIVERY_LINE_NOT_FOUND');
    const issued = sum(delivery.lines.filter((own) => own.line === line).map((own) => own.issued));
    if (quantity > issued - this.#goneBack(delivery, line)) {
      throw new Refused('MORE_THAN_DELIVERED');
    }
    this.state.returns.push({
      ...{ delivery, line, quantity, isReplaced, state: 'AUTHORISED' },
      ...{ received: 0, ours: 0, credited: 0 },
    });
  }

  comeBack(of: BookReturn, quantity: number, disposition: Disposition): void {
    const { delivery, line } = of;
    const { order, place } = delivery;
    requireOpen(of);
    if (quantity > of.quantity - of.received) throw new Refused('MORE_THAN_AUTHORISED');
    const ours = disposition === 'REPAIR' ? 0 : quantity;
    const replaced = of.isReplaced ? ours : 0;
    if (replaced > 0) requireState(order, 'CONFIRMED');
    this.within(order, () => {
      line.returned += ours;
      line.replaced += replaced;
    });
    of.received += quantity;
    of.ours += ours;
    of.state = of.received === of.quantity ? 'RECEIVED' : 'PARTLY_RECEIVED';
    const lies = comesBackAs[disposition];
    if (lies) put(this.state, { sku: line.sku, place }, quantity, lies);
    wake(this.state);
    if (replaced > 0) fit(this.state, order, [line], waiting(order));
  }

  giveUp(of: BookReturn): void {
    requireOpen(of);
    of.state = 'CANCELLED';
  }

  /** Came back already, or may. */
  #goneBack(delivery: BookDelivery, line: BookLine): number {
    const own = this.state.returns.filter((of) => of.delivery === delivery && of.line === line);
    return sum(own.map((of) => (of.state === 'CANCELLED' ? of.received : of.quantity)));
  }
}

function requireDeliverable(order: BookOrder): void {
  requireState(order, 'CONFIRMED');
  if (order.holds.length > 0) throw new Refused('ORDER_HELD');
}

function requireOpen({ state }: BookReturn): void {
  if (state !== 'AUTHORISED' && state !== 'PARTLY_RECEIVED') throw new Refused('ILLEGAL_STATE');
}

/** What is open again waits where it is not there, whatever was asked for in the beginning. */
const waiting = ({ policy }: BookOrder) => (policy === 'NONE' ? 'NONE' : 'PARTIAL');
