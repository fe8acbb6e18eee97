/*
 * Orders as they should be, in memory: what each claims and is promised, who waits for what, and
 * what customers owe for it. In pieces and rials; goods and prices of `openOrderWorld`.
 */

export const skus = ['VALVE', 'HOSE'] as const;
export type Sku = (typeof skus)[number];
export const places = ['TEH', 'ISF'] as const;
export type Place = (typeof places)[number];
export const buyers = ['Alborz', 'Behsaz'] as const;
export type Buyer = (typeof buyers)[number];
export type Policy = 'ALL_OR_NOTHING' | 'PARTIAL' | 'NONE';

/** With tax. */
const prices: Readonly<Record<Sku, number>> = { VALVE: 110_000, HOSE: 44_000 };

/** One reservation: what is left of it to be had. */
interface Turn {
  readonly age: number;
  still: number;
  held: number;
}

export interface BookLine {
  readonly sku: Sku;
  place: Place;
  quantity: number;
  cancelled: number;
  turns: Turn[];
}

export interface BookOrder {
  readonly buyer: Buyer;
  readonly policy: Policy;
  state: 'CONFIRMED' | 'CLOSED' | 'CANCELLED';
  cleared: boolean;
  holds: string[];
  readonly lines: BookLine[];
}

export interface NewOrder extends Pick<BookOrder, 'buyer' | 'policy'> {
  readonly lines: readonly Pick<BookLine, 'sku' | 'place' | 'quantity'>[];
}

/** What an act comes to: `done`, or as the act says, or the codes of its refusals. */
export type End = string;

class Refused extends Error {
  readonly codes: readonly string[];
  constructor(...codes: string[]) {
    super(codes.join());
    this.codes = codes;
  }
}

export const openOf = (line: BookLine): number => line.quantity - line.cancelled;

/** Ordered and not invoiced; of a closed order only what was issued, which is nothing so far. */
const unbilledOf = ({ state }: BookOrder, line: BookLine): number =>
  state === 'CONFIRMED' ? line.quantity - line.cancelled : 0;

export class OrderBook {
  orders: BookOrder[] = [];
  limits: Partial<Record<Buyer, number>> = {};
  #goods: Record<string, number> = {};
  #age = 0;

  /** Does it, or leaves all as it was when it is refused. */
  attempt(act: () => End | void): End {
    const takeBack = this.#kept();
    try {
      return act() ?? 'done';
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      takeBack();
      return error.codes.join();
    }
  }

  /** What it would come to. */
  foresee(act: () => End | void): End {
    const takeBack = this.#kept();
    const end = this.attempt(act);
    takeBack();
    return end;
  }

  #kept(): () => void {
    const { orders, limits, goods } = structuredClone({
      ...{ orders: this.orders, limits: this.limits, goods: this.#goods },
    });
    const age = this.#age;
    return () => {
      this.orders = orders;
      this.limits = limits;
      this.#goods = goods;
      this.#age = age;
    };
  }

  receive(sku: Sku, place: Place, quantity: number): void {
    const key = `${sku} ${place}`;
    this.#goods[key] = (this.#goods[key] ?? 0) + quantity;
    this.#wake();
  }

  place({ lines, ...head }: NewOrder, mayHold: boolean): End | void {
    const order: BookOrder = {
      ...{ ...head, state: 'CONFIRMED', cleared: true, holds: [] },
      lines: lines.map((line) => ({ ...line, cancelled: 0, turns: [] })),
    };
    this.orders.push(order);
    if (this.owed(order.buyer) > (this.limits[order.buyer] ?? Infinity)) {
      if (!mayHold) throw new Refused('CREDIT_LIMIT_EXCEEDED');
      order.cleared = false;
      order.holds = ['CREDIT'];
      return 'on hold';
    }
    this.#promise(order, order.lines);
  }

  amend(order: BookOrder, line: BookLine, quantity: number): void {
    requireState(order, 'CONFIRMED');
    if (quantity < line.cancelled) throw new Refused('BELOW_DELIVERED');
    if (quantity === line.quantity) throw new Refused('NOTHING_CHANGED');
    const before = this.owed(order.buyer);
    line.quantity = quantity;
    this.#settle(order, before, [line]);
  }

  move(order: BookOrder, line: BookLine, place: Place): void {
    requireState(order, 'CONFIRMED');
    if (line.place === place) throw new Refused('NOTHING_CHANGED');
    line.place = place;
    line.turns = [];
    this.#settle(order, this.owed(order.buyer), [line]);
  }

  shortClose(order: BookOrder, line: BookLine): void {
    requireState(order, 'CONFIRMED');
    if (openOf(line) === 0) throw new Refused('NOTHING_OPEN');
    line.cancelled += openOf(line);
    line.turns = [];
    this.#wake();
  }

