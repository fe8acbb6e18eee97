import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { ProductRecord } from '../rules/product.ts';

const loadStatement = statement(
  'catalog_load_products',
  `select p.id, p.sku, p.name_en as "nameEn", p.name_fa as "nameFa",
          p.base_unit_code as "baseUnit", p.tracking, p.active,
          trim_scale(p.standard_cost)::text as "standardCost", p.created_by as "createdBy",
          p.category_id as "categoryId", p.tax_code as "taxCode",
          p.lead_time_days as "leadTimeDays", p.warranty_months as "warrantyMonths", p.version,
          coalesce((
            select json_agg(json_build_object('id', u.id, 'unit', u.unit_code,
                     'numerator', u.numerator::text, 'denominator', u.denominator::text)
                     order by u.id)
            from product_unit u where u.product_id = p.id), '[]') as units,
          coalesce((
            select json_agg(json_build_object('id', b.id, 'unit', b.unit_code, 'code', b.code,
                     'symbology', b.symbology, 'scanKey', b.scan_key) order by b.id)
            from product_barcode b where b.product_id = p.id), '[]') as barcodes
   from product p where p.id = any($1)`,
);

/** The products of `ids` whole, by id; those that do not exist are missing. One statement. */
export async function loadProducts(
  db: Queryable,
  ids: readonly Id[],
): Promise<Map<Id, ProductRecord>> {
  const rows = await db.query<ProductRecord>(loadStatement, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}
