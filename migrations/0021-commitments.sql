-- What customers have to pay, by instalment; what they pay; what of that settles what; and the
-- account of each customer in each currency, with both sides of every posting.

create table payment_terms (
  id uuid primary key,
  code text not null constraint payment_terms_code_unique unique check (code <> ''),
  name text not null check (name <> ''),
  -- What a discount for early payment does to the tax.
  discount_tax_mode text not null default 'NEVER' constraint payment_terms_discount_tax_mode_check
    check (discount_tax_mode in ('ALWAYS', 'ON_EARLY_PAYMENT', 'NEVER')),
  -- Of part payments: none of the discount, the same part of it, or all of it where one receipt
  -- pays several and only the last is short.
  discount_on_part text not null default 'NONE' constraint payment_terms_discount_on_part_check
    check (discount_on_part in ('NONE', 'PRO_RATA', 'LAST_OF_SEVERAL')),
  -- So many days too late the discount is granted all the same.
  discount_grace_days int not null default 0 check (discount_grace_days between 0 and 365),
  -- What money settles first where there are charges upon a claim.
  appropriation text not null default 'COSTS_FIRST' constraint payment_terms_appropriation_check
    check (appropriation in ('COSTS_FIRST', 'PRINCIPAL_FIRST')),
  is_active boolean not null default true,
  version int not null default 1
);

create table payment_terms_line (
  id uuid primary key,
  payment_terms_id uuid not null
    constraint payment_terms_line_payment_terms_id_foreign references payment_terms,
  line_no int not null check (line_no > 0),
  reason text not null constraint payment_terms_line_reason_check check (reason in (
    'ADVANCE', 'DELIVERY', 'INVOICE', 'COMMISSIONING', 'INSTALMENT')),
  percent numeric(9, 6) not null check (percent > 0 and percent <= 100),
  due_trigger text not null constraint payment_terms_line_due_trigger_check check (due_trigger in (
    'ORDER', 'DELIVERY', 'INVOICE', 'COMMISSIONING')),
  days int not null check (days between 0 and 3650),
  method text constraint payment_terms_line_method_check check (method in (
    'TRANSFER', 'CARD', 'CASH', 'CHEQUE', 'LETTER_OF_CREDIT')),
  discount_percent numeric(9, 6) check (discount_percent > 0 and discount_percent < 100),
  discount_days int check (discount_days between 0 and 3650),
  constraint payment_terms_line_no_unique unique (payment_terms_id, line_no),
  constraint payment_terms_line_discount_whole check (
    (discount_percent is null) = (discount_days is null))
);

alter table credit_account
  add column payment_terms_id uuid
    constraint credit_account_payment_terms_id_foreign references payment_terms;

alter table sales_order
  add column payment_terms_id uuid
    constraint sales_order_payment_terms_id_foreign references payment_terms;
-- What has been paid is told by the commitments.
-- squawk-ignore ban-drop-column
alter table sales_order drop column payment;

-- So much whoever has a role may give up by one act, in the firm's currency.
create table write_off_limit (
  -- The role's.
  id uuid constraint write_off_limit_pkey primary key
    constraint write_off_limit_id_foreign references role,
  amount numeric(20, 4) not null check (amount >= 0),
  version int not null default 1
);

