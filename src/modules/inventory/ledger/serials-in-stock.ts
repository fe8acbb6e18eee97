import { DomainError, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';

const findSerials = statement(
  'stock_serials_in_stock',
  `select lot.id, lot.code, p.id as product_id, p.sku, l.code as location, w.code as warehouse
   from stock_balance b
   join lot on lot.id = b.lot_id
   join product p on p.id = b.product_id
   join location l on l.id = b.location_id
   left join warehouse w on w.id = l.warehouse_id
   where b.lot_id = any($1::uuid[]) and b.is_serial
   order by p.sku, lot.code`,
);

interface Found {
  readonly id: Id;
  readonly code: string;
  readonly product_id: Id;
  readonly sku: string;
  readonly location: string;
  readonly warehouse: string | null;
}

/** A fault for each of these serials (lot id -> path in the input) that is somewhere already. */
export async function serialsInStock(
  op: OperationContext,
  serials: ReadonlyMap<Id, readonly string[]>,
): Promise<Fault[]> {
  const found = await op.query<Found>(findSerials, [[...serials.keys()]]);
  return found.map((row) => {
    const place = [row.warehouse, row.location].filter(Boolean).join(' ');
    const message = `${row.sku} ${row.code} is already at ${place}`;
    return alreadyInStock(message, serials.get(row.id) ?? [], {
      productId: row.product_id,
      sku: row.sku,
      serial: row.code,
      warehouse: row.warehouse,
      location: row.location,
    });
  });
}

const alreadyInStock = (
  message: string,
  path: readonly string[],
  details?: Record<string, unknown>,
): Fault => fault('SERIAL_ALREADY_IN_STOCK', message, path, details);

/** The database's own guards of serials, in words; null when the error is another. */
export function serialConflict(error: unknown): DomainError | null {
  const constraint = (error as { constraint?: unknown }).constraint;
  if (
    constraint !== 'stock_balance_serial_in_one_place' &&
    constraint !== 'stock_balance_serial_is_one'
  ) {
    return null;
  }
  return new DomainError([alreadyInStock('A serial number would be in two places', [])]);
}
