import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';

/** What of an invoice a commitment pays, and what of that is open. */
export interface InvoiceBill {
  readonly commitmentId: Id;
  readonly amount: Decimal;
  readonly open: Decimal;
}

const load = statement(
  'invoice_bills',
  `select b.commitment_id as "commitmentId", trim_scale(b.amount)::text as amount,
          trim_scale(b.amount - least(b.amount, greatest(k.settled - (
            select coalesce(sum(e.amount), 0) from payment_commitment_bill e
            where e.commitment_id = b.commitment_id and e.seq < b.seq), 0)))::text as open
   from payment_commitment_bill b join payment_commitment k on k.id = b.commitment_id
   where b.invoice_id = $1 order by k.due_on nulls last, b.seq`,
);

/** What pays an invoice, what is due first first; behind the lock of its customer's account. */
export const loadInvoiceBills = (db: Queryable, invoiceId: Id): Promise<InvoiceBill[]> =>
  db.query<InvoiceBill>(load, [invoiceId]);
