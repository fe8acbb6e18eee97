import { compareDecimals, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { promiseDates, type AskedNow } from '../queries/availability.ts';
import type { OrderLineTerms } from '../rules/order.ts';

type PromisedLine = Pick<
  OrderLineTerms,
  'id' | 'productId' | 'warehouseId' | 'quantity' | 'requestedOn'
>;

/**
 * When lines that were just set aside, or wait, can leave: what is held in full on the day it is
 * wanted, or today; only of the others it is asked what is on its way. For any number of lines.
 */
export async function promisedDays(
  db: Queryable & AskedNow,
  lines: readonly PromisedLine[],
  made: readonly { readonly demandLineId: Id; readonly held: Decimal }[],
): Promise<ReadonlyMap<Id, LocalDate | null>> {
  const held = new Map(made.map((one) => [one.demandLineId, one.held]));
  const isHeld = (line: PromisedLine): boolean =>
    compareDecimals(held.get(line.id) ?? '0', line.quantity) >= 0;
  const lacking = lines.filter((line) => !isHeld(line));
  const found = await promiseDates(
    db,
    lacking.map(({ id, ...line }) => ({ ...line, salesOrderLineId: id })),
  );
  return new Map(
    lines.map((line) => [
      line.id,
      isHeld(line)
        ? later(line.requestedOn ?? db.today, db.today)
        : (found.get(line.id)?.promisedOn ?? null),
    ]),
  );
}

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

const save = statement(
  'sales_order_promises_save',
  `update sales_order_line l set promised_on = x.promised_on
   from unnest($1::uuid[], $2::date[]) as x(id, promised_on)
   where l.id = x.id and l.promised_on is distinct from x.promised_on`,
);

/** Behind the locks of their orders. */
export const savePromises = (
  db: Queryable,
  promised: ReadonlyMap<Id, LocalDate | null>,
): Promise<unknown> => db.query(save, [[...promised.keys()], [...promised.values()]]);

const touch = statement(
  'sales_orders_touch',
  'update sales_order set version = version + 1 where id = any($1::uuid[])',
);

/** Whoever has read them sees that they have changed since. Behind their locks. */
export const touchOrders = (db: Queryable, salesOrderIds: readonly Id[]): Promise<unknown> =>
  db.query(touch, [salesOrderIds]);
