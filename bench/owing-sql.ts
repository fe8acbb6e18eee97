/*
 * What customers owe and have paid, written set-based as the product's own acts leave it: claims,
 * both sides of the ledger, balances, and what the credit account says.
 */

/** What a customer owed before this system: rows of `source (id, party_id, amount, due_on)`. */
export const oweFrom = (source: string): string => `
  with op as (
    insert into operation_log (id, operation, idempotency_key, input_hash, input, answer, at)
    select o.id, 'carryOver', 'carry-' || o.id, sha256(o.id::text::bytea), '{}', '{}', now()
    from (select gen_random_uuid() as id) o
    returning id
  ), owed as (
    insert into payment_commitment (id, number, party_id, reason, due_trigger, due_on, currency,
      amount, rate, company_amount, owner_id, team_id, created_at, operation_id)
    select s.id, 'OB-' || s.id, p.id, 'OPENING', 'DATE', s.due_on, 'IRR', s.amount, 1, s.amount,
           p.owner_id, p.team_id, s.due_on - interval '30 days', op.id
    from op, (${source}) s join party p on p.id = s.party_id
    returning id, party_id, amount, due_on
  ), posted as (
    insert into ledger_entry (party_id, currency, kind, debit, credit, amount, company_amount,
      document_id, effective_on, at, operation_id)
    select party_id, 'IRR', 'INVOICE', 'CUSTOMER', 'SALES', amount, amount, owed.id, due_on - 30,
           due_on - interval '30 days', op.id
    from op, owed order by due_on, owed.id
  ), sums as (select party_id, sum(amount) as amount from owed group by 1)
  , balanced as (
    insert into customer_balance as b (party_id, currency, debit, company_debit)
    select party_id, 'IRR', amount, amount from sums
    on conflict (party_id, currency) do update set
      debit = b.debit + excluded.debit, company_debit = b.company_debit + excluded.company_debit
  )
  update credit_account a set invoiced = a.invoiced + s.amount from sums s
  where a.party_id = s.party_id`;

const op = `(select id from operation_log where operation = 'carryOver')`;

/** Eleven of seventeen claims are paid, ten at a time and five days late. */
const paid = `
  create temp table paid on commit drop as
  select id, party_id, amount, due_on + 5 as paid_on,
         pg_temp.made_id(timestamptz '2024-01-01Z', 141, (dense_rank() over (
           order by party_id, nth / 10))::int) as receipt_id
  from (
    select *, row_number() over (partition by party_id order by due_on, id) - 1 as nth
    from payment_commitment where mod(('x' || right(id::text, 7))::bit(28)::int, 17) < 11
  ) k`;

const receipts = `
  insert into receipt (id, party_id, method, currency, amount, rate, company_amount, valued_on,
    booked_on, state, allocated, company_allocated, cleared_on, created_at, operation_id)
  select receipt_id, party_id, 'TRANSFER', 'IRR', sum(amount), 1, sum(amount), min(paid_on),
         min(paid_on), 'CLEARED', sum(amount), sum(amount), min(paid_on), min(paid_on), ${op}
  from paid group by 1, 2`;

const allocations = `
  insert into allocation (id, commitment_id, party_id, kind, receipt_id, amount, source_currency,
    source_amount, company_amount, source_company_amount, effective_on, at, operation_id)
  select gen_random_uuid(), p.id, p.party_id, 'RECEIPT', p.receipt_id, p.amount, 'IRR', p.amount,
         p.amount, p.amount, r.valued_on, r.created_at, r.operation_id
  from paid p join receipt r on r.id = p.receipt_id`;

const settled = `
  update payment_commitment k set settled = k.amount, company_settled = k.amount
  from paid where paid.id = k.id`;

const posted = `
  with entry as (
    insert into ledger_entry (party_id, currency, kind, debit, credit, amount, company_amount,
      document_id, effective_on, at, operation_id)
    select party_id, 'IRR', 'RECEIPT', 'MONEY', 'CUSTOMER', amount, amount, id, valued_on,
           created_at, operation_id
    from receipt order by valued_on, id
    returning party_id, amount
  ), sums as (select party_id, sum(amount) as amount from entry group by 1)
  , balanced as (
    update customer_balance b set credit = b.credit + s.amount,
      company_credit = b.company_credit + s.amount
    from sums s where s.party_id = b.party_id
  )
  update credit_account a set invoiced = a.invoiced - s.amount from sums s
  where a.party_id = s.party_id`;

/** \`$1\` claims of all customers, one every other day. */
const owed = oweFrom(`
  select pg_temp.made_id(timestamptz '2024-01-01Z', 140, n) as id, p.id as party_id,
         (1000000 * (1 + n % 7))::numeric as amount,
         date '2024-01-01' + 2 * (n / (select count(*)::int from party)) as due_on
  from generate_series(0, $1::int - 1) n
  join (select id, (row_number() over (order by id) - 1)::int as nth from party) p
    on p.nth = n % (select count(*)::int from party)`);

export const writeBooks = [owed, paid, receipts, allocations, settled, posted];
