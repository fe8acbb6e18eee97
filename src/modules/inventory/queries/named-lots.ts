import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { lotKey } from '../rules/lot-key.ts';

const find = statement(
  'inventory_lots_named',
  `select distinct lot.id, lot.product_id as "productId", lot.code,
          coalesce(lot.removal_on, lot.expires_on) as "removalOn"
   from unnest($1::uuid[], $2::text[]) as x(product_id, code)
   join lot on lot.product_id = x.product_id and lot.code = x.code`,
);

/** Goods that lines name by a lot or by serial numbers. */
export interface NamesLots {
  readonly productId: Id;
  readonly lotCode?: string | null;
  readonly serials?: readonly string[] | null;
}

export interface NamedLot {
  readonly id: Id;
  /** From this day on it is no longer sold. */
  readonly removalOn: LocalDate | null;
}

/** Lots and serials that lines name, by `lotKey`, as far as they exist; sends nothing for none. */
export async function findNamedLots(
  db: Queryable,
  lines: readonly NamesLots[],
): Promise<ReadonlyMap<string, NamedLot>> {
  const pairs = lines.flatMap(({ productId, lotCode, serials }) =>
    askable([productId]).flatMap((id) =>
      [lotCode, ...(serials ?? [])]
        .filter((code) => code != null)
        .map((code) => [id, code.trim()] as const),
    ),
  );
  if (pairs.length === 0) return new Map();
  const rows = await db.query<NamedLot & { readonly productId: Id; readonly code: string }>(find, [
    pairs.map(([id]) => id),
    pairs.map(([, code]) => code),
  ]);
  return new Map(
    rows.map(({ id, productId, code, removalOn }) => [lotKey(productId, code), { id, removalOn }]),
  );
}
