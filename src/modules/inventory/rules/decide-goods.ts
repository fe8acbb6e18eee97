import { compareDecimals, subtractDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { LocationKind, ScanOutcome, StockStatus } from './kinds.ts';
import type { ScannedGoods } from './resolve-scan.ts';
import type { ScanLine, ScanPlace } from './scan-case.ts';
import {
  asksFor,
  countLine,
  lackOf,
  type Deciding,
  type Tally,
  type Verdict,
} from './scan-tally.ts';

/** The place that is meant, if any; `given` without one: a place that is not of this warehouse. */
export interface NamedPlace {
  readonly location: ScanPlace | null;
  readonly given: boolean;
}

/** Counting compares with nothing: what is known and stands somewhere may count. */
export function decideCount(
  { tally, index }: Deciding,
  goods: ScannedGoods,
  place: ScanPlace | null,
): Verdict {
  const packed = index.facts.packages.find(({ id }) => id === tally.packageId) ?? null;
  if (!place) return { outcome: 'WRONG_LOCATION', next: 'SCAN_LOCATION' };
  if (goods.lacksTracking) return { outcome: 'TRACKING_REQUIRED' };
  if (goods.lot?.kind === 'SERIAL') {
    if (tally.serials.has(goods.lot.id)) return { outcome: 'DUPLICATE' };
    tally.serials.add(goods.lot.id);
  }
  return { outcome: 'MATCHED', place, package: packed };
}

/** Goods that a line of the document asks for, and that are where they are looked for, count. */
export function decideGoods(
  deciding: Deciding,
  goods: ScannedGoods,
  quantity: Decimal,
  named: NamedPlace,
): Verdict {
  const { index, rules, tally, today } = deciding;
  const { product, lot } = goods;
  const wanted = { productId: product.id, lotId: lot?.id ?? null, lotCode: goods.lotCode };
  const lines = index.facts.lines.filter((line) => asksFor(line, wanted));
  const [first] = lines;
  if (!first) return { outcome: 'UNEXPECTED' };
  const not = (outcome: ScanOutcome, more: Partial<Verdict> = {}): Verdict => ({
    line: first,
    ...more,
    outcome,
  });
  if (goods.lacksTracking) return not('TRACKING_REQUIRED');
  if (product.tracking !== 'NONE' && !lot) return not('UNEXPECTED');
  if (lot?.kind === 'SERIAL' && tally.serials.has(lot.id)) return not('DUPLICATE');
  const expired = lot?.expired || (goods.expiresOn !== null && goods.expiresOn < today);
  // What is past its day leaves only for a line that asks for goods in that condition.
  const open = rules.takes && expired ? lines.filter(({ status }) => !isSold(status)) : lines;
  if (open.length === 0) return not('BLOCKED');
  const take = rules.takes ? takeFromShelf : rules.manifest ? takeFromManifest : takeAsExpected;
  const taken = take(deciding, goods, quantity, open, named);
  if (!('stock' in taken)) return not(taken.outcome, taken);
  if (taken.stock !== null) {
    tally.available[taken.stock] = subtractDecimals(tally.available[taken.stock] ?? '0', quantity);
  }
  if (lot?.kind === 'SERIAL') tally.serials.add(lot.id);
  countLine(tally, taken.line, quantity);
  return { outcome: 'MATCHED', line: taken.line, place: taken.place };
}

interface Taken {
  /** Its place among the facts' stock; null where nothing is told of any. */
  readonly stock: number | null;
  readonly line: ScanLine;
  readonly place: ScanPlace;
}

const fits = (tally: Tally, line: ScanLine, quantity: Decimal): boolean =>
  compareDecimals(quantity, lackOf(tally, line)) <= 0;

/** From the shelf for the first line with room that finds its goods there. */
function takeFromShelf(
  deciding: Deciding,
  goods: ScannedGoods,
  quantity: Decimal,
  lines: readonly ScanLine[],
  named: NamedPlace,
): Taken | Verdict {
  let first: Verdict | undefined;
  for (const line of lines) {
    if (!fits(deciding.tally, line, quantity)) continue;
    const end = takeForLine(deciding, goods, quantity, line, named);
    if ('stock' in end) return end;
    first ??= end;
  }
  return first ?? { outcome: 'OVER' };
}

/**
 * Where the line says, else most first, ties by code; what is in quarantine leaves only when
 * someone names the place, what is packed with its package or not at all, what is held or
 * another's only for a line that says so.
 */
function takeForLine(
  { index, tally }: Deciding,
  { product, lot }: ScannedGoods,
  quantity: Decimal,
  line: ScanLine,
  named: NamedPlace,
): Taken | Verdict {
  const there = index.facts.stock.flatMap((stock, i) => {
    const available = tally.available[i] ?? '0';
    const isIt = stock.productId === product.id && stock.lotId === (lot?.id ?? null);
    const enough = isIt && compareDecimals(quantity, available) <= 0;
    const meant = stock.status === line.status && stock.ownerId === line.ownerId;
    return enough ? [{ ...stock, i, available, meant }] : [];
  });
  const loose = there.filter((stock) => stock.meant && stock.packageId === null);
  const shelves = loose.filter((stock) => isShelf(stock.kind)).sort(mostFirst);
  const best = loose.find(({ at }) => at === line.place?.id) ?? shelves[0];
  const goTo = best ? { id: best.at, code: best.code ?? '' } : null;
  const chosen = named.given ? loose.find(({ at }) => at === named.location?.id) : best;
  if (chosen) {
    return { stock: chosen.i, line, place: { id: chosen.at, code: chosen.code ?? '' } };
  }
  const here = named.given ? there.filter(({ at }) => at === named.location?.id) : there;
  if (here.some((stock) => !stock.meant)) return { outcome: 'BLOCKED', line, goTo };
  const packed = here.some((stock) => stock.packageId !== null);
  if (packed) return { outcome: 'BLOCKED', next: 'SCAN_PACKAGE', line, goTo };
  return { outcome: 'WRONG_LOCATION', line, goTo };
}

const isSold = (status: StockStatus): boolean => status === 'AVAILABLE';

const isShelf = (kind: LocationKind | null): boolean => kind === 'STORAGE';

const mostFirst = (
  a: { readonly available: Decimal; readonly code: string | null },
  b: { readonly available: Decimal; readonly code: string | null },
): number =>
  compareDecimals(b.available, a.available) || ((a.code ?? '') < (b.code ?? '') ? -1 : 1);

/** The first line with room that these very goods were shipped for. */
function takeFromManifest(
  { index, tally }: Deciding,
  { product, lot }: ScannedGoods,
  quantity: Decimal,
  lines: readonly ScanLine[],
  named: NamedPlace,
): Taken | Verdict {
  const { stock, work } = index.facts;
  const ofGoods = stock.flatMap((each, i) =>
    each.productId === product.id && each.lotId === (lot?.id ?? null) ? [{ ...each, i }] : [],
  );
  if (ofGoods.length === 0) return { outcome: 'UNEXPECTED' };
  const loose = ofGoods.filter(({ packageId }) => packageId === null);
  if (loose.length === 0) return { outcome: 'BLOCKED', next: 'SCAN_PACKAGE' };
  const held = (line: ScanLine) =>
    loose.find(
      ({ at, i }) => at === line.id && compareDecimals(quantity, tally.available[i] ?? '0') <= 0,
    );
  const line = lines.find((each) => fits(tally, each, quantity) && held(each));
  const from = line && held(line);
  if (!line || !from) return { outcome: 'OVER' };
  const place = named.given ? named.location : work.receiptLocation;
  if (place) return { stock: from.i, line, place };
  return { outcome: 'WRONG_LOCATION', line, goTo: named.given ? work.receiptLocation : null };
}

/** What a draft expects comes in where it is put, else where the line says. */
function takeAsExpected(
  { index, tally }: Deciding,
  _goods: ScannedGoods,
  quantity: Decimal,
  lines: readonly ScanLine[],
  named: NamedPlace,
): Taken | Verdict {
  const line = lines.find((each) => fits(tally, each, quantity));
  if (!line) return { outcome: 'OVER' };
  const goTo = line.place ?? index.facts.work.receiptLocation;
  const place = named.given ? named.location : goTo;
  if (place) return { stock: null, line, place };
  return { outcome: 'WRONG_LOCATION', line, goTo };
}
