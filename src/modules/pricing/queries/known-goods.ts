import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { KnownGoods } from '../rules/read-item.ts';

const knownStatement = statement(
  'pricing_known_goods',
  `select
     (select coalesce(json_agg(json_build_object('id', p.id, 'sku', p.sku, 'units',
               array[p.base_unit_code] || array(select u.unit_code from product_unit u
                                                where u.product_id = p.id))), '[]')
      from product p where p.id = any($1)) as products,
     array(select id from product_category where id = any($2)) as "categoryIds",
     array(select code from unit) as units`,
);

interface Row {
  readonly products: readonly { id: Id; sku: string; units: string[] }[];
  readonly categoryIds: readonly Id[];
  readonly units: readonly string[];
}

/** What of these there is; all units are known. One statement. */
export async function loadKnownGoods(
  db: Queryable,
  productIds: readonly Id[],
  categoryIds: readonly Id[],
): Promise<KnownGoods> {
  const [row] = await db.query<Row>(knownStatement, [productIds, categoryIds]);
  return {
    products: new Map(row?.products.map((product) => [product.id, product])),
    categoryIds: new Set(row?.categoryIds),
    units: new Set(row?.units),
  };
}
