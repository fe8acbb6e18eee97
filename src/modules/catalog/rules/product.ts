import type { Symbology } from '../../../kernel/barcode.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import { foldText } from '../../../kernel/fold-text.ts';
import type { Id } from '../../../kernel/id.ts';
import type { Tracking } from './tracking.ts';

/** A product whole: what an operation decides on, and what events show. */
export interface ProductRecord {
  readonly id: Id;
  readonly sku: string;
  readonly nameEn: string;
  readonly nameFa: string;
  /** The base unit's code. */
  readonly baseUnit: string;
  readonly tracking: Tracking;
  readonly active: boolean;
  /** Of one base unit, in the firm's currency; null: not known. */
  readonly standardCost: Decimal | null;
  readonly categoryId: Id | null;
  /** What is paid on its price; null: the firm's default tax. */
  readonly taxCode: string | null;
  /** Days from asking for it until it is there. */
  readonly leadTimeDays: number | null;
  readonly warrantyMonths: number | null;
  readonly createdBy: Id | null;
  readonly version: number;
  readonly units: readonly ProductUnitRecord[];
  readonly barcodes: readonly ProductBarcodeRecord[];
}

/** 1 `unit` is numerator / denominator base units: whole numbers as text, in lowest terms. */
export interface ProductUnitRecord {
  readonly id: Id;
  readonly unit: string;
  readonly numerator: string;
  readonly denominator: string;
}

export interface ProductBarcodeRecord {
  readonly id: Id;
  readonly unit: string;
  readonly code: string;
  readonly symbology: Symbology;
  readonly scanKey: string;
}

/** What a person may type to find the product, folded: kept beside it for the trigram index. */
export function searchText(
  product: Pick<ProductRecord, 'sku' | 'nameEn' | 'nameFa'> & {
    readonly barcodes: readonly { readonly code: string }[];
  },
): string {
  const codes = product.barcodes.map(({ code }) => code).sort();
  return foldText([product.sku, product.nameEn, product.nameFa, ...codes].join(' '));
}

/** The words of a search, folded: a product is found when its search text contains each of them. */
export const searchWords = (text: string): string[] => [
  ...new Set(
    foldText(text)
      .split(' ')
      .filter((word) => word !== ''),
  ),
];
