import { compareDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Tracking } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import type { LocationKind, StockStatus } from './kinds.ts';
import type { PickWanted, ProposedPick } from './propose-picks.ts';

/** A line that goods leave for. */
export interface PickedLine {
  readonly id: Id;
  readonly productId: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly ownerId: Id | null;
  /** The line of another document that it serves. */
  readonly demandLineId?: Id | null;
}

/** What a person says of goods that leave; what is left out is chosen. In the base unit. */
export interface PickEntry<Line extends PickedLine> {
  readonly line: Line;
  readonly quantity: Decimal;
  readonly locationId: Id | null;
  readonly lotCode: string | null;
  readonly serials: readonly string[];
  readonly packageId: Id | null;
  readonly status: StockStatus;
  readonly path: readonly string[];
}

/** Goods of one lot (or of none) that leave a place for a line. */
export interface Pick<Line extends PickedLine> {
  readonly line: Line;
  readonly quantity: Decimal;
  readonly locationId: Id;
  readonly lotId: Id | null;
  readonly packageId: Id | null;
  readonly status: StockStatus;
  readonly path: readonly string[];
}

export interface PickNames {
  readonly warehouse: { readonly id: Id; readonly code: string };
  /** Places of the warehouse that were asked for. */
  readonly places: ReadonlyMap<Id, { readonly code: string; readonly kind: LocationKind }>;
  lot(productId: Id, code: string): { readonly id: Id; readonly removalOn: string | null } | null;
  readonly today: LocalDate;
  /** Goods that are held or expired are not for them. */
  readonly forCustomer: boolean;
}

/** What is wanted without saying from where, and where a refusal points to. */
export interface EntryWanted<Line extends PickedLine> extends PickWanted {
  readonly line: Line;
  readonly path: readonly string[];
}

export interface ReadPicks<Line extends PickedLine> {
  readonly byHand: readonly Pick<Line>[];
  readonly wanted: readonly EntryWanted<Line>[];
}

/**
 * Entries that name the very goods, and those whose goods are still to be chosen; every fault of
 * every entry is added to `faults`.
 */
export function readPicks<Line extends PickedLine>(
  entries: readonly PickEntry<Line>[],
  names: PickNames,
  faults: Fault[],
): ReadPicks<Line> {
  const byHand: Pick<Line>[] = [];
  const wanted: EntryWanted<Line>[] = [];
  for (const entry of entries) {
    const lots = readLots(entry, names, faults);
    const place = readPlace(entry, names, faults);
    if (lots === undefined || place === undefined) continue;
    const isNamed = entry.line.tracking === 'NONE' || lots !== null;
    if (place !== null && isNamed) {
      const goods = lots ?? [{ id: null, code: null, removalOn: null, path: entry.path }];
      const isSerial = entry.line.tracking === 'SERIAL';
      for (const lot of goods) {
        faults.push(...heldFaults(entry, lot, names));
        byHand.push({
          line: entry.line,
          quantity: isSerial ? '1' : entry.quantity,
          locationId: place,
          lotId: lot.id,
          packageId: entry.packageId,
          status: entry.status,
          path: lot.path,
        });
      }
      continue;
    }
    if (entry.status !== 'AVAILABLE') {
      const message = `Say where the goods are that are ${entry.status}`;
      faults.push(fault('LOCATION_REQUIRED', message, [...entry.path, 'locationId']));
    }
    wanted.push({
      line: entry.line,
      lineId: entry.line.id,
      demandLineId: entry.line.demandLineId ?? null,
      productId: entry.line.productId,
      warehouseId: names.warehouse.id,
      quantity: entry.quantity,
      ownerId: entry.line.ownerId,
      lotIds: lots?.flatMap(({ id }) => (id === null ? [] : [id])) ?? null,
      locationId: place,
      packageId: entry.packageId,
      path: entry.path,
    });
  }
  return { byHand, wanted };
}

interface NamedHere {
  readonly id: Id | null;
  readonly code: string | null;
  readonly removalOn: string | null;
  readonly path: readonly string[];
}

/** The lot or the serials that an entry names; null: none, undefined: they are at fault. */
function readLots(
  { line, quantity, lotCode, serials, path }: PickEntry<PickedLine>,
  names: PickNames,
  faults: Fault[],
): readonly NamedHere[] | null | undefined {
  const before = faults.length;
  if (lotCode !== null && line.tracking !== 'LOT') {
    faults.push(fault('NOT_TRACKED', `${line.sku} has no lots`, [...path, 'lotCode']));
  }
  const atSerials = [...path, 'serials'];
  if (serials.length > 0 && line.tracking !== 'SERIAL') {
    faults.push(fault('NOT_TRACKED', `${line.sku} has no serial numbers`, atSerials));
  } else if (serials.length > 0 && compareDecimals(String(serials.length), quantity) !== 0) {
    const message = `${quantity} of ${line.sku} are ${quantity} serial numbers`;
    faults.push(fault('SERIALS_REQUIRED', message, atSerials, { given: serials.length }));
  }
  const codes = lotCode === null ? serials : [lotCode];
  const found = codes.flatMap((code, index): NamedHere[] => {
    const at = lotCode === null ? [...atSerials, String(index)] : [...path, 'lotCode'];
    if (codes.indexOf(code) < index) {
      faults.push(fault('SERIAL_REPEATED', `${code} stands here twice`, at, { serial: code }));
      return [];
    }
    const lot = names.lot(line.productId, code);
    if (lot) return [{ ...lot, code, path: at }];
    faults.push(fault('LOT_NOT_FOUND', `${line.sku} ${code} was never seen here`, at));
    return [];
  });
  if (faults.length > before) return undefined;
  return codes.length === 0 ? null : found;
}

/** The place that an entry names; null: none, undefined: there is no such one. */
function readPlace(
  { locationId, path }: PickEntry<PickedLine>,
  names: PickNames,
  faults: Fault[],
): Id | null | undefined {
  if (locationId === null || names.places.has(locationId)) return locationId;
  const message = `${names.warehouse.code} has no such location`;
  faults.push(fault('LOCATION_NOT_FOUND', message, [...path, 'locationId']));
  return undefined;
}

/** What is held or expired may be scrapped or sent back, not sold. */
function heldFaults(
  { line, status, locationId, path }: PickEntry<PickedLine>,
  lot: NamedHere,
  names: PickNames,
): Fault[] {
  if (!names.forCustomer) return [];
  const place = locationId === null ? undefined : names.places.get(locationId);
  const what = lot.code === null ? line.sku : `${line.sku} ${lot.code}`;
  if (lot.removalOn !== null && lot.removalOn <= names.today) {
    const message = `${what} is not sold from ${lot.removalOn} on`;
    return [fault('LOT_EXPIRED', message, lot.path, { removalOn: lot.removalOn })];
  }
  if (status === 'AVAILABLE' && place?.kind !== 'QUARANTINE') return [];
  const why = status === 'AVAILABLE' ? 'in quarantine' : status;
  return [fault('GOODS_HELD', `${what} at ${place?.code} is ${why}: it is not sold`, path)];
}

/** A proposed pick as one of its line; proposals keep the paths of what was wanted. */
export function chosenPick<Line extends PickedLine>(
  pick: ProposedPick,
  wanted: readonly EntryWanted<Line>[],
): Pick<Line> {
  const entry = wanted.find((candidate) => candidate.lineId === pick.lineId);
  if (!entry) throw new Error('A pick was proposed for a line that nobody asked for');
  const { quantity, locationId, lotId, packageId } = pick;
  const { line, path } = entry;
  return { line, quantity, locationId, lotId, packageId, status: 'AVAILABLE', path };
}
