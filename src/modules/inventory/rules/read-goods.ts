import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { compareDates, readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { gather } from '../../../kernel/reading.ts';
import { fault } from '../errors.ts';
import { readText } from './read-input.ts';

/** Whose goods a line means, and in which package: each by id or by what is printed. */
export interface GoodsNames {
  readonly ownerId?: Id | null;
  readonly ownerCode?: string | null;
  readonly packageId?: Id | null;
  readonly sscc?: string | null;
}

/** What lines name, by id and by code, as far as it exists. */
export interface NamedGoods {
  readonly ownerIds: ReadonlyMap<string, Id>;
  readonly packageIds: ReadonlyMap<string, Id>;
}

/** A code as it is kept: in capitals, without blanks around it. */
export const normalCode = (code: string): string => code.trim().toUpperCase();

const findIn = (
  known: ReadonlyMap<string, Id>,
  id: string | null | undefined,
  code: string | null | undefined,
): Id | null | undefined => {
  if (id == null && code == null) return null;
  const byId = id == null ? undefined : known.get(id.toLowerCase());
  const byCode = code == null ? undefined : known.get(normalCode(code));
  if (id == null) return byCode;
  return code == null || byId === byCode ? byId : undefined;
};

/** The owner that a line names, null for our own goods; a fault when there is no such one. */
export function readOwner(
  line: GoodsNames,
  named: NamedGoods,
  path: readonly string[],
  faults: Fault[],
): Id | null {
  const found = findIn(named.ownerIds, line.ownerId, line.ownerCode);
  if (found !== undefined) return found;
  const field = line.ownerId == null ? 'ownerCode' : 'ownerId';
  faults.push(fault('OWNER_NOT_FOUND', 'There is no such owner of goods', [...path, field]));
  return null;
}

/** The package that a line names, null for loose goods; a fault when there is no such one. */
export function readPackage(
  line: GoodsNames,
  named: NamedGoods,
  path: readonly string[],
  faults: Fault[],
): Id | null {
  const found = findIn(named.packageIds, line.packageId, line.sscc);
  if (found !== undefined) return found;
  const field = line.packageId == null ? 'sscc' : 'packageId';
  faults.push(fault('PACKAGE_NOT_FOUND', 'There is no such package', [...path, field]));
  return null;
}

/** The lot of goods that come in, with what its label tells. */
export interface LotInput {
  readonly code: string;
  readonly expiresOn?: string | null;
  readonly bestBeforeOn?: string | null;
  readonly removalOn?: string | null;
  readonly supplierLot?: string | null;
}

/** A lot's days as its line says them. */
export interface ReadLot {
  readonly expiresOn: LocalDate | null;
  readonly bestBeforeOn: LocalDate | null;
  readonly removalOn: LocalDate | null;
  readonly supplierLot: string | null;
}

/** The days and the supplier's code of a lot; none when there is no lot. */
export function readLot(
  lot: LotInput | null | undefined,
  path: readonly string[],
  faults: Fault[],
): ReadLot {
  const day = (field: 'expiresOn' | 'bestBeforeOn' | 'removalOn'): LocalDate | null => {
    const text = lot?.[field];
    return text == null ? null : gather(readLocalDate(text), [...path, field], faults);
  };
  const read = {
    expiresOn: day('expiresOn'),
    bestBeforeOn: day('bestBeforeOn'),
    removalOn: day('removalOn'),
    supplierLot: readText(
      lot?.supplierLot,
      { most: 60, optional: true },
      [...path, 'supplierLot'],
      faults,
    ),
  };
  const { expiresOn, removalOn } = read;
  if (expiresOn !== null && removalOn !== null && compareDates(removalOn, expiresOn) > 0) {
    const message = `It expires on ${expiresOn}: it cannot be sold until ${removalOn}`;
    faults.push(fault('LOT_DAYS_CROSSED', message, [...path, 'removalOn']));
  }
  return read;
}

/** A fault for each field that says a day, and that there is none. */
export const contradictedDays = (
  said: readonly (readonly [field: string, day: unknown, without: boolean | null | undefined])[],
): Fault[] =>
  said.flatMap(([field, day, without]) =>
    day != null && without ? [fault('DAY_CONTRADICTED', 'Either a day or none', [field])] : [],
  );

/** A fault for each day that a known lot has otherwise. */
export function lotDayFaults(
  sku: string,
  code: string,
  given: Omit<ReadLot, 'supplierLot'>,
  known: Omit<ReadLot, 'supplierLot'>,
  path: readonly string[],
): Fault[] {
  const said = { expiresOn: 'expires', bestBeforeOn: 'is at its best until', removalOn: 'goes' };
  return (Object.keys(said) as (keyof typeof said)[]).flatMap((field) => {
    if (given[field] === null || given[field] === known[field]) return [];
    const message = `Lot ${code} of ${sku} ${said[field]} on ${known[field]}`;
    const details = { [field]: known[field] };
    return [fault('LOT_EXPIRY_DIFFERS', message, [...path, field], details)];
  });
}

/** The business day a paper is booked on: today unless another is said, and never a day to come. */
export function readDatedOn(
  text: string | null | undefined,
  today: LocalDate,
  faults: Fault[],
): LocalDate {
  if (text == null) return today;
  const day = gather(readLocalDate(text), ['datedOn'], faults);
  if (day !== null && compareDates(day, today) > 0) {
    const message = `It is ${today}: nothing is booked on ${day} yet`;
    faults.push(fault('DATED_IN_FUTURE', message, ['datedOn'], { today }));
  }
  return day ?? today;
}
