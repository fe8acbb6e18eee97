import type { Check } from '../../platform/verify.ts';
import { postedSql } from './rules/ageing-sql.ts';

/** What must always hold, whoever wrote it. */
export const receivablesChecks: readonly Check[] = [
  {
    name: 'What a customer will owe for orders is the sum of its entries',
    sql: `select coalesce(a.party_id, e.party_id) as party_id, a.ordered, e.ordered as entered
          from credit_account a
          full join (select party_id, sum(change) as ordered from credit_entry group by party_id) e
            on e.party_id = a.party_id
          where coalesce(a.ordered, 0) <> coalesce(e.ordered, 0)`,
  },
  {
    name: 'What a customer owes is the sum of its balances in the firm’s currency',
    sql: `select coalesce(a.party_id, b.party_id) as party_id, a.invoiced, b.balance
          from credit_account a
          full join (select party_id, sum(company_debit - company_credit) as balance
                     from customer_balance group by party_id) b on b.party_id = a.party_id
          where coalesce(a.invoiced, 0) <> coalesce(b.balance, 0)`,
  },
  {
    name: 'Every balance of a customer is the sum of its entries in the ledger',
    sql: `select coalesce(b.party_id, e.party_id) as party_id, coalesce(b.currency, e.currency)
            as currency, b.debit, b.credit, e.debit as entered_debit, e.credit as entered_credit
          from customer_balance b
          full join (
            select party_id, currency,
                   coalesce(sum(amount) filter (where debit = 'CUSTOMER'), 0) as debit,
                   coalesce(sum(amount) filter (where credit = 'CUSTOMER'), 0) as credit,
                   coalesce(sum(company_amount) filter (where debit = 'CUSTOMER'), 0)
                     as company_debit,
                   coalesce(sum(company_amount) filter (where credit = 'CUSTOMER'), 0)
                     as company_credit
            from ledger_entry group by 1, 2
          ) e on e.party_id = b.party_id and e.currency = b.currency
          where (b.debit, b.credit, b.company_debit, b.company_credit) is distinct from
                (e.debit, e.credit, e.company_debit, e.company_credit)`,
  },
  {
    name: 'Every entry of orders and of the ledger comes from an operation in the log',
    sql: `select document_id, operation_id from (
            select document_id, operation_id from credit_entry
            union all select document_id, operation_id from ledger_entry
            union all select id, operation_id from allocation
          ) e
          where not exists (select from operation_log o where o.id = e.operation_id)`,
  },
  {
    name: 'What of a commitment is settled is the sum of its allocations',
    sql: `select k.id, k.number, k.settled, a.amount, k.company_settled, a.company_amount
          from payment_commitment k
          left join (select commitment_id, sum(amount) as amount,
                            sum(company_amount) as company_amount
                     from allocation group by 1) a on a.commitment_id = k.id
          where k.settled <> coalesce(a.amount, 0)
             or k.company_settled <> coalesce(a.company_amount, 0)
             or (k.settled = k.amount and k.company_settled <> k.company_amount)`,
  },
  {
    name: 'What of a commitment is billed is the sum of its bills',
    sql: `select k.id, k.number, k.billed, b.amount
          from payment_commitment k
          left join (select commitment_id, sum(amount) as amount
                     from payment_commitment_bill group by 1) b on b.commitment_id = k.id
          where k.billed <> coalesce(b.amount, 0)`,
  },
  {
    name: 'What of a receipt is used is the sum of its allocations and refunds',
    sql: `select r.id, r.number, r.allocated, a.amount, r.refunded, f.amount as paid_back
          from receipt r
          left join (select receipt_id, sum(source_amount) as amount,
                            sum(source_company_amount) as company_amount
                     from allocation group by 1) a on a.receipt_id = r.id
          left join (select receipt_id, sum(amount) as amount,
                            sum(company_amount) as company_amount
                     from refund group by 1) f on f.receipt_id = r.id
          where (r.allocated, r.company_allocated, r.refunded, r.company_refunded)
            is distinct from (coalesce(a.amount, 0), coalesce(a.company_amount, 0),
                              coalesce(f.amount, 0), coalesce(f.company_amount, 0))`,
  },
  {
    name: 'What of a credit note is used is the sum of its allocations and refunds',
    sql: `select o.id, o.number, o.used, a.amount, o.refunded, f.amount as paid_back
          from open_credit o
          left join (select open_credit_id, sum(source_amount) as amount,
                            sum(source_company_amount) as company_amount
                     from allocation group by 1) a on a.open_credit_id = o.id
          left join (select open_credit_id, sum(amount) as amount,
                            sum(company_amount) as company_amount
                     from refund group by 1) f on f.open_credit_id = o.id
          where (o.used, o.company_used, o.refunded, o.company_refunded)
            is distinct from (coalesce(a.amount, 0), coalesce(a.company_amount, 0),
                              coalesce(f.amount, 0), coalesce(f.company_amount, 0))`,
  },
  {
    name: 'Whoever takes an allocation back takes back just that',
    sql: `select r.id, r.amount, a.amount as taken from allocation r
          join allocation a on a.id = r.reverses_id
          where (r.commitment_id, r.kind, r.receipt_id, r.open_credit_id, -r.amount,
                 -r.source_amount, -r.company_amount, -r.source_company_amount, -r.tax)
            is distinct from
                (a.commitment_id, a.kind, a.receipt_id, a.open_credit_id, a.amount,
                 a.source_amount, a.company_amount, a.source_company_amount, a.tax)`,
  },
  {
    name: 'The ledger has posted all money that is there, and none that is not',
    sql: `select r.id, r.number, r.state, r.amount, e.amount as posted
          from receipt r
          left join (
            select document_id, sum(case credit when 'CUSTOMER' then amount else -amount end)
                     as amount,
                   sum(case credit when 'CUSTOMER' then company_amount else -company_amount end)
                     as company_amount
            from ledger_entry where kind = 'RECEIPT' group by 1
          ) e on e.document_id = r.id
          where (case r.state when 'CLEARED' then r.amount else 0 end,
                 case r.state when 'CLEARED' then r.company_amount else 0 end)
            is distinct from (coalesce(e.amount, 0), coalesce(e.company_amount, 0))`,
  },
  {
    name: 'What is open of a commitment and covered by cheques is of one customer and currency',
    sql: `select v.id, q.number, k.number as commitment from cheque_coverage v
          join cheque q on q.id = v.cheque_id join payment_commitment k on k.id = v.commitment_id
          where q.party_id <> k.party_id or q.currency <> k.currency`,
  },
  {
    name: 'No cheque covers more than it is worth',
    sql: `select q.id, q.number, q.amount, sum(v.amount) as covered
          from cheque q join cheque_coverage v on v.cheque_id = q.id
          group by q.id having sum(v.amount) > q.amount`,
  },
  {
    name: 'Where a cheque stands is where its last step led; each began where the one before ended',
    sql: `select e.cheque_id, e.act, e.from_state, e.before, e.to_state, q.state
          from (select *, lag(to_state) over (partition by cheque_id order by seq) as before,
                       lead(seq) over (partition by cheque_id order by seq) as next
                from cheque_entry) e
          join cheque q on q.id = e.cheque_id
          where e.from_state is distinct from e.before or (e.next is null and e.to_state <> q.state)
          union all
          select q.id, null, null, null, null, q.state from cheque q
          where not exists (select from cheque_entry e where e.cheque_id = q.id)`,
  },
  {
    name: 'How often a cheque came back, and was put off, is told by its steps',
    sql: `select q.id, q.number, q.bounces, q.extensions from cheque q
          where q.bounces <> (select count(*) from cheque_entry e
                              where e.cheque_id = q.id and e.to_state = 'RETURNED')
             or q.extensions <> (select count(*) from cheque_entry e
                                 where e.cheque_id = q.id and e.act = 'extendCheque')`,
  },
  {
    name: 'A cheque that is money has its receipt, and each receipt of a cheque its cheque',
    sql: `select q.id as cheque_id, q.state, r.id as receipt_id, r.state as receipt_state
          from cheque q
          full join (select * from receipt where method = 'CHEQUE' and state = 'CLEARED') r
            on r.id = q.receipt_id
          where (q.id is null) or (q.receipt_id is not null and (
            r.id is null or (r.party_id, r.amount, r.currency)
              is distinct from (q.party_id, q.amount, q.currency)))`,
  },
  {
    name: 'Where a guarantee stands, and what of it was called, is told by its steps',
    sql: `select g.id, g.number, g.state, g.called from guarantee g
          where (g.state, g.called) is distinct from (
            (select e.to_state from guarantee_entry e where e.guarantee_id = g.id
             order by e.seq desc limit 1),
            (select coalesce(sum(e.amount), 0) from guarantee_entry e
             where e.guarantee_id = g.id and e.act = 'callGuarantee'))`,
  },
  {
    name: 'A guarantee that is a cheque is of the same customer, currency and amount',
    sql: `select g.id, g.number, q.number as cheque from guarantee g
          join cheque q on q.id = g.cheque_id
          where (g.party_id, g.currency, g.amount)
            is distinct from (q.party_id, q.currency, q.amount)`,
  },
  {
    name: 'Commitments and what settles them are of one customer',
    sql: `select a.id from allocation a
          join payment_commitment k on k.id = a.commitment_id
          where a.party_id <> k.party_id`,
  },
  {
    name: 'Every balance is what is posted of commitments, less what the customer has as credit',
    sql: `select coalesce(b.party_id, x.party_id) as party_id, coalesce(b.currency, x.currency)
            as currency, b.balance, x.amount
          from (select party_id, currency, debit - credit as balance from customer_balance) b
          full join (
            select party_id, currency, sum(amount) as amount from (
              select k.party_id, k.currency,
                     case k.reason when 'PLAN' then 0 else ${postedSql('k')} end
                       - k.settled as amount
              from payment_commitment k
              union all
              select a.party_id, k.currency, a.amount from allocation a
              join payment_commitment k on k.id = a.commitment_id where a.kind = 'PLAN'
              union all
              select party_id, currency, allocated + refunded - amount from receipt
              where state = 'CLEARED'
              union all
              select party_id, currency, used + refunded - amount from open_credit
            ) x group by 1, 2
          ) x on x.party_id = b.party_id and x.currency = b.currency
          where coalesce(b.balance, 0) <> coalesce(x.amount, 0)`,
  },
  {
    name: 'A line of a statement is received as the receipt that it is',
    sql: `select l.id, l.external_id, r.number from bank_statement_line l
          join receipt r on r.id = l.receipt_id
          where (l.money_account_id, l.amount, l.currency)
                is distinct from (r.money_account_id, r.amount, r.currency)
             or l.external_id <> r.external_id or (r.external_id is null and not exists (
                  select from receipt o where o.money_account_id = l.money_account_id
                    and o.external_id = l.external_id and o.state = 'REVERSED'))`,
  },
];
