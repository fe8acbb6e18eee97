import { symbologies, type Symbology } from '../../../kernel/barcode.ts';
import { asciiDigits } from '../../../kernel/fold-text.ts';
import type { Id } from '../../../kernel/id.ts';
import type { CsvColumn, CsvRow } from '../../../platform/csv.ts';
import type { ProductBarcodeInput } from './read-barcode.ts';
import type { ProductInput } from './read-product.ts';
import { unitCode, type ProductUnitInput } from './read-unit.ts';
import type { Tracking } from './tracking.ts';

export type ProductColumn =
  | 'sku'
  | 'name_en'
  | 'name_fa'
  | 'base_unit'
  | 'tracking'
  | 'units'
  | 'barcodes'
  | 'standard_cost'
  | 'category'
  | 'tax_code'
  | 'lead_time_days'
  | 'warranty_months';

/** `units`: `CT=12|BX=5/2`. `barcodes`: `EAN_13:4006381333931|CODE_128:ABC@CT`. */
export const productColumns: readonly CsvColumn<ProductColumn>[] = [
  { name: 'sku', required: true },
  { name: 'name_en', required: true },
  { name: 'name_fa', required: true },
  { name: 'base_unit', required: true },
  { name: 'tracking' },
  { name: 'units' },
  { name: 'barcodes' },
  { name: 'standard_cost' },
  { name: 'category' },
  { name: 'tax_code' },
  { name: 'lead_time_days' },
  { name: 'warranty_months' },
];

/** The column of each field of a product. */
export const columnOfField: Readonly<Record<string, string>> = {
  nameEn: 'name_en',
  nameFa: 'name_fa',
  baseUnit: 'base_unit',
  standardCost: 'standard_cost',
  categoryId: 'category',
  taxCode: 'tax_code',
  leadTimeDays: 'lead_time_days',
  warrantyMonths: 'warranty_months',
};

/**
 * The product that a row states, as it states it: whether it can be one is found out later. A file
 * names categories by their codes, whose ids are given; a code without one is no category's id.
 */
export const readProductRow = (
  { at }: CsvRow<ProductColumn>,
  categories: ReadonlyMap<string, Id>,
): ProductInput => ({
  sku: at.sku ?? '',
  nameEn: at.name_en ?? '',
  nameFa: at.name_fa ?? '',
  baseUnit: at.base_unit ?? '',
  tracking: (at.tracking?.toUpperCase() ?? 'NONE') as Tracking,
  units: listOf(at.units).map(readUnitText),
  barcodes: listOf(at.barcodes).map(readBarcodeText),
  standardCost: at.standard_cost,
  categoryId: at.category === null ? null : (categories.get(unitCode(at.category)) ?? at.category),
  taxCode: at.tax_code,
  leadTimeDays: numberOf(at.lead_time_days),
  warrantyMonths: numberOf(at.warranty_months),
});

/** Not a number where it is none: refused later, with its place. */
const numberOf = (text: string | null): number | null =>
  text === null ? null : Number(asciiDigits(text));

const listOf = (text: string | null): string[] =>
  (text ?? '')
    .split('|')
    .map((part) => part.trim())
    .filter(Boolean);

/** `CT=12` or `BX=5/2`. */
function readUnitText(text: string): ProductUnitInput {
  const [unit = '', factor = ''] = text.split('=');
  const [numerator = '', denominator] = factor.split('/');
  const whole = { unit: unit.trim(), numerator: numerator.trim() };
  return denominator === undefined ? whole : { ...whole, denominator: denominator.trim() };
}

/** `EAN_13:4006381333931`, `CODE_128:ABC@CT`; without a kind: by its digits. */
function readBarcodeText(text: string): ProductBarcodeInput {
  const parts = /^(?:([A-Za-z0-9_]+):)?(.*?)(?:@([^@]+))?$/.exec(text);
  const [, kind, code = '', unit] = parts ?? [];
  const symbology = kind === undefined ? kindOf(code) : (kind.toUpperCase() as Symbology);
  const known = symbologies.includes(symbology);
  // A colon may be part of a code that names no kind.
  const read = known || kind === undefined ? { code, symbology } : { code: text, symbology };
  return unit === undefined ? read : { ...read, unit: unit.trim() };
}

const kinds: Readonly<Record<number, Symbology>> = {
  8: 'EAN_8',
  12: 'UPC_A',
  13: 'EAN_13',
  14: 'ITF_14',
};

const kindOf = (code: string): Symbology =>
  (/^\d+$/.test(code) ? kinds[code.length] : undefined) ?? 'CODE_128';
