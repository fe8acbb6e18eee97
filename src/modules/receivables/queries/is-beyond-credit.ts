import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { decideCredit, type CreditAccountFacts } from '../rules/decide-credit.ts';
import { loadCreditStandings } from './credit-standings.ts';

const load = statement(
  'credit_accounts_load',
  `select party_id as "partyId", trim_scale(credit_limit)::text as "creditLimit",
          held_reason as "heldReason", trim_scale(ordered)::text as ordered,
          trim_scale(invoiced)::text as invoiced
   from credit_account where party_id = ${anyOf('$1')}`,
);

/**
 * Whether an order of so much, in the firm's currency, would be refused to each customer as things
 * are now: what offers are judged by. Locks nothing; two statements on the wire together.
 */
export async function isBeyondCredit(
  db: Pick<OperationContext, 'query' | 'now' | 'today'>,
  partyIds: readonly Id[],
  amounts: readonly Decimal[],
): Promise<readonly boolean[]> {
  const asked = partyIds.map((partyId) => ({ partyId, checkPoint: 'ORDER' as const }));
  const [known, standings] = await inOrder(
    db.query<CreditAccountFacts>(load, [partyIds]),
    loadCreditStandings(db, asked),
  );
  const accounts = new Map(known.map((account) => [account.partyId, account]));
  return asked.map(({ partyId, checkPoint }, index) => {
    const account = accounts.get(partyId) ?? accountOf(partyId);
    const ordered = amounts[index] ?? '0';
    const change = { partyId, documentId: partyId, ordered, checkPoint, path: [] };
    return decideCredit({ accounts: [account], standings }, [change]).refused.size > 0;
  });
}

/** Of a customer whom nobody has given a limit, and who owes nothing. */
const accountOf = (partyId: Id): CreditAccountFacts => ({
  partyId,
  creditLimit: null,
  heldReason: null,
  ordered: '0',
  invoiced: '0',
});
