import type { BankReference } from '../receivables/index.ts';

/** Payers name orders and invoices. */
export const salesBankReferences: readonly BankReference[] = [
  {
    sql: `select o.number, o.party_id, k.id as commitment_id
          from sales_order o left join payment_commitment k on k.sales_order_id = o.id`,
  },
  {
    sql: `select i.number, i.party_id, b.commitment_id
          from invoice i left join payment_commitment_bill b on b.invoice_id = i.id
          where i.number is not null`,
  },
];
