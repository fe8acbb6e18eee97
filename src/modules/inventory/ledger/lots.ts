import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { LotKind } from '../rules/kinds.ts';
import { lotKey } from '../rules/lot-key.ts';

export interface WantedLot {
  readonly productId: Id;
  readonly kind: LotKind;
  readonly code: string;
  readonly expiresOn: string | null;
}

export interface KnownLot {
  readonly id: Id;
  readonly expiresOn: string | null;
}

/** Also those that are there already are locked, in one order, until the transaction ends. */
const ensure = statement(
  'stock_lots_ensure',
  `insert into lot (id, product_id, kind, code, expires_on, created_at)
   select w.id, w.product_id, w.kind, w.code, w.expires_on, $6
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[])
     as w(id, product_id, kind, code, expires_on)
   order by w.product_id, w.code
   on conflict (product_id, code)
     do update set expires_on = coalesce(lot.expires_on, excluded.expires_on)
   returning id, product_id, code, expires_on`,
);

/**
 * The lots by `lotKey`, made where they are new, and locked: two receipts of one serial take turns.
 * A lot without an expiry date gets the one given; one with another date keeps its own.
 */
export async function ensureLots(
  op: OperationContext,
  wanted: readonly WantedLot[],
): Promise<Map<string, KnownLot>> {
  if (wanted.length === 0) return new Map();
  const byKey = Map.groupBy(wanted, (lot) => lotKey(lot.productId, lot.code));
  // A lot in several lines may have its expiry date in one of them.
  const lots = [...byKey.values()].flatMap(
    (same) => same.find((lot) => lot.expiresOn !== null) ?? same[0] ?? [],
  );
  const rows = await op.query<{
    id: Id;
    product_id: Id;
    code: string;
    expires_on: string | null;
  }>(ensure, [
    lots.map(() => op.newId()),
    lots.map((lot) => lot.productId),
    lots.map((lot) => lot.kind),
    lots.map((lot) => lot.code),
    lots.map((lot) => lot.expiresOn),
    op.now,
  ]);
  return new Map(
    rows.map((row) => [
      lotKey(row.product_id, row.code),
      { id: row.id, expiresOn: row.expires_on },
    ]),
  );
}
