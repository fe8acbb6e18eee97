import { refuse, type Fault } from '../../../kernel/domain-error.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Customer } from '../../parties/index.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import type { OpenCommitment } from '../rules/propose-allocation.ts';
import type { Source } from '../rules/settling.ts';
import { lockCreditAccounts } from './lock-accounts.ts';
import { keepPeriod, type LedgerPeriodFacts } from './periods.ts';
import { loadSources } from './write-allocations.ts';
import { loadOpenCommitments, loadOpenCommitmentsById } from './write-commitments.ts';

/** An account where money is kept, as an act needs to know it. */
export interface MoneyAccountFacts {
  readonly id: Id;
  readonly code: string;
  readonly currency: string;
  readonly isActive: boolean;
}

/** What a customer has to pay and to pay with, standing still until the act ends. */
export interface PaymentBook {
  readonly customer: Customer;
  readonly open: readonly OpenCommitment[];
  readonly companyCurrency: string;
  readonly period: LedgerPeriodFacts;
  readonly moneyAccount: MoneyAccountFacts | null;
  /** One unit of the currency asked for in the firm's, on the day asked for; null: unknown. */
  readonly rate: Decimal | null;
  readonly sources: readonly Source[];
  /** Of the receipt that is to be entered. */
  readonly receiptNumber: string;
}

export interface BookAsked {
  readonly partyId: Id;
  readonly path?: readonly string[];
  readonly moneyAccountId?: Id | null;
  readonly currency?: string;
  readonly day?: LocalDate;
  /** Receipts and credit notes. */
  readonly sourceIds?: readonly Id[];
  /** Only these are looked at; else all that the customer has to pay. */
  readonly commitmentIds?: readonly Id[] | null;
  /** A receipt is to be entered: it gets a number, lost if it is refused. */
  readonly isEntering?: boolean;
}

interface Facts {
  readonly companyCurrency: string;
  readonly rate: Decimal | null;
  readonly moneyAccount: MoneyAccountFacts | null;
  readonly receiptNumber: string;
}

const load = statement(
  'payment_book_facts',
  `select c.currency as "companyCurrency",
     case when c.currency = $1 then '1' else (
       select trim_scale(r.rate)::text from exchange_rate r
       where r.currency = $1 and r.on_day <= $2::date order by r.on_day desc limit 1) end as rate,
     (select json_build_object('id', m.id, 'code', m.code, 'currency', m.currency,
                               'isActive', m.is_active)
      from money_account m where m.id = ${anyOf('$3')}) as "moneyAccount",
     case when $4 then 'RC-' || lpad(nextval('receipt_number')::text, 6, '0') else '' end
       as "receiptNumber"
   from company c`,
);

/**
 * Takes hold of a customer and locks its account; what is open, and what else was asked for, is
 * read behind that lock. One round trip, another for a customer who was merged. Refuses
 * PARTY_NOT_FOUND.
 */
export async function openBook(op: OperationContext, asked: BookAsked): Promise<PaymentBook> {
  const partyId = asked.partyId.toLowerCase();
  const [period, customers, , facts, open, sources] = await inOrder(
    keepPeriod(op),
    lockCustomers(op, [partyId]),
    lockCreditAccounts(op, [partyId]),
    op.query<Facts>(load, [
      asked.currency ?? '',
      asked.day ?? op.today,
      isId(asked.moneyAccountId ?? '') ? [asked.moneyAccountId] : [],
      asked.isEntering ?? false,
    ]),
    asked.commitmentIds
      ? loadOpenCommitmentsById(op, asked.commitmentIds.filter(isId))
      : loadOpenCommitments(op, partyId),
    asked.sourceIds?.length ? loadSources(op, asked.sourceIds) : Promise.resolve([]),
  );
  const customer = customers.get(partyId);
  if (!customer) {
    refuse('PARTY_NOT_FOUND', 'There is no such customer', asked.path ?? ['customerId']);
  }
  if (customer.id !== partyId) return openBook(op, { ...asked, partyId: customer.id });
  const own = open.filter((one) => one.partyId === partyId);
  return { ...(facts[0] as Facts), customer, open: own, period, sources };
}

/** Refuses where the actor's permission does not reach the customer. */
export function requireCustomerReach(
  op: Pick<OperationContext, 'requireReach'>,
  permission: string,
  { ownerId, teamId }: Pick<Customer, 'ownerId' | 'teamId'>,
  what: string,
): void {
  op.requireReach(permission, { ownerId, unitIds: teamId === null ? [] : [teamId] }, what);
}

/** What speaks against money of a currency going in or out there. */
export function moneyAccountFaults(
  asked: Id | null | undefined,
  account: MoneyAccountFacts | null,
  currency: string,
): Fault[] {
  const path = ['moneyAccountId'];
  if (asked == null) return [];
  if (!account) return [fault('MONEY_ACCOUNT_NOT_FOUND', 'There is no such account', path)];
  const faults: Fault[] = [];
  if (!account.isActive) {
    faults.push(fault('MONEY_ACCOUNT_CLOSED', `${account.code} is in use no longer`, path));
  }
  if (account.currency !== currency) {
    const message = `${account.code} keeps ${account.currency}, not ${currency}`;
    faults.push(fault('CURRENCY_MISMATCH', message, path, { currency: account.currency }));
  }
  return faults;
}
