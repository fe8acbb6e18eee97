import { isId, type Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { KnownTerms } from '../rules/read-product.ts';
import { unitCode } from '../rules/read-unit.ts';

const termsStatement = statement(
  'catalog_known_terms',
  `select array(select id from product_category where id = any($1)) as "categoryIds",
          array(select code from tax where code = any($2)) as "taxCodes"`,
);

interface Terms {
  readonly categoryId?: Id | null;
  readonly taxCode?: string | null;
}

/** The categories and taxes that these name, as far as there are any. */
export async function knownTerms(db: Queryable, named: readonly Terms[]): Promise<KnownTerms> {
  const ids = named.flatMap(({ categoryId }) =>
    categoryId != null && isId(categoryId) ? [categoryId] : [],
  );
  const codes = named.flatMap(({ taxCode }) => (taxCode == null ? [] : [unitCode(taxCode)]));
  if (ids.length === 0 && codes.length === 0) {
    return { categoryIds: new Set(), taxCodes: new Set() };
  }
  const [row] = await db.query<{ categoryIds: Id[]; taxCodes: string[] }>(termsStatement, [
    ids,
    codes,
  ]);
  return { categoryIds: new Set(row?.categoryIds), taxCodes: new Set(row?.taxCodes) };
}
