import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { CountKey } from '../rules/count-kinds.ts';

/** So much was seen of a key; in the base unit but for `inUnit`. */
export interface NewCountEntry {
  readonly key: CountKey;
  readonly lineId: Id;
  /** The line is made with it. */
  readonly isNewLine: boolean;
  readonly round: number;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly inUnit: Decimal;
  /** What was seen of the key before counts no more. */
  readonly anew: boolean;
  /** Null: just now. An instant of the past: what moved since came after it. */
  readonly countedAt: Date | null;
  readonly scanId: Id | null;
}

/**
 * `after_seq`: what is seen now comes after all that has moved; the levels are locked, so nothing
 * of these products moves in this warehouse meanwhile. What was seen earlier comes after what had
 * moved by then.
 */
const write = statement(
  'stock_count_entries_write',
  `with given as materialized (
     select g.*, coalesce(
       (select max(m.seq) from stock_move m
        where m.product_id = g.product_id
          and (g.counted_at is null or m.moved_at <= g.counted_at)), 0) as after_seq
     from unnest($2::uuid[], $3::boolean[], $4::uuid[], $5::uuid[], $6::uuid[], $7::boolean[],
                 $8::uuid[], $9::text[], $10::uuid[], $11::int[], $12::numeric[], $13::text[],
                 $14::numeric[], $15::boolean[], $16::timestamptz[], $17::uuid[])
       with ordinality
       as g(line_id, is_new, location_id, product_id, lot_id, is_serial, owner_id, status,
            package_id, round, quantity, unit, in_unit, anew, counted_at, scan_id, ord)
   ), place as (
     insert into stock_count_location as l (id, stock_count_id, location_id, state, started_at,
                                            started_seq)
     select p.id, $1, p.location_id, 'OPEN', s.started_at,
            (select coalesce(max(seq), 0) from stock_move where moved_at <= s.started_at)
     from unnest($18::uuid[], $19::uuid[]) as p(id, location_id)
     join (select location_id, min(coalesce(counted_at, $22)) as started_at
           from given group by 1) s
       on s.location_id = p.location_id
     on conflict (stock_count_id, location_id) do update
       set started_at = least(l.started_at, excluded.started_at),
           started_seq = least(l.started_seq, excluded.started_seq)
     returning l.id, l.location_id
   ), hold as (
     insert into stock_count_hold (stock_count_id, location_id, product_id)
     select distinct $1::uuid, g.location_id, case when not $20::boolean then g.product_id end
     from given g
     where not exists (
       select from stock_count_hold h where h.stock_count_id = $1
         and h.location_id = g.location_id
         and (h.product_id is null or h.product_id = g.product_id))
   ), line as (
     insert into stock_count_line (id, stock_count_id, stock_count_location_id, location_id,
                                   product_id, lot_id, is_serial, owner_id, status, package_id,
                                   state, counted)
     select g.line_id, $1, place.id, g.location_id, g.product_id, g.lot_id, g.is_serial,
            g.owner_id, g.status, g.package_id, 'OPEN', s.counted
     from (select line_id, location_id, product_id, lot_id, is_serial, owner_id, status, package_id
           from given where is_new group by 1, 2, 3, 4, 5, 6, 7, 8) g
     join place on place.location_id = g.location_id
     join lateral (
       select sum(e.quantity) as counted from given e where e.line_id = g.line_id
         and e.ord >= (select max(a.ord) from given a where a.line_id = g.line_id and a.anew)) s
       on true
     returning id
   ), counter as (
     insert into stock_count_counter (stock_count_line_id, actor_id, round)
     select distinct line_id, $21::uuid, round from given where $21::uuid is not null
     on conflict (stock_count_line_id, actor_id, round) do nothing
   ), counted as (
     update stock_count_line l
     set counted = s.quantity + case when s.anew then 0 else coalesce(l.counted, 0) end
     from (select g.line_id, bool_or(g.anew) as anew,
                  sum(g.quantity) filter (where g.ord >= coalesce(a.ord, 0)) as quantity
           from given g
           left join (select line_id, max(ord) as ord from given where anew group by 1) a
             on a.line_id = g.line_id
           where not g.is_new group by 1) s
     where l.id = s.line_id
     returning l.id
   ), entry as (
     insert into stock_count_entry (stock_count_line_id, round, quantity, unit_code,
                                    quantity_in_unit, anew, source, counted_at, after_seq,
                                    actor_id, scan_id, recorded_at, operation_id)
     select line_id, round, quantity, unit, in_unit, anew,
            case when scan_id is null then 'HAND' else 'SCAN' end,
            coalesce(counted_at, $22), after_seq, $21, scan_id, $22, $23
     from given order by ord
     returning seq
   )
   select (select count(*)::int from entry) as entries,
          (select count(*)::int from line) + (select count(*)::int from counted) as lines`,
);

/** What was counted goes on the lines, the places are begun. Count and levels are locked. */
export async function writeCountEntries(
  op: OperationContext,
  count: { readonly id: Id; readonly everyProduct: boolean },
  entries: readonly NewCountEntry[],
): Promise<void> {
  const places = [...new Set(entries.map(({ key }) => key.locationId))];
  const [done] = await refusingOverlaps(() =>
    op.query<{ entries: number; lines: number }>(write, [
      count.id,
      entries.map((entry) => entry.lineId),
      entries.map((entry) => entry.isNewLine),
      entries.map((entry) => entry.key.locationId),
      entries.map((entry) => entry.key.productId),
      entries.map((entry) => entry.key.lotId),
      entries.map((entry) => entry.key.isSerial),
      entries.map((entry) => entry.key.ownerId),
      entries.map((entry) => entry.key.status),
      entries.map((entry) => entry.key.packageId),
      entries.map((entry) => entry.round),
      entries.map((entry) => entry.quantity),
      entries.map((entry) => entry.unit),
      entries.map((entry) => entry.inUnit),
      entries.map((entry) => entry.anew),
      entries.map((entry) => entry.countedAt),
      entries.map((entry) => entry.scanId),
      places.map(() => op.newId()),
      places,
      count.everyProduct,
      op.actorId,
      op.now,
      op.operationId,
    ]),
  );
  const lines = new Set(entries.map((entry) => entry.lineId)).size;
  if (done?.entries === entries.length && done.lines === lines) return;
  throw new Error('The stock count changed under its lock');
}

/** Two counts that begin at once: the database lets one of them have the goods. */
export async function refusingOverlaps<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const { constraint } = error as { constraint?: unknown };
    if (constraint !== 'stock_count_hold_is_of_one_count') throw error;
    refuse('COUNTED_ELSEWHERE', 'Another count under way has some of these goods');
  }
}
