import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { UnitFactor } from '../../../kernel/quantity.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Tracking } from '../rules/tracking.ts';

/** What must be known of a product to move a quantity of it. */
export interface ProductMeasures {
  readonly productId: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly active: boolean;
  /** What one base unit is worth, in the firm's currency; null: not known. */
  readonly standardCost: Decimal | null;
  readonly baseUnit: string;
  readonly baseDecimals: number;
  /** By unit code, the base unit (1/1) among them. */
  readonly units: ReadonlyMap<string, UnitFactor & { readonly decimals: number }>;
}

interface Row {
  readonly id: Id;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly active: boolean;
  readonly standardCost: Decimal | null;
  readonly unit: string;
  readonly decimals: number;
  readonly numerator: string;
  readonly denominator: string;
  readonly is_base: boolean;
}

const measuresStatement = statement(
  'catalog_load_product_measures',
  `select p.id, p.sku, p.tracking, p.active,
          trim_scale(p.standard_cost)::text as "standardCost", u.unit, n.decimals, u.numerator,
          u.denominator, u.unit = p.base_unit_code as is_base
   from product p
   cross join lateral (
     select p.base_unit_code as unit, 1::bigint as numerator, 1::bigint as denominator
     union all
     select unit_code, numerator, denominator from product_unit where product_id = p.id
   ) u
   join unit n on n.code = u.unit
   where p.id = any($1)
   order by p.id, is_base desc`,
);

/** The measures of the products of `ids`, by id; those that do not exist are missing. */
export async function loadProductMeasures(
  db: Queryable,
  ids: readonly Id[],
): Promise<Map<Id, ProductMeasures>> {
  const rows = await db.query<Row>(measuresStatement, [ids]);
  const found = new Map<Id, ProductMeasures>();
  for (const [id, units] of Map.groupBy(rows, (row) => row.id)) {
    const [base] = units;
    if (!base) continue;
    found.set(id, {
      productId: id,
      sku: base.sku,
      tracking: base.tracking,
      active: base.active,
      standardCost: base.standardCost,
      baseUnit: base.unit,
      baseDecimals: base.decimals,
      units: new Map(units.map((row) => [row.unit, factorOf(row)])),
    });
  }
  return found;
}

const factorOf = (row: Row): UnitFactor & { decimals: number } => ({
  numerator: BigInt(row.numerator),
  denominator: BigInt(row.denominator),
  decimals: row.decimals,
});
