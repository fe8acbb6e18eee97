import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';

/** What somebody decides of an account; the rest follows from documents. */
export interface CreditTerms {
  readonly partyId: Id;
  readonly creditLimit: Decimal | null;
  readonly paymentDays: number;
  readonly paymentTermsId: Id | null;
  readonly heldReason: string | null;
}

const save = statement(
  'credit_account_save',
  `update credit_account set credit_limit = $2, payment_days = $3, held_reason = $4,
                             payment_terms_id = $5, version = version + 1
   where party_id = $1`,
);

/** Of an account that is locked. */
export const saveCreditTerms = (
  op: Pick<OperationContext, 'query'>,
  { partyId, creditLimit, paymentDays, paymentTermsId, heldReason }: CreditTerms,
): Promise<unknown> =>
  op.query(save, [...[partyId, creditLimit, paymentDays, heldReason, paymentTermsId]]);
