import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';

const insert = statement(
  'stock_serials_expect',
  `insert into expected_serial (line_id, code)
   select line_id, code from unnest($1::uuid[], $2::text[]) as x(line_id, code)
   order by line_id, code`,
);

/** The serial numbers that lines of a paper which has not moved yet will be made of. */
export async function expectSerials(
  op: OperationContext,
  lines: readonly { readonly lineId: Id; readonly serials: readonly string[] }[],
): Promise<void> {
  const pairs = lines.flatMap(({ lineId, serials }) => serials.map((code) => [lineId, code]));
  if (pairs.length === 0) return;
  await op.query(insert, [pairs.map(([lineId]) => lineId), pairs.map(([, code]) => code)]);
}
