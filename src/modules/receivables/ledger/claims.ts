import {
  compareDecimals,
  isPositive,
  isZero,
  negateDecimal,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { refuseIfAny } from '../../../kernel/domain-error.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import type { Path } from '../errors.ts';
import { loadInvoiceBills } from '../queries/invoice-bills.ts';
import type { Commitment } from '../rules/commitment.ts';
import { shareOf } from '../rules/company-amounts.ts';
import { settleBy, type Settled, type Source } from '../rules/settling.ts';
import { lockCreditAccounts } from './lock-accounts.ts';
import { keepPeriod, periodFaults } from './periods.ts';
import { oweEntries, type Posting } from './post-entries.ts';
import { oweAllocations } from './write-allocations.ts';
import { loadCommitments } from './write-commitments.ts';

type Op = Pick<OperationContext, 'query' | 'owe' | 'now' | 'newId'>;
type By = Pick<ActContext, 'operationId' | 'actorId' | 'emit'>;

/**
 * What an invoice claims, or a credit note takes back: with its tax, and in the firm's currency.
 */
export interface Claim {
  readonly id: Id;
  readonly partyId: Id;
  readonly currency: string;
  readonly total: Decimal;
  readonly tax: Decimal;
  readonly companyTotal: Decimal;
  readonly datedOn: LocalDate;
}

/** Refuses PERIOD_CLOSED; the day stays open until the act ends. One round trip. */
export async function requireOpenDay(
  op: Pick<OperationContext, 'query'>,
  day: LocalDate,
  path: Path,
): Promise<void> {
  refuseIfAny(periodFaults(await keepPeriod(op), day, path));
}

/** The customer owes what an invoice says; posted with the commit. Behind the account's lock. */
export const oweInvoice = (
  op: Pick<OperationContext, 'owe' | 'now'>,
  by: By,
  claim: Claim,
  companyCurrency: string,
): void => oweEntries(op, postingsOf(by, 'INVOICE', claim, companyCurrency));

function postingsOf(
  by: By,
  kind: 'INVOICE' | 'CREDIT_NOTE',
  { id, partyId, currency, total, tax, companyTotal, datedOn }: Claim,
  companyCurrency: string,
): Posting[] {
  const net = subtractDecimals(total, tax);
  const companyTax = isZero(tax) ? '0' : shareOf(companyTotal, tax, net, companyCurrency);
  const signed = (amount: Decimal): Decimal =>
    kind === 'INVOICE' ? amount : negateDecimal(amount);
  const part = (account: 'SALES' | 'TAX', amount: Decimal, company: Decimal): Posting => ({
    ...{ partyId, currency, kind, account, by },
    ...{ charge: signed(amount), companyCharge: signed(company) },
    ...{ documentId: id, effectiveOn: datedOn },
  });
  return [
    part('SALES', net, subtractDecimals(companyTotal, companyTax)),
    part('TAX', tax, companyTax),
  ];
}

/** A credit note that is being posted: what it settles is decided, its number not yet known. */
export interface Crediting {
  readonly settled: Decimal;
  readonly left: Decimal;
  /** Writes it, what it settles, and what the ledger posts, with the commit. */
  owe(number: string): void;
}

export interface CreditNote extends Claim {
  readonly invoiceId: Id;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

/**
 * A credit note settles what its invoice still claims; the rest is the customer's to use. Locks the
 * customer's account. Two round trips.
 */
export async function creditInvoice(
  op: Op,
  by: By,
  note: CreditNote,
  companyCurrency: string,
): Promise<Crediting> {
  const [, bills] = await inOrder(
    lockCreditAccounts(op, [note.partyId]),
    loadInvoiceBills(op, note.invoiceId),
  );
  const rows = await loadCommitments(
    op,
    bills.map(({ commitmentId }) => commitmentId),
  );
  const settle = (number: string): Settled[] =>
    settleBills(op, { note, number, bills, rows, companyCurrency });
  const settled = sumDecimals(settle('').map(({ allocation }) => allocation.amount));
  return {
    settled,
    left: subtractDecimals(note.total, settled),
    owe(number) {
      const { id, partyId, currency, total, companyTotal, datedOn, ownerId, teamId } = note;
      if (isPositive(total)) {
        op.owe(insertCredit, [
          ...[id, partyId, number, currency, total, companyTotal, datedOn, ownerId, teamId],
        ]);
      }
      oweAllocations(op, by, settle(number));
      oweEntries(op, postingsOf(by, 'CREDIT_NOTE', note, companyCurrency));
    },
  };
}

const insertCredit = statement(
  'open_credit_insert',
  `insert into open_credit (id, party_id, number, currency, amount, company_amount, dated_on,
                            owner_id, team_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

interface BillSettling {
  readonly note: CreditNote;
  readonly number: string;
  readonly bills: Awaited<ReturnType<typeof loadInvoiceBills>>;
  readonly rows: readonly Commitment[];
  readonly companyCurrency: string;
}

function settleBills(
  op: Op,
  { note, number, bills, rows, companyCurrency }: BillSettling,
): Settled[] {
  let source: Source = {
    kind: 'CREDIT_NOTE',
    ...{ id: note.id, number, partyId: note.partyId, currency: note.currency, amount: note.total },
    ...{ allocated: '0', refunded: '0', companyAmount: note.companyTotal },
    ...{ companyAllocated: '0', companyRefunded: '0', valuedOn: note.datedOn },
    ...{ ownerId: note.ownerId, teamId: note.teamId },
  };
  let rest = note.total;
  return bills.flatMap(({ commitmentId, open }): Settled[] => {
    const commitment = rows.find(({ id }) => id === commitmentId);
    const amount = compareDecimals(open, rest) < 0 ? open : rest;
    if (!commitment || !isPositive(amount)) return [];
    rest = subtractDecimals(rest, amount);
    const settling = {
      id: op.newId(),
      amount,
      kind: 'CREDIT_NOTE',
      effectiveOn: note.datedOn,
    } as const;
    const done = settleBy(commitment, source, settling, companyCurrency);
    source = done.source ?? source;
    return [done];
  });
}
