import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inCompany } from '../rules/company-amounts.ts';
import type { ReceiptState } from '../rules/money-kinds.ts';
import { readPastDay } from '../rules/read-payment.ts';
import type { NewReceipt } from '../rules/receipt.ts';
import { enterReceipt, type HowAllocated, type ReceiptEntered } from './enter-receipt.ts';
import { openBook, type PaymentBook } from './open-book.ts';
import { periodFaults } from './periods.ts';
import { oweStatementLine, type LockedLine } from './settle-lines.ts';

const learn = statement(
  'payer_account_learn',
  `insert into payer_account as a (id, account, party_id, payer_name, learnt_at)
   values ($1, $2, $3, $4, $5)
   on conflict (account, party_id) do update set matches = a.matches + 1,
     payer_name = coalesce(excluded.payer_name, a.payer_name)`,
);
const forgetOnly = statement(
  'payer_account_forget',
  'delete from payer_account where account = $1 and party_id = $2 and matches = 1',
);
const forgetOne = statement(
  'payer_account_forget_one',
  `update payer_account set matches = matches - 1
   where account = $1 and party_id = $2 and matches > 1`,
);

const findReceipt = statement(
  'bank_statement_line_find_receipt',
  `select r.id, r.number, r.state, r.party_id as "partyId" from receipt r
   where r.money_account_id = $1 and r.external_id = $2 and r.amount = $3 and r.currency = $4`,
);

/** Whose money a line is, and what it is used for. */
export interface LineReceiving {
  readonly partyId: Id;
  readonly how: HowAllocated;
  readonly path: readonly string[];
}

interface Written {
  readonly id: Id;
  readonly number: string;
  readonly state: ReceiptState;
  readonly partyId: Id;
}

/**
 * A line that is locked becomes a receipt of a customer, or is found to be one that somebody wrote
 * down before. Where the money came from is learnt. The line and the receipt are written with the
 * commit, both or neither. Two round trips.
 */
export async function receiveLine(
  op: OperationContext,
  line: LockedLine,
  { partyId, how, path }: LineReceiving,
): Promise<Pick<ReceiptEntered, 'receiptId' | 'number'>> {
  const { moneyAccountId, currency, valuedOn } = line;
  const book = await openBook(op, {
    ...{ partyId, path, moneyAccountId, currency, day: valuedOn, isEntering: true },
  });
  const [written] = await op.query<Written>(findReceipt, [
    ...[moneyAccountId, line.externalId, line.amount, currency],
  ]);
  const isBack = written?.state === 'REVERSED';
  if (written && !isBack && written.partyId !== book.customer.id) {
    const message = `It is ${written.number} of another customer: reverse that first`;
    refuse('EXTERNAL_ID_REUSED', message, path, { receiptId: written.id });
  }
  // The bank's name stays with a receipt that was reversed; the line has it, too.
  const named = isBack ? { ...line, externalId: null } : line;
  const entered =
    written && !isBack
      ? { receiptId: written.id, number: written.number }
      : enterReceipt(op, book, receiptOf(op, named, book, path), how);
  oweStatementLine(op, line.id, { state: 'RECEIVED', receiptId: entered.receiptId });
  if (line.payerAccount !== null) {
    const { payerAccount, payerName } = line;
    op.owe(learn, [op.newId(), payerAccount, book.customer.id, payerName, op.now]);
  }
  return { receiptId: entered.receiptId, number: entered.number };
}

/**
 * What a line was received as was reversed: it waits again, and that its payer pays for that
 * customer is unlearnt. With the commit, behind the line's lock.
 */
export function oweLineBack(op: OperationContext, line: LockedLine, partyId: Id): void {
  oweStatementLine(op, line.id, { state: 'UNMATCHED' });
  if (line.payerAccount === null) return;
  op.owe(forgetOnly, [line.payerAccount, partyId]);
  op.owe(forgetOne, [line.payerAccount, partyId]);
}

function receiptOf(
  op: OperationContext,
  line: Omit<LockedLine, 'externalId'> & Pick<NewReceipt, 'externalId'>,
  { customer, companyCurrency, rate, period }: PaymentBook,
  path: readonly string[],
): NewReceipt {
  const faults: Fault[] = [];
  readPastDay(line.valuedOn, op.today, path, faults);
  if (rate === null) {
    const message = `There is no rate of ${line.currency} on ${line.valuedOn}`;
    faults.push(fault('RATE_NOT_FOUND', message, path));
  }
  // The day of the bank, as long as its books are open.
  const isOpen = periodFaults(period, line.bookedOn, path).length === 0;
  const bookedOn = isOpen && line.bookedOn <= op.today ? line.bookedOn : op.today;
  faults.push(...periodFaults(period, bookedOn, path));
  refuseIfAny(faults);
  return {
    id: op.newId(),
    partyId: customer.id,
    method: 'TRANSFER',
    ...{ payerName: line.payerName, moneyAccountId: line.moneyAccountId },
    ...{ externalId: line.externalId, reference: line.reference, note: null },
    ...{ currency: line.currency, amount: line.amount, charge: '0', rate: rate ?? '1' },
    companyAmount: inCompany(line.amount, rate ?? '1', companyCurrency),
    ...{ valuedOn: line.valuedOn, bookedOn, state: 'CLEARED', clearedOn: line.valuedOn },
    ...{ ownerId: customer.ownerId, teamId: customer.teamId },
  };
}