create table payment_commitment (
  id uuid primary key,
  number text not null constraint payment_commitment_number_unique unique,
  -- Who owes it, and who pays where that is somebody else.
  party_id uuid not null constraint payment_commitment_party_id_foreign references party,
  payer_id uuid constraint payment_commitment_payer_id_foreign references party,
  sales_order_id uuid,
  -- Of fees and interest: what they are charged upon.
  charge_of_id uuid constraint payment_commitment_charge_of_id_foreign references payment_commitment,
  reason text not null constraint payment_commitment_reason_check check (reason in (
    'ADVANCE', 'DELIVERY', 'INVOICE', 'COMMISSIONING', 'INSTALMENT', 'SERVICE', 'FEE', 'INTEREST',
    'PLAN', 'OPENING')),
  -- Of an order: which line of its terms, and which part of that.
  line_no int check (line_no > 0),
  percent numeric(9, 6),
  due_trigger text not null constraint payment_commitment_due_trigger_check check (due_trigger in (
    'DATE', 'ORDER', 'DELIVERY', 'INVOICE', 'COMMISSIONING')),
  days int not null default 0,
  -- Null: what it waits for has not happened yet. Payments never change it.
  due_on date,
  -- The delivery or the invoice that gave it its day.
  dated_by_id uuid,
  method text constraint payment_commitment_method_check check (method in (
    'TRANSFER', 'CARD', 'CASH', 'CHEQUE', 'LETTER_OF_CREDIT')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount numeric(20, 4) not null check (amount > 0),
  settled numeric(20, 4) not null default 0
    constraint payment_commitment_settled_check check (settled between 0 and amount),
  -- What of it is in posted invoices.
  billed numeric(20, 4) not null default 0
    constraint payment_commitment_billed_check check (billed between 0 and amount),
  -- One unit of the currency in the firm's, and the whole by it.
  rate numeric(20, 10) not null check (rate > 0),
  company_amount numeric(20, 4) not null check (company_amount >= 0),
  company_settled numeric(20, 4) not null default 0 constraint payment_commitment_company_settled_check
    check (company_settled between 0 and company_amount),
  -- The tax in it.
  tax numeric(20, 4) not null default 0 check (tax between 0 and amount),
  discount_percent numeric(9, 6) check (discount_percent > 0 and discount_percent < 100),
  discount_days int,
  -- The last day of the discount.
  discount_until date,
  discount_tax_mode text not null default 'NEVER'
    constraint payment_commitment_discount_tax_mode_check
    check (discount_tax_mode in ('ALWAYS', 'ON_EARLY_PAYMENT', 'NEVER')),
  discount_on_part text not null default 'NONE' constraint payment_commitment_discount_on_part_check
    check (discount_on_part in ('NONE', 'PRO_RATA', 'LAST_OF_SEVERAL')),
  discount_grace_days int not null default 0,
  appropriation text not null default 'COSTS_FIRST'
    constraint payment_commitment_appropriation_check
    check (appropriation in ('COSTS_FIRST', 'PRINCIPAL_FIRST')),
  -- It is asked for no more; SUPERSEDED: as long as a plan stands in its place.
  ended text constraint payment_commitment_ended_check check (ended in ('CANCELLED', 'SUPERSEDED')),
  ended_at timestamptz,
  end_reason text,
  owner_id uuid constraint payment_commitment_owner_id_foreign references salesperson,
  team_id uuid constraint payment_commitment_team_id_foreign references team,
  note text,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint payment_commitment_cancelled_is_unpaid check (
    ended is distinct from 'CANCELLED' or (settled = 0 and billed = 0)),
  constraint payment_commitment_ended_at_once check ((ended is null) = (ended_at is null)),
  constraint payment_commitment_of_order_has_line check (
    sales_order_id is null or line_no is not null)
) with (fillfactor = 80);
create index payment_commitment_open_index on payment_commitment (party_id, due_on)
  where settled < amount and ended is null;
create index payment_commitment_party_id_index on payment_commitment (party_id, id);
create index payment_commitment_sales_order_id_index on payment_commitment (sales_order_id, line_no, id)
  where sales_order_id is not null;
create index payment_commitment_dated_by_id_index on payment_commitment (dated_by_id)
  where dated_by_id is not null;
create index payment_commitment_charge_of_id_index on payment_commitment (charge_of_id)
  where charge_of_id is not null;
create index payment_commitment_due_on_index on payment_commitment (due_on, id)
  where settled < amount and ended is null;
create index payment_commitment_owner_id_index on payment_commitment (owner_id, id);
create index payment_commitment_team_id_index on payment_commitment (team_id, id);
create index payment_commitment_payer_id_index on payment_commitment (payer_id) where payer_id is not null;

-- Append-only: what of an invoice is paid by which commitment.
create table payment_commitment_bill (
  seq bigint generated always as identity primary key,
  invoice_id uuid not null,
  -- By which customers name it when they pay.
  invoice_number text not null,
  commitment_id uuid not null
    constraint payment_commitment_bill_commitment_id_foreign references payment_commitment,
  amount numeric(20, 4) not null check (amount > 0),
  constraint payment_commitment_bill_once unique (invoice_id, commitment_id)
);
create index payment_commitment_bill_commitment_id_index on payment_commitment_bill (commitment_id, seq);

-- Where money is kept: accounts at banks, tills, card terminals.
create table money_account (
  id uuid primary key,
  code text not null constraint money_account_code_unique unique check (code <> ''),
  name text not null check (name <> ''),
  kind text not null constraint money_account_kind_check check (kind in ('BANK', 'CASH', 'CARD')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- As the bank writes it on statements: an IBAN, or its own number.
  bank_number text constraint money_account_bank_number_unique unique,
  is_active boolean not null default true,
  version int not null default 1
);

create sequence payment_commitment_number;
create sequence receipt_number;
create sequence refund_number;

-- Money that came in, or that a paper promises.
create table receipt (
  id uuid primary key,
  number text not null default 'RC-' || lpad(nextval('receipt_number')::text, 6, '0')
    constraint receipt_number_unique unique,
  party_id uuid not null constraint receipt_party_id_foreign references party,
  -- Who paid, where the bank names somebody else.
  payer_name text,
  method text not null constraint receipt_method_check check (method in (
    'TRANSFER', 'CARD', 'CASH', 'CHEQUE', 'LETTER_OF_CREDIT')),
  money_account_id uuid constraint receipt_money_account_id_foreign references money_account,
  -- The bank's own: one receipt for each of an account.
  external_id text check (external_id <> ''),
  reference text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- What the customer paid; `charge` of it the bank kept.
  amount numeric(20, 4) not null check (amount > 0),
  charge numeric(20, 4) not null default 0 check (charge >= 0 and charge < amount),
  rate numeric(20, 10) not null check (rate > 0),
  company_amount numeric(20, 4) not null check (company_amount >= 0),
  -- When the money was there, by the bank; when we wrote it down.
  valued_on date not null,
  booked_on date not null,
  state text not null constraint receipt_state_check check (state in (
    'PENDING', 'CLEARED', 'REVERSED')),
  allocated numeric(20, 4) not null default 0,
  refunded numeric(20, 4) not null default 0,
  company_allocated numeric(20, 4) not null default 0,
  company_refunded numeric(20, 4) not null default 0,
  cleared_on date,
  reversed_on date,
  reversal_reason text,
  note text,
  owner_id uuid constraint receipt_owner_id_foreign references salesperson,
  team_id uuid constraint receipt_team_id_foreign references team,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint receipt_external_id_unique unique (money_account_id, external_id),
  constraint receipt_spent_check check (
    allocated >= 0 and refunded >= 0 and allocated + refunded <= amount
    and company_allocated >= 0 and company_refunded >= 0
    and company_allocated + company_refunded <= company_amount),
  constraint receipt_only_money_is_spent check (
    state = 'CLEARED' or (allocated = 0 and refunded = 0)),
  constraint receipt_cleared_on_check check ((state = 'CLEARED') <= (cleared_on is not null)),
  constraint receipt_reversed_on_check check ((state = 'REVERSED') = (reversed_on is not null))
) with (fillfactor = 80);
create index receipt_party_id_index on receipt (party_id, valued_on, id);
create index receipt_unspent_index on receipt (party_id)
  where state = 'CLEARED' and allocated + refunded < amount;
create index receipt_valued_on_index on receipt (valued_on, id);
create index receipt_owner_id_index on receipt (owner_id, id);
create index receipt_team_id_index on receipt (team_id, id);

-- Credit notes are kept whole; what of them settles something is `used`.
alter table open_credit
  add column refunded numeric(20, 4) not null default 0,
  add column company_refunded numeric(20, 4) not null default 0,
  drop constraint open_credit_used_check,
  drop constraint open_credit_company_used_check,
  add constraint open_credit_used_check check (used >= 0 and refunded >= 0 and used + refunded <= amount),
  add constraint open_credit_company_used_check check (
    company_used >= 0 and company_refunded >= 0 and company_used + company_refunded <= company_amount);

-- Append-only: what settles what. A reversal is a row that takes another back.
create table allocation (
  id uuid primary key,
  commitment_id uuid not null
    constraint allocation_commitment_id_foreign references payment_commitment,
  party_id uuid not null constraint allocation_party_id_foreign references party,
  kind text not null constraint allocation_kind_check check (kind in (
    'RECEIPT', 'CREDIT_NOTE', 'DISCOUNT', 'WRITE_OFF', 'PLAN')),
  receipt_id uuid constraint allocation_receipt_id_foreign references receipt,
  open_credit_id uuid constraint allocation_open_credit_id_foreign references open_credit,
  -- Of the commitment, in its currency; below zero: taken back.
  amount numeric(20, 4) not null check (amount <> 0),
  -- Of the source, in its own currency.
  source_currency text not null,
  source_amount numeric(20, 4) not null,
  -- Both in the firm's currency: what the claim was worth, and what came for it.
  company_amount numeric(20, 4) not null,
  source_company_amount numeric(20, 4) not null,
  -- Of a discount: the tax in it.
  tax numeric(20, 4) not null default 0,
  -- Of a write-off: why.
  reason text constraint allocation_reason_check check (reason in (
    'ROUNDING', 'BANK_CHARGE', 'DISCOUNT_LATE', 'GOODWILL', 'BAD_DEBT')),
  note text,
  effective_on date not null,
  reverses_id uuid constraint allocation_reverses_id_foreign references allocation
    constraint allocation_reversed_once unique,
  at timestamptz not null,
  actor_id uuid,
  operation_id uuid not null,
  constraint allocation_has_its_source check (
    (kind = 'RECEIPT') = (receipt_id is not null)
    and (kind = 'CREDIT_NOTE') = (open_credit_id is not null)),
  constraint allocation_write_off_has_reason check ((kind = 'WRITE_OFF') = (reason is not null)),
  constraint allocation_reversal_is_negative check ((reverses_id is null) = (amount > 0))
);
create index allocation_commitment_id_index on allocation (commitment_id, id);
create index allocation_receipt_id_index on allocation (receipt_id, id) where receipt_id is not null;
create index allocation_open_credit_id_index on allocation (open_credit_id, id)
  where open_credit_id is not null;
create index allocation_party_id_index on allocation (party_id, effective_on);
create index allocation_effective_on_index on allocation (effective_on, id);

-- What was paid out of what a customer had to its credit.
create table refund (
  id uuid primary key,
  number text not null default 'RF-' || lpad(nextval('refund_number')::text, 6, '0')
    constraint refund_number_unique unique,
  party_id uuid not null constraint refund_party_id_foreign references party,
  receipt_id uuid constraint refund_receipt_id_foreign references receipt,
  open_credit_id uuid constraint refund_open_credit_id_foreign references open_credit,
  money_account_id uuid constraint refund_money_account_id_foreign references money_account,
  method text not null constraint refund_method_check check (method in (
    'TRANSFER', 'CARD', 'CASH', 'CHEQUE', 'LETTER_OF_CREDIT')),
  reference text,
  currency text not null,
  amount numeric(20, 4) not null check (amount > 0),
  company_amount numeric(20, 4) not null check (company_amount >= 0),
  reason text not null check (reason <> ''),
  refunded_on date not null,
  at timestamptz not null,
  actor_id uuid,
  operation_id uuid not null,
  constraint refund_of_one_source check ((receipt_id is null) <> (open_credit_id is null))
);
create index refund_party_id_index on refund (party_id, refunded_on);
create index refund_receipt_id_index on refund (receipt_id) where receipt_id is not null;
create index refund_open_credit_id_index on refund (open_credit_id) where open_credit_id is not null;

-- Append-only: each row takes an amount from the side of one account to that of another, so both
-- sides are always the same. One of the two is the customer's.
create table ledger_entry (
  seq bigint generated always as identity primary key,
  party_id uuid not null constraint ledger_entry_party_id_foreign references party,
  currency text not null,
  kind text not null constraint ledger_entry_kind_check check (kind in (
    'INVOICE', 'CREDIT_NOTE', 'RECEIPT', 'REFUND', 'DISCOUNT', 'WRITE_OFF', 'FEE', 'INTEREST',
    'CONVERSION', 'EXCHANGE')),
  debit text not null constraint ledger_entry_debit_check check (debit in (
    'CUSTOMER', 'SALES', 'TAX', 'MONEY', 'BANK_CHARGES', 'DISCOUNTS', 'WRITE_OFFS', 'BAD_DEBTS',
    'FEES', 'INTEREST', 'CONVERSION', 'EXCHANGE')),
  credit text not null constraint ledger_entry_credit_check check (credit in (
    'CUSTOMER', 'SALES', 'TAX', 'MONEY', 'BANK_CHARGES', 'DISCOUNTS', 'WRITE_OFFS', 'BAD_DEBTS',
    'FEES', 'INTEREST', 'CONVERSION', 'EXCHANGE')),
  amount numeric(20, 4) not null check (amount >= 0),
  company_amount numeric(20, 4) not null check (company_amount >= 0),
  -- The invoice, credit note, receipt, refund, commitment or allocation behind it.
  document_id uuid not null,
  money_account_id uuid constraint ledger_entry_money_account_id_foreign references money_account,
  effective_on date not null,
  at timestamptz not null,
  operation_id uuid not null,
  constraint ledger_entry_one_is_the_customer check ((debit = 'CUSTOMER') <> (credit = 'CUSTOMER')),
  constraint ledger_entry_says_something check (amount > 0 or company_amount > 0)
);
create index ledger_entry_party_id_index on ledger_entry (party_id, currency, effective_on, seq);
create index ledger_entry_document_id_index on ledger_entry (document_id);
create index ledger_entry_effective_on_index on ledger_entry (effective_on);

-- Sums of the entries: what a customer owes in a currency is debit less credit.
create table customer_balance (
  id uuid primary key default gen_random_uuid(),
  party_id uuid not null constraint customer_balance_party_id_foreign references party,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  debit numeric(20, 4) not null default 0 constraint customer_balance_debit_check check (debit >= 0),
  credit numeric(20, 4) not null default 0 constraint customer_balance_credit_check check (credit >= 0),
  company_debit numeric(20, 4) not null default 0
    constraint customer_balance_company_debit_check check (company_debit >= 0),
  company_credit numeric(20, 4) not null default 0
    constraint customer_balance_company_credit_check check (company_credit >= 0),
  constraint customer_balance_currency_unique unique (party_id, currency)
) with (fillfactor = 70);

-- Up to which day nothing is posted any more.
create table ledger_period (
  id int primary key constraint ledger_period_one_row check (id = 1),
  closed_through date,
  changed_at timestamptz,
  changed_by uuid,
  version int not null default 1
);
insert into ledger_period (id) values (1);

-- What is written here stays; only its customer may become one with another.
create trigger ledger_entry_append_only before delete or update of
  seq, currency, kind, debit, credit, amount, company_amount, document_id, money_account_id,
  effective_on, at, operation_id
  on ledger_entry for each row execute function refuse_change();
create trigger allocation_append_only before delete or update of
  id, commitment_id, kind, receipt_id, open_credit_id, amount, source_currency, source_amount,
  company_amount, source_company_amount, tax, reason, note, effective_on, reverses_id, at, actor_id,
  operation_id
  on allocation for each row execute function refuse_change();
create trigger payment_commitment_bill_append_only before update or delete
  on payment_commitment_bill for each row execute function refuse_change();
create trigger refund_append_only before delete or update of
  id, number, receipt_id, open_credit_id, money_account_id, method, reference, currency, amount,
  company_amount, reason, refunded_on, at, actor_id, operation_id
  on refund for each row execute function refuse_change();

-- What there was before: each invoice's claim becomes a commitment for each of its orders, what is
-- not invoiced yet another, and credit notes settle them in their order.
create temporary table places on commit drop as
  select code, case when code in ('IRR', 'JPY', 'KRW') then 0
                    when code in ('BHD', 'IQD', 'KWD', 'OMR') then 3 else 2 end as n
  from (select distinct currency as code from sales_order union select currency from company) c;

insert into payment_commitment (
  id, number, party_id, sales_order_id, reason, line_no, percent, due_trigger, days, due_on,
  dated_by_id, currency, amount, settled, billed, rate, company_amount, company_settled, tax,
  owner_id, team_id, created_at, created_by, operation_id)
select gen_random_uuid(), r.number || '-' || p.n, r.party_id, p.sales_order_id, 'INVOICE', 1, 100,
       'INVOICE', i.payment_days, r.due_on, r.id, r.currency, p.amount, p.settled, p.amount, i.rate,
       case when p.last then r.company_amount - p.company_before else p.company end,
       case when r.amount = 0 then 0
            else least(case when p.last then r.company_amount - p.company_before else p.company end,
                       coalesce(round(r.company_settled * p.settled / nullif(r.settled, 0), 4), 0)) end,
       least(p.tax, p.amount), r.owner_id, r.team_id, coalesce(i.posted_at, i.created_at), i.posted_by,
       i.operation_id
from receivable r
join invoice i on i.id = r.id
cross join lateral (
  select q.*, least(greatest(r.settled - q.before, 0), q.amount) as settled,
         coalesce(sum(q.company) over (order by q.n rows between unbounded preceding and 1 preceding), 0)
           as company_before,
         q.n = count(*) over () as last
  from (
    select l.sales_order_id, sum(b.total) as amount, sum(b.tax) as tax,
           row_number() over (order by l.sales_order_id) as n,
           sum(sum(b.total)) over (order by l.sales_order_id) - sum(b.total) as before,
           round(sum(b.total) * i.rate, (select n from places where code = (select currency from company)))
             as company
    from invoice_line b join sales_order_line l on l.id = b.sales_order_line_id
    where b.invoice_id = i.id group by l.sales_order_id
  ) q
) p
where p.amount > 0;
update payment_commitment set company_settled = company_amount where settled = amount;

insert into payment_commitment_bill (invoice_id, invoice_number, commitment_id, amount)
select k.dated_by_id, i.number, k.id, k.amount
from payment_commitment k join invoice i on i.id = k.dated_by_id order by k.created_at, k.number;

insert into payment_commitment (
  id, number, party_id, sales_order_id, reason, line_no, percent, due_trigger, days, currency, amount,
  rate, company_amount, tax, owner_id, team_id, created_at, created_by, operation_id)
select gen_random_uuid(), o.number || '-0', o.party_id, o.id, 'INVOICE', 1, 100, 'INVOICE',
       o.payment_days, o.currency, u.amount, o.rate,
       round(u.amount * o.rate, (select n from places where code = (select currency from company))),
       round(u.amount * o.tax / nullif(o.total, 0), p.n),
       o.owner_id, o.team_id, o.created_at, o.created_by, o.operation_id
from sales_order o
join places p on p.code = o.currency
cross join lateral (
  select sum(round(l.total * (case o.state
    when 'CONFIRMED' then greatest(l.quantity - l.cancelled - l.returned + l.replaced - l.invoiced + l.credited, 0)
    else greatest(l.issued - l.returned - l.invoiced + l.credited, 0) end) / l.quantity, p.n)) as amount
  from sales_order_line l where l.sales_order_id = o.id
) u
where o.state in ('CONFIRMED', 'CLOSED') and u.amount > 0;

-- Credit notes were kept only as far as their invoice claimed them no more.
insert into open_credit (id, party_id, number, currency, amount, used, company_amount, company_used,
                         dated_on, owner_id, team_id)
select i.id, i.party_id, i.number, i.currency, i.total, i.total, i.company_total, i.company_total,
       i.dated_on, i.owner_id, i.team_id
from invoice i
where i.kind = 'CREDIT_NOTE' and i.total > 0 and not exists (select from open_credit o where o.id = i.id);
update open_credit c
set used = i.total - (c.amount - c.used), amount = i.total,
    company_used = i.company_total - (c.company_amount - c.company_used),
    company_amount = i.company_total
from invoice i where i.id = c.id and c.amount < i.total;

insert into allocation (
  id, commitment_id, party_id, kind, open_credit_id, amount, source_currency, source_amount,
  company_amount, source_company_amount, effective_on, at, actor_id, operation_id)
select gen_random_uuid(), c.id, c.party_id, 'CREDIT_NOTE', n.id, x.amount, c.currency, x.amount,
       round(x.amount * c.rate, f.n), round(x.amount * c.rate, f.n), n.dated_on, n.posted_at, n.posted_by,
       n.operation_id
from (
  select id, dated_by_id, party_id, currency, rate, settled,
         sum(settled) over (partition by dated_by_id order by number) - settled as since
  from payment_commitment where settled > 0
) c
join (
  select i.*, o.used, sum(o.used) over (partition by i.credits_id order by i.number) - o.used as since
  from invoice i join open_credit o on o.id = i.id where o.used > 0
) n on n.credits_id = c.dated_by_id
cross join lateral (
  select least(c.since + c.settled, n.since + n.used) - greatest(c.since, n.since) as amount
) x
cross join (select n from places where code = (select currency from company)) f
where x.amount > 0
order by n.posted_at, n.number, c.since;

insert into ledger_entry (party_id, currency, kind, debit, credit, amount, company_amount, document_id,
                          effective_on, at, operation_id)
select i.party_id, i.currency, i.kind,
       case i.kind when 'INVOICE' then 'CUSTOMER' else x.account end,
       case i.kind when 'INVOICE' then x.account else 'CUSTOMER' end,
       x.amount, x.company, i.id, i.dated_on, i.posted_at, i.operation_id
from invoice i
cross join (select n from places where code = (select currency from company)) f
cross join lateral (values
  (1, 'SALES', i.net, i.company_total - round(i.tax * i.rate, f.n)),
  (2, 'TAX', i.tax, round(i.tax * i.rate, f.n))) as x(n, account, amount, company)
where i.state = 'POSTED' and (x.amount > 0 or x.company > 0)
order by i.posted_at, i.number, x.n;

insert into customer_balance (party_id, currency, debit, credit, company_debit, company_credit)
select party_id, currency, sum(amount) filter (where debit = 'CUSTOMER'),
       coalesce(sum(amount) filter (where credit = 'CUSTOMER'), 0),
       sum(company_amount) filter (where debit = 'CUSTOMER'),
       coalesce(sum(company_amount) filter (where credit = 'CUSTOMER'), 0)
from ledger_entry group by 1, 2;

-- What is invoiced is told by the ledger from now on.
delete from credit_entry where kind = 'INVOICED';
-- squawk-ignore ban-drop-column
alter table credit_entry drop constraint credit_entry_kind_check, drop column kind;
-- squawk-ignore ban-drop-table
drop table receivable;
