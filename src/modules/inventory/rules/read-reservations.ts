import { compareDecimals } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLocalDate } from '../../../kernel/local-date.ts';
import { gather } from '../../../kernel/reading.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import type { ReservationStrength } from './kinds.ts';
import { lotKey } from './lot-key.ts';
import type { ReservationWanted } from './plan-reservations.ts';
import { readPackage, type GoodsNames, type NamedGoods } from './read-goods.ts';
import {
  countFaults,
  readId,
  readMeasured,
  readOwnId,
  readProduct,
  repeatedIds,
} from './read-input.ts';

export interface ReservationLineInput extends Pick<GoodsNames, 'packageId' | 'sscc'> {
  readonly id?: Id | null;
  /** Which line of the demand; a new one when left out. */
  readonly demandLineId?: Id | null;
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly quantity: string;
  readonly unit: string;
  /** Left out: HARD when the line names goods, else SOFT. */
  readonly strength?: ReservationStrength | null;
  readonly locationId?: Id | null;
  readonly lotCode?: string | null;
  readonly serial?: string | null;
}

export interface ReserveStockInput {
  /** MANUAL when left out. */
  readonly demandKind?: string | null;
  /** A new one when left out. */
  readonly demandId?: Id | null;
  /** False: as much as there is; else all lines, or none. */
  readonly allOrNothing?: boolean | null;
  /** What is not there waits; with `allOrNothing` a line is held whole or waits whole. */
  readonly wait?: boolean | null;
  readonly priority?: number | null;
  readonly wantedOn?: string | null;
  /** At most one of the two; without, it stays until somebody releases it. */
  readonly expiresInSeconds?: number | null;
  readonly expiresAt?: Date | string | null;
  readonly lines: readonly ReservationLineInput[];
}

/** What there is of all that the lines name. */
export interface ReservationFacts {
  readonly products: ReadonlyMap<Id, ProductMeasures>;
  /** By id, each with those of the places named that are in it. */
  readonly warehouses: ReadonlyMap<
    Id,
    {
      readonly id: Id;
      readonly code: string;
      readonly places: readonly { readonly id: Id; readonly kind: string }[];
    }
  >;
  /** By `lotKey`. */
  readonly lots: ReadonlyMap<string, Id>;
  readonly named: NamedGoods;
}

interface Making {
  readonly now: Date;
  newId(): Id;
}

/** The code of the lot or serial number that a line names. */
export const codeOf = (line: ReservationLineInput): string | null =>
  (line.serial ?? line.lotCode)?.trim() || null;

/** What a demand asks for, in base units; refuses with every fault of every line. */
export function readReservations(
  input: ReserveStockInput,
  facts: ReservationFacts,
  making: Making,
): ReservationWanted[] {
  const faults = countFaults(input.lines.length);
  refuseIfAny(faults);
  const demandId = readOwnId(input.demandId, () => making.newId(), ['demandId'], faults);
  const terms = {
    demandKind: readDemandKind(input.demandKind, faults),
    demandId: demandId as Id,
    allOrNothing: input.allOrNothing ?? true,
    wait: input.wait ?? false,
    priority: input.priority ?? 0,
    wantedOn:
      input.wantedOn == null ? null : gather(readLocalDate(input.wantedOn), ['wantedOn'], faults),
    expiresAt: readExpiry(input, making.now, faults),
  };
  const lines = input.lines.map((line, index) =>
    readLine(line, ['lines', String(index)], facts, making, faults),
  );
  if (terms.wait)
    faults.push(...input.lines.flatMap((line, index) => lotUnnamed(line, index, facts)));
  faults.push(...repeatedIds(lines.map((line) => line?.id ?? null)));
  refuseIfAny(faults);
  return lines.flatMap((line) => (line ? [{ ...line, ...terms }] : []));
}

function readDemandKind(text: string | null | undefined, faults: Fault[]): string {
  const kind = text ?? 'MANUAL';
  const message = isOfPapers(kind)
    ? `${kind} is for papers, which reserve by acts of their own`
    : 'A kind of demand is 2 to 30 capitals and underscores';
  if (isOfPapers(kind) || !/^[A-Z_]{2,30}$/.test(kind)) {
    faults.push(fault('CODE_MALFORMED', message, ['demandKind']));
  }
  return kind;
}

/** Kinds of demand that papers reserve as, by acts of their own. */
export const isOfPapers = (demandKind: string): boolean =>
  ['TRANSFER', 'ISSUE', 'SALES_ORDER'].includes(demandKind);

function readExpiry(input: ReserveStockInput, now: Date, faults: Fault[]): Date | null {
  const { expiresInSeconds: seconds, expiresAt } = input;
  if (seconds == null && expiresAt == null) return null;
  const path = [expiresAt == null ? 'expiresInSeconds' : 'expiresAt'];
  if (seconds != null && expiresAt != null) {
    const message = 'It runs out after so many seconds, or at an instant: not both';
    faults.push(fault('TEXT_MALFORMED', message, path));
    return null;
  }
  const at =
    expiresAt == null ? new Date(now.getTime() + (seconds ?? 0) * 1000) : new Date(expiresAt);
  if (Number.isNaN(at.getTime())) {
    faults.push(fault('TEXT_MALFORMED', 'This is no instant', path));
  } else if (at.getTime() <= now.getTime()) {
    faults.push(fault('RUNS_OUT_IN_PAST', 'It would have run out already', path));
  }
  return at;
}

