import { compareDecimals } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Tracking } from '../../catalog/index.ts';
import { fault } from '../errors.ts';

export interface TrackingInput {
  readonly lot: string | null;
  readonly serials: readonly string[] | null;
}

const longestCode = 60;

/**
 * The lot, or the serial numbers, that a line of so many base units must name: a lot where the
 * product has lots, as many distinct serials as units where it has serials, nothing otherwise.
 */
export function readTracking(
  product: { readonly sku: string; readonly tracking: Tracking },
  input: TrackingInput,
  inBase: string,
  path: readonly string[],
  faults: Fault[],
  lotField = 'lot',
): { readonly lot: string | null; readonly serials: readonly string[] } {
  const none = { lot: null, serials: [] };
  const atLot = [...path, lotField];
  const lot = input.lot?.trim() || null;
  const serials = (input.serials ?? []).map((serial) => serial.trim());
  if (lot !== null && product.tracking !== 'LOT') {
    faults.push(fault('NOT_TRACKED', `${product.sku} has no lots`, atLot));
  }
  if (serials.length > 0 && product.tracking !== 'SERIAL') {
    const message = `${product.sku} has no serial numbers`;
    faults.push(fault('NOT_TRACKED', message, [...path, 'serials']));
  }
  if (product.tracking === 'LOT') {
    if (lot === null) {
      faults.push(fault('LOT_REQUIRED', `${product.sku} needs its lot`, atLot));
    } else if (lot.length > longestCode) {
      faults.push(fault('CODE_MALFORMED', `A lot has at most ${longestCode} characters`, atLot));
    }
    return { lot, serials: [] };
  }
  if (product.tracking !== 'SERIAL') return none;
  faults.push(...serialFaults(product.sku, serials, inBase, path));
  return { lot: null, serials };
}

function serialFaults(
  sku: string,
  serials: readonly string[],
  inBase: string,
  path: readonly string[],
): Fault[] {
  const at = [...path, 'serials'];
  if (compareDecimals(String(serials.length), inBase) !== 0) {
    const message = `${inBase} of ${sku} need ${inBase} serial numbers; ${serials.length} came`;
    return [fault('SERIALS_REQUIRED', message, at, { wanted: inBase, given: serials.length })];
  }
  const seen = new Set<string>();
  return serials.flatMap((serial, index) => {
    const here = [...at, String(index)];
    if (serial === '' || serial.length > longestCode) {
      const message = `A serial number has 1 to ${longestCode} characters`;
      return [fault('CODE_MALFORMED', message, here)];
    }
    if (!seen.has(serial)) {
      seen.add(serial);
      return [];
    }
    return [fault('SERIAL_REPEATED', `${serial} stands here twice`, here, { serial })];
  });
}
