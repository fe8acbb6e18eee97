-- Terms of payment whose discount lowers the tax from the start: how much of each line bears tax.
-- Quotes know terms, too: what a customer accepts is paid by them.

alter table quote_revision
  add column payment_terms_id uuid
    constraint quote_revision_payment_terms_id_foreign references payment_terms;

alter table quote_line
  add column taxed_percent numeric(9, 6) not null default 100
    check (taxed_percent >= 0 and taxed_percent <= 100);
alter table sales_order_line
  add column taxed_percent numeric(9, 6) not null default 100
    check (taxed_percent >= 0 and taxed_percent <= 100);
alter table invoice_line
  add column taxed_percent numeric(9, 6) not null default 100
    check (taxed_percent >= 0 and taxed_percent <= 100);