type ReadLine = Pick<
  ReservationWanted,
  | 'id'
  | 'demandLineId'
  | 'productId'
  | 'warehouseId'
  | 'quantity'
  | 'strength'
  | 'locationId'
  | 'lotId'
  | 'packageId'
  | 'path'
>;

function readLine(
  line: ReservationLineInput,
  path: readonly string[],
  facts: ReservationFacts,
  { newId }: Making,
  faults: Fault[],
): ReadLine | null {
  const before = faults.length;
  const id = readOwnId(line.id, newId, [...path, 'id'], faults);
  const demandLineId = readOwnId(line.demandLineId, newId, [...path, 'demandLineId'], faults);
  const product = readProduct(facts.products, line.productId, path, faults);
  const warehouse = facts.warehouses.get(line.warehouseId.toLowerCase());
  if (!warehouse) {
    const message = 'There is no such warehouse';
    faults.push(fault('WAREHOUSE_NOT_FOUND', message, [...path, 'warehouseId']));
  }
  const locationId = warehouse && readStorage(line.locationId, warehouse, path, faults);
  const packageId = readPackage(line, facts.named, path, faults);
  const strength = readStrength(line, path, faults);
  if (!product) return null;
  const measured = readMeasured(product, line, path, faults);
  const lotId = readLotNamed(line, product, measured?.inBase ?? null, facts, path, faults);
  if (faults.length > before || !measured || !warehouse) return null;
  return {
    id: id as Id,
    demandLineId: demandLineId as Id,
    productId: product.productId,
    warehouseId: warehouse.id,
    quantity: measured.inBase,
    strength,
    locationId: locationId ?? null,
    lotId,
    packageId,
    path,
  };
}

/** Nobody waits for goods of a place in whatever lot: who waits says which. */
function lotUnnamed(line: ReservationLineInput, index: number, facts: ReservationFacts): Fault[] {
  const product = facts.products.get(line.productId.toLowerCase());
  const isHard = line.locationId != null || line.packageId != null || line.sscc != null;
  if (!product || product.tracking === 'NONE' || !isHard || codeOf(line) !== null) return [];
  const [code, field] =
    product.tracking === 'LOT'
      ? (['LOT_REQUIRED', 'lotCode'] as const)
      : (['SERIALS_REQUIRED', 'serial'] as const);
  const message = `Who waits for the very goods of ${product.sku} names their ${field}`;
  return [fault(code, message, ['lines', String(index), field])];
}

/** Only what is in storage is sold, so only that is promised. */
function readStorage(
  given: Id | null | undefined,
  warehouse: { readonly code: string; readonly places: readonly { id: Id; kind: string }[] },
  path: readonly string[],
  faults: Fault[],
): Id | null {
  if (given == null) return null;
  const at = [...path, 'locationId'];
  const id = readId(given, at, faults);
  if (id === null) return null;
  if (warehouse.places.some((place) => place.id === id && place.kind === 'STORAGE')) return id;
  faults.push(fault('LOCATION_NOT_FOUND', `${warehouse.code} has no such storage place`, at));
  return null;
}

function readStrength(
  line: ReservationLineInput,
  path: readonly string[],
  faults: Fault[],
): ReservationStrength {
  const { locationId, packageId, sscc } = line;
  const names = [locationId, packageId, sscc, codeOf(line)].some((name) => name != null);
  const strength = line.strength ?? (names ? 'HARD' : 'SOFT');
  const at = [...path, 'strength'];
  if (strength === 'HARD' && !names) {
    const message = 'A hard reservation names a place, a lot, a serial number or a package';
    faults.push(fault('NAMES_NO_GOODS', message, at));
  }
  if (strength === 'SOFT' && names) {
    const message = 'A soft reservation is of so much in a warehouse: it names no goods';
    faults.push(fault('NAMES_GOODS', message, at));
  }
  return strength;
}

function readLotNamed(
  line: ReservationLineInput,
  product: ProductMeasures,
  inBase: string | null,
  facts: ReservationFacts,
  path: readonly string[],
  faults: Fault[],
): Id | null {
  const code = codeOf(line);
  if (code === null) return null;
  const isSerial = line.serial != null;
  const at = [...path, isSerial ? 'serial' : 'lotCode'];
  if (product.tracking !== (isSerial ? 'SERIAL' : 'LOT')) {
    const what = isSerial ? 'serial numbers' : 'lots';
    faults.push(fault('NOT_TRACKED', `${product.sku} has no ${what}`, at));
    return null;
  }
  if (isSerial && inBase !== null && compareDecimals(inBase, '1') !== 0) {
    const message = `A serial number is one ${product.baseUnit}; ${inBase} are wanted`;
    faults.push(fault('SERIALS_REQUIRED', message, at, { wanted: inBase, given: 1 }));
  }
  const id = facts.lots.get(lotKey(product.productId, code));
  if (id === undefined) {
    faults.push(fault('LOT_NOT_FOUND', `${product.sku} has no ${code}`, at));
  }
  return id ?? null;
}
