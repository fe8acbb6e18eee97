/*
 * What a commitment's row says of it, as SQL: `c` names its columns.
 */

type CommitmentColumns = Readonly<Record<'ended' | 'settled' | 'amount' | 'dueOn', unknown>>;

/** One of `commitmentStates`. */
export const commitmentState = (c: CommitmentColumns): string =>
  `case when ${c.ended} is not null then ${c.ended}
        when ${c.settled} = ${c.amount} then 'PAID'
        when ${c.settled} > 0 then 'PARTIALLY_PAID'
        when ${c.dueOn} is null then 'PLANNED' else 'DUE' end`;

/** SQL condition on the row `alias`: some of it is to be paid yet. */
export const isOpen = (alias: string): string =>
  `(${alias}.settled < ${alias}.amount and ${alias}.ended is null)`;

/** SQL: how much of an order is paid, by its commitments but charges. */
export const orderPaymentOf = (orderId: unknown): string => `(
  select case when coalesce(sum(k.settled), 0) = 0 then 'NONE'
              when sum(k.settled) = sum(k.amount) then 'FULL' else 'PARTIAL' end
  from payment_commitment k
  where k.sales_order_id = ${orderId} and k.charge_of_id is null
    and k.ended is distinct from 'CANCELLED')`;

/** SQL: what of an invoice is settled: each commitment settles its bills in their turn. */
export const invoiceSettledOf = (invoiceId: unknown): string => `(
  select coalesce(sum(least(b.amount, greatest(k.settled - (
    select coalesce(sum(e.amount), 0) from payment_commitment_bill e
    where e.commitment_id = b.commitment_id and e.seq < b.seq), 0))), 0)
  from payment_commitment_bill b join payment_commitment k on k.id = b.commitment_id
  where b.invoice_id = ${invoiceId})`;