  reopenLine(order: BookOrder, line: BookLine): void {
    requireState(order, 'CONFIRMED');
    if (line.cancelled === 0) throw new Refused('NOTHING_CANCELLED');
    const before = this.owed(order.buyer);
    line.cancelled = 0;
    this.#settle(order, before, [line]);
  }

  close(order: BookOrder): void {
    requireState(order, 'CONFIRMED');
    order.state = 'CLOSED';
    this.#letGo(order);
  }

  reopen(order: BookOrder): void {
    requireState(order, 'CLOSED');
    const before = this.owed(order.buyer);
    order.state = 'CONFIRMED';
    this.#settle(order, before, order.lines);
  }

  cancel(order: BookOrder): void {
    requireState(order, 'CONFIRMED');
    for (const line of order.lines) line.cancelled = line.quantity;
    order.state = 'CANCELLED';
    this.#letGo(order);
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
    const before = this.owed(order.buyer);
    order.cleared = true;
    this.#settle(order, before, order.lines);
  }

  /** Each order, and what each buyer owes. */
  picture(): string[] {
    return [
      ...this.orders.map((order) => {
        const lines = order.lines.map((line) => {
          const held = sum(line.turns.map((turn) => turn.held));
          const waiting = sum(line.turns.map((turn) => turn.still - turn.held));
          return `${line.sku} ${line.place} ${line.quantity}-${line.cancelled} ${held}+${waiting}`;
        });
        const exposure = this.#exposureOf(order);
        return [order.state, `{${order.holds}}`, exposure, ...lines].join(' | ');
      }),
      ...buyers.map((buyer) => `${buyer} ${this.owed(buyer)}`),
    ];
  }

  free({ sku, place }: Pick<BookLine, 'sku' | 'place'>): number {
    const held = this.#linesOf(sku, place).flatMap(({ turns }) => turns.map((turn) => turn.held));
    return (this.#goods[`${sku} ${place}`] ?? 0) - sum(held);
  }

  owed(buyer: Buyer): number {
    const own = this.orders.filter((order) => order.buyer === buyer);
    return sum(own.map((order) => this.#exposureOf(order)));
  }

  #exposureOf(order: BookOrder): number {
    if (!order.cleared) return 0;
    return sum(order.lines.map((line) => unbilledOf(order, line) * prices[line.sku]));
  }

  /** What is more has to be within the credit, and there; what is less goes to who waits. */
  #settle(order: BookOrder, before: number, lines: readonly BookLine[]): void {
    const after = this.owed(order.buyer);
    if (after > before && after > (this.limits[order.buyer] ?? Infinity)) {
      throw new Refused('CREDIT_LIMIT_EXCEEDED');
    }
    if (!order.cleared) return;
    for (const line of lines) this.#shrink(line);
    this.#promise(order, lines);
    this.#wake();
  }

  /** The youngest turn gives first; what waits before what is held. */
  #shrink(line: BookLine): void {
    let left = sum(line.turns.map(({ still }) => still)) - openOf(line);
    const young = [...line.turns].sort((a, b) => b.age - a.age);
    for (const what of ['waiting', 'held'] as const) {
      for (const turn of young) {
        const most = what === 'held' ? turn.held : turn.still - turn.held;
        const cut = Math.max(Math.min(most, left), 0);
        turn.still -= cut;
        if (what === 'held') turn.held -= cut;
        left -= cut;
      }
    }
    line.turns = line.turns.filter(({ still }) => still > 0);
  }

  #promise(order: BookOrder, lines: readonly BookLine[]): void {
    if (order.policy === 'NONE') return;
    const short: string[] = [];
    for (const line of lines) {
      const missing = openOf(line) - sum(line.turns.map(({ still }) => still));
      if (missing <= 0) continue;
      const free = this.free(line);
      if (order.policy === 'ALL_OR_NOTHING' && free < missing) {
        short.push('INSUFFICIENT_STOCK');
        continue;
      }
      line.turns.push({ age: (this.#age += 1), still: missing, held: Math.min(free, missing) });
    }
    if (short.length > 0) throw new Refused(...short);
  }

  #letGo(order: BookOrder): void {
    for (const line of order.lines) line.turns = [];
    this.#wake();
  }

  #linesOf(sku: Sku, place: Place): BookLine[] {
    const lines = this.orders.flatMap((order) => order.lines);
    return lines.filter((line) => line.sku === sku && line.place === place);
  }

  #wake(): void {
    for (const sku of skus) {
      for (const place of places) {
        const turns = this.#linesOf(sku, place).flatMap((line) => line.turns);
        for (const turn of turns.sort((a, b) => a.age - b.age)) {
          turn.held += Math.min(this.free({ sku, place }), turn.still - turn.held);
        }
      }
    }
  }
}

function requireState(order: BookOrder, state: BookOrder['state']): void {
  if (order.state !== state) throw new Refused('ILLEGAL_STATE');
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
