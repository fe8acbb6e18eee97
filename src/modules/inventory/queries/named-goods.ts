import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { normalCode, type GoodsNames, type NamedGoods } from '../rules/read-goods.ts';

const findOwners = statement(
  'inventory_owners_named',
  'select id, code from stock_owner where id = any($1::uuid[]) or code = any($2::text[])',
);

const findPackages = statement(
  'inventory_packages_named',
  'select id, sscc as code from stock_package where id = any($1::uuid[]) or sscc = any($2::text[])',
);

interface Row {
  readonly id: Id;
  readonly code: string;
}

/** Owners and packages that lines name, as far as they exist; sends nothing when none is named. */
export async function findNamedGoods(
  db: Queryable,
  lines: readonly GoodsNames[],
): Promise<NamedGoods> {
  const find = (
    sent: typeof findOwners,
    ids: readonly (string | null | undefined)[],
    codes: readonly (string | null | undefined)[],
  ): Promise<Row[]> => {
    const known = codes.flatMap((code) => (code == null ? [] : [normalCode(code)]));
    const asked = askable(ids);
    if (asked.length === 0 && known.length === 0) return Promise.resolve([]);
    return db.query<Row>(sent, [asked, known]);
  };
  const [owners, packages] = await inOrder(
    find(
      findOwners,
      lines.map((line) => line.ownerId),
      lines.map((line) => line.ownerCode),
    ),
    find(
      findPackages,
      lines.map((line) => line.packageId),
      lines.map((line) => line.sscc),
    ),
  );
  return { ownerIds: keyed(owners), packageIds: keyed(packages) };
}

/** Found by id as well as by code. */
const keyed = (rows: readonly Row[]): ReadonlyMap<string, Id> =>
  new Map(rows.flatMap(({ id, code }) => [[id, id] as const, [code, id] as const]));
