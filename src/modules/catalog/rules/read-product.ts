import { asciiDigits } from '../../../kernel/fold-text.ts';
import { compareDecimals, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { gather } from '../../../kernel/reading.ts';
import { catalogFault, type Path } from '../errors.ts';
import type { ProductRecord } from './product.ts';
import { readBarcode, type ProductBarcodeInput } from './read-barcode.ts';
import {
  readUnit,
  refuseRepeatedUnits,
  requireUnit,
  unitCode,
  type KnownUnits,
  type ProductUnitInput,
} from './read-unit.ts';
import { trackings, type Tracking } from './tracking.ts';

/** A product as a person or a file states it. */
export interface ProductInput {
  /** Made by the client, or absent. */
  readonly id?: Id | null;
  readonly sku: string;
  readonly nameEn: string;
  readonly nameFa: string;
  readonly baseUnit: string;
  readonly tracking: Tracking;
  /** What one base unit is worth in the firm's currency. */
  readonly standardCost?: string | null;
  readonly categoryId?: Id | null;
  readonly taxCode?: string | null;
  readonly leadTimeDays?: number | null;
  readonly warrantyMonths?: number | null;
  readonly units?: readonly ProductUnitInput[] | null;
  readonly barcodes?: readonly ProductBarcodeInput[] | null;
}

/** The categories and taxes that products of the act name, as far as there are any. */
export interface KnownTerms {
  readonly categoryIds: ReadonlySet<Id>;
  readonly taxCodes: ReadonlySet<string>;
}

/** Where what is read goes on from: the units there are, and where faults are gathered. */
export interface ProductReading {
  readonly units: KnownUnits;
  readonly terms: KnownTerms;
  readonly createdBy: Id | null;
  readonly faults: Fault[];
  newId(): Id;
}

/**
 * The product that was stated, cleaned of spaces, case and local digits. Every fault is added with
 * its place under `path`; where there are any, the answer is not to be kept.
 */
export function readProduct(
  input: ProductInput,
  path: Path,
  reading: ProductReading,
): ProductRecord {
  const { units: known, faults, newId } = reading;
  const base = requireUnit(input.baseUnit, known, [...path, 'baseUnit'], faults);
  requireTracking(input, base, path, faults);
  const units = (input.units ?? []).map((unit, i) => ({
    id: newId(),
    ...readUnit(unit, base.code, known, [...path, 'units', String(i)], faults),
  }));
  refuseRepeatedUnits(units, [...path, 'units'], faults);
  const ofProduct = new Set([base.code, ...units.map(({ unit }) => unit)]);
  const barcodes = (input.barcodes ?? []).map((barcode, i) => ({
    id: newId(),
    ...readBarcode(barcode, base.code, ofProduct, [...path, 'barcodes', String(i)], faults),
  }));
  return {
    id: readId(input.id, [...path, 'id'], reading),
    sku: readSku(input.sku, [...path, 'sku'], faults),
    nameEn: readName(input.nameEn, [...path, 'nameEn'], faults),
    nameFa: readName(input.nameFa, [...path, 'nameFa'], faults),
    baseUnit: base.code,
    tracking: input.tracking,
    active: true,
    standardCost: readStandardCost(input.standardCost, [...path, 'standardCost'], faults),
    categoryId: readCategory(input.categoryId, reading.terms, [...path, 'categoryId'], faults),
    taxCode: readTaxCode(input.taxCode, reading.terms, [...path, 'taxCode'], faults),
    leadTimeDays: readTerm(input.leadTimeDays, mostDays, [...path, 'leadTimeDays'], faults),
    warrantyMonths: readTerm(input.warrantyMonths, mostMonths, [...path, 'warrantyMonths'], faults),
    createdBy: reading.createdBy,
    version: 1,
    units,
    barcodes,
  };
}

/** Another id where it cannot be read, and a fault is added. */
function readId(id: Id | null | undefined, path: Path, { faults, newId }: ProductReading): Id {
  if (id != null && isId(id)) return id.toLowerCase();
  if (id != null) faults.push(catalogFault('ID_MALFORMED', 'An id is a UUID', path));
  return newId();
}

/** In capitals, digits in ASCII. */
export function readSku(text: string, path: Path, faults: Fault[]): string {
  const sku = asciiDigits(text.trim()).toUpperCase();
  if (!/^[!-~]{1,64}$/.test(sku)) {
    const message = 'A SKU has 1 to 64 printable ASCII characters and no space';
    faults.push(catalogFault('SKU_MALFORMED', message, path));
  }
  return sku;
}

/** One line, single spaces; the zero-width non-joiner stays. */
export function readName(text: string, path: Path, faults: Fault[]): string {
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (name === '' || name.length > 200 || /\p{Cc}/u.test(name)) {
    faults.push(catalogFault('NAME_MALFORMED', 'A name has 1 to 200 characters', path));
  }
  return name;
}

/** Zero or more; null when it is not said, or cannot be read and a fault is added. */
export function readStandardCost(
  text: string | null | undefined,
  path: Path,
  faults: Fault[],
): Decimal | null {
  if (text == null) return null;
  const cost = gather(readDecimal(text), path, faults);
  if (cost === null || compareDecimals(cost, '0') >= 0) return cost;
  faults.push(catalogFault('COST_MALFORMED', 'A cost is not less than zero', path));
  return null;
}

/** In small letters; null when it is not said, or there is none such and a fault is added. */
export function readCategory(
  id: Id | null | undefined,
  { categoryIds }: KnownTerms,
  path: Path,
  faults: Fault[],
): Id | null {
  if (id == null) return null;
  const known = id.toLowerCase();
  if (categoryIds.has(known)) return known;
  faults.push(catalogFault('CATEGORY_NOT_FOUND', 'There is no such category', path));
  return null;
}

/** In capitals; null when it is not said, or there is none such and a fault is added. */
export function readTaxCode(
  text: string | null | undefined,
  { taxCodes }: KnownTerms,
  path: Path,
  faults: Fault[],
): string | null {
  if (text == null) return null;
  const code = unitCode(text);
  if (taxCodes.has(code)) return code;
  faults.push(catalogFault('TAX_NOT_FOUND', `There is no tax ${code}`, path));
  return null;
}

export const mostDays = 3650;
export const mostMonths = 1200;

/** A whole number from 0 to `most`; null when it is not said, or is none and a fault is added. */
export function readTerm(
  value: number | null | undefined,
  most: number,
  path: Path,
  faults: Fault[],
): number | null {
  if (value == null) return null;
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  const message = `It is a whole number from 0 to ${most}, not ${value}`;
  faults.push(catalogFault('TERM_MALFORMED', message, path));
  return null;
}

function requireTracking(
  input: ProductInput,
  base: { readonly code: string; readonly decimals: number },
  path: Path,
  faults: Fault[],
): void {
  if (!trackings.includes(input.tracking)) {
    const message = `${input.tracking} is not one of ${trackings.join(', ')}`;
    faults.push(catalogFault('UNKNOWN_TRACKING', message, [...path, 'tracking']));
  }
  if (input.tracking === 'SERIAL' && base.decimals > 0) {
    const message = `Serial numbers are for whole things; ${base.code} has ${base.decimals} places`;
    faults.push(catalogFault('SERIAL_NEEDS_WHOLE_UNIT', message, [...path, 'baseUnit']));
  }
}
