import { isZero, negateDecimal, isPositive, type Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import type { LedgerAccount, LedgerEntryKind } from '../rules/money-kinds.ts';

/**
 * An amount that a customer owes more (`charge`) or less (below zero), and the account on the other
 * side. The amount in the firm's currency may have another sign only where there is no other
 * amount.
 */
export interface Posting {
  readonly partyId: Id;
  readonly currency: string;
  readonly kind: LedgerEntryKind;
  readonly account: Exclude<LedgerAccount, 'CUSTOMER'>;
  readonly charge: Decimal;
  readonly companyCharge: Decimal;
  /** The invoice, credit note, receipt, refund, commitment or allocation behind it. */
  readonly documentId: Id;
  readonly moneyAccountId?: Id | null;
  readonly effectiveOn: LocalDate;
  readonly by: Pick<ActContext, 'operationId'>;
}

/*
 * The one writer of the ledger. Customers' balances and the part of their credit accounts that is
 * invoiced and not paid are the sums of what it writes, and are changed by the same statement.
 */
const post = statement(
  'ledger_post',
  `with e as materialized (
     select * from json_to_recordset($1::json) as e(
       party_id uuid, currency text, kind text, debit text, credit text, amount numeric,
       company_amount numeric, document_id uuid, money_account_id uuid, effective_on date,
       operation_id uuid, n int)
   ), entered as (
     insert into ledger_entry (party_id, currency, kind, debit, credit, amount, company_amount,
                               document_id, money_account_id, effective_on, at, operation_id)
     select party_id, currency, kind, debit, credit, amount, company_amount, document_id,
            money_account_id, effective_on, $2, operation_id
     from e order by n
   ), sums as (
     select party_id, currency,
            coalesce(sum(amount) filter (where debit = 'CUSTOMER'), 0) as debit,
            coalesce(sum(amount) filter (where credit = 'CUSTOMER'), 0) as credit,
            coalesce(sum(company_amount) filter (where debit = 'CUSTOMER'), 0) as company_debit,
            coalesce(sum(company_amount) filter (where credit = 'CUSTOMER'), 0) as company_credit
     from e group by 1, 2
   ), balanced as (
     insert into customer_balance as b (party_id, currency, debit, credit, company_debit,
                                        company_credit)
     select * from sums order by 1, 2
     on conflict (party_id, currency) do update set
       debit = b.debit + excluded.debit, credit = b.credit + excluded.credit,
       company_debit = b.company_debit + excluded.company_debit,
       company_credit = b.company_credit + excluded.company_credit
   )
   update credit_account a set invoiced = a.invoiced + s.change
   from (select party_id, sum(company_debit - company_credit) as change from sums group by 1) s
   where a.party_id = s.party_id`,
);

/** Posts with the commit. Behind the locks of the accounts, in a period that is open. */
export function oweEntries(
  op: Pick<OperationContext, 'owe' | 'now'>,
  postings: readonly Posting[],
): void {
  const rows = postings.filter(saysSomething).map((posting, n) => ({ ...rowOf(posting), n }));
  if (rows.length > 0) op.owe(post, [JSON.stringify(rows), op.now]);
}

const saysSomething = ({ charge, companyCharge }: Posting): boolean =>
  !isZero(charge) || !isZero(companyCharge);

function rowOf(posting: Posting): object {
  const { charge, companyCharge, account, by } = posting;
  const isCharge = isZero(charge) ? isPositive(companyCharge) : isPositive(charge);
  const sized = (amount: Decimal): Decimal => (isCharge ? amount : negateDecimal(amount));
  return {
    party_id: posting.partyId,
    currency: posting.currency,
    kind: posting.kind,
    debit: isCharge ? 'CUSTOMER' : account,
    credit: isCharge ? account : 'CUSTOMER',
    amount: sized(charge),
    company_amount: sized(companyCharge),
    document_id: posting.documentId,
    money_account_id: posting.moneyAccountId ?? null,
    effective_on: posting.effectiveOn,
    operation_id: by.operationId,
  };
}
