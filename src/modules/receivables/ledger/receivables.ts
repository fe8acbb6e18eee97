import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import { settle, type Claim, type Settlement } from '../rules/settle.ts';
import { lockCreditAccounts } from './lock-accounts.ts';

type Op = Pick<OperationContext, 'query'>;
type Owing = Pick<OperationContext, 'owe'>;

/** What a document claims of a customer, or gives: `id` is the document's. */
export interface NewClaim {
  readonly id: Id;
  readonly partyId: Id;
  readonly currency: string;
  readonly amount: Decimal;
  readonly companyAmount: Decimal;
  readonly datedOn: LocalDate;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

const insert = statement(
  'receivable_insert',
  `insert into receivable (id, party_id, currency, amount, company_amount, dated_on, due_on,
                           owner_id, team_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/** An invoice is claimed; `numberReceivable` follows in the same act. One statement. */
export const recordReceivable = (
  op: Op,
  claim: NewClaim & { readonly dueOn: LocalDate },
): Promise<unknown> =>
  op.query(insert, [
    claim.id,
    claim.partyId,
    claim.currency,
    claim.amount,
    claim.companyAmount,
    claim.datedOn,
    claim.dueOn,
    claim.ownerId,
    claim.teamId,
  ]);

const number = statement('receivable_number', 'update receivable set number = $2 where id = $1');

/** The invoice has got its number: the act's last writes. */
export const numberReceivable = (op: Owing, id: Id, given: string): void =>
  op.owe(number, [id, given]);

const lock = statement(
  'receivable_lock',
  `select amount::text, settled::text, company_amount::text as "companyAmount",
          company_settled::text as "companySettled"
   from receivable where id = $1 for no key update`,
);

const save = statement(
  'receivable_settle',
  'update receivable set settled = $2, company_settled = $3 where id = $1',
);

/**
 * Settles a receivable as far as it is open, and tells what is left of the amount. Locks the
 * customer's account, then the receivable; what the customer owes follows by `changeExposure`. Two
 * round trips.
 */
export async function settleReceivable(
  op: Op,
  of: { readonly id: Id; readonly partyId: Id; readonly amount: Decimal },
): Promise<Settlement> {
  const [, [claim], company] = await inOrder(
    lockCreditAccounts(op, [of.partyId]),
    op.query<Claim>(lock, [of.id]),
    loadCompany(op),
  );
  if (!claim) throw new Error(`No receivable ${of.id}`);
  const settlement = settle(claim, of.amount, company.currency);
  await op.query(save, [of.id, settlement.settled, settlement.companySettled]);
  return settlement;
}

const insertCredit = statement(
  'open_credit_insert',
  `insert into open_credit (id, party_id, number, currency, amount, company_amount, dated_on,
                            owner_id, team_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/** What a credit note gives beyond what its invoice still claimed is the customer's. */
export const recordOpenCredit = (op: Owing, claim: NewClaim & { readonly number: string }): void =>
  op.owe(insertCredit, [
    claim.id,
    claim.partyId,
    claim.number,
    claim.currency,
    claim.amount,
    claim.companyAmount,
    claim.datedOn,
    claim.ownerId,
    claim.teamId,
  ]);
