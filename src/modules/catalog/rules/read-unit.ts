import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import { catalogFault, type Path } from '../errors.ts';
import type { ProductUnitRecord } from './product.ts';

/** Decimals by code of the units there are. */
export type KnownUnits = ReadonlyMap<string, number>;

/** 1 `unit` is numerator / denominator base units: `{ unit: 'CT', numerator: '12' }`. */
export interface ProductUnitInput {
  readonly unit: string;
  /** A whole number from 1, as text. */
  readonly numerator: string;
  /** 1 when absent. */
  readonly denominator?: string | null;
}

/** Units are written in capitals. */
export const unitCode = (text: string): string => asciiDigits(text.trim()).toUpperCase();

/** The code and the decimals (0 where it is unknown, and a fault is added). */
export function requireUnit(
  text: string,
  known: KnownUnits,
  path: Path,
  faults: Fault[],
): { readonly code: string; readonly decimals: number } {
  const code = unitCode(text);
  const decimals = known.get(code);
  if (decimals === undefined) {
    faults.push(catalogFault('UNKNOWN_UNIT', `There is no unit ${code}`, path));
  }
  return { code, decimals: decimals ?? 0 };
}

/** A further unit of a product counted in `baseUnit`; faults are added under `path`. */
export function readUnit(
  input: ProductUnitInput,
  baseUnit: string,
  known: KnownUnits,
  path: Path,
  faults: Fault[],
): Omit<ProductUnitRecord, 'id'> {
  const { code } = requireUnit(input.unit, known, [...path, 'unit'], faults);
  if (code === baseUnit) {
    const message = `${code} is the base unit; it needs no factor`;
    faults.push(catalogFault('UNIT_IS_BASE_UNIT', message, [...path, 'unit']));
  }
  const numerator = readWhole(input.numerator, [...path, 'numerator'], faults);
  const denominator = readWhole(input.denominator ?? '1', [...path, 'denominator'], faults);
  const divisor = greatestCommonDivisor(numerator, denominator);
  return {
    unit: code,
    numerator: String(numerator / divisor),
    denominator: String(denominator / divisor),
  };
}

export const unitRepeated = (unit: string, path: Path): Fault =>
  catalogFault('UNIT_REPEATED', `${unit} is already a unit of this product`, path);

/** Faults for each unit that was named before in the same list. */
export function refuseRepeatedUnits(
  units: readonly { readonly unit: string }[],
  path: Path,
  faults: Fault[],
): void {
  const seen = new Set<string>();
  for (const [i, { unit }] of units.entries()) {
    if (seen.has(unit)) faults.push(unitRepeated(unit, [...path, String(i), 'unit']));
    seen.add(unit);
  }
}

/** 1 where it cannot be read, and a fault is added. */
function readWhole(text: string, path: Path, faults: Fault[]): bigint {
  // 15 digits: products of two stay within what the database's numeric and our rules compute.
  if (/^0*[1-9][0-9]{0,14}$/.test(text)) return BigInt(text);
  const message = `A factor is a whole number from 1, of at most 15 digits; it is '${text}'`;
  faults.push(catalogFault('FACTOR_MALFORMED', message, path));
  return 1n;
}

const greatestCommonDivisor = (a: bigint, b: bigint): bigint =>
  b === 0n ? a : greatestCommonDivisor(b, a % b);
