import { compareDecimals, decimalPlaces } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { ProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { readMeasured, readOwnId, readProduct, repeatedIds } from './read-input.ts';
import type { SnapshotLine } from './transfer-snapshot.ts';

export interface StockTransferLineInput {
  readonly id?: Id | null;
  readonly productId: Id;
  readonly quantity: string;
  readonly unit: string;
  /** The serial numbers that are wanted, and no others; left out: any. */
  readonly expectedSerials?: readonly string[] | null;
}

export interface WantedLine extends SnapshotLine {
  readonly expectedSerials: readonly string[];
}

/** What is asked for, line by line; every fault of every line is added to `faults`. */
export function readTransferLines(
  newId: () => Id,
  inputs: readonly StockTransferLineInput[],
  products: ReadonlyMap<Id, ProductMeasures>,
  faults: Fault[],
): WantedLine[] {
  const ids = inputs.map((line, index) =>
    readOwnId(line.id, newId, ['lines', String(index), 'id'], faults),
  );
  faults.push(...repeatedIds(ids));
  return inputs.flatMap((input, index) => {
    const path = ['lines', String(index)];
    const product = readProduct(products, input.productId, path, faults);
    const measured = product && readMeasured(product, input, path, faults);
    const id = ids[index];
    if (!product || !measured || !id) return [];
    const expectedSerials = (input.expectedSerials ?? []).map((code) => code.trim());
    faults.push(...serialFaults(product, expectedSerials, measured.inBase, path));
    return [
      {
        id,
        lineNo: index + 1,
        productId: product.productId,
        sku: product.sku,
        baseUnit: product.baseUnit,
        unit: measured.unit,
        requestedInUnit: measured.inUnit,
        requested: measured.inBase,
        shipped: '0',
        received: '0',
        lost: '0',
        returned: '0',
        expectedSerials,
      },
    ];
  });
}

const longestCode = 60;

/** None for products without serial numbers; distinct ones, and no more than pieces. */
function serialFaults(
  { sku, tracking }: ProductMeasures,
  serials: readonly string[],
  inBase: string,
  path: readonly string[],
): Fault[] {
  const at = [...path, 'expectedSerials'];
  if (serials.length === 0) return [];
  if (tracking !== 'SERIAL') return [fault('NOT_TRACKED', `${sku} has no serial numbers`, at)];
  const faults: Fault[] = [];
  if (compareDecimals(String(serials.length), inBase) > 0 || decimalPlaces(inBase) > 0) {
    const message = `${inBase} of ${sku} are wanted, and ${serials.length} serial numbers named`;
    faults.push(fault('SERIALS_REQUIRED', message, at, { wanted: inBase, given: serials.length }));
  }
  const seen = new Set<string>();
  for (const [index, serial] of serials.entries()) {
    const here = [...at, String(index)];
    if (serial === '' || serial.length > longestCode) {
      const message = `A serial number has 1 to ${longestCode} characters`;
      faults.push(fault('CODE_MALFORMED', message, here));
    } else if (seen.has(serial)) {
      faults.push(fault('SERIAL_REPEATED', `${serial} stands here twice`, here, { serial }));
    }
    seen.add(serial);
  }
  return faults;
}
