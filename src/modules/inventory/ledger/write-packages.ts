import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';

const take = statement(
  'package_series_take',
  `insert into package_series as s (company_prefix, last) values ($1, $2)
   on conflict (company_prefix) do update set last = s.last + $2
   returning last::text as last`,
);

/**
 * The next `count` serial references under a company's GS1 prefix, the first of them. The row stays
 * locked until the transaction ends, so none is given twice; take them last.
 */
export async function takePackageNumbers(
  op: OperationContext,
  companyPrefix: string,
  count: number,
): Promise<bigint> {
  const [row] = await op.query<{ last: string }>(take, [companyPrefix, count]);
  if (!row) throw new Error(`No package numbers under ${companyPrefix}`);
  return BigInt(row.last) - BigInt(count) + 1n;
}

const insert = statement(
  'stock_package_insert',
  `insert into stock_package (id, sscc, note, created_at, created_by)
   select p.id, p.sscc, $3, $4, $5 from unnest($1::uuid[], $2::text[]) as p(id, sscc)
   order by p.sscc`,
);

export const insertPackages = (
  op: OperationContext,
  packages: readonly { readonly id: Id; readonly sscc: string }[],
  note: string | null,
): Promise<unknown> =>
  op.query(insert, [
    packages.map(({ id }) => id),
    packages.map(({ sscc }) => sscc),
    note,
    op.now,
    op.actorId,
  ]);

const put = statement(
  'stock_package_put_into',
  'update stock_package set parent_id = $2, version = version + 1 where id = $1',
);

/** The package is in another now, or in none. The caller holds the locks of both. */
export const putInto = (op: OperationContext, id: Id, parentId: Id | null): Promise<unknown> =>
  op.query(put, [id, parentId]);
