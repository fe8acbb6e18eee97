import { isOpen } from './commitment-sql.ts';

/*
 * What several statements ask of a customer, as SQL: `party`, `now` and `day` are expressions.
 */

/** The sum of a customer's overrides that are in force at `now`. */
export const overriddenSql = (party: unknown, now: string): string =>
  `(select coalesce(sum(o.amount), 0) from credit_override o
    where o.party_id = ${party} and o.expires_at > ${now} and o.revoked_at is null)`;

/** What a customer should have paid before `day`. */
export const overdueSql = (party: unknown, day: string): string =>
  `(select coalesce(sum(k.company_amount - k.company_settled), 0) from payment_commitment k
    where k.party_id = ${party} and k.due_on < ${day} and ${isOpen('k')})`;

/** What of a commitment is claimed by now: billed, or owed without any invoice. */
const claimed = `case when k.ended is not null then k.settled
  when k.sales_order_id is null or k.charge_of_id is not null then k.amount else k.billed end`;

/** SELECT: what each document adds to what a customer owes, in the firm's currency. */
export const exposureDocumentsSql = (party: unknown): string => `
  select 'ORDERED' as kind, e.document_id, sum(e.change) as amount, null::date as due_on
  from credit_entry e where e.party_id = ${party} group by e.document_id
  union all
  select 'CLAIMED', k.id, round(k.company_amount * (${claimed}) / k.amount, 4) - k.company_settled,
         k.due_on
  from payment_commitment k where k.party_id = ${party} and (${claimed}) <> k.settled
  union all
  select 'RECEIVED', r.id, r.company_allocated + r.company_refunded - r.company_amount, null
  from receipt r where r.party_id = ${party} and r.state = 'CLEARED'
    and r.allocated + r.refunded < r.amount
  union all
  select 'CREDITED', o.id, o.company_used + o.company_refunded - o.company_amount, null
  from open_credit o where o.party_id = ${party} and o.used + o.refunded < o.amount`;
