import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { paymentOf, rolledUpOrders } from '../rules/order-roll-up-sql.ts';

const rollUp = statement(
  'sales_orders_roll_up',
  `with now as materialized (${rolledUpOrders(`h.id = ${anyOf('$1')}`)}),
   before as materialized (select id, exposure from sales_order where id = ${anyOf('$1')})
   update sales_order o
   set fulfilment = n.fulfilment, invoicing = n.invoicing, exposure = n.exposure,
       payment = ${paymentOf('o.id', 'n.invoicing')}, version = o.version + 1
   from now n join before b on b.id = n.id
   where o.id = n.id
   returning o.id, o.party_id as "partyId", trim_scale(n.exposure - b.exposure)::text as change`,
);

/** By how much an order's part of its customer's exposure is more than it was, or less. */
export interface RolledUpOrder {
  readonly id: Id;
  readonly partyId: Id;
  readonly change: Decimal;
}

/**
 * Brings the headers up to date with their lines: how much is delivered, invoiced, paid, and what
 * they add to the customer's exposure; their versions rise. The caller holds the locks of the
 * orders and hands the changes on to `changeExposure` as `ordered`, in the same act. One statement.
 */
export const rollUpOrders = (db: Queryable, orderIds: readonly Id[]): Promise<RolledUpOrder[]> =>
  db.query<RolledUpOrder>(rollUp, [orderIds]);
