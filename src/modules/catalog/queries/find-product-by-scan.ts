import { scanKeys } from '../../../kernel/barcode.ts';
import type { Id } from '../../../kernel/id.ts';
import type { UnitFactor } from '../../../kernel/quantity.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Tracking } from '../rules/tracking.ts';

/** What a scanned barcode stands for: one `unit` of a product. */
export interface ScannedProduct {
  readonly productId: Id;
  readonly productBarcodeId: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly active: boolean;
  readonly baseUnit: string;
  readonly baseDecimals: number;
  /** The unit one scan counts, and how many base units that is. */
  readonly unit: string;
  readonly unitDecimals: number;
  readonly factor: UnitFactor;
}

type Row = Omit<ScannedProduct, 'factor'> & {
  readonly numerator: string;
  readonly denominator: string;
};

const scanStatement = statement(
  'catalog_find_product_by_scan',
  `select p.id as "productId", b.id as "productBarcodeId", p.sku, p.tracking, p.active,
          p.base_unit_code as "baseUnit", base.decimals as "baseDecimals",
          b.unit_code as unit, scanned.decimals as "unitDecimals",
          coalesce(u.numerator, 1) as numerator, coalesce(u.denominator, 1) as denominator
   from product_barcode b
   join product p on p.id = b.product_id
   join unit base on base.code = p.base_unit_code
   join unit scanned on scanned.code = b.unit_code
   left join product_unit u on u.product_id = b.product_id and u.unit_code = b.unit_code
   where b.scan_key = any($1)
   order by array_position($1, b.scan_key)
   limit 1`,
);

/**
 * What a scanned or typed text stands for; null when no product bears it. Inactive products are
 * found too: their goods are still on the shelf.
 */
export async function findProductByScan(
  db: Queryable,
  text: string,
): Promise<ScannedProduct | null> {
  const keys = scanKeys(text);
  if (keys.length === 0) return null;
  const [row] = await db.query<Row>(scanStatement, [keys]);
  if (!row) return null;
  const { numerator, denominator, ...facts } = row;
  return { ...facts, factor: { numerator: BigInt(numerator), denominator: BigInt(denominator) } };
}
