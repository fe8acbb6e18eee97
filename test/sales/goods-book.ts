import {
  openOf,
  places,
  Refused,
  skus,
  sum,
  type BookLine,
  type BookOrder,
  type BookState,
  type Place,
  type Policy,
  type Sku,
  type Turn,
} from './book-state.ts';

/* Goods as they should lie, what of them is promised to lines of orders, and who waits. */

type Level = Pick<BookLine, 'sku' | 'place'>;

export function put(state: BookState, { sku, place }: Level, quantity: number, lies: string): void {
  const key = `${sku} ${place} ${lies}`;
  state.goods[key] = (state.goods[key] ?? 0) + quantity;
}

/** For sale, and promised to nobody. */
export function freeOf(state: BookState, { sku, place }: Level): number {
  const held = turnsAt(state, sku, place).map((turn) => turn.held);
  return (state.goods[`${sku} ${place} AVAILABLE`] ?? 0) - sum(held);
}

function turnsAt(state: BookState, sku: Sku, place: Place): Turn[] {
  const lines = state.orders.flatMap((order) => order.lines);
  return lines
    .filter((line) => line.sku === sku && line.place === place)
    .flatMap(({ turns }) => turns);
}

/** What is free goes to who waits, the oldest first. */
export function wake(state: BookState): void {
  for (const sku of skus) {
    for (const place of places) {
      for (const turn of turnsAt(state, sku, place).sort((a, b) => a.age - b.age)) {
        turn.held += Math.min(freeOf(state, { sku, place }), turn.still - turn.held);
      }
    }
  }
}

/**
 * Lines are promised what is open of them, no less and no more: the youngest turn gives first, and
 * what waits before what is held.
 */
export function fit(
  state: BookState,
  order: BookOrder,
  lines: readonly BookLine[],
  policy: Policy = order.policy,
): void {
  if (!order.cleared) return;
  for (const line of lines) shrink(line);
  grow(state, lines, policy);
  wake(state);
}

function shrink(line: BookLine): void {
  let left = sum(line.turns.map(({ still }) => still)) - openOf(line);
  const young = [...line.turns].sort((a, b) => b.age - a.age);
  for (const what of ['waiting', 'held'] as const) {
    for (const turn of young) {
      const cut = Math.max(Math.min(partOf(turn, what), left), 0);
      turn.still -= cut;
      if (what === 'held') turn.held -= cut;
      left -= cut;
    }
  }
  line.turns = line.turns.filter(({ still }) => still > 0);
}

const partOf = (turn: Turn, what: 'waiting' | 'held'): number =>
  what === 'held' ? turn.held : turn.still - turn.held;

function grow(state: BookState, lines: readonly BookLine[], policy: Policy): void {
  if (policy === 'NONE') return;
  const short: string[] = [];
  for (const line of lines) {
    const missing = openOf(line) - sum(line.turns.map(({ still }) => still));
    if (missing <= 0) continue;
    const free = freeOf(state, line);
    if (policy === 'ALL_OR_NOTHING' && free < missing) {
      short.push('INSUFFICIENT_STOCK');
      continue;
    }
    line.turns.push({ age: (state.age += 1), still: missing, held: Math.min(free, missing) });
  }
  if (short.length > 0) throw new Refused(...short);
}

/** Nothing is promised to them any more. */
export function letGo(state: BookState, lines: readonly BookLine[]): void {
  for (const line of lines) line.turns = [];
  wake(state);
}

/** Goods leave for a line: its own first, then what is free, whatever of it still waits. */
export function take(state: BookState, line: BookLine, quantity: number): void {
  const own = sum(line.turns.map((turn) => turn.held));
  if (quantity > own + freeOf(state, line)) throw new Refused('INSUFFICIENT_STOCK');
  let left = quantity;
  for (const what of ['held', 'waiting'] as const) {
    for (const turn of line.turns) {
      const used = Math.min(partOf(turn, what), left);
      turn.still -= used;
      if (what === 'held') turn.held -= used;
      left -= used;
    }
  }
  line.turns = line.turns.filter(({ still }) => still > 0);
  put(state, line, -quantity, 'AVAILABLE');
}
