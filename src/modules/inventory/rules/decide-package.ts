import {
  compareDecimals,
  isPositive,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { PackedGoods, ScanLine, ScanPackage, ScanPlace, SentScan } from './scan-case.ts';
import {
  asksFor,
  countLine,
  lackOf,
  placeOf,
  type Deciding,
  type ScanPart,
  type Verdict,
} from './scan-tally.ts';

/**
 * A package is scanned as a whole: everything in it, packages too, counts for its lines, or nothing
 * does. While counting it is opened: what is scanned next is in it.
 */
export function decidePackage(deciding: Deciding, scan: SentScan, found: ScanPackage): Verdict {
  const { rules, tally, index } = deciding;
  const not = (outcome: Verdict['outcome'], more: Partial<Verdict> = {}): Verdict => ({
    package: found,
    ...more,
    outcome,
  });
  if (rules.counts) {
    tally.packageId = found.id;
    return not('PACKAGE_SET');
  }
  const [first] = found.goods;
  if (!first) return not('UNEXPECTED');
  const ids = [found.id, ...new Set(found.goods.map((goods) => goods.packageId))];
  if (ids.some((id) => tally.packages.has(id))) return not('DUPLICATE');
  const here = { id: first.locationId, code: first.locationCode };
  if (rules.takes) {
    if (found.goods.some((goods) => !goods.free || goods.expired)) return not('BLOCKED');
    if (first.warehouseId !== index.facts.work.warehouseId) return not('WRONG_LOCATION');
    const named = placeOf(deciding, scan);
    if (named !== undefined && named?.id !== here.id) return not('WRONG_LOCATION', { goTo: here });
  }
  // What comes in from outside is packed here, not before.
  if (!rules.takes && !rules.manifest) return not('UNEXPECTED');
  const plan = rules.takes ? takenParts(deciding, found) : arrivingParts(deciding, found);
  if (!Array.isArray(plan)) return not(plan);
  const place = rules.takes ? here : arrivesAt(deciding, scan);
  if (!place) return not('WRONG_LOCATION', { goTo: index.facts.work.receiptLocation });
  count(deciding, plan);
  for (const id of ids) tally.packages.add(id);
  return { outcome: 'MATCHED', package: found, parts: plan.map(({ part }) => part), place };
}

function arrivesAt(deciding: Deciding, scan: SentScan): ScanPlace | null {
  const named = placeOf(deciding, scan);
  return named === undefined ? deciding.index.facts.work.receiptLocation : named;
}

interface PlannedPart {
  readonly part: ScanPart;
  /** Its place among the facts' stock. */
  readonly stock: number;
}

type NoParts = 'UNEXPECTED' | 'OVER' | 'DUPLICATE';

/** Packages that are taken as a whole are ours and in order: lines that ask for else get none. */
const linesOf = ({ index }: Deciding, goods: PackedGoods): ScanLine[] =>
  index.facts.lines.filter(
    (line) => asksFor(line, goods) && line.ownerId === null && line.status === 'AVAILABLE',
  );

const stockOf = ({ index, tally }: Deciding, goods: PackedGoods) =>
  index.facts.stock.flatMap((stock, i) =>
    stock.packageId === goods.packageId &&
    stock.productId === goods.productId &&
    stock.lotId === goods.lotId &&
    stock.ownerId === null &&
    stock.status === 'AVAILABLE'
      ? [{ at: stock.at, i, available: tally.available[i] ?? '0' }]
      : [],
  );

/** From the shelf: the lines of a product are filled one after another. */
function takenParts(deciding: Deciding, found: ScanPackage): PlannedPart[] | NoParts {
  const lacks = new Map<Id, Decimal>();
  const parts: PlannedPart[] = [];
  for (const goods of found.goods) {
    const lines = linesOf(deciding, goods);
    const [stock] = stockOf(deciding, goods);
    if (!stock || lines.length === 0) return 'UNEXPECTED';
    if (compareDecimals(goods.quantity, stock.available) > 0) return 'DUPLICATE';
    let rest = goods.quantity;
    for (const line of lines) {
      const lack = lacks.get(line.id) ?? lackOf(deciding.tally, line);
      const quantity = compareDecimals(rest, lack) < 0 ? rest : lack;
      if (!isPositive(quantity)) continue;
      parts.push({ part: { ...goods, quantity, line }, stock: stock.i });
      lacks.set(line.id, subtractDecimals(lack, quantity));
      rest = subtractDecimals(rest, quantity);
    }
    if (isPositive(rest)) return 'OVER';
  }
  return parts;
}

/** Off the road: each line has what was shipped of it in this package. */
function arrivingParts(deciding: Deciding, found: ScanPackage): PlannedPart[] | NoParts {
  const parts: PlannedPart[] = [];
  for (const goods of found.goods) {
    const stocks = stockOf(deciding, goods);
    if (stocks.length === 0) return 'UNEXPECTED';
    const left = stocks.filter(({ available }) => isPositive(available));
    if (left.length === 0) return 'DUPLICATE';
    for (const { at, i, available } of left) {
      const line = linesOf(deciding, goods).find(({ id }) => id === at);
      if (!line) return 'UNEXPECTED';
      parts.push({ part: { ...goods, quantity: available, line }, stock: i });
    }
  }
  return parts;
}

function count({ tally }: Deciding, plan: readonly PlannedPart[]): void {
  for (const { part, stock } of plan) {
    tally.available[stock] = subtractDecimals(tally.available[stock] ?? '0', part.quantity);
    if (part.isSerial && part.lotId !== null) tally.serials.add(part.lotId);
    countLine(tally, part.line, part.quantity);
  }
}
