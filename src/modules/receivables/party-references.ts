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
       held_reason = coalesce(a.held_reason, b.held_reason), version = a.version + 1
   from credit_account b
   where a.party_id = $2::uuid and b.party_id = $1::uuid`,
  `delete from credit_account g
   where g.party_id = $1::uuid
     and exists (select from credit_account s where s.party_id = $2::uuid)`,
];

/** Columns that hold a customer's id. */
export const receivablesPartyReferences: readonly PartyReference[] = [
  { table: 'credit_account', column: 'party_id', before: mergeAccounts },
  { table: 'credit_entry', column: 'party_id' },
  { table: 'credit_override', column: 'party_id' },
  { table: 'receivable', column: 'party_id' },
  { table: 'open_credit', column: 'party_id' },
];
