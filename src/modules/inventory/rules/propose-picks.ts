import {
  addDecimals,
  compareDecimals,
  isPositive,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';

/** What is to be picked for a line of a document, in the base unit. */
export interface PickWanted {
  readonly lineId: Id;
  /** Whose reservations are its own; left out: those of the line itself. */
  readonly demandLineId?: Id | null;
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly quantity: Decimal;
  /** Whose goods; null or left out: our own. */
  readonly ownerId?: Id | null;
  /** Only goods of these lots or serials, of this place, in this package. */
  readonly lotIds?: readonly Id[] | null;
  readonly locationId?: Id | null;
  readonly packageId?: Id | null;
}

/** Goods at a place that may be picked: available, not expired, in the order to be taken in. */
export interface PickCandidate {
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly locationId: Id;
  readonly location: string;
  readonly walkOrder: number;
  readonly lotId: Id | null;
  readonly lot: string | null;
  readonly isSerial: boolean;
  readonly ownerId: Id | null;
  readonly packageId: Id | null;
  /** Promised to nobody by name. */
  readonly free: Decimal;
  /**
   * Promised from this very place and lot to lines that are asked for, by the line that they are
   * for.
   */
  readonly own: Readonly<Record<Id, Decimal>>;
}

export interface PickFacts {
  readonly candidates: readonly PickCandidate[];
  /** What each warehouse can sell of a product and has promised to nobody. */
  readonly levels: readonly {
    readonly productId: Id;
    readonly warehouseId: Id;
    readonly free: Decimal;
  }[];
  /** What is set aside for each line, wherever it lies, by line id. */
  readonly held: Readonly<Record<Id, Decimal>>;
}

export interface ProposedPick extends Omit<PickCandidate, 'free' | 'own'> {
  readonly lineId: Id;
  readonly quantity: Decimal;
}

export interface PickProposal {
  /** In walking order. */
  readonly picks: readonly ProposedPick[];
  /** What cannot be had in full, by its place in what was wanted, and how much is missing. */
  readonly missing: readonly {
    readonly lineId: Id;
    readonly index: number;
    readonly quantity: Decimal;
  }[];
}

/**
 * Where to take what is wanted from: the line's own hard reservation, then what goes first (removal
 * date, expiry, age of the lot), loose goods before packages, by the way pickers walk, the most
 * first. Never what is promised to others, whether by name or of the warehouse's sum. Lines that
 * name their goods choose before those that take any.
 */
export function proposePicks(wanted: readonly PickWanted[], facts: PickFacts): PickProposal {
  const pool = poolOf(facts);
  const inOrder = [...wanted].sort((a, b) => Number(isBound(b)) - Number(isBound(a)));
  const picks: ProposedPick[] = [];
  const missing = new Map<PickWanted, Decimal>();
  for (const line of inOrder) {
    const open = takeFrom(pool, line, picks);
    if (isPositive(open)) missing.set(line, open);
  }
  return {
    picks: picks.sort(byWalk),
    missing: wanted.flatMap((line, index) => {
      const quantity = missing.get(line);
      return quantity === undefined ? [] : [{ lineId: line.lineId, index, quantity }];
    }),
  };
}

/** What is left to choose from once others have been named by hand in the same act. */
export const withoutPicked = (
  facts: PickFacts,
  picked: readonly {
    readonly line: { readonly productId: Id };
    readonly locationId: Id;
    readonly lotId: Id | null;
    readonly packageId: Id | null;
    readonly quantity: Decimal;
  }[],
): PickFacts => ({
  ...facts,
  candidates: facts.candidates.map((row) => {
    const taken = picked.filter(
      (pick) =>
        pick.line.productId === row.productId &&
        pick.locationId === row.locationId &&
        pick.lotId === row.lotId &&
        pick.packageId === row.packageId,
    );
    if (taken.length === 0) return row;
    return { ...row, free: subtractDecimals(row.free, sumDecimals(taken.map((p) => p.quantity))) };
  }),
});

/** The line that its own reservations are for. */
export const demandOf = ({
  lineId,
  demandLineId,
}: Pick<PickWanted, 'lineId' | 'demandLineId'>): Id => demandLineId ?? lineId;

const isBound = (line: PickWanted): boolean =>
  line.lotIds != null || line.locationId != null || line.packageId != null;

const byWalk = (a: ProposedPick, b: ProposedPick): number =>
  a.walkOrder - b.walkOrder ||
  compareText(a.location, b.location) ||
  compareText(a.lot ?? '', b.lot ?? '');

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const least = (...values: readonly Decimal[]): Decimal =>
  values.reduce((a, b) => (compareDecimals(a, b) <= 0 ? a : b));

/** What is left to be picked while lines take their parts one after another. */
interface Pool {
  readonly byProduct: ReadonlyMap<string, readonly PickCandidate[]>;
  readonly free: Map<PickCandidate, Decimal>;
  readonly levels: Map<string, Decimal>;
  readonly held: Map<Id, Decimal>;
}

const poolOf = (facts: PickFacts): Pool => ({
  byProduct: Map.groupBy(facts.candidates, keyOf),
  free: new Map(facts.candidates.map((candidate) => [candidate, candidate.free])),
  levels: new Map(facts.levels.map((level) => [keyOf(level), level.free])),
  held: new Map(Object.entries(facts.held)),
});

/** Adds the picks of a line to `picks`; answers what it could not get. */
function takeFrom(pool: Pool, line: PickWanted, picks: ProposedPick[]): Decimal {
  const fits = (pool.byProduct.get(keyOf(line)) ?? []).filter(fitsOf(line));
  let open = promisedTo(pool, line);
  const beyond = subtractDecimals(line.quantity, open);
  for (const own of [true, false]) {
    for (const candidate of fits) {
      if (!isPositive(open)) break;
      const there = (own ? candidate.own[demandOf(line)] : pool.free.get(candidate)) ?? '0';
      const quantity = least(open, there);
      if (!isPositive(quantity)) continue;
      if (!own) pool.free.set(candidate, subtractDecimals(there, quantity));
      picks.push(pickOf(line, candidate, quantity));
      open = subtractDecimals(open, quantity);
      countOut(pool, line, quantity);
    }
  }
  return addDecimals(open, beyond);
}

/** As much of the line as is held for it or promised to nobody. */
function promisedTo(pool: Pool, line: PickWanted): Decimal {
  // Goods of others are neither sold nor promised: what lies there counts.
  if (line.ownerId != null) return line.quantity;
  const free = pool.levels.get(keyOf(line)) ?? '0';
  const held = pool.held.get(demandOf(line)) ?? '0';
  return least(line.quantity, addDecimals(isPositive(free) ? free : '0', held));
}

/** What is taken comes out of the line's own share first, then out of everyone's. */
function countOut(pool: Pool, line: PickWanted, quantity: Decimal): void {
  if (line.ownerId != null) return;
  const held = pool.held.get(demandOf(line)) ?? '0';
  const fromHeld = least(held, quantity);
  pool.held.set(demandOf(line), subtractDecimals(held, fromHeld));
  const key = keyOf(line);
  const rest = subtractDecimals(quantity, fromHeld);
  pool.levels.set(key, subtractDecimals(pool.levels.get(key) ?? '0', rest));
}

const keyOf = (of: { readonly productId: Id; readonly warehouseId: Id }): string =>
  `${of.productId} ${of.warehouseId}`;

/** Whether goods are such as the line names. */
function fitsOf(line: PickWanted): (row: PickCandidate) => boolean {
  const lots = line.lotIds == null ? null : new Set(line.lotIds);
  return (row) =>
    row.ownerId === (line.ownerId ?? null) &&
    (lots === null || (row.lotId !== null && lots.has(row.lotId))) &&
    (line.locationId == null || row.locationId === line.locationId) &&
    (line.packageId == null || row.packageId === line.packageId);
}

function pickOf(line: PickWanted, candidate: PickCandidate, quantity: Decimal): ProposedPick {
  const { free: _free, own: _own, ...goods } = candidate;
  return { ...goods, lineId: line.lineId, quantity };
}
