import type { Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { moneyAccountFaults, type MoneyAccountFacts } from '../ledger/open-book.ts';

const find = statement(
  'money_account_find',
  `select id, code, currency, is_active as "isActive" from money_account where id = $1`,
);

/** An account that money of a currency may go through; null where none is named, or with faults. */
export async function findMoneyAccount(
  op: Pick<OperationContext, 'query'>,
  id: Id | null | undefined,
  currency: string,
  faults: Fault[],
): Promise<Id | null> {
  if (id == null) return null;
  const [found] = isId(id) ? await op.query<MoneyAccountFacts>(find, [id]) : [];
  const wrong = moneyAccountFaults(id, found ?? null, currency);
  faults.push(...wrong);
  return wrong.length === 0 ? (found?.id ?? null) : null;
}
