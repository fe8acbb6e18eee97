import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { LocationKind } from '../rules/kinds.ts';
import { serialsInStock } from './serials-in-stock.ts';

const findLast = statement(
  'stock_serials_last_moved',
  `select lot.id, lot.code, p.id as "productId", p.sku, m.kind, m.moved_at as "movedAt",
          m.to_location_id as "toLocationId", l.kind as "toKind", l.code as "toCode",
          w.code as "toWarehouse", v.number
   from unnest($1::uuid[]) as x(id)
   join lot on lot.id = x.id
   join product p on p.id = lot.product_id
   cross join lateral (
     select * from stock_move where lot_id = lot.id order by seq desc limit 1) m
   join location l on l.id = m.to_location_id
   left join warehouse w on w.id = l.warehouse_id
   left join stock_voucher v on v.id = m.document_id
   order by p.sku, lot.code`,
);

/** Where a serial went last, and by which paper. */
export interface LastMoved {
  readonly id: Id;
  readonly code: string;
  readonly productId: Id;
  readonly sku: string;
  readonly movedAt: Date;
  readonly toLocationId: Id;
  readonly toKind: LocationKind;
  readonly toCode: string;
  readonly toWarehouse: string | null;
  readonly number: string | null;
}

/** The last move of each of these lots that ever moved; the caller has locked them. */
export const lastMoved = (op: OperationContext, lotIds: readonly Id[]): Promise<LastMoved[]> =>
  lotIds.length === 0 ? Promise.resolve([]) : op.query<LastMoved>(findLast, [lotIds]);

/**
 * Serials (lot id -> path in the input) that a supplier brings: refuses SERIAL_ALREADY_IN_STOCK and
 * SERIAL_SEEN_BEFORE with each of them. The caller has locked them.
 */
export async function requireNewSerials(
  op: OperationContext,
  serials: ReadonlyMap<Id, readonly string[]>,
): Promise<void> {
  if (serials.size === 0) return;
  refuseIfAny(await serialsInStock(op, serials));
  refuseIfAny(await serialsSeenBefore(op, serials));
}

/**
 * A fault for each of these serials (lot id -> path in the input) that went to a customer or was
 * scrapped: it comes back by a return or is found, but no supplier delivers it again.
 */
async function serialsSeenBefore(
  op: OperationContext,
  serials: ReadonlyMap<Id, readonly string[]>,
): Promise<Fault[]> {
  const last = await lastMoved(op, [...serials.keys()]);
  return last
    .filter((row) => row.toKind === 'CUSTOMER' || row.toKind === 'SCRAP')
    .map((row) => {
      const where = row.toKind === 'CUSTOMER' ? 'went to a customer' : 'was scrapped';
      const by = row.number === null ? '' : ` by ${row.number}`;
      return fault(
        'SERIAL_SEEN_BEFORE',
        `${row.sku} ${row.code} ${where}${by}`,
        serials.get(row.id) ?? [],
        {
          productId: row.productId,
          sku: row.sku,
          serial: row.code,
          location: row.toCode,
          number: row.number,
          movedAt: row.movedAt,
        },
      );
    });
}
