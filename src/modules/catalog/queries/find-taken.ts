import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Holders } from '../rules/clashes.ts';

interface Row {
  readonly kind: keyof Holders;
  readonly key: string;
  readonly holder: string;
}

const takenStatement = statement(
  'catalog_find_taken',
  `select 'ids' as kind, id::text as key, sku as holder from product where id = any($1::uuid[])
   union all
   select 'skus', sku, sku from product where sku = any($2::text[])
   union all
   select 'scanKeys', b.scan_key, p.sku
   from product_barcode b join product p on p.id = b.product_id
   where b.scan_key = any($3::text[])`,
);

/** Who has these already: looked up before writing, so that a refusal can say who is in the way. */
export async function findTaken(
  db: Queryable,
  wanted: {
    readonly ids?: readonly Id[];
    readonly skus?: readonly string[];
    readonly scanKeys?: readonly string[];
  },
): Promise<Holders> {
  const { ids = [], skus = [], scanKeys = [] } = wanted;
  const rows = await db.query<Row>(takenStatement, [ids, skus, scanKeys]);
  const taken = { ids: new Map(), skus: new Map(), scanKeys: new Map() };
  for (const { kind, key, holder } of rows) taken[kind].set(key, holder);
  return taken;
}
