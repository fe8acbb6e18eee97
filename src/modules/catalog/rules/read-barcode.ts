import {
  barcodeProblem,
  cleanScan,
  scanKey,
  symbologies,
  type Symbology,
} from '../../../kernel/barcode.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { catalogFault, type Path } from '../errors.ts';
import type { ProductBarcodeRecord } from './product.ts';
import { unitCode } from './read-unit.ts';

export interface ProductBarcodeInput {
  /** As printed under the bars. */
  readonly code: string;
  readonly symbology: Symbology;
  /** What one scan stands for; the base unit when absent. */
  readonly unit?: string | null;
}

/** A barcode of a product that has the units `ofProduct`; faults are added under `path`. */
export function readBarcode(
  input: ProductBarcodeInput,
  baseUnit: string,
  ofProduct: ReadonlySet<string>,
  path: Path,
  faults: Fault[],
): Omit<ProductBarcodeRecord, 'id'> {
  const unit = input.unit == null ? baseUnit : unitCode(input.unit);
  if (!ofProduct.has(unit)) {
    const message = `${unit} is not a unit of this product: add it first`;
    faults.push(catalogFault('BARCODE_UNIT_NOT_OF_PRODUCT', message, [...path, 'unit']));
  }
  const { symbology } = input;
  const code = cleanScan(input.code);
  if (!symbologies.includes(symbology)) {
    const message = `${symbology} is not one of ${symbologies.join(', ')}`;
    faults.push(catalogFault('UNKNOWN_SYMBOLOGY', message, [...path, 'symbology']));
    return { unit, code, symbology, scanKey: code };
  }
  const problem = barcodeProblem(symbology, code);
  if (problem) faults.push(catalogFault('BARCODE_MALFORMED', problem, [...path, 'code']));
  return { unit, code, symbology, scanKey: scanKey(symbology, code) };
}
