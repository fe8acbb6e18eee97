import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';

/** Only what may be shown of a count: its lines with their differences once it is reviewed. */
const load = statement(
  'stock_count_snapshot',
  `select json_build_object('id', c.id, 'number', c.number, 'state', c.state,
     'warehouse', json_build_object('id', w.id, 'code', w.code), 'plannedOn', c.planned_on,
     'blind', c.blind, 'stockVoucherId', c.stock_voucher_id, 'reason', c.reason,
     'version', c.version,
     'places', (select json_build_object('open', count(*) filter (where l.state = 'OPEN'),
                  'recount', count(*) filter (where l.state = 'RECOUNT'),
                  'counted', count(*) filter (where l.state = 'COUNTED'))
                from stock_count_location l where l.stock_count_id = c.id),
     'differences', case when c.state in ('REVIEW', 'POSTED') then coalesce((
       select json_agg(json_build_object('id', l.id, 'locationId', l.location_id,
                'productId', l.product_id, 'sku', p.sku, 'lot', lot.code, 'ownerId', l.owner_id,
                'status', l.status, 'packageId', l.package_id, 'state', l.state,
                'baseUnit', p.base_unit_code, 'counted', trim_scale(l.counted)::text,
                'expected', trim_scale(l.expected)::text,
                'difference', trim_scale(l.difference)::text, 'decision', l.decision,
                'decisionReason', l.decision_reason) order by l.id)
       from stock_count_line l join product p on p.id = l.product_id
       left join lot on lot.id = l.lot_id
       where l.stock_count_id = c.id and (l.difference <> 0 or l.state = 'DISPUTED')), '[]') end)
     as "stockCount"
   from stock_count c join warehouse w on w.id = c.warehouse_id
   where c.id = $1`,
);

interface Snapshot {
  readonly stockCount: { readonly warehouse: { readonly id: Id } };
}

/**
 * Announces the count as it now stands to its warehouse. `change` is what the act did; it never
 * tells what the book says. Ask for it behind the last write, on the wire with it.
 */
export async function announceCount(
  op: OperationContext,
  type: EventType,
  stockCountId: Id,
  change: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const [snapshot] = await op.query<Snapshot>(load, [stockCountId]);
  if (!snapshot) throw new Error(`No stock count ${stockCountId} to be announced`);
  const { stockCount } = snapshot;
  op.emit({
    type,
    subject: { type: 'stockCount', id: stockCountId },
    unitIds: [stockCount.warehouse.id],
    data: { stockCount, change },
  });
}
