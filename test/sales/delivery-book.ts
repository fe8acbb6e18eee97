import {
  billedOf,
  claimedOf,
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
import { OrderBook, type End } from './order-book.ts';

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
  /** So much of these lines is to leave this place. */
  draft(order: BookOrder, place: Place, asked: readonly Asked[]): BookDelivery {
    requireDeliverable(order);
    const codes = asked.flatMap(({ line, quantity }) => [
      ...(line.place === place ? [] : ['WRONG_WAREHOUSE']),
      ...(quantity > this.#unclaimed(line) ? ['MORE_THAN_OPEN'] : []),
    ]);
    if (codes.length > 0) throw new Refused(...codes);
    const delivery: BookDelivery = { order, place, state: 'DRAFT', lines: asked };
    this.state.deliveries.push(delivery);
    return delivery;
  }

  /** It leaves. */
  post(delivery: BookDelivery): void {
    if (delivery.state !== 'DRAFT') throw new Refused('ILLEGAL_STATE');
    requireDeliverable(delivery.order);
    for (const { line, quantity } of delivery.lines) {
      if (quantity > openOf(line)) throw new Refused('MORE_THAN_OPEN');
      take(this.state, line, quantity);
      line.issued += quantity;
    }
    delivery.state = 'POSTED';
  }

  cancelDraft(delivery: BookDelivery): void {
    if (delivery.state !== 'DRAFT') throw new Refused('ILLEGAL_STATE');
    delivery.state = 'CANCELLED';
  }

  deliver(order: BookOrder, place: Place, asked: readonly Asked[]): void {
    this.post(this.draft(order, place, asked));
  }

  /** Whatever of it can leave this place, and is in no draft. */
  deliverAll(order: BookOrder, place: Place): void {
    requireDeliverable(order);
    const left = new Map<string, number>();
    const asked = order.lines.flatMap((line): Asked[] => {
      const unclaimed = this.#unclaimed(line);
      if (line.place !== place || unclaimed === 0) return [];
      const held = sum(line.turns.map((turn) => turn.held)) - claimedOf(this.state, line);
      const own = Math.max(Math.min(held, unclaimed), 0);
      const free = left.get(line.sku) ?? this.free(line);
      const beyond = Math.min(unclaimed - own, free);
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
      ({ line, quantity }) => billedOf(line) > line.issued - quantity,
    );
    if (billed.length > 0) throw new Refused(...billed.map(() => 'MORE_THAN_ORDERED'));
    delivery.state = 'REVERSED';
    for (const { line, quantity } of delivery.lines) {
      line.issued -= quantity;
      put(this.state, { sku: line.sku, place: delivery.place }, quantity, 'AVAILABLE');
    }
    wake(this.state);
    const lines = delivery.lines.map(({ line }) => line);
    fit(this.state, delivery.order, lines, waiting(delivery.order));
  }

  authorise(delivery: BookDelivery, line: BookLine, quantity: number, isReplaced: boolean): void {
    if (isReplaced) requireState(delivery.order, 'CONFIRMED');
    if (delivery.state !== 'POSTED') throw new Refused('DELIVERY_LINE_NOT_FOUND');
    const left = sum(delivery.lines.map((own) => (own.line === line ? own.quantity : 0)));
    if (quantity > left - this.#goneBack(delivery, line)) {
      throw new Refused('MORE_THAN_DELIVERED');
    }
    this.state.returns.push({
      ...{ delivery, line, quantity, isReplaced, state: 'AUTHORISED' },
      ...{ received: 0, ours: 0, credited: 0 },
    });
  }

  comeBack(of: BookReturn, quantity: number, disposition: Disposition): End {
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
    return replaced > 0 ? 'replaced' : ours > 0 ? 'for credit' : 'for repair';
  }

  giveUp(of: BookReturn): void {
    requireOpen(of);
    of.state = 'CANCELLED';
  }

  #unclaimed(line: BookLine): number {
    return openOf(line) - claimedOf(this.state, line);
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
