import type { PartyReference } from '../parties/index.ts';

/**
 * Of two accounts one is made: what is owed is added up, a hold of either holds, the limit is the
 * survivor's unless it has none, and so are the days. Both are locked in the order of their ids.
 */
const mergeAccounts = [
  `select from credit_account where party_id in ($1::uuid, $2::uuid)
   order by party_id for no key update`,
  `update credit_account a
   set ordered = a.ordered + b.ordered, invoiced = a.invoiced + b.invoiced,
       credit_limit = coalesce(a.credit_limit, b.credit_limit),
       payment_days = case when a.credit_limit is null and a.payment_days = 0
         then b.payment_days else a.payment_days end,
       payment_terms_id = coalesce(a.payment_terms_id, b.payment_terms_id),
       held_reason = coalesce(a.held_reason, b.held_reason), version = a.version + 1
   from credit_account b
   where a.party_id = $2::uuid and b.party_id = $1::uuid`,
  `delete from credit_account g
   where g.party_id = $1::uuid
     and exists (select from credit_account s where s.party_id = $2::uuid)`,
];

/** What both owe in a currency is one balance. */
const mergeBalances = [
  `update customer_balance b
   set debit = b.debit + l.debit, credit = b.credit + l.credit,
       company_debit = b.company_debit + l.company_debit,
       company_credit = b.company_credit + l.company_credit
   from customer_balance l
   where b.party_id = $2::uuid and l.party_id = $1::uuid and l.currency = b.currency`,
  `delete from customer_balance l
   where l.party_id = $1::uuid
     and exists (select from customer_balance b
                 where b.party_id = $2::uuid and b.currency = l.currency)`,
];

/** Columns that hold a customer's id. */
export const receivablesPartyReferences: readonly PartyReference[] = [
  { table: 'credit_account', column: 'party_id', before: mergeAccounts },
  { table: 'credit_entry', column: 'party_id' },
  { table: 'credit_override', column: 'party_id' },
  { table: 'open_credit', column: 'party_id' },
  { table: 'payment_commitment', column: 'party_id' },
  { table: 'payment_commitment', column: 'payer_id' },
  { table: 'receipt', column: 'party_id' },
  { table: 'allocation', column: 'party_id' },
  { table: 'cheque', column: 'party_id' },
  { table: 'guarantee', column: 'party_id' },
  { table: 'refund', column: 'party_id' },
  { table: 'ledger_entry', column: 'party_id' },
  {
    table: 'payer_account',
    column: 'party_id',
    before: [
      `update payer_account kept set matches = kept.matches + gone.matches
       from payer_account gone
       where gone.party_id = $1 and kept.party_id = $2 and kept.account = gone.account`,
      `delete from payer_account gone using payer_account kept
       where gone.party_id = $1 and kept.party_id = $2 and kept.account = gone.account`,
    ],
  },
  { table: 'customer_balance', column: 'party_id', before: mergeBalances },
];
