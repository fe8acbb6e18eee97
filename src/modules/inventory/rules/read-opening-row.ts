import type { Fault } from '../../../kernel/domain-error.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import type { Id } from '../../../kernel/id.ts';
import type { CsvColumn, CsvRow } from '../../../platform/csv.ts';
import { fault } from '../errors.ts';
import { stockStatuses, type StockStatus } from './kinds.ts';
import type { AdjustmentLineInput } from './plan-adjustment.ts';

export type OpeningColumn =
  | 'warehouse'
  | 'location'
  | 'sku'
  | 'quantity'
  | 'unit'
  | 'lot'
  | 'serials'
  | 'expires_on'
  | 'best_before_on'
  | 'removal_on'
  | 'supplier_lot'
  | 'owner'
  | 'status'
  | 'sscc';

/** `serials`: `S1|S2`; `quantity` may be left empty then. */
export const openingColumns: readonly CsvColumn<OpeningColumn>[] = [
  { name: 'warehouse', required: true },
  { name: 'location' },
  { name: 'sku', required: true },
  { name: 'quantity', required: true },
  { name: 'unit' },
  { name: 'lot' },
  { name: 'serials' },
  { name: 'expires_on' },
  { name: 'best_before_on' },
  { name: 'removal_on' },
  { name: 'supplier_lot' },
  { name: 'owner' },
  { name: 'status' },
  { name: 'sscc' },
];

/** The column of each field of a line. */
export const columnOfField: Readonly<Record<string, string>> = {
  warehouseId: 'warehouse',
  productId: 'sku',
  locationId: 'location',
  change: 'quantity',
  ownerCode: 'owner',
  'lot.expiresOn': 'expires_on',
  'lot.bestBeforeOn': 'best_before_on',
  'lot.removalOn': 'removal_on',
  'lot.supplierLot': 'supplier_lot',
};

/** Stands for what was not found: the rules that follow say so, at its place. */
export const unknownId = '00000000-0000-0000-0000-000000000000';

export const normalName = (text: string | null): string | null =>
  text === null ? null : asciiDigits(text).toUpperCase();

/** What the names of a row came to; `unknownId` where there is no such thing. */
export interface OpeningIds {
  readonly productId: Id;
  readonly locationId: Id;
}

/** The line that a row states; what cannot be read of it is a fault under `path`. */
export function readOpeningRow(
  { at }: CsvRow<OpeningColumn>,
  ids: OpeningIds,
  path: readonly string[],
  faults: Fault[],
): AdjustmentLineInput {
  const serials = (at.serials ?? '')
    .split('|')
    .map((serial) => serial.trim())
    .filter(Boolean);
  const quantity = asciiDigits(at.quantity ?? (serials.length > 0 ? String(serials.length) : ''));
  if (quantity.startsWith('-')) {
    const message = `${quantity} must be more than 0`;
    faults.push({ code: 'NOT_POSITIVE', message, path: [...path, 'quantity'] });
  }
  return {
    ...ids,
    // A minus sign is told above, once.
    change: quantity.replace(/^-+/, ''),
    unit: normalName(at.unit),
    lot: lotOf(at, path, faults),
    serials: serials.length > 0 ? serials : null,
    ownerCode: at.owner,
    sscc: at.sscc,
    status: readStatus(at.status, path, faults),
  };
}

function lotOf(
  at: CsvRow<OpeningColumn>['at'],
  path: readonly string[],
  faults: Fault[],
): AdjustmentLineInput['lot'] {
  if (at.lot !== null) {
    return {
      code: at.lot,
      expiresOn: at.expires_on,
      bestBeforeOn: at.best_before_on,
      removalOn: at.removal_on,
      supplierLot: at.supplier_lot,
    };
  }
  for (const column of ['expires_on', 'best_before_on', 'removal_on', 'supplier_lot'] as const) {
    if (at[column] === null) continue;
    faults.push(fault('LOT_REQUIRED', 'It is told of no lot', [...path, column]));
  }
  return null;
}

function readStatus(
  text: string | null,
  path: readonly string[],
  faults: Fault[],
): StockStatus | null {
  if (text === null) return null;
  const status = stockStatuses.find((known) => known === text.toUpperCase());
  if (status) return status;
  const message = `A status is ${stockStatuses.join(', ')}`;
  faults.push(fault('CODE_MALFORMED', message, [...path, 'status']));
  return null;
}
