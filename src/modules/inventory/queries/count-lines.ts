import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { CountKey, CountLineState } from '../rules/count-kinds.ts';

/** A key that the count has a line of already, by its place in the question. */
export interface KnownCountLine {
  readonly index: number;
  readonly id: Id;
  readonly state: CountLineState;
  readonly round: number;
  /** In this round; null: not yet. */
  readonly counted: Decimal | null;
  /** The actor counted it the last time. */
  readonly countedBefore: boolean;
}

const find = statement(
  'stock_count_lines_of_keys',
  `select k.ord::int - 1 as index, l.id, l.state, l.round,
          trim_scale(l.counted)::text as counted,
          exists (select from stock_count_counter c where c.stock_count_line_id = l.id
                  and c.actor_id = $8 and c.round = l.round - 1 and c.counts) as "countedBefore"
   from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[])
     with ordinality as k(product_id, location_id, lot_id, owner_id, status, package_id, ord)
   join stock_count_line l on l.stock_count_id = $1 and l.product_id = k.product_id
     and l.location_id = k.location_id and l.lot_id is not distinct from k.lot_id
     and l.owner_id is not distinct from k.owner_id and l.status = k.status
     and l.package_id is not distinct from k.package_id`,
);

/** The lines of these keys, as far as the count has any. */
export const findCountLines = (
  op: OperationContext,
  stockCountId: Id,
  keys: readonly CountKey[],
): Promise<KnownCountLine[]> =>
  op.query<KnownCountLine>(find, [
    stockCountId,
    keys.map((key) => key.productId),
    keys.map((key) => key.locationId),
    keys.map((key) => key.lotId),
    keys.map((key) => key.ownerId),
    keys.map((key) => key.status),
    keys.map((key) => key.packageId),
    op.actorId,
  ]);

/** A serial number that was seen at a place of the count. */
export interface SerialSeen {
  readonly lotId: Id;
  readonly stockCountLineId: Id;
  readonly location: string;
}

const findSerials = statement(
  'stock_count_serials_seen',
  `select l.lot_id as "lotId", l.id as "stockCountLineId", p.code as location
   from stock_count_line l join location p on p.id = l.location_id
   where l.lot_id = any($2::uuid[]) and l.stock_count_id = $1 and l.counted = 1`,
);

/** Where the count has seen these serial numbers, in the round that each is in. */
export const findSerialsSeen = (
  op: OperationContext,
  stockCountId: Id,
  lotIds: readonly Id[],
): Promise<SerialSeen[]> =>
  lotIds.length === 0
    ? Promise.resolve([])
    : op.query<SerialSeen>(findSerials, [stockCountId, lotIds]);
