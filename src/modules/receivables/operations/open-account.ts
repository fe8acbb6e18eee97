import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { lockCreditAccounts, type CreditAccountRow } from '../ledger/lock-accounts.ts';
import type { AccountOwner } from '../events.ts';

export interface OpenAccount {
  readonly customer: AccountOwner;
  /** Behind its lock; a new one where the customer had none. */
  readonly account: CreditAccountRow;
}

/** The customer, who may have been merged, and the account: within reach, and locked. */
export async function openAccount(
  op: OperationContext,
  partyId: Id,
  permission: string,
  what: string,
): Promise<OpenAccount> {
  const customers = await lockCustomers(op, [partyId]);
  const customer = customers.get(partyId.toLowerCase());
  if (!customer) refuse('PARTY_NOT_FOUND', 'There is no such customer', ['partyId']);
  const { ownerId, teamId } = customer;
  op.requireReach(permission, { ownerId, unitIds: teamId === null ? [] : [teamId] }, what);
  const [account] = await lockCreditAccounts(op, [customer.id]);
  if (!account) throw new Error(`No credit account ${customer.id}`);
  return { customer, account };
}
