import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Period } from '../../../kernel/calendar.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { PaymentMethod } from '../rules/money-kinds.ts';

/** What came in of one month by one method. */
export interface ReceiptsByMethod {
  readonly period: string;
  readonly method: PaymentMethod;
  readonly currency: string;
  readonly count: number;
  readonly amount: Decimal;
  readonly companyAmount: Decimal;
}

/** What was to come in a stretch, and what of it has come. In the firm's currency. */
export interface CommittedAgainstActual {
  readonly committed: Decimal;
  readonly onTime: Decimal;
  /** By how late it was: up to 30 days, up to 60, up to 90, later. */
  readonly late: readonly Decimal[];
  /** Settled by credit notes, discounts and write-offs: no money. */
  readonly otherwise: Decimal;
  readonly open: Decimal;
  /** Days late of what has come, by amount; below zero: early. Null: nothing has come. */
  readonly averageDaysLate: Decimal | null;
}

export interface CustomerReceipts {
  readonly companyCurrency: string;
  /** Money of the stretch, by its value day. */
  readonly received: Decimal;
  readonly byMethod: readonly ReceiptsByMethod[];
  readonly committed: CommittedAgainstActual;
}

const sum = (what: string, filter = ''): string =>
  `trim_scale(coalesce(sum(${what})${filter && ` filter (where ${filter})`}, 0))::text`;

const load = statement(
  'receivables_customer_receipts',
  `with period as (
     select * from unnest($4::text[], $5::date[], $6::date[]) as p(name, from_on, through_on)
   ), money as (
     select r.*, p.name as period from receipt r
     join period p on r.valued_on between p.from_on and p.through_on
     where r.party_id = $1 and r.state = 'CLEARED' and r.valued_on between $2::date and $3::date
   ), due as materialized (
     select k.id, k.due_on, k.company_amount, k.company_amount - k.company_settled as open
     from payment_commitment k
     where k.party_id = $1 and k.due_on between $2::date and $3::date and k.ended is null
   ), paid as (
     select a.company_amount as amount, a.kind,
            coalesce(r.valued_on, a.effective_on) - due.due_on as days
     from due join allocation a on a.commitment_id = due.id
     left join receipt r on r.id = a.receipt_id
   )
   select c.currency as "companyCurrency",
     (select ${sum('company_amount')} from money) as received,
     coalesce((select json_agg(json_build_object('period', m.period, 'method', m.method,
         'currency', m.currency, 'count', m.n, 'amount', m.amount, 'companyAmount', m.company)
         order by m.period, m.method, m.currency)
       from (select period, method, currency, count(*)::int as n, ${sum('amount')} as amount,
                    ${sum('company_amount')} as company
             from money group by period, method, currency) m), '[]') as "byMethod",
     (select json_build_object(
        'committed', (select ${sum('company_amount')} from due),
        'open', (select ${sum('open')} from due),
        'onTime', ${sum('amount', "kind = 'RECEIPT' and days <= 0")},
        'late', json_build_array(
          ${sum('amount', "kind = 'RECEIPT' and days between 1 and 30")},
          ${sum('amount', "kind = 'RECEIPT' and days between 31 and 60")},
          ${sum('amount', "kind = 'RECEIPT' and days between 61 and 90")},
          ${sum('amount', "kind = 'RECEIPT' and days > 90")}),
        'otherwise', ${sum('amount', "kind <> 'RECEIPT'")},
        'averageDaysLate', trim_scale(round(sum(amount * days) filter (where kind = 'RECEIPT')
          / nullif(sum(amount) filter (where kind = 'RECEIPT'), 0), 1))::text)
      from paid) as committed
   from company c where c.id = 1`,
);

/**
 * What a customer paid from a day to a day, by month and method; and of what was due then, what
 * came in time, late and not at all.
 */
export async function customerReceipts(
  db: Queryable,
  asked: {
    readonly partyId: Id;
    readonly from: LocalDate;
    readonly through: LocalDate;
    readonly periods: readonly Period[];
  },
): Promise<CustomerReceipts> {
  const { partyId, from, through, periods } = asked;
  const [found] = await db.query<CustomerReceipts>(load, [
    ...[partyId, from, through, periods.map(({ name }) => name)],
    ...[periods.map((period) => period.from), periods.map((period) => period.through)],
  ]);
  return found as CustomerReceipts;
}
