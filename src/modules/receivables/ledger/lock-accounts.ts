import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { CreditAccountFacts } from '../rules/decide-credit.ts';

/** A credit account as it is behind its lock. */
export interface CreditAccountRow extends CreditAccountFacts {
  readonly paymentDays: number;
  readonly paymentTermsId: Id | null;
  readonly version: number;
}

/** The rows in one order, made where they are missing: a new one is not among the answers. */
const lock = statement(
  'credit_accounts_lock',
  `with made as (
     insert into credit_account (party_id)
     select k.id from unnest($1::uuid[]) k(id) join party p on p.id = k.id
     where not exists (select from credit_account a where a.party_id = k.id)
     order by 1
     on conflict do nothing
   )
   select a.party_id as "partyId", trim_scale(a.credit_limit)::text as "creditLimit",
          a.held_reason as "heldReason", trim_scale(a.ordered)::text as ordered,
          trim_scale(a.invoiced)::text as invoiced, a.payment_days as "paymentDays",
          a.payment_terms_id as "paymentTermsId", a.version
   from credit_account a where a.party_id = ${anyOf('$1')}
   order by a.party_id for no key update`,
);

/**
 * Takes turns with everyone who changes what these customers owe or may. One statement; a second
 * look where an account is new, made by this act or, while it waited, by another.
 */
export async function lockCreditAccounts(
  op: Pick<OperationContext, 'query'>,
  partyIds: readonly Id[],
): Promise<readonly CreditAccountRow[]> {
  const wanted = [...new Set(partyIds)].sort();
  const accounts = await op.query<CreditAccountRow>(lock, [wanted]);
  return accounts.length === wanted.length ? accounts : op.query(lock, [wanted]);
}
