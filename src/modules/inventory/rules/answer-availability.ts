import {
  addDecimals,
  compareDecimals,
  isPositive,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { addDays, type LocalDate } from '../../../kernel/local-date.ts';
import {
  availableToPromise,
  firstDayFor,
  goingUnpromised,
  promising,
  type OnDay,
  type Outlook,
} from './available-to-promise.ts';
import type {
  AvailabilityAsked,
  AvailabilityTerms,
  AvailableBy,
  CountedSupply,
  LineAvailability,
  ProductFacts,
  SplitPart,
  SupplyFact,
  WarehouseAvailability,
  WarehouseFactsOfProduct,
} from './availability.ts';

/**
 * Answers lines one after the other: what the first is promised is gone for the second. A line that
 * waits already comes before those behind it in the queue.
 */
export function answerAvailability(
  asked: readonly AvailabilityAsked[],
  products: ReadonlyMap<Id, ProductFacts>,
  terms: AvailabilityTerms,
): LineAvailability[] {
  const promised = new Map<string, OnDay[]>();
  return asked.map((line) => {
    const product = products.get(line.productId);
    const known = (product?.warehouses ?? []).map((facts) => siteOf(facts, line, promised, terms));
    const answer = answerLine(line, known, product?.leadTimeDays ?? null, terms);
    for (const { warehouseId, day, quantity } of answer.taken) {
      const key = `${line.productId} ${warehouseId}`;
      promised.set(key, [...(promised.get(key) ?? []), { day, quantity }]);
    }
    return answer.told;
  });
}

/** A warehouse as a line sees it. */
interface Site {
  readonly warehouseId: Id;
  readonly warehouse: string;
  readonly outlook: Outlook;
  readonly supplies: readonly CountedSupply[];
  readonly own: Decimal;
}

function siteOf(
  facts: WarehouseFactsOfProduct,
  line: AvailabilityAsked,
  promised: ReadonlyMap<string, readonly OnDay[]>,
  terms: AvailabilityTerms,
): Site {
  const { warehouseId, warehouse } = facts;
  const mine = facts.waiting.findIndex(({ lineId }) => lineId === line.lineId);
  const before = mine < 0 ? facts.waiting : facts.waiting.slice(0, mine);
  const supplies = facts.supplies.flatMap((supply) => counted(supply, facts, terms));
  const outlook: Outlook = {
    free: facts.free,
    going: goingUnpromised(facts.lots, facts.promised),
    coming: supplies,
    wanted: before.map(({ wantedOn, quantity }) => ({ day: wantedOn ?? terms.today, quantity })),
  };
  return {
    warehouseId,
    warehouse,
    supplies,
    outlook: (promised.get(`${line.productId} ${warehouseId}`) ?? []).reduce(promising, outlook),
    own: (line.lineId !== null && facts.held[line.lineId]) || '0',
  };
}

/** On which day it is counted on; what is late, or comes on no day, as the firm says. */
function counted(
  { dueAt, ...supply }: SupplyFact,
  { warehouseId, warehouse }: WarehouseFactsOfProduct,
  { today, lateSupplyDays, dayOf }: AvailabilityTerms,
): (CountedSupply & { readonly goneOn: LocalDate | null })[] {
  const due = dueAt === null ? null : dayOf(new Date(dueAt));
  const isLate = due === null || due < today;
  if (isLate && lateSupplyDays === null) return [];
  const day = isLate ? addDays(today, lateSupplyDays ?? 0) : due;
  return [{ ...supply, warehouseId, warehouse, day, isLate }];
}

interface Answered {
  readonly told: LineAvailability;
  /** What is gone for the lines that are asked for next. */
  readonly taken: readonly (OnDay & { readonly warehouseId: Id })[];
}

function answerLine(
  line: AvailabilityAsked,
  sites: readonly Site[],
  leadTimeDays: number | null,
  terms: AvailabilityTerms,
): Answered {
  const { today } = terms;
  const from = line.requestedOn !== null && line.requestedOn > today ? line.requestedOn : today;
  const fence = leadTimeDays === null ? null : latest(addDays(today, leadTimeDays), from);
  const can = (site: Site, on: LocalDate): Decimal =>
    addDecimals(site.own, availableToPromise(site.outlook, on, today));
  const warehouses = sites.map((site): WarehouseAvailability => {
    const { warehouseId, warehouse } = site;
    const first = firstAt(site, line.quantity, from, fence, today);
    return {
      ...{ warehouseId, warehouse, now: can(site, today), onRequestedDay: can(site, from) },
      ...{ earliestOn: first?.on ?? null, by: first?.by ?? null },
    };
  });
  const named = line.warehouseId;
  const asked = named === null ? warehouses : warehouses.filter((w) => w.warehouseId === named);
  const best = [...asked].filter((w) => w.earliestOn !== null).sort(byEarliest)[0];
  const promisedOn = best?.earliestOn ?? fence;
  const split = splitOf(line, sites, from, can, today);
  const there = sumDecimals(asked.map(({ onRequestedDay }) => onRequestedDay));
  const lacking = subtractDecimals(line.quantity, there);
  const told: LineAvailability = {
    held: sumDecimals(
      sites.filter((site) => named === null || site.warehouseId === named).map(({ own }) => own),
    ),
    warehouses,
    promisedOn,
    by: best?.by ?? (fence === null ? null : 'LEAD_TIME'),
    split,
    shortage: isPositive(lacking) ? lacking : '0',
    basis: sites
      .filter(({ warehouseId }) => named === null || warehouseId === named)
      .flatMap(({ supplies }) => supplies)
      .filter(({ day }) => promisedOn === null || day <= promisedOn)
      .map(({ kind, documentId, number, quantity, warehouseId, warehouse, day, isLate }) => ({
        ...{ kind, documentId, number, quantity, warehouseId, warehouse, day, isLate },
      })),
  };
  return { told, taken: takenBy(line, sites, best, split) };
}

const latest = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

function firstAt(
  site: Site,
  quantity: Decimal,
  from: LocalDate,
  fence: LocalDate | null,
  today: LocalDate,
): { readonly on: LocalDate; readonly by: AvailableBy } | null {
  const need = subtractDecimals(quantity, site.own);
  const on = isPositive(need) ? firstDayFor(site.outlook, need, from, today) : from;
  if (on !== null && (fence === null || on <= fence)) {
    const isThere = compareDecimals(need, site.outlook.free) <= 0 && on === from;
    return { on, by: isThere ? 'STOCK' : 'SUPPLY' };
  }
  return fence === null ? null : { on: fence, by: 'LEAD_TIME' };
}

const byEarliest = (a: WarehouseAvailability, b: WarehouseAvailability): number =>
  (a.earliestOn ?? '') < (b.earliestOn ?? '')
    ? -1
    : (a.earliestOn ?? '') > (b.earliestOn ?? '')
      ? 1
      : a.by === b.by
        ? compareDecimals(b.onRequestedDay, a.onRequestedDay)
        : a.by === 'STOCK'
          ? -1
          : 1;

/** Where to take it from on the first day when all can together: from the most, so the fewest. */
function splitOf(
  line: AvailabilityAsked,
  sites: readonly Site[],
  from: LocalDate,
  can: (site: Site, on: LocalDate) => Decimal,
  today: LocalDate,
): SplitPart[] {
  const days = sites.flatMap(({ supplies }) => supplies.map(({ day }) => day));
  const candidates = [from, ...[...new Set(days)].filter((day) => day > from).sort()];
  for (const day of candidates) {
    const there = sites.map((site) => ({ site, quantity: can(site, day) }));
    const all = sumDecimals(there.map(({ quantity }) => quantity));
    if (compareDecimals(all, line.quantity) < 0) continue;
    const covers = (quantity: Decimal): boolean => compareDecimals(quantity, line.quantity) >= 0;
    const preferred = (id: Id, quantity: Decimal): number =>
      Number(id === line.warehouseId && covers(quantity));
    const order = [...there].sort(
      (a, b) =>
        preferred(b.site.warehouseId, b.quantity) - preferred(a.site.warehouseId, a.quantity) ||
        compareDecimals(b.quantity, a.quantity),
    );
    return partsOf(line, order, from, today);
  }
  return [];
}

function partsOf(
  line: AvailabilityAsked,
  order: readonly { readonly site: Site; readonly quantity: Decimal }[],
  from: LocalDate,
  today: LocalDate,
): SplitPart[] {
  let left = line.quantity;
  return order.flatMap(({ site, quantity: there }) => {
    const quantity = compareDecimals(there, left) <= 0 ? there : left;
    if (!isPositive(quantity)) return [];
    left = subtractDecimals(left, quantity);
    const { warehouseId, warehouse } = site;
    const day = firstAt(site, quantity, from, null, today)?.on ?? from;
    return [{ warehouseId, warehouse, quantity, day }];
  });
}

/** What a line is promised out of what is there and comes, beyond what is held for it. */
function takenBy(
  line: AvailabilityAsked,
  sites: readonly Site[],
  best: WarehouseAvailability | undefined,
  split: readonly SplitPart[],
): (OnDay & { readonly warehouseId: Id })[] {
  const own = new Map(sites.map((site) => [site.warehouseId, site.own]));
  const parts =
    best?.earliestOn && best.by !== 'LEAD_TIME'
      ? [{ warehouseId: best.warehouseId, day: best.earliestOn, quantity: line.quantity }]
      : line.warehouseId === null
        ? split
        : [];
  return parts.flatMap(({ warehouseId, day, quantity }) => {
    const beyond = subtractDecimals(quantity, own.get(warehouseId) ?? '0');
    return isPositive(beyond) ? [{ warehouseId, day, quantity: beyond }] : [];
  });
}
