import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OrderWithTerms } from '../../receivables/verbs.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { SalesOrderState } from '../rules/order-states.ts';
import { rolledUpOrders } from '../rules/order-roll-up-sql.ts';

const rollUp = statement(
  'sales_orders_roll_up',
  `with now as materialized (${rolledUpOrders(`h.id = ${anyOf('$1')}`)}),
   before as materialized (select id, exposure from sales_order where id = ${anyOf('$1')})
   update sales_order o
   set fulfilment = n.fulfilment, invoicing = n.invoicing, exposure = n.exposure,
       version = o.version + 1
   from now n join before b on b.id = n.id
   where o.id = n.id
   returning o.id, o.party_id as "partyId", trim_scale(n.exposure - b.exposure)::text as change,
     o.number, o.state, o.currency, trim_scale(o.rate)::text as rate, o.ordered_on as "orderedOn",
     o.owner_id as "ownerId", o.team_id as "teamId", trim_scale(o.total)::text as total,
     trim_scale(o.tax)::text as tax, trim_scale(n.unbilled)::text as unbilled,
     o.payment_terms_id as "paymentTermsId", o.payment_days as "paymentDays"`,
);

/** An order as it is to be paid, and by how much its part of the exposure is more, or less. */
export interface RolledUpOrder extends OrderWithTerms {
  readonly state: SalesOrderState;
  readonly change: Decimal;
}

/**
 * Brings the headers up to date with their lines: how much is delivered, invoiced, paid, and what
 * they add to the customer's exposure; their versions rise. The caller holds the locks of the
 * orders and hands the changes on to `changeExposure` as `ordered`, in the same act. One statement.
 */
export const rollUpOrders = (db: Queryable, orderIds: readonly Id[]): Promise<RolledUpOrder[]> =>
  db.query<RolledUpOrder>(rollUp, [orderIds]);
