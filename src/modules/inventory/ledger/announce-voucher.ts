import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { EventType } from '../../../platform/events/event.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';

/** Goods of a line that went the same way, as one part; serial numbers together. */
const parts = `
  select json_agg(json_build_object('fromLocationId', g.from_location_id,
           'toLocationId', g.to_location_id, 'fromStatus', g.from_status, 'toStatus', g.to_status,
           'fromPackageId', g.from_package_id, 'toPackageId', g.to_package_id, 'lot', g.lot,
           'serials', coalesce(g.serials, '[]'), 'quantity', trim_scale(g.quantity)::text)
         order by g.seq)
  from (select m.from_location_id, m.to_location_id, m.from_status, m.to_status,
               m.from_package_id, m.to_package_id,
               case when lot.kind = 'LOT' then lot.code end as lot,
               json_agg(lot.code order by m.seq) filter (where lot.kind = 'SERIAL') as serials,
               sum(m.quantity) as quantity, min(m.seq) as seq
        from stock_move m left join lot on lot.id = m.lot_id
        where m.document_id = v.id and m.line_id = l.id and v.posted_at is not null
        group by 1, 2, 3, 4, 5, 6, 7) g`;

const load = statement(
  'stock_voucher_snapshot',
  `select json_build_object('id', v.id, 'number', v.number, 'kind', v.kind, 'state', v.state,
     'warehouse', json_build_object('id', w.id, 'code', w.code), 'datedOn', v.dated_on,
     'reference', v.reference, 'reason', v.reason, 'reasonCode', v.reason_code,
     'reversalOfId', v.reversal_of_id, 'demandKind', v.demand_kind, 'demandId', v.demand_id,
     'postedAt', v.posted_at, 'version', v.version,
     'lines', (
       select json_agg(json_build_object('id', l.id, 'lineNo', l.line_no,
                'productId', l.product_id, 'sku', p.sku, 'unit', l.unit_code,
                'quantityInUnit', trim_scale(l.quantity_in_unit)::text,
                'baseUnit', p.base_unit_code, 'quantity', trim_scale(l.quantity)::text,
                'picked', trim_scale(l.picked)::text, 'posted', trim_scale(l.posted)::text,
                'lot', lot.code, 'ownerId', l.owner_id, 'status', l.status,
                'fromLocationId', l.from_location_id, 'toLocationId', l.to_location_id,
                'demandLineId', l.demand_line_id,
                'expectedSerials', coalesce((select json_agg(e.code order by e.code)
                   from expected_serial e where e.line_id = l.id), '[]'),
                'parts', coalesce((${parts}), '[]')) order by l.line_no)
       from stock_voucher_line l
       join product p on p.id = l.product_id
       left join lot on lot.id = l.lot_id
       where l.stock_voucher_id = v.id)) as "stockVoucher"
   from stock_voucher v join warehouse w on w.id = v.warehouse_id
   where v.id = $1`,
);

interface Snapshot {
  readonly stockVoucher: { readonly warehouse: { readonly id: Id } };
}

/**
 * Announces the voucher as it now stands, with what its moves moved, to its warehouse. `change` is
 * what the act did beside that. Ask for it behind the last write, on the wire with it.
 */
export async function announceVoucher(
  op: OperationContext,
  type: EventType,
  voucherId: Id,
  change?: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [snapshot] = await op.query<Snapshot>(load, [voucherId]);
  if (!snapshot) throw new Error(`No stock voucher ${voucherId} to be announced`);
  const { stockVoucher } = snapshot;
  op.emit({
    type,
    subject: { type: 'stockVoucher', id: voucherId },
    unitIds: [stockVoucher.warehouse.id],
    data: { stockVoucher, ...(change && { change }) },
  });
}
